// Journal export format through a TextSource: values byte for byte, faults and their lines, limits,
// where it goes on after damage, and that nothing depends on where a read happens to end.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "unit/input/export_text.h"
#include "unit/input/told.h"

namespace hark {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Outline = std::vector<std::string>;
using namespace std::literals;

constexpr const char* kNotAField = "not a field of a journal entry";
constexpr const char* kLength = "a binary field's length is wrong";
constexpr const char* kNoBlankLine = "the entry before ends without a blank line; was it cut off?";
constexpr const char* kTorn = "the input ends inside this entry";

std::string fault(std::uint64_t line, std::string_view reason) {
  return "fault " + std::to_string(line) + ": " + std::string(reason);
}

class ExportSourceTest : public ::testing::Test {
 protected:
  Telling tell(std::string_view text) { return tell_in_any_pieces(feed_, text); }
  std::vector<std::string> values(std::string_view text, std::string_view name) {
    const Telling telling = tell(text);
    if (telling.all.size() != 1 || !telling.all[0].is_entry) return {"not one entry"};
    const ToldField* field = telling.all[0].find(name);
    return field == nullptr ? std::vector<std::string>{} : field->values;
  }

  Feed feed_{{"MESSAGE", "PRIORITY", "UNIT", "PAYLOAD", "__CURSOR"}};
};

TEST_F(ExportSourceTest, Framing) {
  const struct {
    const char* named;
    std::string text;
    Outline expected;
  } cases[] = {
      {"an entry", "MESSAGE=a\n\n", {"entry 1"}},
      {"two", "MESSAGE=a\n\nMESSAGE=b\n\n", {"entry 1", "entry 3"}},
      {"blank lines", "\n\nMESSAGE=a\n\n\n\nMESSAGE=b\n\n\n", {"entry 3", "entry 7"}},
      {"no blank line at the end", "MESSAGE=a\n\nMESSAGE=b\n", {"entry 1", "entry 3"}},
      {"a byte order mark", "\xEF\xBB\xBF__CURSOR=a\n\nMESSAGE=b\n\n", {"entry 1", "entry 3"}},
      {"CRLF", "MESSAGE=a\r\nUNIT=b\r\n\r\nMESSAGE=b\r\n\r\n", {"entry 1", "entry 4"}},
      {"CRLF, no blank line at the end", "MESSAGE=a\r\n\r\nMESSAGE=b\r\n", {"entry 1", "entry 3"}},
      {"CRLF, half a blank line at the end",
       "MESSAGE=a\r\n\r\nMESSAGE=b\r\n\r",
       {"entry 1", "entry 3"}},
      {"a blank line with a CR alone", "MESSAGE=a\n\r\nMESSAGE=b\n\n", {"entry 1", "entry 3"}},
      {"a cursor at the end", "MESSAGE=a\n\n-- cursor: s=1;i=2\n", {"entry 1"}},
      {"a cursor at the end, torn", "MESSAGE=a\n\n-- cursor: s=1;i", {"entry 1"}},
      {"notices between",
       "-- No entries --\nMESSAGE=a\n\n-- Reboot --\nMESSAGE=b\n\n",
       {"entry 2", "entry 5"}},
      {"an empty value", "MESSAGE=\n\n", {"entry 1"}},
      {"a binary field first", binary_field("MESSAGE", "a") + "\n", {"entry 1"}},
      {"lines in a value count",
       binary_field("MESSAGE", "a\nb\n\n") + "\nMESSAGE=b\n\n",
       {"entry 1", "entry 7"}},
      {"a newline in a length counts",
       binary_field("MESSAGE", "0123456789") + "\nMESSAGE=b\n\n",
       {"entry 1", "entry 5"}},
      {"an ignored name", "MESSAGE=a\nmy.field=x\nUNIT=b\n\n", {"entry 1"}},
      {"torn in a name", "MESSAGE=a\n\nMESS", {"entry 1", fault(3, kTorn)}},
      {"torn in a value", "MESSAGE=a\n\nMESSAGE=b", {"entry 1", fault(3, kTorn)}},
      {"torn in a later field",
       "MESSAGE=a\n\nMESSAGE=b\nUNIT=c\nPRI",
       {"entry 1", fault(5, kTorn)}},
      {"torn in a length", "MESSAGE=a\n\nUNIT=b\nMESSAGE\n\x05\0\0"s, {"entry 1", fault(4, kTorn)}},
      {"torn behind a length",
       "MESSAGE=a\n\nUNIT=b\nMESSAGE\n\x05\0\0\0\0\0\0\0"s,
       {"entry 1", fault(4, kTorn)}},
      {"torn in a binary value",
       "MESSAGE=a\n\nUNIT=b\n" + binary_field("MESSAGE", "b\n\nc=d\n", 99),
       {"entry 1", fault(4, kTorn)}},
      {"torn behind a binary value",
       "MESSAGE=a\n\nUNIT=b\n" + binary_field("MESSAGE", "", 0).substr(0, 16),
       {"entry 1", fault(4, kTorn)}},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.named);
    const Telling telling = tell(c.text);
    EXPECT_EQ(outline(telling), c.expected);
    expect_all_counted(telling, c.text.size());
  }
}

