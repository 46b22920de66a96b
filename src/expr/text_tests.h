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

// What fits_glob() (base/glob.h) takes: text equal to the glob, or * ? [a-z] [!a-z] [[:digit:]]
// with \ as a plain letter; the whole value must fit. A [ that nothing closes stands for itself.
std::string glob_regex(std::string_view glob);

}  // namespace hark
