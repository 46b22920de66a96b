#include "journal/journal_merge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "journal/entry_bounds.h"
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

// Entries of two writers whose clocks disagree, and copies of some of them.
JournalFiles tangled_writers(bool have_one_id) {
  std::vector<MadeJournal> made;
  for (const unsigned char id : {1, 2, 3}) made.emplace_back(true, have_one_id ? 1 : id);
  for (std::uint64_t i = 1; i <= 300; i++) {
    const MadeJournal::Times times{.realtime = i % 50 < 25 ? i : i - 20,
                                   .monotonic = i % 70 + 1,
                                   .boot = static_cast<unsigned char>(1 + i / 70)};
    const std::string message = "MESSAGE=" + std::to_string(i % 7);
    made[i % 3].add_entry({message}, times, i);
    if (i % 11 == 0) made[(i + 1) % 3].add_entry({message}, times, i);
  }
  JournalFiles files;
  for (MadeJournal& journal : made) {
    journal.link();
    files.push_back(journal.open());
  }
  return files;
}

std::optional<PlacedEntry> next_found(JournalMerge& merge) {
  for (;;) {
    const auto at = merge.next();
    if (at || !merge.is_searching()) return at;
  }
}

class JournalMergeSearching : public testing::Test {
 protected:
  JournalMergeSearching() : plan_(table_, {field::kMessage}) {
    search_.fields = &plan_;
    search_.needed = 1;
    search_.new_asker = [] {
      return ValueSearch::Asker{
          [](FieldId, const Value& value) { return std::uint64_t{value.bytes == "3" ? 1U : 0U}; }};
    };
  }

  FieldTable table_;
  FieldPlan plan_;
  ValueSearch search_;
};

// What is passed over never changes the order of the rest.
TEST_F(JournalMergeSearching, GivesWhatIsWantedInItsOrder) {
  for (const bool have_one_id : {true, false}) {
    const JournalFiles files = tangled_writers(have_one_id);
    std::vector<std::pair<const JournalFile*, std::uint64_t>> wanted, found;
    std::uint64_t count = 0;
    for (JournalMerge merge(files); const auto at = merge.next(); count++) {
      const auto data = at->file->data(at->file->item(at->entry, 0));
      if (data->payload == "MESSAGE=3") wanted.emplace_back(at->file, at->entry.offset);
    }
    JournalMerge merge(files, search_, {1 << 20, 1});
    while (const auto at = next_found(merge)) found.emplace_back(at->file, at->entry.offset);
    EXPECT_FALSE(merge.is_searching());
    EXPECT_EQ(found, wanted);
    EXPECT_GE(found.size(), 40U);
    EXPECT_GE(merge.passed_over().entries + found.size(), count);
  }
}

// Each once, whatever files it is in.
TEST_F(JournalMergeSearching, CountsWhatItPassesOver) {
  search_.counts_passed = true;
  for (const bool have_one_id : {true, false}) {
    const JournalFiles files = tangled_writers(have_one_id);
    std::uint64_t count = 0;
    for (JournalMerge merge(files); merge.next(); count++) {
    }
    JournalMerge merge(files, search_, {1 << 20, 1});
    std::uint64_t found = 0;
    while (next_found(merge)) found++;
    const PassedOver passed = merge.passed_over();
    EXPECT_EQ(passed.entries + found, count);
    EXPECT_EQ(passed.first, 1U);
    EXPECT_EQ(passed.last, 300U);
    EXPECT_EQ(passed.boots.size(), 5U);
  }
}

// What is not to be read is not there: the rest comes as it does in a walk through all, and is
// counted.
TEST_F(JournalMergeSearching, ReadsWithinBounds) {
  search_.counts_passed = true;
  std::vector<EntryBounds> all_bounds = {{100, 200}, {0, 150}, {250, 250}, {1000, 2000}};
  all_bounds.push_back({50, 300, Id128{}});
  all_bounds.back().boot->fill(3);
  for (const bool have_one_id : {true, false}) {
    const JournalFiles files = tangled_writers(have_one_id);
    for (const EntryBounds& bounds : all_bounds) {
      search_.read = bounds;
      std::vector<std::pair<const JournalFile*, std::uint64_t>> wanted;
      std::uint64_t count = 0;
      std::set<std::string, std::less<>> boots;  // of what is not wanted
      for (JournalMerge merge(files); const auto at = merge.next();) {
        if (!bounds.hold(at->entry)) continue;
        count++;
        const auto data = at->file->data(at->file->item(at->entry, 0));
        const bool is_wanted = data->payload == "MESSAGE=3";
        if (is_wanted) wanted.emplace_back(at->file, at->entry.offset);
        if (!is_wanted) boots.insert(to_hex(at->entry.boot));
      }
      JournalIndex index(PrivateCache("", "test"));
      for (int i = 0; i < 2; i++) {  // then it is known where what is
        JournalMerge merge(files, search_, {1 << 20, 1, &index});
        std::vector<std::pair<const JournalFile*, std::uint64_t>> found;
        while (const auto at = next_found(merge)) found.emplace_back(at->file, at->entry.offset);
        EXPECT_EQ(found, wanted);
        EXPECT_EQ(merge.passed_over().entries + found.size(), count);
        EXPECT_EQ(merge.passed_over().boots, boots);
        EXPECT_TRUE(merge.has_outside());
      }
    }
  }
}

