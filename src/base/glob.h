// Globs as hark takes them everywhere: on the command line, in packs and in expressions.
#pragma once

#include <string>
#include <string_view>

namespace hark {

// Does the text equal the glob, or else fit it as fnmatch(3) has it with FNM_NOESCAPE: * ? [a-z]
// [!a-z] [[:digit:]]? A backslash is a plain letter, since names of units are full of \x2d, and
// what is printed must fit itself. Text that is UTF-8 counts by characters, other text by bytes.
// Safe in threads.
bool fits_glob(const std::string& glob, std::string_view text);

}  // namespace hark
