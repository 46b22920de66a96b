#include "journal/boot_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/journal/made_journal.h"

namespace hark {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

MadeJournal of_boots(const std::vector<int>& boots, unsigned char seqnum_id) {
  MadeJournal made(true, seqnum_id);
  for (const int boot : boots) {
    const auto day = static_cast<std::uint64_t>(boot) * 86'400'000'000;
    made.add_entry({"MESSAGE=of boot " + std::to_string(boot) + " in " + std::to_string(seqnum_id)},
                   {.realtime = 1'772'323'200'000'000 + day,
                    .monotonic = seqnum_id,
                    .boot = static_cast<unsigned char>(boot)});
  }
  made.link();
  return made;
}

std::vector<int> boots_of(const JournalFiles& files, JournalIndex* index = nullptr) {
  std::vector<int> out;
  for (const Id128& boot : list_boots(files, index)) out.push_back(boot[0]);
  return out;
}

TEST(BootList, EachOnceInTheOrderOfTheStream) {
  JournalFiles files;
  files.push_back(of_boots({2, 2, 5}, 1).open("a"));
  EXPECT_THAT(boots_of(files), ElementsAre(2, 5));
  files.push_back(of_boots({1, 2, 5, 6}, 2).open("b"));
  EXPECT_THAT(boots_of(files), ElementsAre(1, 2, 5, 6));
}

TEST(BootList, ABootThatComesBackIsNoOther) {
  JournalFiles files;
  files.push_back(of_boots({3, 4, 3}, 1).open("a"));
  EXPECT_THAT(boots_of(files), ElementsAre(3, 4));
}

// What is known of the files is not looked at again, and changes nothing; what is not so any more
// is.
TEST(BootList, GoesByTheIndexWhereItFits) {
  std::vector<int> boots;
  for (int i = 0; i < 5000; i++)
    boots.push_back(i < 1500 ? 1 : i < 1501 ? 2 : i < 4000 ? 3 : i / 100 % 2 + 1);
  for (const bool has_grown : {false, true}) {
    JournalFiles files;
    for (int i = 0; i < 2; i++) files.push_back(of_boots(boots, 1).open());
    const std::vector<int> expected = boots_of(files);
    EXPECT_THAT(expected, ElementsAre(1, 2, 3));
    JournalIndex index(PrivateCache("", "test"));
    EXPECT_EQ(boots_of(files, &index), expected);
    EXPECT_EQ(index.find(files[0])->entries(), boots.size());
    EXPECT_EQ(boots_of(files, &index), expected);
    if (has_grown) boots.push_back(9);
    std::vector<int> others(3000, 5);
    JournalFiles other;
    other.push_back(of_boots(has_grown ? boots : others, 1).open());
    EXPECT_EQ(boots_of(other, &index), boots_of(other));
  }
}

// The stream of one file is its list, whatever numbers damage has left in it.
TEST(BootList, GoesByTheStreamAndNotByNumbers) {
  for (const bool has_index : {false, true}) {
    JournalIndex index(PrivateCache("", "test"));
    MadeJournal made(true, 1);
    for (const unsigned char boot : {1, 2, 3})
      made.add_entry({"MESSAGE=x"}, {.realtime = boot, .boot = boot}, boot == 2 ? 900 : boot);
    made.link();
    JournalFiles files;
    files.push_back(made.open());
    for (int i = 0; i < 2; i++)
      EXPECT_THAT(boots_of(files, has_index ? &index : nullptr), ElementsAre(1, 2, 3));
    MadeJournal later(true, 1);
    later.add_entry({"MESSAGE=x"}, {.realtime = 9, .boot = 4}, 1000);
    later.link();
    files.push_front(later.open());
    EXPECT_THAT(boots_of(files, has_index ? &index : nullptr), ElementsAre(1, 2, 3, 4));
  }
}

TEST(BootList, NoEntriesNoBoots) {
  JournalFiles files;
  EXPECT_THAT(boots_of(files), IsEmpty());
  files.push_back(of_boots({}, 1).open("a"));
  EXPECT_THAT(boots_of(files), IsEmpty());
}

}  // namespace
}  // namespace hark
