// The command line taken apart into words that CLI11 cannot misread.
//
// CLI11 2.1.2, left to itself, gives `--regexp=` the next word for a value, takes `--count=3`,
// reads `-c-output=cat` as -c --output=cat, takes -5 and -!x for arguments, swallows the word after
// an option whose value may be left out, and stops at the first mistake. So words.h decides, by the
// table and as getopt_long(3) would, which word is an option, which its value and which an
// argument, and finds all mistakes of that kind at once; CLI11 gets what cannot be taken in two
// ways: long names, each value in a word of its own, and the arguments after a `--`.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/diagnostic.h"

namespace hark {

struct Words {
  std::vector<std::string> options;  // --name or -x, each followed by its value if its record takes
                                     // one; -b always has one, empty if none was typed
  std::vector<std::string> arguments;  // PATTERN and FILEs, in order
  Diagnostics errors;                  // unknown options, values missing or not wanted
};

// `typed` is argv without the program's name.
Words take_apart(std::span<const char* const> typed);

}  // namespace hark
