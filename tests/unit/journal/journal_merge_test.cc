#include "journal/journal_merge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/journal/made_journal.h"

namespace hark {
namespace {

// One writer that never rests, one that fell silent early, one that began late.
JournalFiles three_writers() {
  std::vector<MadeJournal> made;
  for (const unsigned char id : {1, 2, 3}) made.emplace_back(true, id);
  for (std::uint64_t i = 1; i <= 60; i++) {
    const std::size_t writer = i < 20 && i % 3 == 0 ? 1 : i > 40 && i % 4 == 0 ? 2 : 0;
    made[writer].add_entry({"MESSAGE=" + std::to_string(i)}, {.realtime = i, .monotonic = i});
  }
  JournalFiles files;
  for (MadeJournal& journal : made) {
    journal.link();
    files.push_back(journal.open());
  }
  return files;
}

std::vector<std::uint64_t> times_of(JournalMerge merge) {
  std::vector<std::uint64_t> times;
  while (const auto at = merge.next()) times.push_back(at->entry.realtime);
  return times;
}

// However few entries of each file are looked at: from where nothing is left out they are the last
// of all.
TEST(JournalMergeFromTheEnd, IsGaplessFromSomewhereOn) {
  const JournalFiles files = three_writers();
  const std::vector<std::uint64_t> all = times_of(JournalMerge(files));
  ASSERT_EQ(all.size(), 60U);
  EXPECT_FALSE(JournalMerge(files).is_cut());
  EXPECT_TRUE(JournalMerge(files).is_gapless());
  for (std::uint64_t last = 0; last <= 60; last++) {
    JournalMerge merge(files, last);
    std::vector<std::uint64_t> gapless;
    std::size_t count = 0;
    while (const auto at = merge.next()) {
      count++;
      if (merge.is_gapless()) gapless.push_back(at->entry.realtime);
    }
    EXPECT_EQ(merge.is_cut(), count < all.size());
    ASSERT_LE(gapless.size(), all.size());
    EXPECT_TRUE(std::equal(gapless.rbegin(), gapless.rend(), all.rbegin())) << last;
    if (last > 0) {
      EXPECT_GE(gapless.size(), last) << "the busiest file is what counts";
    }
  }
}

// A list that tells of more than there is says nothing about what was left out.
TEST(JournalMergeFromTheEnd, AFileThatGivesNothingHasNotBegun) {
  MadeJournal made;
  for (std::uint64_t i = 1; i <= 8; i++)
    made.add_entry({"MESSAGE=x"}, {.realtime = i, .monotonic = i});
  made.link();
  made.put64(152, 12);
  JournalFiles files;
  files.push_back(made.open());
  JournalMerge merge(files, 2);
  while (merge.next()) {
  }
  EXPECT_TRUE(merge.is_cut());
  EXPECT_FALSE(merge.is_gapless());
}

}  // namespace
}  // namespace hark
