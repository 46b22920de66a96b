// --pattern-file: one pattern a line.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace hark {

struct PatternLine {
  std::string text;
  std::size_t number = 0;  // 1-based
};

// Blank lines and lines that are "#" or begin with "# " are left out; nothing is trimmed but a CR
// at the end.
std::vector<PatternLine> split_pattern_file(std::string_view content);

// "-" is not standard input here: the entries come from there.
Result<std::vector<PatternLine>> read_pattern_file(const std::string& name);

}  // namespace hark
