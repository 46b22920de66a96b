// Files of several writers whose entries are ordered by moments: what makes them so, and that what
// is found in them comes as if all were merged.
#include "journal/moment_merge.h"

#include <gmock/gmock.h>

#include <random>
#include <set>
#include <utility>

#include "journal/journal_merge.h"
#include "unit/base/cache_folder.h"
#include "unit/journal/made_journal.h"

namespace hark {
namespace {

using Places = std::vector<std::pair<const JournalFile*, std::uint64_t>>;

class MomentMergeTest : public CacheFolder {
 protected:
  MomentMergeTest() : plan_(table_, {field::kMessage}) {
    search_.fields = &plan_;
    search_.needed = 1;
    search_.new_asker = [] {
      return ValueSearch::Asker{
          [](FieldId, const Value& value) { return std::uint64_t{value.bytes == "3" ? 1U : 0U}; }};
    };
  }

  // By what the index knows, and what it can find out.
  bool is_ordered(const JournalFiles& files, JournalIndex& index) {
    BootOrder boots;
    for (const JournalFile& file : files) {
      std::optional<JournalEntry> last;
      for (EntryWalk walk(file); const auto entry = walk.next();) last = entry;
      if (last) boots.add(file, *last);
    }
    return MomentOrder::find(files, boots, index).has_value();
  }
  bool is_ordered(const JournalFiles& files) {
    JournalIndex index = new_index();
    return is_ordered(files, index);
  }
  JournalIndex new_index() { return JournalIndex(PrivateCache(folder_, "journal")); }

  static Places wanted_of(const JournalFiles& files) {
    Places wanted;
    for (JournalMerge merge(files); const auto at = merge.next();) {
      const auto data = at->file->data(at->file->item(at->entry, 0));
      if (data->payload == "MESSAGE=3") wanted.emplace_back(at->file, at->entry.offset);
    }
    return wanted;
  }
  static bool has_twice(const Places& places) {
    std::set<std::pair<std::uint64_t, std::uint64_t>> seen;  // numbers and values tell copies
    for (const auto& [file, offset] : places) {
      const auto entry = file->entry(offset);
      if (!seen.emplace(entry->seqnum, entry->xor_hash).second) return true;
    }
    return false;
  }
  Places found_in(const JournalFiles& files, unsigned threads = 1) {
    JournalIndex index = new_index();
    JournalMerge merge(files, search_, {1 << 20, threads, &index});
    Places found;
    for (;;) {
      const auto at = merge.next();
      if (at) found.emplace_back(at->file, at->entry.offset);
      if (!at && !merge.is_searching()) return found;
    }
  }