TEST_F(ExportSourceTest, WhatIsDamagedCostsNoOtherEntry) {
  const std::string good = "MESSAGE=good\n\n";  // an entry of two lines
  const std::string journalctls = "__CURSOR=s=2;i=1\n__REALTIME_TIMESTAMP=2\nMESSAGE=good\n\n";
  const struct {
    const char* named;
    std::string text;
    Outline expected;
  } cases[] = {
      {"a line that is no field",
       good + "MESSAGE=x\nno field\nUNIT=y\n\n" + good,
       {"entry 1", fault(4, kNotAField), "entry 7"}},
      {"several in an entry are one fault",
       good + "MESSAGE=x\nno field\n-\n=\n1A\n\n" + good,
       {"entry 1", fault(4, kNotAField), "entry 9"}},
      {"a notice inside an entry",
       good + "MESSAGE=x\n-- Reboot --\n\n" + good,
       {"entry 1", fault(4, kNotAField), "entry 6"}},
      {"a name that is too long",
       good + std::string(66, 'N') + "=x\n\n" + good,
       {"entry 1", fault(3, kNotAField), "entry 5"}},
      {"the input begins inside an entry",
       "half a value\nUNIT=x\n\n" + good,
       {fault(1, kNotAField), "entry 4"}},
      {"a NUL", good + "MESSAGE=x\n\0\n\n"s + good, {"entry 1", fault(4, kNotAField), "entry 6"}},
      {"garbage behind blank lines",
       good + "\n\ngarbage\n\n\n" + good,
       {"entry 1", fault(5, kNotAField), "entry 8"}},
      {"binary values in a bad entry are passed by their length",
       good + "no field\n" + binary_field("MESSAGE", "x\n\nMESSAGE=forged\n\n") + "\n" + good,
       {"entry 1", fault(3, kNotAField), "entry 11"}},
      {"a length that is one short",
       good + binary_field("MESSAGE", "value", 4) + "\n" + good,
       {"entry 1", fault(3, kLength), "entry 6"}},
      {"a length that is one long, which ends at the blank line",
       "__CURSOR=s=1\n" + binary_field("MESSAGE", "value", 6) + "\n" + journalctls,
       {fault(5, kNoBlankLine), "entry 5"}},
      {"a length that reaches into the next entry",
       good + binary_field("MESSAGE", "value", 15) + "\n" + good,
       {"entry 1", fault(3, kLength), "entry 6"}},
      {"a length beyond all",
       good + binary_field("MESSAGE", "value", ~std::uint64_t{0}) + "\n" + good,
       {"entry 1", fault(3, kLength), "entry 6"}},
      {"a length beyond journald's",
       good + binary_field("MESSAGE", "x", 805306369) + "\n" + good,
       {"entry 1", fault(3, kLength), "entry 6"}},
      {"a length beyond the end, and entries of the same journal behind it",
       "__CURSOR=s=2;i=0\n" + binary_field("MESSAGE", "value", 5000) + "\n" + journalctls +
           journalctls,
       {fault(2, kLength), "entry 5", "entry 9"}},
      {"torn in a value that looks like an entry",
       "__CURSOR=s=2;i=0\n" + binary_field("MESSAGE", "\n__CURSOR=s=9;i=1\nMESSAGE=x\n\n", 5000),
       {fault(2, kTorn)}},
      {"cut off, and another appended",
       journalctls + "__CURSOR=s=1\n__REALTIME_TIMESTAMP=1\nMESSAGE=x\n" + journalctls,
       {"entry 1", fault(8, kNoBlankLine), "entry 8"}},
      {"cut off inside a line, and another appended",
       journalctls + "__CURSOR=s=1\n__REALTIME_TIMESTAMP=1\nMESSAGE=x" + journalctls + journalctls,
       {"entry 1", fault(8, kNoBlankLine), "entry 8", "entry 11"}},
      {"cut off inside a binary value, and another appended",
       "__CURSOR=s=1\n__REALTIME_TIMESTAMP=1\n" +
           binary_field("MESSAGE", "0123456789", 30).substr(0, 22) + journalctls + journalctls,
       {fault(3, kLength), "entry 5", "entry 8"}},
      {"JSON lines between",
       journalctls + "{\"MESSAGE\":\"x\"}\n{}\n\n" + journalctls,
       {"entry 1", fault(5, kNotAField), "entry 8"}},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.named);
    const Telling telling = tell(c.text);
    EXPECT_EQ(outline(telling), c.expected);
    for (const Told& told : telling.all) {
      if (!told.is_entry || told.find("MESSAGE") == nullptr) continue;
      EXPECT_THAT(told.find("MESSAGE")->values, ElementsAre("good"));
    }
  }
}