// Writers who take turns of a thousand entries and more, and copies of some of them: enough that
// each file is looked at in several runs. Each thread's own time has no say in what comes.
TEST_F(JournalMergeSearching, GivesTheSameWithAnyNumberOfThreads) {
  constexpr std::uint64_t kEntries = 40'000;
  for (const bool have_one_id : {true, false}) {
    std::vector<MadeJournal> made;
    for (const unsigned char id : {1, 2, 3}) made.emplace_back(true, have_one_id ? 1 : id);
    for (std::uint64_t i = 1; i <= kEntries; i++) {
      const MadeJournal::Times times{.realtime = i, .monotonic = i};
      const std::string message =
          "MESSAGE=" + std::to_string(i % 4999 == 0 || i > 39'990 ? 3 : i % 3);
      const std::size_t writer = i / 1500 % 3;
      made[writer].add_entry({message}, times, i);
      if (i % 9 == 0 || i % 4999 == 0) made[(writer + 1) % 3].add_entry({message}, times, i);
    }
    JournalFiles files;
    for (MadeJournal& journal : made) {
      journal.link();
      files.push_back(journal.open());
    }
    for (const bool counts : {false, true}) {
      search_.counts_passed = counts;
      std::vector<std::uint64_t> found_by_one;
      for (const unsigned threads : {1, 2, 5}) {
        JournalMerge merge(files, search_, {1 << 20, threads});
        std::vector<std::uint64_t> found;
        while (const auto at = next_found(merge)) found.push_back(at->entry.realtime);
        if (threads == 1) found_by_one = found;
        EXPECT_EQ(found, found_by_one);
        EXPECT_EQ(found.size(), 17U);
        EXPECT_TRUE(std::is_sorted(found.begin(), found.end()));
        if (counts) {
          EXPECT_EQ(merge.passed_over().entries, kEntries - found.size());
        }
      }
    }
  }
}

// What comes first is given before what lies far behind it is looked at.
TEST_F(JournalMergeSearching, GivesTheFirstBeforeItHasSeenAll) {
  JournalFiles files;
  for (std::uint64_t file = 0; file < 3; file++) {
    MadeJournal made(true, 1);
    for (std::uint64_t i = file * 20'000 + 1; i <= (file + 1) * 20'000; i++)
      made.add_entry({i == 5000 ? "MESSAGE=3" : "MESSAGE=1"}, {.realtime = i, .monotonic = i}, i);
    made.link();
    files.push_back(made.open());
  }
  JournalMerge merge(files, search_, {1 << 20, 1});
  const auto first = next_found(merge);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->entry.realtime, 5000U);
  EXPECT_LT(merge.looked_at(), 10'000U);
}

TEST_F(JournalMergeSearching, TakesABreathWhereNothingIsWanted) {
  for (const unsigned char id : {1, 2}) {
    JournalFiles files;
    for (const unsigned char own : {std::uint8_t{1}, id}) {
      MadeJournal made(true, own);
      for (std::uint64_t i = 1; i <= 20'000; i++)
        made.add_entry({"MESSAGE=1"}, {.realtime = i, .monotonic = i}, 2 * i + files.size());
      if (!files.empty()) made.add_entry({"MESSAGE=3"}, {.realtime = 30'000, .monotonic = 30'000});
      made.link();
      files.push_back(made.open());
    }
    JournalMerge merge(files, search_, {1 << 20, 1});
    int breaths = 0;
    std::vector<std::uint64_t> found;
    for (;;) {
      const auto at = merge.next();
      if (at) found.push_back(at->entry.realtime);
      if (!at && !merge.is_searching()) break;
      breaths += !at;
    }
    EXPECT_GE(breaths, 2);
    EXPECT_EQ(found, std::vector<std::uint64_t>{30'000});
  }
}

}  // namespace
}  // namespace hark
