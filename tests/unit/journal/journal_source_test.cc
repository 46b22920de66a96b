#include "journal/journal_source.h"

#include <gmock/gmock.h>

#include "unit/journal/made_journal.h"

namespace hark {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class JournalSourceTest : public testing::Test {
 protected:
  struct Read {
    std::vector<std::string> messages;
    std::vector<std::string> faults;  // with the file they are of
    SourceCounts counts;
  };

  JournalSource source(JournalFiles files, std::size_t max_entry = 1 << 20) {
    return JournalSource(std::move(files), plan_, max_entry);
  }
  JournalSource source(JournalFile file, std::size_t max_entry = 1 << 20) {
    JournalFiles files;
    files.push_back(std::move(file));
    return source(std::move(files), max_entry);
  }

  Read read(JournalSource source) {
    Read out;
    Event event(fields_);
    for (;;) {
      switch (source.next(event)) {
        case Source::Step::kEntry:
          out.messages.emplace_back(event.first(field::kMessage));
          break;
        case Source::Step::kFault:
          out.faults.push_back(source.fault().file + ": " + source.fault().reason);
          break;
        case Source::Step::kDry:
          EXPECT_TRUE(source.is_ready());
          break;
        case Source::Step::kEnd:
          out.counts = source.counts();
          return out;
      }
    }
  }

  std::string json_of_first(JournalFile file) {
    JournalSource of = source(std::move(file));
    Event event(fields_);
    while (of.next(event) == Source::Step::kFault) {
    }
    return std::string(of.json(event));
  }

