#include "journal/entry_zones.h"

#include <gmock/gmock.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "journal/entry_search.h"
#include "journal/journal_index.h"
#include "unit/base/cache_folder.h"
#include "unit/journal/made_journal.h"

namespace hark {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

JournalEntry entry(std::uint64_t offset, std::uint64_t realtime, unsigned char boot = 1) {
  JournalEntry made;
  made.offset = offset;
  made.realtime = realtime;
  made.boot.fill(boot);
  return made;
}

TEST(EntryZones, EndWithTheirCountAndWithABoot) {
  EntryZones zones;
  std::uint64_t at = 0;
  for (; at < std::uint64_t{1500} * 8; at += 8)
    EXPECT_TRUE(zones.add(entry(at + 8, 4999 - at / 8)));
  EXPECT_TRUE(zones.add(entry(at += 8, 7, 2)));
  ASSERT_EQ(zones.all().size(), 3U);
  EXPECT_EQ(zones.entries(), 1501U);
  const EntryZone& first = zones.all()[0];
  EXPECT_EQ(first.count, 1024U);
  EXPECT_EQ(first.least, 5000U - 1024);
  EXPECT_EQ(first.greatest, 4999U);
  EXPECT_EQ(first.end, 1024U * 8);
  EXPECT_EQ(zones.all()[1].count, 476U);
  EXPECT_EQ(zones.all()[2].greatest, 7U);
  EXPECT_EQ(zones.all()[2].boot[15], 2);
  // Read again it goes on where it was.
  ByteWriter out;
  zones.write(out);
  const std::string bytes = out.take();
  ByteReader in(bytes);
  EntryZones read = EntryZones::read(in);
  EXPECT_TRUE(in.is_done());
  EXPECT_TRUE(read.add(entry(at += 8, 9, 2)));
  ASSERT_EQ(read.all().size(), 3U);
  EXPECT_EQ(read.all()[2].count, 2U);
  EXPECT_EQ(read.all()[2].least, 7U);
  EXPECT_EQ(read.all()[2].greatest, 9U);
}

// Numbers ascend and times do not go back, within a zone; between zones whoever asks compares them.
TEST(EntryZones, SayWhetherTheirEntriesAreInOrder) {
  const auto zone_of = [](std::vector<std::pair<std::uint64_t, std::uint64_t>> numbers_and_times) {
    EntryZones zones;
    for (const auto& [number, monotonic] : numbers_and_times) {
      JournalEntry made = entry(8 * number, 1);
      made.seqnum = number;
      made.monotonic = monotonic;
      zones.add(made);
    }
    ByteWriter out;
    zones.write(out);
    const std::string bytes = out.take();
    ByteReader in(bytes);
    return EntryZones::read(in).all()[0];
  };
  const EntryZone good = zone_of({{5, 10}, {6, 10}, {9, 11}});
  EXPECT_TRUE(good.is_in_order);
  EXPECT_EQ(good.first_number, 5U);
  EXPECT_EQ(good.last_number, 9U);
  EXPECT_EQ(good.first_monotonic, 10U);
  EXPECT_EQ(good.last_monotonic, 11U);
  EXPECT_FALSE(zone_of({{5, 10}, {5, 10}}).is_in_order);
  EXPECT_FALSE(zone_of({{5, 10}, {4, 10}, {6, 10}}).is_in_order);
  EXPECT_FALSE(zone_of({{5, 10}, {6, 9}, {7, 12}}).is_in_order);
}

TEST(EntryZones, DoNotGrowWithoutBoundWhereBootsTakeTurns) {
  EntryZones zones;
  std::uint64_t added = 0;
  while (added < 10'000 && zones.add(entry(added * 8, 1, added % 2))) added++;
  EXPECT_LT(added, 100U);
}

// A writer whose clock is set back now and then, and who starts anew.
class SearchWithIndex : public CacheFolder {
 protected:
  SearchWithIndex() : plan_(table_, {field::kMessage}) {
    search_.fields = &plan_;
    search_.new_asker = [] {
      return ValueSearch::Asker{[](FieldId, const Value&) { return std::uint64_t{0}; }};
    };
  }

  static std::uint64_t time_of(std::uint64_t i) {
    return i % 6000 < 3000 ? 100'000 + i : 100'000 + i - 2500;
  }

  static MadeJournal made(std::uint64_t entries, const std::string& said = "",
                          bool is_compact = true) {
    MadeJournal made(is_compact);
    for (std::uint64_t i = 1; i <= entries; i++) {
      const auto boot = static_cast<unsigned char>(1 + i / 7777);
      made.add_entry({"MESSAGE=" + said + std::to_string(i % 5)},
                     {.realtime = time_of(i), .monotonic = i, .boot = boot});
    }
    made.link();
    return made;
  }

  struct Found {
    std::vector<std::uint64_t> numbers;
    std::size_t damaged = 0;
    bool operator==(const Found&) const = default;
  };
  // In how many runs it was found is how much was looked at.
  Found find(MadeJournal& made, JournalIndex* index, Gives gives = Gives::kWanted) {
    JournalFiles files;
    files.push_back(made.open());
    EntrySearch search(files, search_, {1 << 20, 1, index}, gives);
    Found found;
    runs_ = 0;
    has_outside_ = false;
    for (bool more = true; more; runs_++) {
      const auto run = search.take(0);
      for (const auto& one : run->found) found.numbers.push_back(one.entry.seqnum);
      found.damaged += run->damage.size();
      has_outside_ |= run->has_outside;
      more = !run->is_end;
    }
    return found;
  }
  void seek(std::uint64_t from, std::uint64_t to, std::optional<unsigned char> boot = {}) {
    search_.bounds.from = from;
    search_.bounds.to = to;
    search_.bounds.boot.reset();
    if (boot) search_.bounds.boot.emplace().fill(*boot);
  }

  FieldTable table_;
  FieldPlan plan_;
  ValueSearch search_;
  int runs_ = 0;
  bool has_outside_ = false;
};

TEST_F(SearchWithIndex, FindsTheSameAndLooksAtLess) {
  for (const bool is_compact : {true, false}) {
    MadeJournal journal = made(20'000, "", is_compact);
    JournalIndex index(PrivateCache("", "test"));
    seek(0, ~std::uint64_t{0});
    EXPECT_EQ(find(journal, &index).numbers.size(), 20'000U);
    for (const std::uint64_t from : {0, 99'999, 102'900, 103'500, 111'000, 119'990, 130'000}) {
      for (const std::uint64_t length : {0, 10, 1000, 9000, 100'000}) {
        for (const int boot : {0, 1, 2, 3, 4}) {
          seek(from, from + length, boot == 0 ? std::nullopt : std::optional<unsigned char>(boot));
          const Found expected = find(journal, nullptr);
          EXPECT_EQ(runs_, 5);
          EXPECT_EQ(find(journal, &index), expected);
          if (length <= 1000) {
            EXPECT_LE(runs_, 2);
          }
        }
      }
    }
    seek(101'000, 101'100);
    EXPECT_EQ(find(journal, &index).numbers.size(), 202U);  // the clock was set back behind it
    // What is enough by itself is enough at any time.
    search_.enough = 1;
    find(journal, &index);
    EXPECT_EQ(runs_, 5);
    search_.enough = 0;
    EXPECT_EQ(find(journal, &index, Gives::kAll).numbers.size(), 20'000U);
  }
}

// Whatever they show.
TEST_F(SearchWithIndex, WhatIsNotToBeReadIsLeftOut) {
  MadeJournal journal = made(20'000);
  JournalIndex index(PrivateCache("", "test"));
  search_.enough = 1;
  for (const int looks : {5, 2}) {  // then it is known where they are
    search_.read = {101'000, 101'100};
    EXPECT_EQ(find(journal, &index, Gives::kRead).numbers.size(), 202U);
    EXPECT_EQ(runs_, looks);
    EXPECT_TRUE(has_outside_);
    search_.read.to = 101'050;
    EXPECT_EQ(find(journal, nullptr, Gives::kRead).numbers.size(), 102U);
    EXPECT_TRUE(has_outside_);
  }
  EXPECT_EQ(find(journal, &index, Gives::kAll).numbers.size(), 20'000U);
  search_.read = {};
  EXPECT_EQ(find(journal, &index, Gives::kRead).numbers.size(), 20'000U);
  EXPECT_FALSE(has_outside_);
}

TEST_F(SearchWithIndex, IsKeptFromRunToRun) {
  MadeJournal small = made(20'000), large = made(40'000);
  const auto learn = [&](MadeJournal& journal) {
    JournalIndex index(PrivateCache(folder_, "test"));
    seek(0, ~std::uint64_t{0});
    find(journal, &index);
    index.save();
  };
  learn(small);
  EXPECT_FALSE(std::filesystem::exists(folder_));  // not worth it
  learn(large);
  const auto written = std::filesystem::last_write_time(only_file());
  seek(138'000, 138'100);
  JournalIndex index(PrivateCache(folder_, "test"));
  EXPECT_EQ(find(large, &index).numbers.size(), 101U);
  EXPECT_EQ(runs_, 1);
  index.save();
  EXPECT_EQ(std::filesystem::last_write_time(only_file()), written);  // nothing was new
}

TEST_F(SearchWithIndex, AFileThatGrewIsLookedAtFromThere) {
  MadeJournal before = made(12'345), after = made(30'000);
  JournalIndex index(PrivateCache("", "test"));
  find(before, &index);
  for (int i = 0; i < 2; i++) {
    seek(126'000, 126'100);
    const Found expected = find(after, nullptr);
    EXPECT_EQ(expected.numbers.size(), 202U);
    EXPECT_EQ(find(after, &index), expected);
    EXPECT_EQ(runs_, i == 0 ? 5 : 1);  // and then that is known as well
    EXPECT_EQ(index.find(after.open())->entries(), 30'000U);
  }
}

// A copy that was cut, another file that says it were this one.
TEST_F(SearchWithIndex, WhatDoesNotFitIsNotBelieved) {
  MadeJournal journal = made(20'000), fewer = made(9000), other = made(20'000, "much longer ");
  for (MadeJournal* file : {&fewer, &other}) {
    JournalIndex index(PrivateCache("", "test"));
    seek(0, ~std::uint64_t{0});
    find(journal, &index);
    for (int i = 0; i < 3; i++) {
      seek(file == &other ? 108'000 : 104'000, 108'900);
      const Found expected = find(*file, nullptr);
      EXPECT_GT(expected.numbers.size(), 100U);
      EXPECT_EQ(find(*file, &index), expected);
      if (file == &other) {
        EXPECT_EQ(index.find(file->open())->entries(), i == 0 ? 0U : 20'000U);
      }
    }
  }
}

// Where the list is damaged, what is read is read as without an index.
TEST_F(SearchWithIndex, DamageIsFoundWhereItIsLookedAt) {
  MadeJournal journal = made(20'000), damaged = made(20'000);
  damaged.set_slot(damaged.arrays()[2500], 1, 1);
  JournalIndex index(PrivateCache("", "test"));
  find(damaged, &index);
  EXPECT_EQ(index.find(damaged.open())->entries(), 10'001U);
  find(journal, &index);
  EXPECT_EQ(index.find(damaged.open())->entries(), 20'000U);
  seek(108'000, 112'000);
  const Found expected = find(damaged, nullptr);
  EXPECT_EQ(expected.damaged, 1U);
  EXPECT_EQ(find(damaged, &index), expected);
}

}  // namespace
}  // namespace hark
