// The text kinds of input: framing, notices, limits, faults and their line numbers, and that
// nothing depends on where a read happens to end.
#include "input/text_source.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "unit/input/told.h"

namespace hark {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Outline = std::vector<std::string>;
using namespace std::literals;

class TextSourceTest : public ::testing::Test {
 protected:
  Telling tell(std::string_view text) { return tell_in_any_pieces(feed_, text); }

  Feed feed_{{"MESSAGE", "PRIORITY", "UNIT", "PAYLOAD"}};
};

TEST_F(TextSourceTest, Framing) {
  const struct {
    const char* named;
    std::string text;
    Outline expected;
  } cases[] = {
      {"nothing", "", {}},
      {"the smallest entry", "{}\n", {"entry 1"}},
      {"no newline at the end", "{}\n{}", {"entry 1", "entry 2"}},
      {"CRLF", "{}\r\n{}\r\n", {"entry 1", "entry 2"}},
      {"CRLF, none at the end", "{}\r\n{}\r", {"entry 1", "entry 2"}},
      {"blank lines", "\n\n{}\n\n \t\n\r\n{}\n\n", {"entry 3", "entry 7"}},
      {"blank lines alone", "\n \n\r\n", {}},
      {"spaces around", "  {} \n\t{}\t\n", {"entry 1", "entry 2"}},
      {"BOM", "\xEF\xBB\xBF{}\n{}\n", {"entry 1", "entry 2"}},
      {"BOM alone", "\xEF\xBB\xBF", {}},
      {"BOM on a line of its own", "\xEF\xBB\xBF\n{}\n", {"entry 2"}},
      {"BOM and RS", "\xEF\xBB\xBF\x1e{}\n", {"entry 1"}},
      {"BOM of a second file behind a first",
       "{}\n\xEF\xBB\xBF{}\n",
       {"entry 1", "fault 2: not a JSON object"}},
      {"json-seq", "\x1e{}\n\x1e{}\n", {"entry 1", "entry 2"}},
      {"json-seq with doubled RS", "\x1e\x1e{}\n\x1e\n\x1e{}", {"entry 1", "entry 3"}},
      {"a line of garbage between",
       "{}\nHint: some text\n{}\n",
       {"entry 1", "fault 2: not a JSON object", "entry 3"}},
      {"garbage at the end", "{}\ngarbage", {"entry 1", "fault 2: not a JSON object"}},
      {"torn first line",
       "\"PRIORITY\":\"6\"}\n{}\n{}\n",
       {"fault 1: not a JSON object", "entry 2", "entry 3"}},
      {"several before the first entry",
       "a\n\nb\n{}\n",
       {"fault 1: not a JSON object", "fault 3: not a JSON object", "entry 4"}},
      {"torn last line",
       "{}\n{\"MESSAGE\":\"cu",
       {"entry 1", "fault 2: the input ends inside this entry"}},
      {"the only line is torn", "{\"MESSAGE\":\"cu", {"fault 1: the input ends inside this entry"}},
      {"cut within, newline there",
       "{\"MESSAGE\":\"cu\n{}\n",
       {"fault 1: a string has no closing quote; is the line cut off?", "entry 2"}},
      {"NUL bytes between",
       "{}\n\0\0\n{}\n"s,
       {"entry 1", "fault 2: not a JSON object", "entry 3"}},
      {"two entries on a line",
       "{}{}\n{}\n",
       {"fault 1: text behind the closing brace", "entry 2"}},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.named);
    const Telling telling = tell(c.text);
    EXPECT_EQ(outline(telling), c.expected);
    expect_all_counted(telling, c.text.size());
  }
}

TEST_F(TextSourceTest, JournalctlsNoticesAreNoErrors) {
  for (const char* notice :
       {"-- Boot 3b5ef2c3a4d94c3a9f6e4ff6c8a0b1d2 --", "-- Reboot --", "-- No entries --",
        "-- cursor: s=9719;i=19;b=3b5e;m=17f5a80;t=60a2;x=4723",
        "-- Logs begin at Tue 2026-03-03 10:11:12 CET, end at Tue 2026-03-03 10:11:12 CET. --",
        "-- Logs begin at Tue 2026-03-03 10:11:12 CET. --",
        "-- Journal begins at Tue 2026-03-03 10:11:12 CET, ends at Tue 2026-03-03. --"}) {
    SCOPED_TRACE(notice);
    const std::string n = notice + "\n"s;
    EXPECT_EQ(outline(tell(n)), Outline{});
    EXPECT_EQ(outline(tell(n + "{}\n" + notice + "\r\n{}\n" + notice)),
              (Outline{"entry 2", "entry 4"}));
  }
  EXPECT_EQ(outline(tell("{}\n-- \n--\n-- Subject: x\n")),
            (Outline{"entry 1", "fault 2: not a JSON object", "fault 3: not a JSON object",
                     "fault 4: not a JSON object"}));
}