TEST_F(ExportSourceTest, ValuesAreTheirBytes) {
  for (const std::string& value :
       {""s, "x"s, "\n"s, "\0"s, "a\0b\n\nMESSAGE=c\n\n"s, "\r"s, "\r\n"s, "\x1b[31mred"s,
        "Z\xc3\xbcrich"s, "Latin-1 \xfc"s, std::string(10, 'x'), std::string(2570, 'y')}) {
    SCOPED_TRACE(printable(value));
    const std::string text = "UNIT=u\n" + binary_field("MESSAGE", value) + "PRIORITY=3\n\n";
    EXPECT_THAT(values(text, "MESSAGE"), ElementsAre(value));
    EXPECT_THAT(values(text, "PRIORITY"), ElementsAre("3"));
    const Telling telling = tell(text);
    EXPECT_EQ(telling.all[0].find("MESSAGE")->is_utf8[0], is_valid_utf8(value));
  }
  EXPECT_THAT(values("MESSAGE=a=b=\n\n", "MESSAGE"), ElementsAre("a=b="));
  EXPECT_THAT(values("MESSAGE= a \n\n", "MESSAGE"), ElementsAre(" a "));
  EXPECT_THAT(values("MESSAGE=\xff\n\n", "MESSAGE"), ElementsAre("\xff"));
  EXPECT_THAT(values("UNIT=x\nMESSAGE=a\r\n\n", "MESSAGE"), ElementsAre("a\r"));
  EXPECT_THAT(values("UNIT=x\r\nMESSAGE=a\r\n\r\n", "MESSAGE"), ElementsAre("a"));
  EXPECT_THAT(values("MESSAGES=a\nMESSAG=b\nXMESSAGE=c\n\n", "MESSAGE"), IsEmpty());
}

TEST_F(ExportSourceTest, RepeatedFieldsKeepTheirOrder) {
  std::string text;
  std::vector<std::string> expected;
  for (int i = 0; i < 1000; i++) {
    expected.push_back(std::to_string(i));
    text += i % 3 == 0 ? binary_field("UNIT", expected.back()) : "UNIT=" + expected.back() + "\n";
    if (i % 7 == 0) text += "MESSAGE=" + expected.back() + "\n";
  }
  EXPECT_EQ(values(text + "\n", "UNIT"), expected);
  EXPECT_THAT(values(text + "\n", "MESSAGE"), SizeIs(143));
  for (int count = 1; count < 20; count++) {
    text.clear();
    for (int i = 0; i < count; i++) text += "UNIT=" + std::to_string(i) + "\n";
    EXPECT_THAT(values(text + "\n", "UNIT"), SizeIs(count));
  }
}

