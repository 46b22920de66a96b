// The texts of --list-patterns and --show-pattern. Safe for a terminal: packs are files like
// others.
#pragma once

#include <string>

#include "pattern/library.h"

namespace hark {

// One line a pattern: severity, id, "default" or "-", where it comes from, title.
std::string list_patterns(const Library& library);

// Everything that a pack says about one pattern. The pattern is one of the library's.
std::string show_pattern(const Library& library, const Pattern& pattern);

}  // namespace hark