TEST_F(TextSourceTest, RawIsFromBraceToBrace) {
  const std::string entry = R"({ "MESSAGE" : "x\u00e9" , "PRIORITY":"3"})";
  for (const std::string& line :
       {entry, "\x1e" + entry, "  " + entry + " \t\r", "\xEF\xBB\xBF" + entry}) {
    const Telling telling = tell(line + "\n");
    ASSERT_THAT(telling.all, SizeIs(1));
    EXPECT_EQ(telling.all[0].raw, entry);
  }
}

// A stream with everything in it; each of its lines is told as it would be alone.
const std::string kMotley = [] {
  std::string text =
      "\xEF\xBB\xBFgarb\xC3\xA9ge\r\n-- Boot 3b5ef2c3a4d94c3a9f6e4ff6c8a0b1d2 --\n\x1e";
  text += R"({"MESSAGE":"esc \" \\ \n \t \u00e9 \ud83d\ude00 \ud83d","PRIORITY":"3"})"
          "\n\n\x1e";
  text += "{ \"MESSAGE\" : [ 27, 91, 51 ] , \"UNIT\":[\"é\",[0,255,16],null]}\r\n";
  text += "{\"MESSAGE\":\"Z\xC3\xBCrich \xF0\x9F\x8E\x89 \xE2\x80\xA8\",\"PRIORITY\":null}\n";
  text += "{\"MESSAGE\":\"Latin-1: \xFC\",\"UNIT\":\"u\"}\n{\"MESSAGE\":\"bad \\x\"}\n";
  text += R"({"MESSAGE":"m","hark":{"patterns":["a"]},"PAYLOAD":{"a":[1]}})"
          "\n{\"MESSAGE\":\"torn \xE2\x82";
  return text;
}();

TEST_F(TextSourceTest, AReadMayEndAtAnyByte) {
  const Telling whole = feed_.whole(kMotley);
  ASSERT_EQ(outline(whole), (Outline{"fault 1: not a JSON object", "entry 3", "entry 5", "entry 6",
                                     "entry 7", "fault 8: an escape that JSON does not know",
                                     "entry 9", "fault 10: the input ends inside this entry"}));
  EXPECT_EQ(whole.all[1].find("MESSAGE")->values[0], "esc \" \\ \n \t é 😀 \xEF\xBF\xBD");
  EXPECT_TRUE(whole.all[4].is_repaired);
  EXPECT_EQ(whole.counts.repaired, 1u);
  const std::string_view text = kMotley;
  for (std::size_t at = 1; at < text.size(); at++) {
    const Telling cut = feed_.pieces(std::vector{text.substr(0, at), text.substr(at)});
    ASSERT_EQ(cut.all, whole.all) << "cut at " << at;
    ASSERT_THAT(cut.errors, IsEmpty());
  }
  tell(text);  // pieces of one byte and more
}

TEST_F(TextSourceTest, ReadsMayBeCutTwiceAnywhere) {
  const Telling whole = feed_.whole(kMotley);
  const std::string_view text = kMotley;
  std::mt19937 random(7);
  for (int i = 0; i < 500; i++) {
    std::vector<std::string_view> pieces;
    for (std::string_view left = text; !left.empty();) {
      const std::size_t size = std::min<std::size_t>(left.size(), 1 + random() % 90);
      pieces.push_back(left.substr(0, size));
      left.remove_prefix(size);
    }
    ASSERT_EQ(feed_.pieces(pieces).all, whole.all);
  }
}

TEST_F(TextSourceTest, BuffersOfAnySizeGiveTheSame) {
  const Telling whole = feed_.whole(kMotley);
  for (const std::size_t size : {1u, 2u, 3u, 16u, 63u, 64u, 65u, 100u, 1000u}) {
    feed_.options.chunk_size = size;
    EXPECT_EQ(feed_.whole(kMotley).all, whole.all) << size;
  }
}