  FieldTable table_;
  FieldPlan plan_;
  ValueSearch search_;
};

// A journal file that is told from others.
MadeJournal made_by(unsigned char writer, std::uint64_t file) {
  MadeJournal made(file % 2 == 0, writer);
  made.put64(24, file + 1);
  return made;
}

JournalFiles open_all(std::vector<MadeJournal>& made) {
  JournalFiles files;
  for (MadeJournal& journal : made) {
    journal.link();
    files.push_back(journal.open());
  }
  return files;
}

// Three writers with two files each, boots that follow each other, many entries of one moment,
// copies of some in files of others, and a clock that is set back and forth within a boot.
JournalFiles ordered_writers(unsigned seed) {
  std::mt19937 random(seed);
  std::vector<MadeJournal> made;
  for (std::uint64_t file = 0; file < 6; file++)
    made.push_back(made_by(static_cast<unsigned char>(1 + file % 3), file));
  const std::vector<std::uint64_t> steps = {0, 0, 0, 1, 5000};
  MadeJournal::Times times{.realtime = 1'000'000, .monotonic = 10};
  for (std::uint64_t i = 1; i <= 1500; i++) {
    if (i % 500 == 0) times = {i * 100'000'000, 10, static_cast<unsigned char>(times.boot + 1)};
    const std::uint64_t step = steps[random() % steps.size()];
    times.monotonic += step;
    const bool is_set = seed % 2 == 0 && random() % 50 == 0;
    times.realtime += is_set ? random() % 9000 - 4000 : step;
    const std::string message = "MESSAGE=" + std::to_string(random() % 5);
    const std::string other = "OTHER=" + std::to_string(random());
    const std::size_t half = i < 700 ? 0 : 3;
    for (const std::size_t copies = 1 + (random() % 20 == 0 ? 1 + random() % 2 : 0),
                           first = random();
         const std::size_t copy : {0, 1, 2}) {
      if (copy < copies) made[half + (first + copy) % 3].add_entry({message, other}, times, i);
    }
  }
  return open_all(made);
}

TEST_F(MomentMergeTest, GivesWhatIsFoundAsIfAllWereMerged) {
  std::size_t all = 0;
  for (unsigned seed = 0; seed < 150; seed++) {
    const JournalFiles files = ordered_writers(seed);
    ASSERT_TRUE(is_ordered(files)) << seed;
    const Places wanted = wanted_of(files);
    ASSERT_FALSE(has_twice(wanted)) << seed;
    ASSERT_EQ(found_in(files), wanted) << seed;
    ASSERT_EQ(found_in(files, 3), wanted) << seed;
    all += wanted.size();
  }
  EXPECT_GT(all, 30'000U);
}

// What lies between moments is passed over by zones.
TEST_F(MomentMergeTest, FindsAMomentFarOn) {
  std::vector<MadeJournal> made;
  for (const unsigned char writer : {1, 2, 3}) made.push_back(made_by(writer, writer));
  for (std::uint64_t i = 1; i <= 20'000; i++) {
    const bool is_rare = i % 7777 == 0;
    const MadeJournal::Times times{.realtime = i, .monotonic = i};
    for (std::uint64_t k = 0; k < 3; k++) {
      made[k].add_entry(
          {is_rare && k < 2 ? "MESSAGE=3" : "MESSAGE=1", "K=" + std::to_string(i + k)}, times);
    }
  }
  const JournalFiles files = open_all(made);
  ASSERT_TRUE(is_ordered(files));
  const Places wanted = wanted_of(files);
  EXPECT_EQ(wanted.size(), 4U);
  EXPECT_EQ(found_in(files), wanted);
}

// The first is given before what lies far behind it is looked at.
TEST_F(MomentMergeTest, DoesNotWaitForTheEnd) {
  std::vector<MadeJournal> made;
  for (const unsigned char writer : {1, 2}) {
    made.push_back(made_by(writer, writer));
    for (std::uint64_t i = 1; i <= 30'000; i++) {
      made.back().add_entry({i == 100 ? "MESSAGE=3" : "MESSAGE=1"},
                            {.realtime = i, .monotonic = i});
    }
  }
  const JournalFiles files = open_all(made);
  JournalIndex index = new_index();
  JournalMerge merge(files, search_, {1 << 20, 1, &index});
  std::optional<PlacedEntry> first;
  do {
    first = merge.next();
  } while (!first && merge.is_searching());
  ASSERT_TRUE(first);
  EXPECT_EQ(first->entry.realtime, 100U);
  EXPECT_LT(merge.looked_at(), 10'000U);
}

class MomentOrderTest : public MomentMergeTest {
 protected:
  // Two writers, each with a file; a third file is the first one's next.
  MomentOrderTest() {
    for (std::uint64_t file = 0; file < 3; file++)
      made_.push_back(made_by(file == 1 ? 2 : 1, file));
    for (std::uint64_t i = 1; i <= 60; i++) add(i % 3 == 0 ? 1 : i < 30 ? 0 : 2, i);
  }
  void add(std::size_t file, std::uint64_t i, unsigned char boot = 1) {
    made_[file].add_entry({"MESSAGE=3"}, {.realtime = 1000 + i, .monotonic = i, .boot = boot}, i);
  }
  // Whatever the order, all is found, as if all were merged.
  bool is_ordered_so() {
    const JournalFiles files = open_all(made_);
    EXPECT_EQ(found_in(files), wanted_of(files));
    return is_ordered(files);
  }

  std::vector<MadeJournal> made_;
};

TEST_F(MomentOrderTest, HoldsWhereAllAgrees) { EXPECT_TRUE(is_ordered_so()); }

TEST_F(MomentOrderTest, NotWhereAWritersTimesGoBack) {
  made_[1].add_entry({"MESSAGE=3"}, {.realtime = 2000, .monotonic = 59}, 61);
  EXPECT_FALSE(is_ordered_so());
}

TEST_F(MomentOrderTest, NotWhereAWritersNumbersGoBack) {
  made_[1].add_entry({"MESSAGE=3"}, {.realtime = 2000, .monotonic = 61}, 59);
  EXPECT_FALSE(is_ordered_so());
}

TEST_F(MomentOrderTest, NotWhereAWritersFilesOverlap) {
  add(0, 60);
  EXPECT_FALSE(is_ordered_so());
}

TEST_F(MomentOrderTest, NotWhereABootComesBack) {
  made_[1].add_entry({"MESSAGE=3"}, {.realtime = 2000, .monotonic = 1, .boot = 2}, 61);
  EXPECT_TRUE(is_ordered(open_all(made_)));
  made_[2].add_entry({"MESSAGE=3"}, {.realtime = 2001, .monotonic = 61}, 62);
  EXPECT_FALSE(is_ordered_so());
}

TEST_F(MomentOrderTest, NotWhereBootsOverlapByTheClock) {
  made_[1].add_entry({"MESSAGE=3"}, {.realtime = 1059, .monotonic = 1, .boot = 2}, 61);
  EXPECT_FALSE(is_ordered_so());
}

TEST_F(MomentOrderTest, NotWhereAnEntryIsDamaged) {
  made_[1].link();
  made_[1].set_slot(made_[1].arrays()[1], 2, 8);
  JournalFiles files;
  for (const std::size_t i : {0, 2}) made_[i].link();
  for (MadeJournal& journal : made_) files.push_back(journal.open());
  EXPECT_FALSE(is_ordered(files));
  EXPECT_EQ(found_in(files), wanted_of(files));
}

// As of a program that stamps what it imports.
TEST_F(MomentOrderTest, NotWhereAMomentHasThousandsOfEntries) {
  for (std::uint64_t i = 61; i <= 3000; i++) {
    made_[1].add_entry({"MESSAGE=3", "A=" + std::to_string(i)}, {.realtime = 1060, .monotonic = 60},
                       i);
  }
  EXPECT_FALSE(is_ordered_so());
}

// What is known is of another file by now, though it calls itself the same.
TEST_F(MomentOrderTest, NotWhereWhatIsKnownIsNotSo) {
  const JournalFiles files = open_all(made_);
  JournalIndex index = new_index();
  EXPECT_TRUE(is_ordered(files, index));
  EXPECT_TRUE(is_ordered(files, index));
  std::vector<MadeJournal> others;
  for (std::uint64_t file = 0; file < 3; file++) {
    others.push_back(made_by(file == 1 ? 2 : 1, file));
    for (std::uint64_t i = 1; i <= 60; i++) {
      others[file].add_entry({"MESSAGE=3", "A=" + std::to_string(i)},
                             {.realtime = 1000 + i, .monotonic = i}, i + 60 * file);
    }
  }
  const JournalFiles changed = open_all(others);
  EXPECT_FALSE(is_ordered(changed, index));
}

// What was written since is looked at, and known from then on.
TEST_F(MomentOrderTest, GrowsWithItsFiles) {
  std::vector<MadeJournal> later = made_;
  for (std::uint64_t i = 61; i <= 90; i++)
    later[i % 2 + 1].add_entry({"MESSAGE=3"}, {.realtime = 1000 + i, .monotonic = i}, i);
  JournalIndex index = new_index();
  EXPECT_TRUE(is_ordered(open_all(made_), index));
  const JournalFiles files = open_all(later);
  EXPECT_TRUE(is_ordered(files, index));
  EXPECT_EQ(index.find(files[1])->entries(), 35U);
}

// Of a file that is not closed the list is what is known: behind it may be more each time.
TEST_F(MomentOrderTest, TakesInWhatLiesBehindAnUnfinishedList) {
  for (MadeJournal& journal : made_) journal.link();
  made_[1].bytes()[16] = 1;  // online
  made_[1].add_entry({"MESSAGE=3", "A=1"}, {.realtime = 1099, .monotonic = 99}, 99);
  made_[2].add_data("MESSAGE=behind");
  JournalFiles files;
  for (MadeJournal& journal : made_) files.push_back(journal.open());
  JournalIndex index = new_index();
  EXPECT_TRUE(is_ordered(files, index));
  EXPECT_EQ(index.find(files[1])->entries(), 20U);
  EXPECT_EQ(found_in(files), wanted_of(files));
  EXPECT_EQ(found_in(files).size(), 61U);
}

}  // namespace
}  // namespace hark
