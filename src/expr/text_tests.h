// SQL's LIKE and shell globs as regexes, so that they run beside all others.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace hark {

// SQLite's LIKE: % is any text, _ any character, ASCII letters fold, the whole value must fit.
// There is no escape character.
std::string like_regex(std::string_view pattern);

// What matches `text` where ASCII letters fold; anywhere in a value.
std::string folding_regex(std::string_view text);

// A glob of fnmatch(3) without flags: * ? [a-z] [!a-z] [[:digit:]] and \ before what shall stand
// for itself; the whole value must fit. A [ that nothing closes stands for itself.
std::string glob_regex(std::string_view glob);

}  // namespace hark
