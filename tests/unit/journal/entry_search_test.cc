#include "journal/entry_search.h"

#include <gmock/gmock.h>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "journal/journal_index.h"
#include "unit/journal/made_journal.h"

namespace hark {
namespace {

constexpr std::size_t kMaxEntry = std::size_t{32} << 20;

// Two files, of which each thousandth entry is wanted.
JournalFiles two_files() {
  JournalFiles files;
  for (std::uint64_t file = 0; file < 2; file++) {
    MadeJournal made;
    for (std::uint64_t i = 1; i <= 20'000; i++) {
      made.add_entry(
          {i % 1000 == 0 ? "MESSAGE=yes" : "MESSAGE=no", i < 5000 ? "_HOSTNAME=a" : "_HOSTNAME=b"},
          {.realtime = i}, i);
    }
    made.link();
    made.set_slot(made.arrays()[2000], 1, 1);  // damaged, early in the second run
    files.push_back(made.open());
  }
  return files;
}

class EntrySearchTest : public testing::Test {
 protected:
  EntrySearchTest() : plan_(table_, {field::kMessage, field::kHostname}) {
    search_.fields = &plan_;
    search_.needed = 1;
    search_.new_asker = [this] {
      return ValueSearch::Asker{[this](FieldId id, const Value& value) {
        asked_++;
        return std::uint64_t{id == field::kMessage && value.bytes == "yes" ? 1U : 0U};
      }};
    };
  }

  static EntryRun take(EntrySearch& search, std::size_t file) {
    for (;;) {
      if (auto run = search.take(file)) return std::move(*run);
    }
  }

