#include "journal/journal_file.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include "unit/journal/made_journal.h"

namespace hark {
namespace {

MadeJournal one_entry() {
  MadeJournal made;
  made.add_entry({"MESSAGE=x"}, {});
  made.link();
  return made;
}

TEST(JournalFile, WhatIsNoJournalFileIsRefused) {
  const auto refused = [](void (*damage)(MadeJournal&)) {
    MadeJournal made = one_entry();
    damage(made);
    return !JournalFile::open(made.file().get(), "x");
  };
  EXPECT_FALSE(refused([](MadeJournal&) {}));
  EXPECT_TRUE(refused([](MadeJournal& made) { made.bytes()[0] = 'X'; }));
  EXPECT_TRUE(refused([](MadeJournal& made) { made.bytes().resize(207); }));
  EXPECT_TRUE(refused([](MadeJournal& made) { made.put32(12, 32); }));
  EXPECT_TRUE(refused([](MadeJournal& made) { made.put64(88, 200); }));
  EXPECT_TRUE(refused([](MadeJournal& made) { made.put64(88, 1 << 30); }));
}

TEST(JournalFile, UnknownCompatibleFlagsAreNoMatter) {
  MadeJournal made = one_entry();
  made.put32(8, 0xFFFF);
  EXPECT_TRUE(JournalFile::open(made.file().get(), "x"));
}

TEST(JournalFile, AHeaderThatTellsOfMoreThanThereIsIsNoted) {
  MadeJournal made = one_entry();
  const UniqueFd whole = made.file();
  made.bytes().resize(made.bytes().size() - 8);
  const UniqueFd cut(memfd_create("journal", MFD_CLOEXEC));
  ASSERT_EQ(::write(cut.get(), made.bytes().data(), made.bytes().size()),
            static_cast<ssize_t>(made.bytes().size()));
  EXPECT_THAT(JournalFile::open(whole.get(), "x")->notes(), testing::IsEmpty());
  EXPECT_THAT(JournalFile::open(cut.get(), "x")->notes(), testing::SizeIs(1));
}

TEST(JournalFile, OffsetsAreChecked) {
  MadeJournal made = one_entry();
  const JournalFile file = made.open();
  const std::uint64_t entry = made.entries()[0];
  EXPECT_TRUE(file.entry(entry));
  for (const std::uint64_t bad :
       {std::uint64_t{0}, entry + 4, MadeJournal::kHeader - 8, file.size(), file.size() - 8,
        ~std::uint64_t{7}, ~std::uint64_t{0}}) {
    EXPECT_FALSE(file.object(bad)) << bad;
    EXPECT_FALSE(file.entry(bad)) << bad;
    EXPECT_FALSE(file.data(bad)) << bad;
    EXPECT_FALSE(file.entry_array(bad)) << bad;
  }
  EXPECT_FALSE(file.data(entry));
  EXPECT_FALSE(file.entry(file.item(*file.entry(entry), 0)));
}

TEST(JournalFile, TruncationWhileItIsReadIsSurvived) {
  MadeJournal made;
  for (int i = 0; i < 1000; i++) made.add_entry({"MESSAGE=" + std::to_string(i)}, {});
  made.link();
  const UniqueFd fd = made.file();
  const auto file = JournalFile::open(fd.get(), "x");
  ASSERT_TRUE(file);
  ASSERT_TRUE(file->entry(made.entries()[999]));
  ASSERT_EQ(ftruncate(fd.get(), 4096), 0);
  EXPECT_FALSE(file->was_truncated());
  EXPECT_FALSE(file->entry(made.entries()[999]));
  EXPECT_TRUE(file->was_truncated());
  EXPECT_TRUE(file->entry(made.entries()[0]));
}

}  // namespace
}  // namespace hark