TEST_F(TextSourceTest, ALiveEntryIsToldByTheReadThatBroughtItsNewline) {
  int ends[2];
  ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  UniqueFd writer(ends[1]);
  TextSource source(UniqueFd(ends[0]), "-", *feed_.plan, {});
  Event event(feed_.fields);
  EXPECT_EQ(source.next(event), Source::Step::kDry);
  for (int i = 1; i <= 3; i++) {
    ASSERT_EQ(::write(writer.get(), "{\"MESSAGE\":\"x\"}\n{", 17), 17);
    ASSERT_TRUE(source.read());
    ASSERT_EQ(source.next(event), i == 1 ? Source::Step::kEntry : Source::Step::kFault);
    EXPECT_EQ(source.next(event), Source::Step::kDry);
  }
}

TEST_F(TextSourceTest, LinesOfAllLengthsUpToTheLimit) {
  feed_.options.chunk_size = 1024;
  feed_.options.max_line = 10000;
  std::vector<std::size_t> sizes = {2};
  for (std::size_t size = 14; size <= 10000; size = size * 5 / 4 + 1) sizes.push_back(size);
  for (const std::size_t near : {1023u, 1024u, 1025u, 2047u, 2048u, 2049u, 4096u, 9999u, 10000u})
    sizes.push_back(near);
  std::string text;
  for (const std::size_t size : sizes) {
    text += size == 2 ? "{}" : "{\"MESSAGE\":\"" + std::string(size - 14, 'x') + "\"}";
    text += '\n';
  }
  const Telling telling = tell(text);
  ASSERT_THAT(telling.all, SizeIs(sizes.size()));
  for (std::size_t i = 0; i < sizes.size(); i++) {
    EXPECT_TRUE(telling.all[i].is_entry);
    EXPECT_EQ(telling.all[i].raw.size(), sizes[i]);
    EXPECT_EQ(telling.all[i].line, i + 1);
  }
}

TEST_F(TextSourceTest, ALongerLineIsToldOnceAndPassedOver) {
  feed_.options.chunk_size = 64;
  feed_.options.max_line = 100;
  for (const std::size_t size : {101u, 102u, 128u, 129u, 200u, 1000u, 5000u}) {
    const std::string long_line = "{\"MESSAGE\":\"" + std::string(size - 14, 'x') + "\"}";
    const std::string fault = "longer than 100 bytes (--max-entry)";
    SCOPED_TRACE(size);
    Telling telling =
        tell("{}\n" + long_line + "\n{}\nbad\n" + long_line + "\n" + long_line + "\n{}\n");
    EXPECT_EQ(outline(telling),
              (Outline{"entry 1", "fault 2: " + fault, "entry 3", "fault 4: not a JSON object",
                       "fault 5: " + fault, "fault 6: " + fault, "entry 7"}));
    EXPECT_EQ(telling.all[1].kind, Fault::Kind::kTooLong);
    EXPECT_EQ(telling.counts.too_long, 3u);
    EXPECT_EQ(telling.counts.malformed, 1u);
    // at the start, at the end, torn, alone
    EXPECT_EQ(outline(tell(long_line + "\n{}")), (Outline{"fault 1: " + fault, "entry 2"}));
    EXPECT_EQ(outline(tell("{}\n" + long_line + "\n")), (Outline{"entry 1", "fault 2: " + fault}));
    EXPECT_EQ(outline(tell("{}\n" + long_line)), (Outline{"entry 1", "fault 2: " + fault}));
    EXPECT_EQ(outline(tell(long_line)), (Outline{"fault 1: " + fault}));
    // long for other reasons
    EXPECT_EQ(outline(tell("{}\n" + std::string(size, ' ') + "\n{}\n")),
              (Outline{"entry 1", "fault 2: " + fault, "entry 3"}));
    EXPECT_EQ(outline(tell("{}\n-- cursor: " + std::string(size - 11, 'x') + "\n{}\n")),
              (Outline{"entry 1", "fault 2: " + fault, "entry 3"}));
    EXPECT_EQ(outline(tell("garbage\n" + long_line + "\n{}\n")),
              (Outline{"fault 1: not a JSON object", "fault 2: " + fault, "entry 3"}));
    EXPECT_EQ(outline(tell("garbage\n" + long_line)),
              (Outline{"fault 1: not a JSON object", "fault 2: " + fault}));
  }
  const std::string exact = "{\"MESSAGE\":\"" + std::string(86, 'x') + "\"}";
  EXPECT_EQ(outline(tell(exact + "\n" + exact)), (Outline{"entry 1", "entry 2"}));
}

