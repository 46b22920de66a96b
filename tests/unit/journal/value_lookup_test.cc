#include "journal/value_lookup.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "journal/entry_search.h"
#include "journal/journal_index.h"
#include "unit/journal/made_journal.h"

namespace hark {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Optional;

constexpr std::uint64_t kEntries = 1000;

// Of ten services that take turns, the last speaks seldom.
MadeJournal made(bool is_compact = true, std::uint64_t entries = kEntries) {
  MadeJournal made(is_compact);
  made.begin_fields();
  for (std::uint64_t i = 1; i <= entries; i++) {
    const std::string service = i % 97 == 0 ? "9" : std::to_string(i % 9);
    made.add_entry({"MESSAGE=said " + std::to_string(i), "PRIORITY=6", "_PID=" + service,
                    "UNIT=" + service + ".service"},
                   {.realtime = i, .monotonic = i});
  }
  made.link();
  made.link_values();
  return made;
}

class ValueLookupTest : public testing::Test {
 protected:
  ValueLookupTest() : plan_(table_, {field::kUnit, field::kPid, field::kPriority}) {
    search_.fields = &plan_;
    search_.needed = 1;
    search_.needs = {{1, {field::kUnit}}};
    search_.new_asker = [this] {
      const auto ask = [this](FieldId id, const Value& value) -> std::uint64_t {
        asked_++;
        return (id == field::kUnit && value.bytes == sought_ ? 1 : 0) |
               (id == field::kPid && value.bytes == "9" ? 2 : 0);
      };
      return ValueSearch::Asker{ask, ask};
    };
  }

  std::optional<std::vector<std::uint64_t>> look_up(MadeJournal& journal,
                                                    std::uint64_t most = kEntries,
                                                    CrowdLookup* crowd = nullptr) {
    const JournalFile file = journal.open();
    SieveState state(search_);
    return look_up_entries(file, search_, most, state, crowd);
  }
  // The numbers of what a search finds, whichever way it goes.
  std::vector<std::uint64_t> find(MadeJournal& journal, const SearchMeans& means = {1 << 20}) {
    JournalFiles files;
    files.push_back(journal.open());
    EntrySearch search(files, search_, means, Gives::kWanted);
    std::vector<std::uint64_t> found;
    for (bool more = true; more;) {
      const auto run = search.take(0);
      for (const auto& one : run->found) found.push_back(one.entry.seqnum);
      more = !run->is_end;
    }
    EXPECT_EQ(search.looked_at(), journal.entries().size());
    return found;
  }

