#include "journal/cursor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "journal/journal_merge.h"
#include "unit/journal/made_journal.h"

namespace hark {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string kId = "0123456789abcdef0123456789abcdef";

TEST(Cursor, SaysAllThatItNames) {
  const auto cursor =
      parse_cursor("s=" + kId + ";i=a;b=" + kId + ";m=1f;t=64c2;x=ffffffffffffffff");
  ASSERT_TRUE(cursor);
  EXPECT_EQ(to_hex(*cursor->seqnum_id), kId);
  EXPECT_EQ(cursor->seqnum, 10U);
  EXPECT_EQ(to_hex(*cursor->boot), kId);
  EXPECT_EQ(cursor->monotonic, 31U);
  EXPECT_EQ(cursor->realtime, 0x64c2U);
  EXPECT_EQ(cursor->xor_hash, ~std::uint64_t{0});
}

TEST(Cursor, InAnyOrderAndAsFarAsItGoes) {
  EXPECT_EQ(parse_cursor("t=a")->realtime, 10U);
  EXPECT_EQ(parse_cursor("m=2;q=whatever;b=" + kId)->monotonic, 2U);
  EXPECT_EQ(parse_cursor("i=3;s=" + kId)->seqnum, 3U);
}

TEST(Cursor, WhatIsNone) {
  const std::pair<std::string, std::string> cases[] = {
      {"", "needs"},
      {"s=" + kId, "needs"},
      {"i=1", "needs"},
      {"m=1", "needs"},
      {"x=1", "needs"},
      {"garbage", "parts"},
      {"t=1;;", "parts"},
      {"t=", "number"},
      {"t=1g", "number"},
      {"t=-1", "number"},
      {"t=10000000000000000", "number"},
      {"s=zz;i=1", "id"},
      {"s=" + kId + "0;i=1", "id"},
  };
  for (const auto& [text, reason] : cases) {
    SCOPED_TRACE(text);
    const auto cursor = parse_cursor(text);
    ASSERT_FALSE(cursor);
    EXPECT_THAT(cursor.errors()[0].reason, HasSubstr(reason));
    const Origin& origin = *cursor.errors()[0].origin;
    EXPECT_EQ(origin.text, text);
    EXPECT_LE(origin.offset + origin.length, text.size());
  }
}

struct Entry {
  int boot;
  std::uint64_t monotonic;
  std::int64_t clock = 0;  // seconds beyond what the boot's number says
};

JournalFile file_of(const std::vector<Entry>& entries, unsigned char seqnum_id,
                    std::uint64_t first_number = 1, const std::string& text = "") {
  MadeJournal made(seqnum_id % 2 == 0, seqnum_id);
  for (const Entry& e : entries) {
    const std::int64_t seconds = e.boot * 86'400 + e.clock;
    made.add_entry({"MESSAGE=" + std::to_string(e.boot) + '.' + std::to_string(e.monotonic) + text},
                   {.realtime = 1'772'323'200'000'000 +
                                static_cast<std::uint64_t>(seconds) * 1'000'000 + e.monotonic,
                    .monotonic = e.monotonic,
                    .boot = static_cast<unsigned char>(e.boot)},
                   first_number++);
  }
  made.link();
  return made.open(std::string("file ") + static_cast<char>('0' + seqnum_id));
}

// FILE:SEQNUM of what comes, from the cursor on or all of it.
std::vector<std::string> read(const JournalFiles& files, const std::optional<Cursor>& cursor,
                              bool* is_found = nullptr) {
  JournalMerge merge(files);
  if (cursor) {
    const bool found = merge.start_after(*cursor);
    if (is_found != nullptr) *is_found = found;
  }
  std::vector<std::string> out;
  while (const auto at = merge.next())
    out.push_back(at->file->name().substr(5) + ':' + std::to_string(at->entry.seqnum));
  return out;
}

std::vector<Cursor> cursors_of(const JournalFiles& files) {
  std::vector<Cursor> out;
  JournalMerge merge(files);
  while (const auto at = merge.next()) out.push_back(*parse_cursor(cursor_of(*at)));
  return out;
}

// After each entry come exactly those that come after it.
void expect_rests(const JournalFiles& files) {
  std::vector<std::string> rest = read(files, std::nullopt);
  for (const Cursor& cursor : cursors_of(files)) {
    rest.erase(rest.begin());
    bool is_found = false;
    EXPECT_EQ(read(files, cursor, &is_found), rest);
    EXPECT_TRUE(is_found);
  }
  EXPECT_THAT(rest, IsEmpty());
}

TEST(StartAfter, OneFileOfSeveralBoots) {
  std::vector<Entry> entries;
  for (const int boot : {1, 2, 3}) {
    for (std::uint64_t m = 1; m <= 13; m++) entries.push_back({boot, m});
  }
  JournalFiles files;
  files.push_back(file_of(entries, 1));
  expect_rests(files);
}

TEST(StartAfter, RotatedFilesOfOneCounter) {
  JournalFiles files;
  files.push_back(file_of({{1, 1}, {1, 2}, {2, 1}}, 1));
  files.push_back(file_of({{2, 2}, {2, 5}}, 1, 4));
  files.push_back(file_of({{2, 3}, {2, 4}}, 1, 6));  // a user's, between them by its numbers
  expect_rests(files);
}

TEST(StartAfter, FilesWithCountersOfTheirOwn) {
  JournalFiles files;
  files.push_back(file_of({{1, 1}, {1, 4}, {2, 1}, {2, 5}, {3, 1}}, 1));
  files.push_back(file_of({{1, 2}, {1, 3}, {2, 3}, {2, 4}}, 2));
  files.push_back(file_of({{2, 2}, {3, 2}, {3, 3}}, 3));
  expect_rests(files);
}

// Without a clock chip each boot begins at the same time: that the boot is a later one is known
// from the file with the cursor's numbers.
TEST(StartAfter, ALaterBootWhoseClockIsBehind) {
  JournalFiles files;
  files.push_back(file_of({{1, 1}, {1, 2}, {2, 1, -200'000}, {1, 9}}, 1));
  files.push_back(file_of({{2, 2, -200'000}, {2, 3, -200'000}}, 2));
  JournalMerge merge(files);
  std::optional<Cursor> second;
  while (const auto at = merge.next()) {
    if (at->file == &files[0] && at->entry.seqnum == 2) second = *parse_cursor(cursor_of(*at));
  }
  ASSERT_TRUE(second);
  EXPECT_THAT(read(files, second), testing::UnorderedElementsAre("1:3", "1:4", "2:1", "2:2"));
}

TEST(StartAfter, ACopyOfTheEntryIsTheEntry) {
  JournalFiles one, other;
  one.push_back(file_of({{1, 1}, {1, 2}, {1, 3}}, 1));
  other.push_back(file_of({{1, 1}, {1, 2}, {1, 3}}, 3, 11));
  bool is_found = false;
  EXPECT_THAT(read(other, cursors_of(one)[1], &is_found), ElementsAre("3:13"));
  EXPECT_TRUE(is_found);
}

TEST(StartAfter, AnEntryThatIsGone) {
  JournalFiles was, is;
  was.push_back(file_of({{1, 1}, {1, 2}, {1, 3}, {1, 4}}, 1));
  is.push_back(file_of({{1, 3}, {1, 4}}, 1, 3));
  bool is_found = true;
  EXPECT_THAT(read(is, cursors_of(was)[1], &is_found), ElementsAre("1:3", "1:4"));
  EXPECT_FALSE(is_found);
  is_found = true;
  EXPECT_THAT(read({}, cursors_of(was)[1], &is_found), IsEmpty());
  EXPECT_FALSE(is_found);
}

TEST(StartAfter, ACursorThatSaysLess) {
  JournalFiles files;
  files.push_back(file_of({{1, 1}, {1, 2}, {2, 1}}, 1));
  files.push_back(file_of({{1, 2}, {1, 3}}, 2, 1, " of another"));
  const Cursor whole = cursors_of(files)[1];
  Cursor numbers{.seqnum_id = whole.seqnum_id, .seqnum = whole.seqnum};
  Cursor times{.boot = whole.boot, .monotonic = whole.monotonic};
  Cursor clock{.realtime = whole.realtime};
  for (const Cursor& cursor : {times, clock}) {
    bool is_found = false;
    const auto rest = read(files, cursor, &is_found);
    EXPECT_EQ(rest.size(), 3U) << "one of the two of that time is the cursor's";
    EXPECT_TRUE(is_found);
  }
  bool is_found = false;
  EXPECT_EQ(read(files, numbers, &is_found).back(), "1:3");
  EXPECT_TRUE(is_found);
}

}  // namespace
}  // namespace hark