  FieldTable table_;
  FieldPlan plan_;
  ValueSearch search_;
  std::atomic<int> asked_{0};
  const JournalFiles files_ = two_files();
};

std::vector<std::uint64_t> numbers(const EntryRun& run) {
  std::vector<std::uint64_t> all;
  for (const EntryRun::Found& found : run.found) all.push_back(found.entry.seqnum);
  return all;
}

using testing::ElementsAre;
using testing::IsEmpty;

TEST_F(EntrySearchTest, RunsAreTheSameWhoeverLooks) {
  for (const unsigned threads : {1, 2, 4}) {
    EntrySearch search(files_, search_, {kMaxEntry, threads}, Gives::kWanted);
    for (const std::size_t file : {1, 0}) {
      EXPECT_EQ(search.first(file)->seqnum, 1U);
      const EntryRun first = take(search, file);
      EXPECT_THAT(numbers(first), ElementsAre(1000, 2000, 3000, 4000));
      EXPECT_EQ(first.passed_over, 4092U);
      EXPECT_EQ(first.last->seqnum, 4096U);
      EXPECT_THAT(first.damage, IsEmpty());
      const EntryRun second = take(search, file);
      EXPECT_THAT(numbers(second), ElementsAre(5000, 6000, 7000, 8000));
      ASSERT_EQ(second.damage.size(), 1U);
      EXPECT_EQ(second.damage[0].before, 4U);
      EXPECT_FALSE(second.is_end);
      for (int i = 0; i < 2; i++) EXPECT_FALSE(take(search, file).is_end);
      const EntryRun last = take(search, file);
      EXPECT_THAT(numbers(last), ElementsAre(17'000, 18'000, 19'000, 20'000));
      EXPECT_TRUE(last.is_end);
    }
    EXPECT_EQ(search.looked_at(), 40'000U);
  }
}

TEST_F(EntrySearchTest, GivesAllWithWhatWasSeen) {
  search_.counts_passed = true;
  EntrySearch search(files_, search_, {kMaxEntry, 2}, Gives::kAll);
  const EntryRun first = take(search, 0), second = take(search, 0);
  ASSERT_EQ(first.found.size(), 4096U);
  EXPECT_EQ(first.passed_over, 0U);
  EXPECT_FALSE(first.found[0].is_wanted);
  EXPECT_TRUE(first.found[999].is_wanted);
  ASSERT_NE(first.found[0].hosts, nullptr);
  EXPECT_THAT(*first.found[0].hosts, ElementsAre("a"));
  EXPECT_EQ(first.found[1].hosts, nullptr);
  std::size_t of_b = 0;
  while (second.found[of_b].hosts == nullptr) of_b++;
  EXPECT_THAT(*second.found[of_b].hosts, ElementsAre("b"));
  EXPECT_GE(second.found[of_b].entry.seqnum, 5000U);
}

// All that is found in a file, as it comes.
struct Searched {
  std::vector<std::uint64_t> numbers, damage;
  std::uint64_t passed_over = 0;
  std::uint64_t looked_at = 0;
  std::uint64_t last = 0;

  bool operator==(const Searched&) const = default;
};

class SearchOfParts : public EntrySearchTest {
 protected:
  static constexpr std::uint64_t kEntries = 150'000;

  // `damaged`: the place in the list of an entry that it has lost; 0: none.
  static MadeJournal made(std::uint64_t damaged = 0) {
    MadeJournal made;
    for (std::uint64_t i = 1; i <= kEntries; i++)
      made.add_entry({i % 1000 == 0 ? "MESSAGE=yes" : "MESSAGE=no"},
                     {.realtime = i, .monotonic = i}, i);
    made.link();
    if (damaged != 0) made.set_slot(made.arrays()[damaged / 4], damaged % 4, 1);
    return made;
  }

  Searched find(MadeJournal& made, unsigned threads, JournalIndex* index = nullptr) {
    JournalFiles files;
    files.push_back(made.open());
    EntrySearch search(files, search_, {kMaxEntry, threads, index}, Gives::kWanted);
    Searched all;
    for (bool more = true; more;) {
      const EntryRun run = take(search, 0);
      for (const EntryRun::Found& found : run.found) all.numbers.push_back(found.entry.seqnum);
      for (const EntryRun::Damage& damage : run.damage) all.damage.push_back(damage.what.offset);
      all.passed_over += run.passed_over;
      if (run.last) all.last = run.last->seqnum;
      more = !run.is_end;
    }
    all.looked_at = search.looked_at();
    EXPECT_EQ(search.leave()[0].last->seqnum, all.last);
    return all;
  }
};

// Wherever the list does not hold: within the first, at the ends of two, in the last.
TEST_F(SearchOfParts, FindTheSameAsOneWalk) {
  for (const std::uint64_t damaged : {0, 5, 32'767, 32'768, 65'535, 140'001}) {
    MadeJournal journal = made(damaged);
    const Searched expected = find(journal, 1);
    EXPECT_EQ(expected.numbers.size(), 150U);
    EXPECT_EQ(expected.damage.size(), damaged == 0 ? 0U : 1U);
    for (const unsigned threads : {2, 4}) {
      EXPECT_EQ(find(journal, threads), expected) << damaged;
    }
  }
}

TEST_F(SearchOfParts, LearnAndGoByWhatIsKnown) {
  MadeJournal journal = made(), damaged = made(70'000);
  JournalIndex index(PrivateCache("", "test"));
  find(journal, 3, &index);
  EXPECT_EQ(index.find(journal.open())->entries(), kEntries);
  search_.bounds = {32'000, 71'500};
  for (const unsigned threads : {1, 3}) {
    for (MadeJournal* file : {&journal, &damaged}) {
      const Searched expected = find(*file, 1);
      EXPECT_EQ(expected.numbers.size(), 40U);
      EXPECT_EQ(find(*file, threads, &index).numbers, expected.numbers);
    }
  }
}

// What nobody takes is not looked at without an end.
TEST_F(EntrySearchTest, LooksAheadOnlySoFar) {
  JournalFiles files;
  MadeJournal made;
  for (std::uint64_t i = 1; i <= 150'000; i++) made.add_entry({"MESSAGE=yes"}, {.realtime = i}, i);
  made.link();
  for (int i = 0; i < 3; i++) files.push_back(made.open());
  std::uint64_t looked_at = 0;
  {
    EntrySearch search(files, search_, {kMaxEntry, 3}, Gives::kWanted);
    // Until it has come to rest, or gone too far: each look takes much less than a moment.
    std::uint64_t before = 1;
    while (looked_at < 100'000 || looked_at != before) {
      before = looked_at;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      looked_at = search.looked_at();
      if (looked_at >= 400'000) break;
    }
  }
  EXPECT_LT(looked_at, 160'000U);
}

TEST_F(EntrySearchTest, EndsWhileOthersLook) {
  for (int i = 0; i < 50; i++) EntrySearch(files_, search_, {kMaxEntry, 4}, Gives::kWanted);
}

}  // namespace
}  // namespace hark