TEST_F(TextSourceTest, AnEntryOfManyMegabytesComesThroughAPipeInSmallPieces) {
  // journalctl writes 4096 bytes at a time. A reader that looks at the whole line again after each
  // of them would need minutes.
  const std::string text = "{\"MESSAGE\":\"" + std::string(16 << 20, 'x') + "\"}\n{}\n";
  const Telling telling = feed_.pieces(in_pieces_of(text, 4096));
  ASSERT_EQ(outline(telling), (Outline{"entry 1", "entry 2"}));
  EXPECT_EQ(telling.all[0].find("MESSAGE")->values[0].size(), 16u << 20);
}

TEST_F(TextSourceTest, BrokenInputCostsOnlyTheBrokenLines) {
  // of 9000 lines a third is cut off, garbage, or has a byte that is no UTF-8
  std::mt19937 random(3);
  std::string text;
  std::size_t good = 0, bad = 0, repaired = 0;
  for (int i = 0; i < 9000; i++) {
    std::string line =
        R"({"PRIORITY":"6","MESSAGE":"number )" + std::to_string(i) + R"(","UNIT":"a.service"})";
    switch (i % 9) {
      case 1:
        line.resize(1 + random() % (line.size() - 1));
        bad++;
        break;
      case 4:
        for (char& c : line) c = static_cast<char>('a' + random() % 26);
        bad++;
        break;
      case 7:
        line[28] = '\xFF';
        repaired++;
        break;
      default:
        good++;
    }
    text += line + "\n";
  }
  const Telling telling = feed_.whole(text);
  EXPECT_EQ(telling.counts.entries, good + repaired);
  EXPECT_EQ(telling.counts.repaired, repaired);
  EXPECT_EQ(telling.counts.malformed, bad);
  std::uint64_t line = 0;
  for (const Told& told : telling.all) {
    EXPECT_EQ(told.line, ++line);
    EXPECT_EQ(told.is_entry, line % 9 != 2 && line % 9 != 5);
    if (told.is_entry && !told.is_repaired) {
      EXPECT_EQ(told.find("MESSAGE")->values[0], "number " + std::to_string(line - 1));
    }
  }
}

TEST_F(TextSourceTest, WrongKindsOfInputAreOneErrorWithTheCure) {
  const std::string cure = "journalctl -a -o json | hark PATTERN";
  const struct {
    std::string text;
    const char* message;
    std::string help;
  } cases[] = {
      {"Mar 03 10:11:12 web1 app[1]: x\n", "text for people", cure},
      {"Mar  3 10:11:12 web1 app[1]: x\n", "text for people", cure},
      {"Tue 2026-03-03 10:11:12 CET web1 app[1]: x\n", "text for people", cure},
      {"2026-03-03T10:11:12+01:00 web1 app[1]: x\n", "text for people", cure},
      {"2026-03-03T10:11:12.123456+0100 web1 app[1]: x\n", "text for people", cure},
      {"[ 8004.123456] web1 app[1]: x\n", "text for people", cure},
      {"-- Boot 3b5e --\nMar 03 10:11:12 web1 app[1]: x\n", "text for people", cure},
      {"-- Logs begin at Tue. --\r\nMar 03 10:11:12 web1 app[1]: x", "text for people", cure},
      {"{\n\t\"MESSAGE\" : \"x\"\n}\n", "json-pretty", cure},
      {"{\r\n\t\"MESSAGE\" : \"x\"\r\n}\r\n", "json-pretty", cure},
      {"data: {\"MESSAGE\":\"x\"}\n\n", "json-sse", cure},
      {"LPKSHHRH\0\0\0\0\n\n\n"s, "a journal file", "hark PATTERN FILE, or < FILE"},
      {"\xfd"
       "7zXZ\0\0\x04\n"s,
       "compressed (xz)", "xz -dc FILE | hark PATTERN"},
      {"\x04\x22\x4d\x18\x64\x40\xa7\0\n"s, "compressed (lz4)", "lz4 -dc FILE | hark PATTERN"},
      {"BZh91AY&SY\n", "compressed (bzip2)", "bzip2 -dc FILE | hark PATTERN"},
      {"[{\"MESSAGE\":\"x\"}]\n", "JSON array", "jq -c '.[]' FILE | hark PATTERN"},
      {"hello\n", "no journal output", cure},
      {"hello", "no journal output", cure},
      {"a\nb\nc\n\n", "no journal output", cure},
      {"\0\0\0\0\0\0\0\0\0\0"s, "no journal output", cure},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(printable(c.text));
    const Telling telling = tell(c.text);
    EXPECT_THAT(telling.all, IsEmpty());
    ASSERT_THAT(telling.errors, SizeIs(1));
    EXPECT_THAT(telling.errors[0].message, HasSubstr(c.message));
    EXPECT_THAT(telling.errors[0].message, HasSubstr("standard input: "));
    EXPECT_EQ(telling.errors[0].help, c.help);
  }
  // With a name the cure can be copied.
  EXPECT_EQ(feed_.whole("BZh91AY&SY\n", "x.bz2").errors.at(0).help,
            "bzip2 -dc x.bz2 | hark PATTERN");
}