  FieldTable table_;
  FieldPlan plan_;
  ValueSearch search_;
  std::string sought_ = "9.service";
  int asked_ = 0;
};

TEST_F(ValueLookupTest, GivesTheEntriesThatHaveAValue) {
  for (const bool is_compact : {true, false}) {
    MadeJournal journal = made(is_compact);
    std::vector<std::uint64_t> expected;
    for (std::uint64_t i = 97; i <= kEntries; i += 97) expected.push_back(journal.entries()[i - 1]);
    EXPECT_THAT(look_up(journal), Optional(expected));
    EXPECT_EQ(find(journal).size(), expected.size());
    sought_ = "nobody.service";
    EXPECT_THAT(look_up(journal), Optional(IsEmpty()));
    EXPECT_THAT(find(journal), IsEmpty());
    sought_ = "9.service";
  }
}

TEST_F(ValueLookupTest, FewValuesAreAskedAbout) {
  MadeJournal journal = made();
  look_up(journal);
  EXPECT_EQ(asked_, 10);
}

// As a stack trace may be; what a field is called is told by its newest value.
TEST_F(ValueLookupTest, ALongMessageIsInNobodysWay) {
  MadeJournal journal;
  journal.begin_fields();
  journal.add_entry({"MESSAGE=short", "UNIT=9.service"}, {.realtime = 1, .monotonic = 1});
  journal.add_entry({"MESSAGE=" + std::string(500'000, 'x'), "UNIT=9.service"},
                    {.realtime = 2, .monotonic = 2});
  journal.link();
  journal.link_values();
  EXPECT_THAT(look_up(journal), Optional(ElementsAre(journal.entries()[0], journal.entries()[1])));
}

TEST_F(ValueLookupTest, GoesByWhatFewestHave) {
  search_.needed = 3;
  search_.needs = {{1, {field::kUnit}}, {2, {field::kPid}}};
  MadeJournal journal = made();
  sought_ = "3.service";
  EXPECT_EQ(look_up(journal)->size(), 10U);  // by _PID=9
  EXPECT_THAT(find(journal), IsEmpty());
  search_.needs.pop_back();
  EXPECT_EQ(look_up(journal)->size(), 110U);
  EXPECT_THAT(find(journal), IsEmpty());
}

TEST_F(ValueLookupTest, ManyEntriesAreNotWorthIt) {
  MadeJournal journal = made();
  EXPECT_EQ(look_up(journal, 9), std::nullopt);
  sought_ = "3.service";
  EXPECT_EQ(look_up(journal, 100), std::nullopt);
}

TEST_F(ValueLookupTest, WhatNobodyTellsIsWalkedTo) {
  MadeJournal journal = made();
  search_.needs.clear();
  EXPECT_EQ(look_up(journal), std::nullopt);
  EXPECT_EQ(find(journal).size(), 10U);
}

// Wherever a file is not as journald leaves it, it is walked through.
TEST_F(ValueLookupTest, WhatIsDamagedIsNotBelieved) {
  const auto value = [](const MadeJournal& j, int i) {
    return j.data("UNIT=" + std::to_string(i) + ".service");
  };
  const std::vector<std::function<void(MadeJournal&)>> damages = {
      [](MadeJournal& j) { j.bytes()[16] = 1; },  // still written to
      [](MadeJournal& j) { j.put64(120, 0); },
      [](MadeJournal& j) { j.put64(120, j.bytes().size()); },
      [](MadeJournal& j) { j.put64(128, 48); },
      [](MadeJournal& j) { j.put64(216, 3); },  // more fields than it counts
      [](MadeJournal& j) { j.put64(216, 5); },
      [](MadeJournal& j) { j.put64(j.field("UNIT") + 24, j.field("UNIT")); },  // a circle
      [](MadeJournal& j) { j.bytes()[j.field("UNIT")] = 1; },
      [](MadeJournal& j) { j.put64(j.field("UNIT") + 8, 45); },  // a longer name
      [](MadeJournal& j) { j.bytes()[j.field("UNIT") + 40] = 'K'; },
      [](MadeJournal& j) { j.bytes()[j.field("MESSAGE") + 40] = 'K'; },
      [](MadeJournal& j) { j.put64(j.field("UNIT") + 32, 0); },
      [&](MadeJournal& j) { j.put64(j.field("UNIT") + 32, value(j, 4) + 8); },
      [&](MadeJournal& j) { j.put64(value(j, 4) + 32, value(j, 5)); },  // upwards
      [&](MadeJournal& j) { j.put64(value(j, 4) + 32, 0); },            // cut off
      [](MadeJournal& j) { j.put64(j.field("UNIT") + 32, j.data("_PID=3")); },
      [&](MadeJournal& j) { j.bytes()[value(j, 4)] = 3; },
      [&](MadeJournal& j) { j.put64(value(j, 9) + 40, j.entries()[0] + 8); },
      [&](MadeJournal& j) { j.put64(value(j, 9) + 48, 0); },
      [&](MadeJournal& j) { j.put64(value(j, 9) + 48, value(j, 9)); },
      [&](MadeJournal& j) { j.put64(value(j, 9) + 56, 11); },
      [&](MadeJournal& j) { j.put64(value(j, 9) + 56, 8); },
      [&](MadeJournal& j) { j.put64(value(j, 9) + 56, 5); },
      [&](MadeJournal& j) { j.put64(value(j, 9) + 56, 1); },
      [&](MadeJournal& j) { j.set_slot(j.read64(value(j, 9) + 48), 1, j.entries()[0]); },
      [&](MadeJournal& j) { j.set_slot(j.read64(value(j, 9) + 48), 1, 0); },
      [&](MadeJournal& j) { j.put64(j.read64(value(j, 9) + 48) + 16, 0); },
  };
  for (std::size_t i = 0; i < damages.size(); i++) {
    MadeJournal journal = made();
    damages[i](journal);
    EXPECT_EQ(look_up(journal), std::nullopt) << i;
    const std::size_t left = i == 16 ? 9 : 10;
    EXPECT_GE(find(journal).size(), left) << i;
  }
}

// What a walk through the file's list of entries would not find is not found either.
TEST_F(ValueLookupTest, TheListOfEntriesHasTheLastWord) {
  sought_ = "1.service";
  const std::vector<std::function<void(MadeJournal&)>> damages = {
      [](MadeJournal& j) { j.put64(152, std::uint64_t{1} << 41); },  // it tells of more
      [](MadeJournal& j) {                                           // its beginning is lost
        j.put64(176, j.arrays()[1]);
        j.put64(152, kEntries - 4);
      },
      [](MadeJournal& j) { j.put64(152, kEntries - 4); },
      [](MadeJournal& j) { j.put64(176, 0); },
  };
  for (std::size_t i = 0; i < damages.size(); i++) {
    MadeJournal journal = made();
    damages[i](journal);
    EXPECT_EQ(look_up(journal), std::nullopt) << i;
  }
}

// All are of the crowd, of which each hundredth matters.
class CrowdTest : public ValueLookupTest {
 protected:
  CrowdTest() : members_plan_(table_, {field::kMessage}) {
    auto members = std::make_shared<ValueSearch>();
    members->fields = &members_plan_;
    members->needed = 1;
    members->new_asker = [this] {
      return ValueSearch::Asker{[this](FieldId, const Value& value) -> std::uint64_t {
        looked_at_++;
        return matters_(value.bytes);
      }};
    };
    search_.needs = {{1, {field::kUnit, field::kPriority}}};
    search_.crowd = {field::kPriority, "6", 1, std::move(members), "hundreds"};
  }

  std::vector<std::uint64_t> offsets_of(const MadeJournal& journal, bool with_members) {
    std::vector<std::uint64_t> offsets;
    for (std::uint64_t i = 1; i <= kEntries; i++) {
      if (i % 97 == 0 || (with_members && i % 100 == 0))
        offsets.push_back(journal.entries()[i - 1]);
    }
    return offsets;
  }

  FieldPlan members_plan_;
  bool (*matters_)(std::string_view) = [](std::string_view said) { return said.ends_with("00"); };
  int looked_at_ = 0;
};

TEST_F(CrowdTest, OfACrowdThoseThatMatterAreGiven) {
  for (const bool is_compact : {true, false}) {
    MadeJournal journal = made(is_compact);
    CrowdLookup crowd{1 << 24};
    looked_at_ = 0;
    EXPECT_THAT(look_up(journal, kEntries, &crowd), Optional(offsets_of(journal, true)));
    EXPECT_EQ(looked_at_, static_cast<int>(kEntries));
    EXPECT_TRUE(crowd.is_found);
    ASSERT_TRUE(crowd.members);
    EXPECT_EQ(crowd.members->offsets().size(), 10U);
    // What is known is not found out again, and counts.
    crowd.is_found = false;
    EXPECT_THAT(look_up(journal, 20, &crowd), Optional(offsets_of(journal, true)));
    EXPECT_EQ(look_up(journal, 19, &crowd), std::nullopt);
    EXPECT_EQ(looked_at_, static_cast<int>(kEntries));
    EXPECT_FALSE(crowd.is_found);
  }
}

TEST_F(CrowdTest, WithNowhereToKeepThemAllAreGiven) {
  MadeJournal journal = made();
  EXPECT_EQ(look_up(journal), std::nullopt);  // too many
  EXPECT_EQ(look_up(journal, 2 * kEntries)->size(), kEntries);
}

// What leads there by itself, and what is sought by another bit.
TEST_F(CrowdTest, ACrowdThatIsSoughtIsGivenWhole) {
  MadeJournal journal = made();
  CrowdLookup crowd{1 << 24};
  search_.new_asker = [] {
    const auto ask = [](FieldId id, const Value&) -> std::uint64_t {
      return id == field::kPriority ? 1 : 0;
    };
    return ValueSearch::Asker{ask, ask};
  };
  EXPECT_EQ(look_up(journal, kEntries, &crowd)->size(), kEntries);
  EXPECT_FALSE(crowd.members);
  search_.needs = {{2, {field::kUnit, field::kPriority}}};
  EXPECT_THAT(look_up(journal, kEntries, &crowd), Optional(IsEmpty()));
  EXPECT_FALSE(crowd.members);
}

TEST_F(CrowdTest, ADamagedCrowdIsNotBelieved) {
  const std::vector<std::function<void(MadeJournal&)>> damages = {
      [](MadeJournal& j) { j.put64(j.data("PRIORITY=6") + 40, j.entries()[0] + 8); },
      [](MadeJournal& j) { j.put64(j.data("PRIORITY=6") + 56, kEntries - 1); },
      [](MadeJournal& j) { j.put64(j.data("PRIORITY=6") + 56, kEntries + 1); },
      [](MadeJournal& j) { j.set_slot(j.read64(j.data("PRIORITY=6") + 48), 1, 0); },
  };
  for (std::size_t i = 0; i < damages.size(); i++) {
    MadeJournal journal = made();
    damages[i](journal);
    CrowdLookup crowd{1 << 24};
    EXPECT_EQ(look_up(journal, kEntries, &crowd), std::nullopt) << i;
    EXPECT_FALSE(crowd.members) << i;
  }
}

// An entry about which there is doubt may matter.
TEST_F(CrowdTest, WhatCannotBeReadMayMatter) {
  MadeJournal journal = made();
  journal.bytes()[journal.data("MESSAGE=said 5")] = 7;
  CrowdLookup crowd{1 << 24};
  const auto found = look_up(journal, kEntries, &crowd);
  ASSERT_TRUE(found);
  EXPECT_THAT(*found, testing::Contains(journal.entries()[4]));
}

TEST_F(CrowdTest, WhatWasFoundIsKeptFromRunToRun) {
  const std::string folder = testing::TempDir() + "hark-crowd-" + std::to_string(getpid());
  constexpr int kMany = 40'000;  // fewer are not worth keeping
  MadeJournal journal = made(true, kMany);
  const auto expected = find(journal);
  EXPECT_EQ(expected.size(), 412U);
  std::size_t max_entry = 1 << 20;
  const auto run = [&](MadeJournal& on) {
    looked_at_ = 0;
    JournalIndex index(PrivateCache(folder, "test"));
    const auto found = find(on, {max_entry, 1, &index});
    index.save();
    return found;
  };
  EXPECT_EQ(run(journal), expected);
  EXPECT_EQ(looked_at_, kMany);
  EXPECT_EQ(run(journal), expected);
  EXPECT_EQ(looked_at_, 0);
  // By another rule, or where longer entries are decoded, others may matter; and a file that is not
  // the same any more has others.
  search_.crowd->rule = "thousands";
  EXPECT_EQ(run(journal), expected);
  EXPECT_EQ(looked_at_, kMany);
  max_entry *= 2;
  EXPECT_EQ(run(journal), expected);
  EXPECT_EQ(looked_at_, kMany);
  journal.bytes().resize(journal.bytes().size() + 8);
  EXPECT_EQ(run(journal), expected);
  EXPECT_EQ(looked_at_, kMany);
  EXPECT_EQ(run(journal), expected);
  EXPECT_EQ(looked_at_, 0);
  // So many are not kept.
  search_.crowd->rule = "fives";
  matters_ = [](std::string_view said) { return said.ends_with("0") || said.ends_with("5"); };
  for (int i = 0; i < 2; i++) {
    EXPECT_EQ(run(journal), expected);
    EXPECT_EQ(looked_at_, kMany);
  }
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace hark