TEST_F(ExportSourceTest, JsonIsWhatJournalctlPrints) {
  const std::string text = "__CURSOR=s=1;i=2\n__REALTIME_TIMESTAMP=3\n_BOOT_ID=4\nA=\"\\\nB=1\n" +
                           binary_field("MESSAGE", "one\ntwo") + "B=2\nlower=no\n" +
                           binary_field("C", "\x1b\0"s) + "\nMESSAGE=next\n\n";
  const Telling telling = tell(text);
  ASSERT_THAT(telling.all, SizeIs(2));
  EXPECT_EQ(telling.all[0].raw,
            R"({"__CURSOR":"s=1;i=2","__REALTIME_TIMESTAMP":"3","_BOOT_ID":"4","A":"\"\\",)"
            R"("B":["1","2"],"MESSAGE":"one\ntwo","C":[27,0]})");
  EXPECT_EQ(telling.all[1].raw, R"({"MESSAGE":"next"})");
}

// A stream with everything in it.
const std::string kMotley = [] {
  std::string text = "-- Boot 3b5ef2c3a4d94c3a9f6e4ff6c8a0b1d2 --\n";
  text += "__CURSOR=s=1\n__REALTIME_TIMESTAMP=1\nMESSAGE=one\nUNIT=a\nUNIT=b\n\n";
  text += "\n__CURSOR=s=2\n" + binary_field("PAYLOAD", "x\n\n__CURSOR=s=9\nMESSAGE=y\n\n\0\xff"s);
  text += binary_field("UNIT", "") + "MESSAGE=two\n\n";
  text += "__CURSOR=s=3\nno field\n" + binary_field("MESSAGE", "\n\n") + "\n";
  text += "__CURSOR=s=4\n" + binary_field("MESSAGE", "wrong", 7) + "UNIT=x\n\n";
  text += "__CURSOR=s=5\nlower=case\nMESSAGE=three\n__CURSOR=s=6\nMESSAGE=four\n\n";
  text += "__CURSOR=s=7\n" + binary_field("MESSAGE", "torn", 700);
  return text;
}();

TEST_F(ExportSourceTest, AReadMayEndAtAnyByte) {
  const Telling whole = feed_.whole(kMotley);
  ASSERT_EQ(outline(whole),
            (Outline{"entry 2", "entry 9", fault(22, kNotAField), fault(29, kLength),
                     fault(36, kNoBlankLine), "entry 36", fault(40, kTorn)}));
  EXPECT_EQ(whole.all[1].find("PAYLOAD")->values[0], "x\n\n__CURSOR=s=9\nMESSAGE=y\n\n\0\xff"s);
  const std::string_view text = kMotley;
  for (std::size_t at = 1; at < text.size(); at++) {
    const Telling cut = feed_.pieces(std::vector{text.substr(0, at), text.substr(at)});
    ASSERT_EQ(cut.all, whole.all) << "cut at " << at;
    ASSERT_THAT(cut.errors, IsEmpty());
  }
  tell(text);
}

TEST_F(ExportSourceTest, LimitsAndPiecesOfAnySizeGiveTheSame) {
  std::mt19937 random(5);
  const std::string_view text = kMotley;
  for (int i = 0; i < 600; i++) {
    feed_.options.max_line = 1 + random() % 120;
    feed_.options.chunk_size = 16 + random() % 100;
    std::vector<std::string_view> pieces;
    for (std::string_view left = text; !left.empty();) {
      const std::size_t size = std::min<std::size_t>(left.size(), 1 + random() % 90);
      pieces.push_back(left.substr(0, size));
      left.remove_prefix(size);
    }
    ASSERT_EQ(feed_.pieces(pieces).all, feed_.whole(text).all)
        << "limit " << feed_.options.max_line;
  }
}

TEST_F(ExportSourceTest, ALiveEntryIsToldByTheReadThatBroughtItsBlankLine) {
  int ends[2];
  ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  UniqueFd writer(ends[1]);
  TextSource source(UniqueFd(ends[0]), "-", *feed_.plan, {});
  Event event(feed_.fields);
  EXPECT_EQ(source.next(event), Source::Step::kDry);
  const std::string_view piece = "MESSAGE=x\n\nUNIT=y\n";
  for (int i = 1; i <= 3; i++) {
    ASSERT_EQ(::write(writer.get(), piece.data(), piece.size()),
              static_cast<ssize_t>(piece.size()));
    ASSERT_TRUE(source.read());
    ASSERT_EQ(source.next(event), Source::Step::kEntry);
    EXPECT_EQ(event.exists(*feed_.fields.find("UNIT")), i > 1);
    EXPECT_EQ(source.next(event), Source::Step::kDry);
  }
}

