// What a source told, in tests: shown when one fails, in short, and the same in any pieces.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>
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

// Each entry, malformed line and byte is counted. Nothing in the text is too long.
inline void expect_all_counted(const Telling& telling, std::size_t bytes) {
  std::uint64_t entries = 0, malformed = 0;
  for (const Told& told : telling.all) (told.is_entry ? entries : malformed)++;
  EXPECT_EQ(telling.counts.entries, entries);
  EXPECT_EQ(telling.counts.malformed, malformed);
  EXPECT_EQ(telling.counts.bytes, bytes);
}

// What is told of `text`: it must be the same for a file, and for a pipe whose reads are cut
// anywhere.
inline Telling tell_in_any_pieces(Feed& feed, std::string_view text) {
  const Telling whole = feed.whole(text);
  for (const std::size_t size : {1u, 2u, 3u, 7u, 13u, 100u, 4096u}) {
    if (text.size() / size > 20000) continue;
    const Telling cut = feed.pieces(in_pieces_of(text, size));
    EXPECT_EQ(outline(cut), outline(whole)) << "in pieces of " << size;
    EXPECT_EQ(cut.all, whole.all) << "in pieces of " << size;
  }
  return whole;
}

}  // namespace hark
