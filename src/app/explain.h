// --explain: what a run would do, short enough to read.
#pragma once

#include <string>

#include "app/setup.h"
#include "cli/options.h"

namespace hark {

std::string explain(const Options& options, const Run& run);

}  // namespace hark
