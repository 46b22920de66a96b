// What the tests of cli/ share: typing a command line, and looking at what came of it.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <span>
#include <string>
#include <vector>

#include "cli/parse.h"

namespace hark {

using Line = std::vector<std::string>;

inline Result<Options> type(const Line& words, bool stdin_is_terminal = false) {
  std::vector<const char*> argv = {"hark"};
  for (const std::string& word : words) argv.push_back(word.c_str());
  return parse_command_line(argv, stdin_is_terminal);
}

// The options of a line without mistakes; the default ones, and a failed test, if there are any.
inline Options options_of(const Line& words) {
  Result<Options> result = type(words);
  if (result) return *result;
  ADD_FAILURE() << "refused: " << ::testing::PrintToString(words) << '\n'
                << render(result.errors());
  return {};
}

// The diagnostics of a line with mistakes; none, and a failed test, if it has no mistakes.
inline Diagnostics errors_of(const Line& words, bool stdin_is_terminal = false) {
  Result<Options> result = type(words, stdin_is_terminal);
  if (!result) return result.errors();
  ADD_FAILURE() << "accepted: " << ::testing::PrintToString(words);
  return {};
}

// The only diagnostic of a line with one mistake.
inline Diagnostic error_of(const Line& words, bool stdin_is_terminal = false) {
  const Diagnostics errors = errors_of(words, stdin_is_terminal);
  if (errors.size() == 1) return errors.front();
  ADD_FAILURE() << ::testing::PrintToString(words) << " has " << errors.size() << " mistakes:\n"
                << render(errors);
  return {};
}

// Patterns as "e:TEXT", with P for the argument, e, g, and f for a file.
inline std::vector<std::string> patterns_of(const Options& options) {
  std::vector<std::string> out;
  for (const TypedPattern& pattern : options.patterns) {
    out.push_back(std::string(1, "Pegf"[static_cast<int>(pattern.kind)]) + ':' + pattern.text);
  }
  return out;
}

}  // namespace hark
