// Completion scripts for shells, made from the table of options. What only the machine knows
// (packs, patterns, units) they ask for when a key is pressed.
#pragma once

#include <string>

#include "cli/options.h"

namespace hark {

std::string completions(Options::Shell shell);

}  // namespace hark
