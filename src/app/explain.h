// --explain: what a run would do, short enough to read.
#pragma once

#include <string>

#include "app/setup.h"
#include "cli/options.h"

namespace hark {

// `is_journal`: journal files are read, not text.
std::string explain(const Options& options, const Run& run, bool is_journal);

}  // namespace hark