  FieldTable fields_;
  FieldPlan plan_{fields_,
                  {field::kMessage, field::kUnit, field::kCursor, field::kRealtime,
                   field::kMonotonic, field::kBootId}};
};

MadeJournal::Times at(std::uint64_t second, unsigned char boot = 1) {
  return {1'772'323'200'000'000 + second * 1'000'000, second * 1'000'000, boot};
}

TEST_F(JournalSourceTest, AnEntryHasItsFieldsAndItsAddress) {
  MadeJournal made;
  made.add_entry({"UNIT=a.service", "MESSAGE=x=y", "UNIT=b.service", "OTHER=1",
                  "_BOOT_ID=00000000000000000000000000000000"},
                 at(5), 0xabc);
  made.link();
  JournalSource of = source(made.open());
  Event event(fields_);
  ASSERT_EQ(of.next(event), Source::Step::kEntry);
  EXPECT_EQ(event.first(field::kMessage), "x=y");
  ASSERT_EQ(event.values(field::kUnit).size(), 2u);
  EXPECT_EQ(event.values(field::kUnit)[1].bytes, "b.service");
  EXPECT_EQ(event.first(field::kRealtime), "1772323205000000");
  EXPECT_EQ(event.first(field::kMonotonic), "5000000");
  EXPECT_EQ(event.first(field::kBootId), "01010101010101010101010101010101");
  EXPECT_THAT(
      event.first(field::kCursor),
      testing::StartsWith("s=07070707070707070707070707070707;i=abc;"
                          "b=01010101010101010101010101010101;m=4c4b40;t=64beb270fab40;x="));
  EXPECT_THAT(std::string(of.json(event)),
              testing::EndsWith("\"__REALTIME_TIMESTAMP\":\"1772323205000000\","
                                "\"__MONOTONIC_TIMESTAMP\":\"5000000\",\"__SEQNUM\":\"2748\","
                                "\"__SEQNUM_ID\":\"07070707070707070707070707070707\","
                                "\"_BOOT_ID\":\"01010101010101010101010101010101\","
                                "\"UNIT\":[\"a.service\",\"b.service\"],\"MESSAGE\":\"x=y\","
                                "\"OTHER\":\"1\"}"));
}

TEST_F(JournalSourceTest, BytesAreBytes) {
  MadeJournal made;
  made.add_entry({std::string("MESSAGE=a\0\xff", 11)}, at(1));
  made.link();
  EXPECT_THAT(json_of_first(made.open()), HasSubstr("\"MESSAGE\":[97,0,255]"));
  JournalSource of = source(made.open());
  Event event(fields_);
  ASSERT_EQ(of.next(event), Source::Step::kEntry);
  EXPECT_EQ(event.first(field::kMessage), std::string_view("a\0\xff", 3));
  EXPECT_FALSE(event.values(field::kMessage)[0].is_utf8);
}

TEST_F(JournalSourceTest, AFieldThatIsLostIsToldOnceAndTheEntryStays) {
  MadeJournal made;
  const std::uint64_t message = made.add_data("MESSAGE=here");
  const std::uint64_t lost = made.add_data("UNIT=a");
  for (std::uint64_t i = 1; i < 4; i++) made.add_entry_of({message, lost}, at(i));
  made.link();
  made.put64(lost + 8, 0);
  const Read got = read(source(made.open("f")));
  EXPECT_THAT(got.messages, ElementsAre("here", "here", "here"));
  EXPECT_THAT(got.faults, ElementsAre(HasSubstr("f: at byte ")));
  EXPECT_EQ(got.counts.damaged, 1u);
  EXPECT_EQ(got.counts.entries, 3u);
}

TEST_F(JournalSourceTest, AFieldThatLiesNowhereIsLost) {
  for (const std::uint64_t nowhere : {std::uint64_t{0}, std::uint64_t{1}, ~std::uint64_t{0}}) {
    MadeJournal made(false);
    made.add_entry_of({nowhere, made.add_data("MESSAGE=here")}, at(1));
    made.link();
    const Read got = read(source(made.open()));
    EXPECT_THAT(got.messages, ElementsAre("here"));
    EXPECT_EQ(got.faults.size(), 1u);
  }
}

TEST_F(JournalSourceTest, NamesThatJournaldDoesNotTakeAreLeftOut) {
  MadeJournal made;
  made.add_entry({"lower=1", "MESSAGE=x", "=2", "NOEQUALS", "0A=3"}, at(1));
  made.link();
  EXPECT_THAT(json_of_first(made.open()), testing::EndsWith("\"MESSAGE\":\"x\"}"));
  EXPECT_EQ(read(source(made.open())).faults.size(), 4u);
}

TEST_F(JournalSourceTest, AnEntryOverTheLimitIsToldAndPassed) {
  MadeJournal made;
  made.add_entry({"MESSAGE=short"}, at(1));
  made.add_entry({"MESSAGE=" + std::string(100, 'x'), "OTHER=" + std::string(100, 'y')}, at(2));
  made.add_entry({"MESSAGE=last"}, at(3));
  made.link();
  const Read got = read(source(made.open(), 150));
  EXPECT_THAT(got.messages, ElementsAre("short", "last"));
  EXPECT_THAT(got.faults, ElementsAre(HasSubstr("--max-entry")));
  EXPECT_EQ(got.counts.too_long, 1u);
}

// However far the source has been read since, and without a word more of damage than before.
TEST_F(JournalSourceTest, WhatWasKeptIsRecalled) {
  JournalFiles files;
  for (const unsigned char writer : {1, 2}) {
    MadeJournal made(true, writer);
    for (std::uint64_t i = 1; i <= 5; i++)
      made.add_entry({"MESSAGE=" + std::to_string(writer * 10 + i), "UNIT=u"}, at(2 * i + writer));
    made.link();
    files.push_back(made.open());
  }
  JournalSource of = source(std::move(files));
  Event event(fields_);
  std::vector<std::string> kept, printed;
  for (auto step = of.next(event); step != Source::Step::kEnd; step = of.next(event)) {
    if (step != Source::Step::kEntry) continue;
    printed.emplace_back(of.json(event));
    kept.push_back(of.keep(event));
    // The entry in hand stays so.
    EXPECT_EQ(of.recall(kept[0]), printed[0]);
    EXPECT_EQ(of.json(event), printed.back());
  }
  ASSERT_EQ(kept.size(), 10U);
  for (std::size_t i = 0; i < kept.size(); i++) {
    EXPECT_EQ(of.recall(kept[i]), printed[i]);
    EXPECT_LT(kept[i].size(), 32U) << "is it a copy?";
  }
  EXPECT_EQ(of.counts().damaged, 0U);
}

TEST_F(JournalSourceTest, ManyEntriesLetTheLoopLookUp) {
  MadeJournal made;
  for (std::uint64_t i = 1; i <= 3'000; i++) made.add_entry({"MESSAGE=x"}, at(i));
  made.link();
  JournalSource of = source(made.open());
  Event event(fields_);
  int dry = 0, entries = 0;
  for (auto step = of.next(event); step != Source::Step::kEnd; step = of.next(event)) {
    (step == Source::Step::kDry ? dry : entries)++;
  }
  EXPECT_EQ(entries, 3'000);
  EXPECT_GE(dry, 2);
}

TEST_F(JournalSourceTest, WhatIsOutsideIsNotThere) {
  MadeJournal made;
  for (std::uint64_t i = 1; i <= 9; i++)
    made.add_entry({"MESSAGE=" + std::to_string(i)}, at(i, i < 8 ? 1 : 2));
  made.link();
  JournalSource of = source(made.open());
  EntryBounds bounds{at(3).realtime, at(9).realtime, Id128{}};
  bounds.boot->fill(1);
  of.read_within(bounds);
  Read some = read(std::move(of));
  EXPECT_THAT(some.messages, ElementsAre("3", "4", "5", "6", "7"));
  EXPECT_EQ(some.counts.entries, 5U);
  EXPECT_TRUE(some.counts.has_outside);
  EXPECT_FALSE(read(source(made.open())).counts.has_outside);
}

// --- several files ---

struct Line {
  std::uint64_t second;
  unsigned char boot;
  std::string text;
  std::uint64_t seqnum;
};

JournalFile file_of(const std::vector<Line>& lines, unsigned char seqnum_id) {
  MadeJournal made(true, seqnum_id);
  for (const Line& line : lines)
    made.add_entry({"MESSAGE=" + line.text}, at(line.second, line.boot), line.seqnum);
  made.link();
  return made.open();
}

JournalFiles files(JournalFile a, JournalFile b) {
  JournalFiles out;
  out.push_back(std::move(a));
  out.push_back(std::move(b));
  return out;
}

TEST_F(JournalSourceTest, FilesAreMergedBySeqnumWhereItIsOne) {
  // A clock step: the later entry has the earlier time.
  const Read got = read(source(files(file_of({{10, 1, "first", 1}, {5, 1, "third", 3}}, 7),
                                     file_of({{11, 1, "second", 2}, {6, 1, "fourth", 4}}, 7))));
  EXPECT_THAT(got.messages, ElementsAre("first", "second", "third", "fourth"));
}

TEST_F(JournalSourceTest, FilesOfOtherWritersAreMergedByTime) {
  const Read got = read(source(files(file_of({{1, 1, "a", 10}, {3, 1, "c", 11}}, 7),
                                     file_of({{2, 1, "b", 1}, {4, 1, "d", 2}}, 8))));
  EXPECT_THAT(got.messages, ElementsAre("a", "b", "c", "d"));
}

TEST_F(JournalSourceTest, CopiesComeOnce) {
  const std::vector<Line> lines = {{1, 1, "a", 1}, {2, 1, "b", 2}, {1, 2, "c", 3}};
  EXPECT_THAT(read(source(files(file_of(lines, 7), file_of(lines, 7)))).messages,
              ElementsAre("a", "b", "c"));
  EXPECT_THAT(read(source(files(file_of(lines, 7), file_of(lines, 8)))).messages,
              ElementsAre("a", "b", "c"));
}

TEST_F(JournalSourceTest, CopiesOfOneMomentKeepTheirOrder) {
  // The lines of a stack trace: between writers only their hashes differ.
  std::vector<Line> lines;
  std::vector<std::string> texts;
  for (std::uint64_t i = 1; i <= 40; i++) {
    texts.push_back("line " + std::to_string(i * 7919 % 41));
    lines.push_back({1, 1, texts.back(), i});
  }
  for (const unsigned char other : {7, 8}) {
    const Read got = read(source(files(file_of(lines, 7), file_of(lines, other))));
    EXPECT_EQ(got.messages, texts);
  }
}

TEST_F(JournalSourceTest, WhatComesTwiceInAWriterIsTwoEntries) {
  // Same time, same fields, another number.
  const Read got = read(source(file_of({{1, 1, "a", 1}, {1, 1, "a", 2}}, 7)));
  EXPECT_THAT(got.messages, ElementsAre("a", "a"));
}

TEST_F(JournalSourceTest, AnEntryThatIsPassedOverIsShownThere) {
  // Numbers that fall: journalctl drops the second.
  const Read got = read(source(file_of({{1, 1, "a", 5}, {2, 1, "b", 4}, {3, 1, "c", 6}}, 7)));
  EXPECT_THAT(got.messages, ElementsAre("a", "b", "c"));
}

TEST_F(JournalSourceTest, BootsAreKeptTogetherWhereTheClockBeginsAnew) {
  // No clock chip: both boots begin at the same time. The second file ends in the later boot.
  const Read got = read(source(files(file_of({{1, 1, "a", 1}, {3, 1, "b", 2}}, 7),
                                     file_of({{2, 2, "c", 3}, {9, 2, "d", 4}}, 8))));
  EXPECT_THAT(got.messages, ElementsAre("a", "b", "c", "d"));
}

}  // namespace
}  // namespace hark
