// Escape sequences out of a text, and offsets back into it.
#include "event/ansi.h"

#include <gtest/gtest.h>

#include <cstring>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "base/printable.h"

namespace hark {
namespace {

using namespace std::literals;

std::string strip(std::string_view text) {
  Arena arena;
  return std::string(strip_ansi({text, is_valid_utf8(text)}, arena).bytes);
}

TEST(Ansi, TakesWholeSequencesOut) {
  const std::pair<std::string, std::string> cases[] = {
      {"", ""},
      {"plain", "plain"},
      {"\x1b[31mred\x1b[0m", "red"},
      {"\x1b[m", ""},
      {"\x1b[0;1;38:5:185mw", "w"},
      {"\x1b[38;5;185mw", "w"},
      {"\x1b[K\x1b[2Jx", "x"},
      {"\x1b[?25lx\x1b[?25h", "x"},
      {"\x1b[>0;276;0cx", "x"},
      {"\x1b[ qx", "x"},
      {"\x1b[1 @x\x1b[1~y", "xy"},
      {"a\x1b[1mb\x1b[22mc", "abc"},
      {"\x1b]0;title\x07x", "x"},
      {"\x1b]8;;https://a.b/?c\x1b\\link\x1b]8;;\x1b\\", "link"},
      {"\x1b]8;;x\xC2\x9Clink", "link"},
      {"\x1b]0;t\xC3\xAFtle\x07x", "x"},
      {"\x1b]\x07x", "x"},
      {"\xC2\x9B"
       "31mred\xC2\x9B"
       "0m",
       "red"},
      {"\xC2\x9D"
       "0;title\x07x",
       "x"},
      {"\xC2\x9D"
       "0;title\xC2\x9Cx",
       "x"},
      {"\xC2\x9D"
       "0;title\x1b\\x",
       "x"},
      // among bytes that are no UTF-8
      {"\xFC\x1b[31m\xFF\x1b[0m\x80", "\xFC\xFF\x80"},
      {"\xFF\xC2\x9B"
       "1mx",
       "\xFFx"},
      {"\xC2\x1b[1mx", "\xC2x"},
      {"a\0\x1b[1m\0b"s, "a\0\0b"s},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(strip(text), expected) << printable(text);
}

TEST(Ansi, KeepsWhatIsBroken) {
  for (const std::string& text : {"\x1b"s,
                                  "\x1b["s,
                                  "x\x1b[31"s,
                                  "\x1b[31;"s,
                                  "\x1b[31\x01m"s,
                                  "\x1b[31\nm"s,
                                  "\x1b[3 1m"s,
                                  "\x1b[31\xC3\xA9m"s,
                                  "\x1b]0;no end"s,
                                  "\x1b]0;t\nx\x07"s,
                                  "\x1b]0;t\x1b[1"s,
                                  "\x1b]0;\x1b"s,
                                  "\x1b\x1b"s,
                                  "\x1b(B"s,
                                  "\x1b"
                                  "c"s,
                                  "\x1b=x"s,
                                  "[31mx"s,
                                  "\xC2"s,
                                  "\xC2\x9B"s,
                                  "\xC2\x9B"
                                  "31"s,
                                  "\xC2\x9D"
                                  "0;t"s,
                                  "\xC2\x9Cx"s,
                                  "\xC2\xA0x"s,
                                  "\x9B"
                                  "31mx"s,
                                  "\x1bP1;2q\x1b\\"s}) {
    EXPECT_EQ(strip(text), text) << printable(text);
  }
  // one that is broken does not hide the next
  EXPECT_EQ(strip("\x1b[31\x1b[1mx"), "\x1b[31x");
  EXPECT_EQ(strip("\x1b]0;t\x1b[1mx"), "\x1b]0;tx");
  EXPECT_EQ(strip("\x1b\x1b[1mx"), "\x1bx");
}

TEST(Ansi, LooksForItCheaplyAndMissesNothing) {
  EXPECT_FALSE(may_have_ansi(""));
  EXPECT_FALSE(may_have_ansi("plain \xC2\xA0 \xC3\xA9"));
  EXPECT_TRUE(may_have_ansi("\x1b"));
  EXPECT_TRUE(may_have_ansi("x\xC2\x9B"));
  EXPECT_TRUE(may_have_ansi("x\xC2\x9D"));
}

TEST(Ansi, ReturnsATextWithoutAnyAsItIs) {
  Arena arena;
  const std::string text = "plain";
  EXPECT_EQ(strip_ansi({text, true}, arena).bytes.data(), text.data());
}

TEST(Ansi, SaysWhetherWhatIsLeftIsUtf8) {
  Arena arena;
  EXPECT_TRUE(strip_ansi({"\x1b[1m\xC3\xA9", true}, arena).is_utf8);
  EXPECT_FALSE(strip_ansi({"\x1b[1m\xC3", false}, arena).is_utf8);
  EXPECT_TRUE(strip_ansi({"\x1b]0;\xFF\x07x", false}, arena).is_utf8);  // what was bad is gone
}

TEST(Ansi, TimeIsLinear) {
  for (const std::string_view unit : {"\x1b["sv, "\x1b]"sv, "\x1b]x"sv, "\xC2\x9D"sv, "\xC2\x9B"sv,
                                      "\x1b[1;"sv, "\xC2\x9Dx"sv, "\x1b]\xC2"sv}) {
    std::string text;
    while (text.size() < 300'000) text += unit;
    (void)strip(text);
    (void)AnsiOffsets(text);
  }
}

TEST(AnsiOffsets, StartsLieBehindSequencesAndEndsBefore) {
  const AnsiOffsets offsets("\x1b[1mab\x1b[0m\x1b[2mc\x1b[0m");  // "abc"
  EXPECT_EQ(offsets.start(0), 4u);
  EXPECT_EQ(offsets.end(0), 0u);
  EXPECT_EQ(offsets.start(1), 5u);
  EXPECT_EQ(offsets.end(1), 5u);
  EXPECT_EQ(offsets.start(2), 14u);
  EXPECT_EQ(offsets.end(2), 6u);
  EXPECT_EQ(offsets.end(3), 15u);
  EXPECT_EQ(offsets.start(3), 19u);
  const AnsiOffsets none("abc");
  EXPECT_EQ(none.start(2), 2u);
  EXPECT_EQ(none.end(3), 3u);
}

// Random texts with sequences put in: what is stripped is the text before, and each piece of it is
// found again where it stands.
TEST(AnsiOffsets, LeadBackToTheSameBytes) {
  const std::string_view sequences[] = {"\x1b[31m",
                                        "\x1b[0m",
                                        "\x1b[m",
                                        "\x1b[38;5;185m",
                                        "\x1b]0;t\x07",
                                        "\x1b]8;;u\x1b\\",
                                        "\xC2\x9B"
                                        "1m",
                                        "\xC2\x9D"
                                        "t\xC2\x9C",
                                        "\x1b[ q"};
  const std::string_view pieces[] = {
      "a",    "kill", " ", "\n",   "\xC3\xA9", "\xF0\x9F\x98\x80", "\xFF", "\xFC",
      "[31m", "0",    ";", "\0"sv, "\x80",     "\xC2\xA0",         "m"};
  std::mt19937 random(9);
  for (int round = 0; round < 3000; round++) {
    std::string plain, full;
    std::vector<std::size_t> place;  // of each plain byte in the full text
    for (auto n = random() % 30; n > 0; n--) {
      if (random() % 3 == 0) {
        full += sequences[random() % std::size(sequences)];
        continue;
      }
      for (const char c : pieces[random() % std::size(pieces)]) {
        place.push_back(full.size());
        plain += c;
        full += c;
      }
    }
    // In a block of its own size: the sanitizer sees a look beyond.
    const std::unique_ptr<char[]> block(new char[full.size()]);
    std::memcpy(block.get(), full.data(), full.size());
    const std::string_view original(block.get(), full.size());
    ASSERT_EQ(strip(original), plain) << printable(full);
    const AnsiOffsets offsets(original);
    for (std::size_t i = 0; i < plain.size(); i++) {
      ASSERT_EQ(offsets.start(i), place[i]) << printable(full);
      ASSERT_EQ(offsets.end(i + 1), place[i] + 1) << printable(full);
    }
    for (int i = 0; i < 5 && !plain.empty(); i++) {
      const std::size_t from = random() % plain.size();
      const std::size_t to = from + 1 + random() % (plain.size() - from);
      const std::size_t start = offsets.start(from), end = offsets.end(to);
      ASSERT_LT(start, end);
      ASSERT_EQ(strip(original.substr(start, end - start)), plain.substr(from, to - from));
    }
    ASSERT_LE(offsets.start(plain.size()), full.size());
  }
}

}  // namespace
}  // namespace hark