TEST_F(ExportSourceTest, EntriesOfAllLengthsUpToTheLimit) {
  feed_.options.chunk_size = 1024;
  feed_.options.max_line = 10000;
  std::string text;
  std::vector<std::size_t> sizes;
  for (std::size_t size = 19; size <= 10000; size = size * 5 / 4 + 1) sizes.push_back(size);
  for (const std::size_t near : {1023u, 1024u, 1025u, 2047u, 2048u, 2049u, 4096u, 9999u, 10000u})
    sizes.push_back(near);
  for (const std::size_t size : sizes) {
    text += "MESSAGE=" + std::string(size - 9, 'x') + "\n\n";
    text += binary_field("MESSAGE", std::string(size - 17, 'y')) + "\n";
  }
  const Telling telling = tell(text);
  ASSERT_THAT(telling.all, SizeIs(sizes.size() * 2));
  for (std::size_t i = 0; i < sizes.size(); i++) {
    ASSERT_TRUE(telling.all[2 * i].is_entry && telling.all[2 * i + 1].is_entry);
    EXPECT_EQ(telling.all[2 * i].find("MESSAGE")->values[0].size(), sizes[i] - 9);
    EXPECT_EQ(telling.all[2 * i + 1].find("MESSAGE")->values[0].size(), sizes[i] - 17);
  }
}

TEST_F(ExportSourceTest, ALongerEntryIsToldOnceAndPassedOver) {
  feed_.options.chunk_size = 64;
  feed_.options.max_line = 100;
  const std::string too_long = "longer than 100 bytes (--max-entry)";
  const std::string good = "MESSAGE=good\n\n";
  for (const std::size_t size : {101u, 102u, 103u, 128u, 129u, 200u, 1000u, 5000u}) {
    SCOPED_TRACE(size);
    std::string many;
    while (many.size() + 30 < size) many += "UNIT=" + std::string(14, 'x') + "\n";
    many += "UNIT=" + std::string(size - many.size() - 6, 'x') + "\n";
    const auto lines = static_cast<std::uint64_t>(std::count(many.begin(), many.end(), '\n'));
    ASSERT_EQ(many.size(), size);
    EXPECT_EQ(outline(tell(good + many + "\n" + good)),
              (Outline{"entry 1", fault(3, too_long), "entry " + std::to_string(lines + 4)}));
    const std::string text = "UNIT=" + std::string(size - 6, 'x') + "\n";
    EXPECT_EQ(
        outline(tell(good + text + "\n" + good + "bad\n\n" + text + "\n" + text + "\n" + good)),
        (Outline{"entry 1", fault(3, too_long), "entry 5", fault(7, kNotAField), fault(9, too_long),
                 fault(11, too_long), "entry 13"}));
    // What is in a value that is passed over is never an entry.
    std::string value = "\n\n__CURSOR=s=1\nMESSAGE=forged\n\n";
    value += std::string(size, 'x');
    const std::string binary = binary_field("UNIT", value);
    EXPECT_EQ(outline(tell(good + binary + "\n" + good)),
              (Outline{"entry 1", fault(3, too_long), "entry 11"}));
    EXPECT_EQ(outline(tell(good + "A=b\n" + binary + "C=d\n\n" + good)),
              (Outline{"entry 1", fault(3, too_long), "entry 13"}));
    // at the start, at the end, torn, alone
    for (const std::string& entry : {text, binary}) {
      EXPECT_EQ(outline(tell(entry + "\n")), (Outline{fault(1, too_long)}));
      EXPECT_EQ(outline(tell(entry)), (Outline{fault(1, too_long)}));
      EXPECT_EQ(outline(tell(good + entry)), (Outline{"entry 1", fault(3, too_long)}));
    }
    EXPECT_EQ(outline(tell(good + binary.substr(0, 30))), (Outline{"entry 1", fault(3, too_long)}));
    // one that is followed without a blank line
    EXPECT_EQ(outline(tell("__CURSOR=a\n" + text + "__CURSOR=b\nMESSAGE=good\n\n")),
              (Outline{fault(1, too_long), "entry 3"}));
  }
  const std::string exact = "MESSAGE=" + std::string(91, 'x') + "\n";
  EXPECT_EQ(outline(tell(exact + "\n" + exact + "\n" + exact)),
            (Outline{"entry 1", "entry 3", "entry 5"}));
}

