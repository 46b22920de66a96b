// Text made harmless for a terminal, and UTF-8 decoding, compared with simdjson's.
#include "base/printable.h"

#include <gtest/gtest.h>
#include <simdjson.h>

#include <random>
#include <string>
#include <vector>

namespace hark {
namespace {

using namespace std::literals;

std::string encode(char32_t code) {
  const auto c = [](char32_t byte) { return static_cast<char>(byte); };
  if (code < 0x80) return {c(code)};
  if (code < 0x800) return {c(0xC0 | code >> 6), c(0x80 | (code & 63))};
  if (code < 0x10000)
    return {c(0xE0 | code >> 12), c(0x80 | (code >> 6 & 63)), c(0x80 | (code & 63))};
  return {c(0xF0 | code >> 18), c(0x80 | (code >> 12 & 63)), c(0x80 | (code >> 6 & 63)),
          c(0x80 | (code & 63))};
}

TEST(Utf8, EveryCharacterIsDecoded) {
  for (char32_t code = 0; code <= 0x10FFFF; code++) {
    const std::string text = encode(code) + "\x80";  // what follows must not matter
    const Character c = decode_character(text);
    const bool is_surrogate = code >= 0xD800 && code <= 0xDFFF;
    ASSERT_EQ(c.valid, !is_surrogate) << static_cast<unsigned>(code);
    if (!is_surrogate) {
      ASSERT_EQ(c.code, code);
      ASSERT_EQ(c.size, text.size() - 1);
    }
  }
  EXPECT_FALSE(decode_character(encode(0x110000)).valid);
}

TEST(Utf8, AnInvalidSequenceTakesItsMaximalSubpart) {
  const std::pair<std::string, std::size_t> cases[] = {
      {"\x80", 1},
      {"\xBF\xBF", 1},
      {"\xC0\x80", 1},
      {"\xC1\xBF", 1},
      {"\xC2", 1},
      {"\xC2\x41", 1},
      {"\xE0\x80\x80", 1},
      {"\xE0\xA0", 2},
      {"\xE1\x80\x41", 2},
      {"\xED\xA0\x80", 1},
      {"\xEF\xBF", 2},
      {"\xF0\x80\x80\x80", 1},
      {"\xF0\x90", 2},
      {"\xF1\x80\x80\x41", 3},
      {"\xF4\x90\x80\x80", 1},
      {"\xF4\x8F\xBF", 3},
      {"\xF5\x80", 1},
      {"\xFF", 1},
  };
  for (const auto& [text, size] : cases) {
    const Character c = decode_character(text);
    EXPECT_FALSE(c.valid) << printable(text);
    EXPECT_EQ(c.size, size) << printable(text);
  }
}

TEST(Utf8, ValidityIsThatOfSimdjson) {
  std::mt19937 random(1);
  // Bytes near the borders make valid and nearly valid texts likely.
  constexpr std::string_view kBytes =
      "a\x7F\x80\x8F\x90\x9F\xA0\xBF\xC0\xC1\xC2\xDF\xE0\xE1\xEC\xED\xEE\xEF\xF0\xF1\xF3\xF4\xF5"
      "\xFF";
  int valid = 0;
  for (int i = 0; i < 150000; i++) {
    std::string text(random() % 9, '\0');
    for (char& c : text)
      c = i % 3 == 0 ? static_cast<char>(random()) : kBytes[random() % kBytes.size()];
    const bool expected = simdjson::validate_utf8(text.data(), text.size());
    ASSERT_EQ(is_valid_utf8(text), expected) << printable(text);
    valid += expected;
    std::string repaired;
    append_repaired(repaired, text);
    ASSERT_TRUE(simdjson::validate_utf8(repaired.data(), repaired.size())) << printable(text);
    // whatever it is, the printable form is safe and the whole text is walked
    const std::string shown = printable(text);
    ASSERT_TRUE(is_valid_utf8(shown));
    ASSERT_EQ(find_unsafe(shown, 0, false), shown.size()) << shown;
  }
  EXPECT_GT(valid, 10000);
}

// Texts of ASCII are looked at in words: what is none is seen wherever it stands.
TEST(Utf8, OneByteMattersAtEveryPlace) {
  for (std::size_t size = 1; size <= 100; size++) {
    for (std::size_t at = 0; at < size; at++) {
      std::string text(size, 'a');
      text[at] = '\x80';
      ASSERT_FALSE(is_valid_utf8(text)) << size << ' ' << at;
      text.replace(at, 1, "\xC3\xA9");
      ASSERT_TRUE(is_valid_utf8(text)) << size << ' ' << at;
      text.pop_back();
      ASSERT_EQ(is_valid_utf8(text), at + 1 < size) << size << ' ' << at;
    }
    // No byte behind the end is looked at, which the sanitizer watches.
    const std::vector<char> exact(size, 'a');
    ASSERT_TRUE(is_valid_utf8({exact.data(), size}));
  }
}

TEST(Utf8, RepairKeepsTheRest) {
  std::string out = "before ";
  append_repaired(out,
                  "a\xFF"
                  "b\xE2\x82"
                  "c\xC3\xA9\x80");
  EXPECT_EQ(out,
            "before a\xEF\xBF\xBD"
            "b\xEF\xBF\xBD"
            "c\xC3\xA9\xEF\xBF\xBD");
}

TEST(Printable, UnsafeIsWhatATerminalObeys) {
  for (const char32_t code :
       {0x00, 0x07,   0x08,   0x0A,   0x0D,   0x1B,   0x1F,   0x7F,   0x80,   0x85,   0x9B,
        0x9F, 0x061C, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A, 0x202E, 0x2066, 0x2067, 0x2069}) {
    EXPECT_TRUE(is_unsafe(code)) << std::hex << static_cast<unsigned>(code);
    const std::string text = "a" + encode(code) + "b";
    EXPECT_EQ(find_unsafe(text, 0, false), 1u);
  }
  for (const char32_t code : {0x09, 0x20, 0x7E, 0xA0, 0xE9, 0x061B, 0x061D, 0x200D, 0x2010, 0x2027,
                              0x202F, 0x2065, 0x206A, 0xFEFF, 0xFFFD, 0x1F600, 0x10FFFF}) {
    EXPECT_FALSE(is_unsafe(code)) << std::hex << static_cast<unsigned>(code);
    const std::string text = "a" + encode(code) + "b";
    EXPECT_EQ(printable(text), text);
  }
}

TEST(Printable, EscapesByByteOrByCharacter) {
  const std::pair<std::string, const char*> cases[] = {
      {"", ""},
      {"plain\ttext", "plain\ttext"},
      {"\x1b[31mred\x07", "\\x1b[31mred\\x07"},
      {"a\nb\r", "a\\x0ab\\x0d"},
      {"\x7f\0"s, "\\x7f\\x00"},
      {"\xC2\x9B"
       "1m",
       "\\u{9b}1m"},
      {"\xE2\x80\xAE"
       "gpj.exe",
       "\\u{202e}gpj.exe"},
      {"\xE2\x80\xA8", "\\u{2028}"},
      {"\xFC"
       "ber\xE2\x82",
       "\\xfcber\\xe2\\x82"},
      {"\xED\xA0\x80", "\\xed\\xa0\\x80"},
      {"Z\xC3\xBCrich \xF0\x9F\x8E\x89", "Z\xC3\xBCrich \xF0\x9F\x8E\x89"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(printable(text), expected);
  std::string out;
  append_printable(out, "a\nb\x1b\nc", true);
  EXPECT_EQ(out, "a\nb\\x1b\nc");
}

TEST(Printable, FindsTheNextUnsafeFromAnywhere) {
  EXPECT_EQ(find_unsafe("", 0, false), 0u);
  EXPECT_EQ(find_unsafe("a\nb\x1b"
                        "c",
                        0, false),
            1u);
  EXPECT_EQ(find_unsafe("a\nb\x1b"
                        "c",
                        0, true),
            3u);
  EXPECT_EQ(find_unsafe("a\nb\x1b"
                        "c",
                        2, false),
            3u);
  EXPECT_EQ(find_unsafe("a\nb\x1b"
                        "c",
                        4, false),
            5u);
  EXPECT_EQ(find_unsafe("ab", 2, false), 2u);
}

TEST(DisplayWidth, CountsColumns) {
  const std::pair<std::string, std::size_t> cases[] = {
      {"", 0},
      {"abc", 3},
      {"\xC3\xBC", 1},
      {"\xE4\xBD\xA0\xE5\xA5\xBD", 4},
      {"e\xCC\x81", 1},
      {"\xF0\x9F\x98\x80", 2},
      {"\xEF\xBB\xBFx", 1},
      {"\xEF\xBC\xA1", 2},
      {"\xE2\x80\xA6", 1},
  };
  for (const auto& [text, width] : cases) EXPECT_EQ(display_width(text), width) << text;
}

}  // namespace
}  // namespace hark
