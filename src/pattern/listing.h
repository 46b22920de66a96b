// The texts of --list-patterns and --show-pattern. Safe for a terminal: packs are files like
// others.
#pragma once

#include <string>
#include <vector>

#include "pattern/library.h"

namespace hark {

// One line a pattern: severity, id, "default" or "-", where it comes from, title. The patterns are
// the library's.
std::string list_patterns(const Library& library, const std::vector<const Pattern*>& patterns);

// Everything that a pack says about one pattern. The pattern is one of the library's.
std::string show_pattern(const Library& library, const Pattern& pattern);

}  // namespace hark