TEST_F(ExportSourceTest, AnEntryOfManyMegabytesComesThroughAPipeInSmallPieces) {
  // journalctl writes 4096 bytes at a time. A reader that looks at the whole entry again after each
  // of them would need minutes.
  const std::string value = std::string(16 << 20, 'x');
  for (const std::string& first : {"MESSAGE=" + value + "\n", binary_field("MESSAGE", value),
                                   "UNIT=x\nMESSAGE=" + value + "\n"}) {
    const std::string text = first + "\nMESSAGE=next\n\n";
    const Telling telling = feed_.pieces(in_pieces_of(text, 4096));
    ASSERT_THAT(telling.all, SizeIs(2));
    EXPECT_EQ(telling.all[0].find("MESSAGE")->values[0].size(), value.size());
    EXPECT_TRUE(telling.all[1].is_entry);
  }
  feed_.options.max_line = 1 << 20;
  const Telling telling =
      feed_.pieces(in_pieces_of("MESSAGE=" + value + "\n\nMESSAGE=next\n\n", 4096));
  ASSERT_THAT(telling.all, SizeIs(2));
  EXPECT_EQ(telling.all[0].kind, Fault::Kind::kTooLong);
}

TEST_F(ExportSourceTest, TooManyFieldsAreAFault) {
  std::string text;
  for (int i = 0; i < 65536; i++) text += "A=\n";
  EXPECT_EQ(outline(feed_.whole(text + "\n")), (Outline{"entry 1"}));
  EXPECT_EQ(outline(feed_.whole(text + "A=\n\nMESSAGE=x\n\n")),
            (Outline{fault(65538, "more than 65536 fields"), "entry 65539"}));
}

TEST_F(ExportSourceTest, BrokenInputCostsOnlyTheBrokenEntries) {
  std::mt19937 random(3);
  std::string text;
  std::size_t good = 0;
  for (int i = 0; i < 3000; i++) {
    const std::string number = std::to_string(i);
    std::string entry = "__CURSOR=" + number + "\n__REALTIME_TIMESTAMP=" + number + "\nUNIT=u\n" +
                        binary_field("MESSAGE", "number\n" + number) + "\n";
    if (i % 3 == 1) {
      // a byte of the first name, or of the length, is another
      const std::size_t at = i % 2 == 0 ? random() % 6 : entry.find("MESSAGE\n") + 8;
      entry[at] = static_cast<char>(entry[at] ^ (i % 2 == 0 ? 0x80 : 0x15));
    } else {
      good++;
    }
    text += entry;
  }
  const Telling telling = feed_.whole(text);
  EXPECT_EQ(telling.counts.entries, good);
  EXPECT_EQ(telling.counts.malformed, 1000u);
  for (const Told& told : telling.all) {
    if (!told.is_entry) continue;
    EXPECT_EQ(told.find("MESSAGE")->values[0], "number\n" + told.find("__CURSOR")->values[0]);
  }
}

TEST_F(ExportSourceTest, TheKindIsFoundFromTheFirstLines) {
  const std::string cure = "error: standard input: this is no journal output";
  const struct {
    std::string text;
    Outline expected;
  } cases[] = {
      {"__CURSOR=", {fault(1, kTorn)}},
      {"MESSAGE=x", {fault(1, kTorn)}},
      {"MESSAGE=x\n", {"entry 1"}},
      {"MESSAGE=x\nhello\n\n", {cure}},  // a line that is followed by none of its kind
      {"MESSAGE=x\n{}\n", {"fault 1: not a JSON object", "entry 2"}},
      {"hello\nMESSAGE=x\nUNIT=y\n\n", {fault(1, kNotAField)}},
      {"hello\n\nMESSAGE=x\nUNIT=y\n\n", {fault(1, kNotAField), "entry 3"}},
      {"README\n", {cure}},
      {"README\n\x05\0\0\0\0\0\0\0value\n"s, {"entry 1"}},
      {"README\nThis is a text.\n", {cure}},
      {"hello\n__CURSOR=x\n\n", {fault(1, kNotAField)}},
      {"path=/bin\nhome=/\n", {cure}},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(printable(c.text));
    EXPECT_EQ(outline(tell(c.text)), c.expected);
  }
}

}  // namespace
}  // namespace hark
