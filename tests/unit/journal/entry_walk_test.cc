#include "journal/entry_walk.h"

#include <gmock/gmock.h>

#include "unit/journal/made_journal.h"

namespace hark {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

struct Walked {
  std::vector<std::uint64_t> seqnums;
  std::vector<std::string> damage;
};

Walked walk(const JournalFile& file) {
  Walked out;
  EntryWalk walk(file);
  while (const auto entry = walk.next()) out.seqnums.push_back(entry->seqnum);
  for (const auto& damage : walk.take_damage()) out.damage.push_back(damage.what);
  return out;
}

// Ten entries, in arrays of four behind them.
MadeJournal ten(bool is_compact = true) {
  MadeJournal made(is_compact);
  for (std::uint64_t i = 1; i <= 10; i++)
    made.add_entry({"PRIORITY=6", "MESSAGE=number " + std::to_string(i)}, {.monotonic = i});
  made.link();
  return made;
}

class EntryWalkOf : public testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(Layouts, EntryWalkOf, testing::Bool());

TEST_P(EntryWalkOf, AWholeFileGivesItsEntriesInOrder) {
  MadeJournal made = ten(GetParam());
  const Walked found = walk(made.open());
  EXPECT_THAT(found.seqnums, ElementsAre(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
  EXPECT_THAT(found.damage, IsEmpty());
}

TEST_P(EntryWalkOf, ABadSlotCostsNoEntry) {
  for (const std::uint64_t bad :
       {std::uint64_t{0}, std::uint64_t{3}, std::uint64_t{1} << 30, ten(GetParam()).entries()[0],
        ten(GetParam()).entries()[8], ten(GetParam()).arrays()[0]}) {
    MadeJournal made = ten(GetParam());
    made.set_slot(made.arrays()[1], 1, bad);
    const Walked found = walk(made.open());
    EXPECT_THAT(found.seqnums, ElementsAre(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)) << bad;
    EXPECT_THAT(found.damage, SizeIs(1)) << bad;
  }
}

TEST_P(EntryWalkOf, ABadArrayCostsNoEntry) {
  for (const std::uint64_t next : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{1} << 40,
                                   ten(GetParam()).arrays()[0], ten(GetParam()).entries()[0]}) {
    MadeJournal made = ten(GetParam());
    made.put64(made.arrays()[0] + 16, next);
    const Walked found = walk(made.open());
    EXPECT_THAT(found.seqnums, ElementsAre(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)) << next;
    EXPECT_THAT(found.damage, SizeIs(1)) << next;
  }
}

TEST_P(EntryWalkOf, AFileWithoutItsListStillHasItsEntries) {
  MadeJournal made = ten(GetParam());
  made.put64(176, 0);
  EXPECT_THAT(walk(made.open()).seqnums, SizeIs(10));
  made.bytes()[16] = 1;  // online, and the header as it was before the first entry
  made.put64(152, 0);
  const Walked found = walk(made.open());
  EXPECT_THAT(found.seqnums, SizeIs(10));
  EXPECT_THAT(found.damage, IsEmpty());
}

TEST_P(EntryWalkOf, ADamagedEntryCostsItself) {
  constexpr std::uint64_t kSize = 8, kSeqnum = 16, kRealtime = 24;
  for (const auto& [field, value] :
       {std::pair{kSize, std::uint64_t{0}}, std::pair{kSize, std::uint64_t{1} << 60},
        std::pair{kSize, std::uint64_t{99}}, std::pair{kSeqnum, std::uint64_t{0}},
        std::pair{kRealtime, std::uint64_t{1} << 60}}) {
    MadeJournal made = ten(GetParam());
    made.put64(made.entries()[5] + field, value);
    EXPECT_THAT(walk(made.open()).seqnums, ElementsAre(1, 2, 3, 4, 5, 7, 8, 9, 10))
        << field << ' ' << value;
  }
}

TEST_P(EntryWalkOf, WhatIsOverwrittenCostsWhatItCovers) {
  for (const char with : {'\0', 'x', '\xff', '\1'}) {
    MadeJournal made = ten(GetParam());
    const std::uint64_t from = made.entries()[3], to = made.entries()[5];
    made.bytes().replace(from, to - from, to - from, with);
    const Walked found = walk(made.open());
    EXPECT_THAT(found.seqnums, ElementsAre(1, 2, 3, 6, 7, 8, 9, 10)) << int{with};
    EXPECT_THAT(found.damage, testing::Not(IsEmpty()));
  }
}

TEST_P(EntryWalkOf, ACutFileGivesWhatIsThere) {
  MadeJournal made = ten(GetParam());
  made.bytes().resize(made.entries()[7] + 8);
  JournalFile file = made.open();
  EXPECT_THAT(walk(file).seqnums, ElementsAre(1, 2, 3, 4, 5, 6, 7));
}

TEST_P(EntryWalkOf, TextThatLooksLikeAnEntryIsNone) {
  // An entry's bytes within a message, where the list is lost: it is passed with its object.
  MadeJournal other(GetParam());
  const std::uint64_t at = other.add_entry({"MESSAGE=forged"}, {}, 77);
  MadeJournal made(GetParam());
  made.add_entry({"MESSAGE=" + std::string(8, '.') + other.bytes().substr(at)}, {}, 1);
  made.add_entry({"MESSAGE=last"}, {}, 2);
  made.link();
  made.put64(176, 0);
  EXPECT_THAT(walk(made.open()).seqnums, ElementsAre(1, 2));
}

TEST_P(EntryWalkOf, AHeaderThatTellsOfTooManyIsNoted) {
  MadeJournal made = ten(GetParam());
  made.put64(152, 1'000);
  const Walked found = walk(made.open());
  EXPECT_THAT(found.seqnums, SizeIs(10));
  EXPECT_THAT(found.damage, SizeIs(1));
}

TEST_P(EntryWalkOf, WhatIsBeingWrittenIsNoDamage) {
  MadeJournal made = ten(GetParam());
  made.bytes()[16] = 1;
  made.put64(152, 9);
  made.put64(made.entries()[9] + 64, 0);  // its fields are still to come
  const Walked found = walk(made.open());
  EXPECT_THAT(found.seqnums, SizeIs(9));
  EXPECT_THAT(found.damage, IsEmpty());
}

TEST_P(EntryWalkOf, AListThatGoesOverItselfEnds) {
  // Arrays within arrays, each up to the end of the file: followed as they say, they have more
  // slots than anybody can wait for.
  constexpr std::uint64_t kArrays = 100'000, kStride = 32;
  MadeJournal made = ten(GetParam());
  const std::uint64_t first = made.bytes().size();
  made.bytes().resize(first + kArrays * kStride);
  for (std::uint64_t i = 0; i < kArrays; i++) {
    const std::uint64_t at = first + i * kStride;
    made.bytes()[at] = 6;
    made.put64(at + 8, made.bytes().size() - at);
    made.put64(at + 16, i + 1 < kArrays ? at + kStride : 0);
  }
  made.put64(176, first);
  made.put64(152, ~std::uint64_t{0});
  EXPECT_THAT(walk(made.open()).seqnums, SizeIs(10));
}

TEST_P(EntryWalkOf, AFileOfDamageIsNotToldForEver) {
  // Two objects that are believed as one follows the other, then something that is none, and so on.
  constexpr std::uint64_t kPairs = 20'000, kSize = 64, kStride = 2 * kSize + 8;
  MadeJournal made = ten(GetParam());
  const std::uint64_t first = made.bytes().size();
  made.bytes().resize(first + kPairs * kStride, '\xff');
  for (std::uint64_t i = 0; i < 2 * kPairs; i++) {
    const std::uint64_t at = first + i / 2 * kStride + i % 2 * kSize;
    made.put64(at, 7);
    made.put64(at + 8, kSize);
  }
  made.put64(176, 0);
  made.put64(136, first + kPairs * kStride);
  const Walked found = walk(made.open());
  EXPECT_THAT(found.seqnums, SizeIs(10));
  EXPECT_EQ(found.damage.size(), EntryWalk::kMostNoted);
}

TEST_P(EntryWalkOf, AnEmptyFileHasNone) {
  MadeJournal made(GetParam());
  made.link();
  const Walked found = walk(made.open());
  EXPECT_THAT(found.seqnums, IsEmpty());
  EXPECT_THAT(found.damage, IsEmpty());
}

// Whatever was read before, what is left are the entries with higher numbers.
TEST_P(EntryWalkOf, NumbersAreSkippedThrough) {
  const JournalFile file = ten(GetParam()).open();
  for (std::uint64_t read = 0; read <= 10; read++) {
    for (std::uint64_t through = 0; through <= 12; through++) {
      EntryWalk walk(file);
      for (std::uint64_t i = 0; i < read; i++) walk.next();
      const auto passed = walk.skip_through(through);
      EXPECT_EQ(passed.has_value(), through > read && read < 10);
      if (passed) {
        EXPECT_EQ(passed->seqnum, std::min<std::uint64_t>(through, 10));
      }
      std::uint64_t next = std::max(read, through) + 1;
      while (const auto entry = walk.next()) EXPECT_EQ(entry->seqnum, next++);
      EXPECT_EQ(next, std::max<std::uint64_t>(11, next));
      EXPECT_THAT(walk.take_damage(), IsEmpty());
    }
  }
}

TEST_P(EntryWalkOf, SkippingStopsAtDamage) {
  MadeJournal made = ten(GetParam());
  made.set_slot(made.arrays()[1], 3, 0);  // the eighth
  const JournalFile file = made.open();
  EntryWalk walk(file);
  walk.skip_through(8);
  std::vector<std::uint64_t> rest;
  while (const auto entry = walk.next()) rest.push_back(entry->seqnum);
  EXPECT_THAT(rest, testing::IsSupersetOf({9, 10}));
}

}  // namespace
}  // namespace hark
