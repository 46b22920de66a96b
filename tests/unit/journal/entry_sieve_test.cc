#include "journal/entry_sieve.h"

#include <gmock/gmock.h>

#include <map>
#include <string>
#include <vector>

#include "unit/journal/made_journal.h"

namespace hark {
namespace {

constexpr std::size_t kMaxEntry = std::size_t{32} << 20;

class EntrySieveTest : public testing::Test {
 protected:
  EntrySieveTest() : plan_(table_, {field::kMessage, field::kPriority}) {
    search_.fields = &plan_;
    search_.needed = 1;
    search_.new_asker = [this] {
      return ValueSearch::Asker{[this](FieldId id, const Value& value) {
        asked_[std::string(value.bytes)]++;
        if (id == field::kPriority) return std::uint64_t{2};
        return std::uint64_t{value.bytes.starts_with("yes") ? 1U : 0U};
      }};
    };
  }

  // Which entries pass, by their numbers.
  std::vector<std::uint64_t> passing(MadeJournal& made, std::size_t max_entry = kMaxEntry) {
    const JournalFile file = made.open();
    SieveState state(search_);
    EntrySieve sieve(file, search_, max_entry);
    std::vector<std::uint64_t> passed;
    for (const std::uint64_t offset : made.entries()) {
      const auto entry = file.entry(offset);
      if (entry && sieve.passes(*entry, state)) passed.push_back(entry->seqnum);
    }
    return passed;
  }

  FieldTable table_;
  FieldPlan plan_;
  ValueSearch search_;
  std::map<std::string, int> asked_;
};

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;

TEST_F(EntrySieveTest, LooksAtEachValueOnce) {
  for (const bool is_compact : {true, false}) {
    MadeJournal made(is_compact);
    for (const char* message : {"no", "yes", "no", "no", "yes", "yes!"})
      made.add_entry({"_PID=1", std::string("MESSAGE=") + message, "_COMM=yes"}, {});
    asked_.clear();
    EXPECT_THAT(passing(made), ElementsAre(2, 5, 6));
    EXPECT_THAT(asked_, UnorderedElementsAre(Pair("no", 1), Pair("yes", 1), Pair("yes!", 1)));
  }
}

TEST_F(EntrySieveTest, AllBitsAreNeeded) {
  search_.needed = 3;
  MadeJournal made;
  made.add_entry({"MESSAGE=yes"}, {});
  made.add_entry({"PRIORITY=1"}, {});
  made.add_entry({"PRIORITY=1", "MESSAGE=yes"}, {});
  made.add_entry({"PRIORITY=1", "MESSAGE=no", "MESSAGE=yes"}, {});
  made.add_entry({"PRIORITY=1", "MESSAGE=no"}, {});
  EXPECT_THAT(passing(made), ElementsAre(3, 4));
}

TEST_F(EntrySieveTest, WhatTheEntryItselfSays) {
  search_.needed = 0;
  search_.bounds.from = 10;
  search_.bounds.to = 20;
  search_.bounds.boot = Id128{};
  search_.bounds.boot->fill(2);
  MadeJournal made;
  for (const std::uint64_t time : {9, 10, 20, 21}) {
    for (const unsigned char boot : {1, 2})
      made.add_entry({"MESSAGE=no"}, {.realtime = time, .monotonic = 1, .boot = boot});
  }
  EXPECT_THAT(passing(made), ElementsAre(4, 6));
}

TEST_F(EntrySieveTest, WhatIsEnoughNeedsNothingElse) {
  search_.enough = 2;
  search_.bounds.from = 10;
  MadeJournal made;
  const MadeJournal::Times early{.realtime = 1}, late{.realtime = 10};
  for (const MadeJournal::Times& times : {early, late}) {
    made.add_entry({"MESSAGE=no"}, times);
    made.add_entry({"MESSAGE=yes"}, times);
    made.add_entry({"MESSAGE=no", "PRIORITY=1"}, times);
  }
  EXPECT_THAT(passing(made), ElementsAre(3, 5, 6));
  search_.needed = 0;
  EXPECT_THAT(passing(made), ElementsAre(3, 4, 5, 6));
  search_.read.from = 10;
  EXPECT_THAT(passing(made), ElementsAre(4, 5, 6));
}

// Decoding tells what is wrong with them.
TEST_F(EntrySieveTest, WhatIsInDoubtPasses) {
  MadeJournal made;
  made.add_entry({"MESSAGE=no"}, {});
  made.add_entry({"no=name"}, {});
  made.add_entry({"MESSAGE"}, {});
  made.add_entry({"_LONG=" + std::string(600, 'x')}, {});
  const std::uint64_t garbage = made.add_data("_PACKED=no zstd frame", 4);
  made.add_entry_of({garbage}, {});
  made.add_entry_of({garbage + 8}, {});
  made.add_entry_of({0}, {});
  made.add_entry_of({std::uint64_t{1} << 31}, {});
  made.add_entry_of({made.entries()[0]}, {});
  const std::uint64_t good = made.add_data("MESSAGE=no");
  made.add_entry_of(std::vector<std::uint64_t>(1025, good), {});
  made.add_entry({"MESSAGE=no", "_LONG=" + std::string(300, 'x')}, {});
  EXPECT_THAT(passing(made, 512 * 1024), ElementsAre(2, 3, 4, 5, 6, 7, 8, 9, 10));
}

// Where most entries pass, asking about the rest costs more than it saves.
TEST_F(EntrySieveTest, GivesUpWhereMostPass) {
  MadeJournal made;
  for (int i = 0; i < 6000; i++) made.add_entry({i % 3 == 0 ? "MESSAGE=no" : "MESSAGE=yes"}, {});
  EXPECT_GT(passing(made).size(), 4000U);
  MadeJournal few;
  for (int i = 0; i < 6000; i++) few.add_entry({i % 3 == 0 ? "MESSAGE=yes" : "MESSAGE=no"}, {});
  EXPECT_EQ(passing(few).size(), 2000U);
}

}  // namespace
}  // namespace hark