TEST_F(TextSourceTest, AWrongKindIsKnownEvenWhereItsFirstLineIsTooLong) {
  feed_.options.max_line = 20;
  for (const std::string_view text : {"LPKSHHRH"sv, "BZh91"sv}) {
    const Telling telling = feed_.whole(std::string(text) + std::string(300, 'x'));
    EXPECT_THAT(telling.errors, SizeIs(1)) << text;
    EXPECT_THAT(telling.all, IsEmpty());
  }
}

TEST_F(TextSourceTest, AWrongKindIsToldByTheReadThatMetIt) {
  // On a live pipe the next read may be an hour away.
  for (const std::string_view text :
       {"Mar 03 10:11:12 web1 app[1]: x\n"sv, "{\n"sv, "LPKSHHRH"sv, "BZh91AY&SY"sv}) {
    int ends[2];
    ASSERT_EQ(::pipe2(ends, O_CLOEXEC | O_NONBLOCK), 0);
    UniqueFd writer(ends[1]);
    TextSource source(UniqueFd(ends[0]), "-", *feed_.plan, {});
    ASSERT_EQ(::write(writer.get(), text.data(), text.size()), static_cast<ssize_t>(text.size()));
    EXPECT_FALSE(source.read()) << printable(text);
    Event event(feed_.fields);
    EXPECT_EQ(source.next(event), Source::Step::kEnd);
  }
}

TEST_F(TextSourceTest, SixteenLinesOfNothingKnownAreEnough) {
  std::string fifteen;
  for (int i = 0; i < 15; i++) fifteen += "garbage " + std::to_string(i) + "\n\n";
  Telling telling = tell(fifteen + "{}\n");
  EXPECT_THAT(telling.all, SizeIs(16));
  EXPECT_EQ(telling.all[0].line, 1u);
  EXPECT_EQ(telling.all[14].line, 29u);
  EXPECT_EQ(telling.all[15].line, 31u);
  EXPECT_THAT(telling.errors, IsEmpty());
  telling = tell(fifteen + "garbage\n{}\n");
  EXPECT_THAT(telling.all, IsEmpty());
  EXPECT_THAT(telling.errors, SizeIs(1));
}

TEST_F(TextSourceTest, AfterTheFirstEntryNothingIsOfAnotherKind) {
  const Telling telling =
      tell("{}\nMar 03 10:11:12 web1 app[1]: x\n__CURSOR=x\ndata: {}\n{\nLPKSHHRH\n{}\n");
  EXPECT_THAT(telling.all, SizeIs(7));
  EXPECT_EQ(telling.counts.malformed, 5u);
  EXPECT_THAT(telling.errors, IsEmpty());
}

TEST_F(TextSourceTest, TellsTheSystemsReason) {
  const Telling telling = feed_.of(UniqueFd(::open("/", O_RDONLY | O_CLOEXEC)), "/");
  ASSERT_THAT(telling.errors, SizeIs(1));
  EXPECT_EQ(telling.errors[0].message, "/: cannot read");
  EXPECT_EQ(telling.errors[0].reason, "Is a directory");
}

}  // namespace
}  // namespace hark
