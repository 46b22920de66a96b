// --explain: what a run would do, short enough to read.
#pragma once

#include <string>

#include "app/journal_search.h"
#include "app/setup.h"
#include "cli/options.h"

namespace hark {

// `search`: how journal files are read; null: text is read.
std::string explain(const Options& options, const Run& run, const JournalSearch* search);

}  // namespace hark
