// How a failed test shows what a source told.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

#include "base/printable.h"
#include "unit/input/feed.h"

namespace hark {

inline void PrintTo(const Told& told, std::ostream* out) {
  *out << told.line
       << (told.is_entry ? ": entry " + printable(told.raw.substr(0, 200))
                         : ": fault: " + told.reason);
  if (told.is_repaired) *out << " (repaired)";
  for (const ToldField& field : told.fields) {
    *out << "\n    " << field.name << (field.had_null ? " null" : "");
    for (const std::string& value : field.values) *out << " '" << printable(value) << "'";
  }
}

// "entry 1", "fault 2: not a JSON object", … : a telling in short.
inline std::vector<std::string> outline(const Telling& telling) {
  std::vector<std::string> lines;
  for (const Told& told : telling.all) {
    lines.push_back(told.is_entry ? "entry " + std::to_string(told.line)
                                  : "fault " + std::to_string(told.line) + ": " + told.reason);
  }
  for (const Diagnostic& d : telling.errors) lines.push_back("error: " + d.message);
  return lines;
}

}  // namespace hark
