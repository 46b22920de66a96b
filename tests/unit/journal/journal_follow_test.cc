// Files that are written to while they are read, and sets of files that come and go.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "journal/entry_walk.h"
#include "journal/journal_index.h"
#include "journal/journal_set.h"
#include "journal/journal_source.h"
#include "journal/value_search.h"
#include "unit/journal/made_journal.h"
#include "unit/temporary_folder.h"

namespace hark {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class JournalFollow : public testing::Test {
 protected:
  std::string path(std::string_view name) const { return folder_.path(name); }

  static MadeJournal ten(unsigned char id = 7, std::uint64_t start = 0) {
    MadeJournal made(true, id);
    for (std::uint64_t i = start + 1; i <= start + 10; i++)
      made.add_entry({"MESSAGE=" + std::to_string(i)}, {.realtime = 1000 + i, .monotonic = i}, i);
    made.link();
    return made;
  }

  // Writes the file as it is while so many of its entries are counted.
  void write(const std::string& name, MadeJournal& made, std::uint64_t entries, bool is_archived,
             std::size_t size = std::string::npos) {
    made.bytes()[16] = is_archived ? 2 : 1;
    made.put64(96, made.bytes().size() - MadeJournal::kHeader);
    made.put64(152, entries);
    const UniqueFd fd(::open(path(name).c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    const std::string_view bytes = std::string_view(made.bytes()).substr(0, size);
    ASSERT_EQ(::pwrite(fd.get(), bytes.data(), bytes.size(), 0),
              static_cast<ssize_t>(bytes.size()));
  }

  JournalFile open(const std::string& name) {
    UniqueFd fd(::open(path(name).c_str(), O_RDONLY | O_CLOEXEC));
    auto file = JournalFile::open_growing(std::move(fd), name);
    return std::move(file.value());
  }

  static std::vector<std::uint64_t> rest(EntryWalk& walk) {
    std::vector<std::uint64_t> seqnums;
    while (const auto entry = walk.next()) seqnums.push_back(entry->seqnum);
    EXPECT_THAT(walk.take_damage(), IsEmpty());
    return seqnums;
  }

  TemporaryFolder folder_;
  const std::string root_ = folder_.path().string();
};

TEST_F(JournalFollow, AWalkGoesOnWhereTheListGrew) {
  MadeJournal made = ten();
  write("f", made, 0, false);
  JournalFile file = open("f");
  EXPECT_TRUE(file.is_growing());
  EntryWalk walk(file);
  EXPECT_THAT(rest(walk), IsEmpty());
  EXPECT_FALSE(file.refresh());
  write("f", made, 3, false);
  EXPECT_THAT(rest(walk), IsEmpty()) << "nobody looked";
  EXPECT_TRUE(file.refresh());
  EXPECT_THAT(rest(walk), ElementsAre(1, 2, 3));
  write("f", made, 4, false);
  EXPECT_TRUE(file.refresh());
  EXPECT_THAT(rest(walk), ElementsAre(4));
  write("f", made, 9, false);
  EXPECT_TRUE(file.refresh());
  EXPECT_THAT(rest(walk), ElementsAre(5, 6, 7, 8, 9));
  write("f", made, 10, true);
  EXPECT_TRUE(file.refresh());
  EXPECT_FALSE(file.is_growing()) << "it is archived";
  EXPECT_THAT(rest(walk), ElementsAre(10)) << "which was written before";
}

TEST_F(JournalFollow, TheFileGrowsAsItIsRead) {
  const std::string long_text(100'000, 'x');
  MadeJournal longer(true, 7);
  for (std::uint64_t i = 1; i <= 10; i++)
    longer.add_entry({"MESSAGE=" + std::to_string(i)}, {.realtime = i, .monotonic = i}, i);
  longer.add_entry({"MESSAGE=" + long_text}, {.realtime = 2000, .monotonic = 2000}, 11);
  longer.link();
  // The list of the first four entries lies behind the long one, so all of it is there at first.
  write("f", longer, 2, false);
  JournalFile file = open("f");
  EntryWalk walk(file);
  EXPECT_THAT(rest(walk), ElementsAre(1, 2));
  const auto first = file.data(file.item(*file.entry(longer.entries()[0]), 0));
  ASSERT_TRUE(first);
  const std::size_t size = longer.bytes().size();
  longer.bytes().resize(size + 9'000'000);
  write("f", longer, 11, false);
  EXPECT_TRUE(file.refresh());
  EXPECT_EQ(file.size(), size + 9'000'000);
  EXPECT_THAT(rest(walk), SizeIs(9));
  EXPECT_EQ(first->payload, "MESSAGE=1") << "what was handed out stays";
  ASSERT_EQ(::truncate(path("f").c_str(), static_cast<off_t>(size)), 0);
  EXPECT_FALSE(file.refresh());
  EXPECT_TRUE(file.entry(longer.entries()[10])) << "the end that journald cuts off is not needed";
}

TEST_F(JournalFollow, TheNewestEntryMayBeCountedBeforeItCanBeSeen) {
  MadeJournal made = ten();
  const std::uint64_t third = made.entries()[2];
  made.set_slot(made.arrays()[0], 2, 0);
  write("f", made, 3, false);
  JournalFile file = open("f");
  EntryWalk walk(file);
  EXPECT_THAT(rest(walk), ElementsAre(1, 2));
  EXPECT_THAT(rest(walk), IsEmpty());
  made.set_slot(made.arrays()[0], 2, third);
  write("f", made, 3, false);
  EXPECT_THAT(rest(walk), ElementsAre(3));
}

TEST_F(JournalFollow, ADamagedEntryIsPassedWhenOthersFollow) {
  MadeJournal made = ten();
  made.put64(made.entries()[2] + 16, 0);  // a number that none has
  write("f", made, 3, false);
  JournalFile file = open("f");
  EntryWalk walk(file);
  EXPECT_THAT(rest(walk), ElementsAre(1, 2));
  write("f", made, 5, false);
  file.refresh();
  std::vector<std::uint64_t> seqnums;
  while (const auto entry = walk.next()) seqnums.push_back(entry->seqnum);
  EXPECT_THAT(seqnums, ElementsAre(4, 5));
  EXPECT_FALSE(walk.take_damage().empty());
  write("f", made, 6, false);
  file.refresh();
  EXPECT_THAT(rest(walk), ElementsAre(6));
}

TEST_F(JournalFollow, ADeletedFileIsReadToItsEndAndClosed) {
  MadeJournal made = ten();
  write("f", made, 5, false);
  JournalFile file = open("f");
  EntryWalk walk(file);
  EXPECT_THAT(rest(walk), SizeIs(5));
  write("f", made, 7, false);
  ASSERT_EQ(::unlink(path("f").c_str()), 0);
  EXPECT_TRUE(file.refresh());
  EXPECT_FALSE(file.is_growing());
  EXPECT_THAT(rest(walk), testing::Contains(7));
  file.close();
  EXPECT_FALSE(file.entry(made.entries()[0]));
  EXPECT_FALSE(file.refresh());
}

// --- sets ---

TEST_F(JournalFollow, ASetGivesEachFileOnce) {
  MadeJournal made = ten();
  write("system.journal", made, 5, false);
  JournalSet set({{root_}}, {});
  ASSERT_TRUE(set.begin_watching());
  EXPECT_THAT(set.look().files, SizeIs(1));
  EXPECT_THAT(set.look().files, IsEmpty());
  (void)set.take_changes();

  // A rotation: another name for it, and another file of its name, which is empty at first.
  std::filesystem::rename(path("system.journal"), path("system@1.journal"));
  { UniqueFd fd(::open(path("system.journal").c_str(), O_WRONLY | O_CREAT, 0600)); }
  EXPECT_TRUE(set.take_changes());
  EXPECT_THAT(set.look().files, IsEmpty());
  MadeJournal next = ten(7, 10);
  next.put64(24, 77);  // a file has an id of its own
  write("system.journal", next, 1, false);
  EXPECT_TRUE(set.take_changes()) << "it was waited for, though it was only written to";
  const JournalSet::Found found = set.look();
  ASSERT_THAT(found.files, SizeIs(1));
  EXPECT_EQ(found.files[0].name(), path("system.journal"));
  EXPECT_THAT(found.errors, IsEmpty());

  write("system.journal", next, 2, false);
  pollfd poll_for{set.fd(), POLLIN, 0};
  EXPECT_EQ(::poll(&poll_for, 1, 10'000), 1);
  EXPECT_FALSE(set.take_changes()) << "nothing but writing";
}

TEST_F(JournalFollow, ASetSeesNewFolders) {
  JournalSet set({{root_}}, {});
  ASSERT_TRUE(set.begin_watching());
  EXPECT_THAT(set.look().files, IsEmpty());
  const std::string id(32, 'a');
  std::filesystem::create_directory(path(id));
  EXPECT_TRUE(set.take_changes());
  EXPECT_THAT(set.look().files, IsEmpty());
  MadeJournal made = ten();
  write(id + "/system.journal", made, 1, false);
  EXPECT_TRUE(set.take_changes());
  EXPECT_THAT(set.look().files, SizeIs(1));
}

TEST_F(JournalFollow, WhatCannotBeReadIsToldOnce) {
  const UniqueFd fd(::open(path("system.journal").c_str(), O_WRONLY | O_CREAT, 0600));
  const std::string garbage(4096, 'g');
  ASSERT_EQ(::write(fd.get(), garbage.data(), garbage.size()), 4096);
  JournalSet set({{root_}, {path("missing"), std::nullopt, true}}, {});
  const Diagnostics errors = set.look().errors;
  ASSERT_THAT(errors, SizeIs(2));
  EXPECT_THAT(render(errors), HasSubstr("no journal file"));
  EXPECT_THAT(render(errors), HasSubstr("missing: cannot read the folder"));
  EXPECT_THAT(set.look().errors, IsEmpty());
}

// --- the source ---

class JournalFollowSource : public JournalFollow {
 protected:
  void follow() {
    set_.emplace(std::vector<JournalRoot>{{root_}}, JournalScope{});
    ASSERT_TRUE(set_->begin_watching());
    source_.emplace(std::move(set_->look().files), plan_, 1 << 20);
    source_->follow(*set_);
  }

  // All that there is without waiting.
  std::vector<std::string> read() {
    std::vector<std::string> messages;
    Event event(fields_);
    for (;;) {
      const auto step = source_->next(event);
      EXPECT_NE(step, Source::Step::kEnd);
      if (step == Source::Step::kEntry) messages.emplace_back(event.first(field::kMessage));
      if (step == Source::Step::kDry) {
        if (!source_->is_ready()) return messages;
        EXPECT_TRUE(source_->read());
      }
    }
  }
  // What comes after something has happened.
  std::vector<std::string> read_more() {
    EXPECT_TRUE(source_->read());
    return read();
  }

  FieldTable fields_;
  FieldPlan plan_{fields_, {field::kMessage}};
  std::optional<JournalSet> set_;
  std::optional<JournalSource> source_;
};

TEST_F(JournalFollowSource, GoesOnOverARotation) {
  MadeJournal first = ten();
  write("system.journal", first, 2, false);
  follow();
  EXPECT_THAT(read(), ElementsAre("1", "2"));
  const Event any(fields_);
  const std::string kept = source_->keep(any), printed(source_->json(any));
  EXPECT_FALSE(source_->is_ready());
  write("system.journal", first, 9, false);
  EXPECT_THAT(read_more(), SizeIs(7));

  write("system.journal", first, 10, true);
  std::filesystem::rename(path("system.journal"), path("system@1.journal"));
  MadeJournal second = ten(7, 10);
  second.put64(24, 77);
  write("system.journal", second, 2, false);
  EXPECT_THAT(read_more(), ElementsAre("10", "11", "12"));
  std::filesystem::remove(path("system@1.journal"));
  EXPECT_THAT(read_more(), IsEmpty());
  write("system.journal", second, 3, false);
  EXPECT_THAT(read_more(), ElementsAre("13"));
  EXPECT_EQ(source_->recall(kept), printed) << "though its file is closed";
}

// What was there is searched, and nothing of what comes then is passed over or comes twice.
TEST_F(JournalFollowSource, GoesOnBehindASearch) {
  ValueSearch search;
  search.fields = &plan_;
  search.needed = 1;
  search.new_asker = [] {
    return ValueSearch::Asker{[](FieldId, const Value& value) {
      return std::uint64_t{value.bytes == "3" || value.bytes == "12" ? 1U : 0U};
    }};
  };
  for (const unsigned char old_writer : {7, 9}) {
    JournalIndex index(PrivateCache("", "test"));
    for (const bool knows_all : {false, true}) {
      for (const char* name : {"system@0.journal", "system.journal", "copy.journal"})
        std::filesystem::remove(path(name));
      MadeJournal old = ten(old_writer), now = ten(7, 10), copy = ten(5, 5);
      now.put64(24, 77);
      copy.put64(24, 55);
      write("system@0.journal", old, 10, true);
      write("system.journal", now, 4, false);
      follow();
      source_->begin_searching(&search, {0, knows_all ? 3U : 1U, &index, 3});
      EXPECT_THAT(read(), ElementsAre("3", "12"));
      EXPECT_EQ(source_->counts().entries, 14U);
      write("system.journal", now, 6, false);
      EXPECT_THAT(read_more(), ElementsAre("15", "16"));
      write("copy.journal", copy, 10, true);
      EXPECT_THAT(read_more(), IsEmpty()) << "all that it has was there, or came";
      write("system.journal", now, 10, false);
      EXPECT_THAT(read_more(), ElementsAre("17", "18", "19", "20"));
      EXPECT_EQ(source_->counts().entries, 20U);
    }
  }
}

// As where the journal is moved to the disk: entries of its own come before the copies.
TEST_F(JournalFollowSource, WhatWasThereDoesNotComeAgain) {
  MadeJournal volatile_one = ten();
  write("system.journal", volatile_one, 4, false);
  follow();
  EXPECT_THAT(read(), SizeIs(4));
  write("system.journal", volatile_one, 8, false);
  EXPECT_THAT(read_more(), SizeIs(4));
  MadeJournal kept(true, 9);
  kept.put64(24, 55);
  kept.add_entry({"MESSAGE=moving"}, {.realtime = 1009, .monotonic = 9}, 1);
  for (std::uint64_t i = 1; i <= 10; i++)
    kept.add_entry({"MESSAGE=" + std::to_string(i)}, {.realtime = 1000 + i, .monotonic = i}, 1 + i);
  kept.link();
  write("user-1.journal", kept, 11, false);
  EXPECT_THAT(read_more(), ElementsAre("moving", "9", "10"));
}

TEST_F(JournalFollowSource, ANewFileComesInItsOrderAndACopyOfTheOldDoesNot) {
  MadeJournal first = ten();
  write("system.journal", first, 5, false);
  follow();
  EXPECT_THAT(read(), SizeIs(5));
  MadeJournal copy = ten(9);  // the same entries, counted by another
  copy.put64(24, 55);
  write("copy.journal", copy, 10, true);
  EXPECT_THAT(read_more(), ElementsAre("6", "7", "8", "9", "10")) << "what is later is news";
  write("system.journal", first, 10, false);
  EXPECT_THAT(read_more(), IsEmpty()) << "and comes once";
}

TEST_F(JournalFollowSource, WhatCannotBeReadLaterIsToldByItsOwnPath) {
  MadeJournal first = ten();
  write("system.journal", first, 2, false);
  follow();
  EXPECT_THAT(read(), SizeIs(2));
  const UniqueFd fd(::open(path("other.journal").c_str(), O_WRONLY | O_CREAT, 0600));
  const std::string garbage(4096, 'g');
  ASSERT_EQ(::write(fd.get(), garbage.data(), garbage.size()), 4096);
  ASSERT_TRUE(source_->read());
  Event event(fields_);
  ASSERT_EQ(source_->next(event), Source::Step::kFault);
  EXPECT_THAT(source_->fault().file, testing::StartsWith(path("other.journal")));
  EXPECT_EQ(source_->counts().unreadable, 1U);
  EXPECT_EQ(source_->counts().damaged, 0U);
  write("system.journal", first, 3, false);
  EXPECT_THAT(read_more(), ElementsAre("3")) << "the others are read";
}

// Written to one file, then to another, and seen the other way round.
TEST_F(JournalFollowSource, WhatComesLateComesOnce) {
  MadeJournal system(true, 1), user(true, 2);
  for (const std::uint64_t i : {1, 3, 5}) {
    system.add_entry({"MESSAGE=system " + std::to_string(i)}, {.realtime = i, .monotonic = i});
    user.add_entry({"MESSAGE=user " + std::to_string(i + 1)},
                   {.realtime = i + 1, .monotonic = i + 1});
  }
  system.link();
  user.link();
  user.put64(24, 66);
  write("system.journal", system, 1, false);
  write("user-1000.journal", user, 1, false);
  follow();
  EXPECT_THAT(read(), ElementsAre("system 1", "user 2"));
  write("system.journal", system, 3, false);
  EXPECT_THAT(read_more(), ElementsAre("system 3", "system 5"));
  write("user-1000.journal", user, 2, false);
  EXPECT_THAT(read_more(), ElementsAre("user 4"));
  write("user-1000.journal", user, 3, false);
  EXPECT_THAT(read_more(), ElementsAre("user 6"));
}

}  // namespace
}  // namespace hark
