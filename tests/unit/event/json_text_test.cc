// Escapes of JSON strings, also of texts that are none.
#include "event/json_text.h"

#include <gtest/gtest.h>

#include <cstring>
#include <memory>
#include <random>
#include <string>

namespace hark {
namespace {

using namespace std::literals;

TEST(JsonText, KnowsWhichEscapesAreJson) {
  for (const char* text : {"", "plain", R"(\")", R"(\\)", R"(\/\b\f\n\r\t)",
                           R"(\u0000\uFFFF\uabcd)", R"(\\x)", R"(\\\\)", R"(\\u12)", R"(\ud800)"}) {
    EXPECT_TRUE(has_valid_escapes(text)) << text;
  }
  for (const char* text : {R"(\)", R"(a\)", R"(\\\)", R"(\x)", R"(\u)", R"(\u123)", R"(\u123g)",
                           R"(\U0041)", R"(\0)", R"(\')", "\\\n", R"(ok\n\q)", R"(\u12 4)"}) {
    EXPECT_FALSE(has_valid_escapes(text)) << text;
  }
  EXPECT_FALSE(has_valid_escapes("\\\0"sv));
}

TEST(JsonText, KeepsWhatIsNoEscape) {
  Arena arena;
  for (const std::string_view text :
       {R"(\)"sv, R"(a\)"sv, R"(\x)"sv, R"(\u12)"sv, R"(\u12g4)"sv, "\\\0"sv}) {
    EXPECT_EQ(unescape_json(text, arena), text);
  }
  EXPECT_EQ(unescape_json(R"(\n\x\n)", arena), "\n\\x\n");
  EXPECT_EQ(unescape_json(R"(\ud83d\u12)", arena), "\xEF\xBF\xBD\\u12");
  EXPECT_EQ(unescape_json("", arena), "");
}

TEST(JsonText, AnyCharacterByItsEscape) {
  Arena arena;
  for (unsigned code = 0; code < 0x10000; code++) {
    char escaped[8];
    std::snprintf(escaped, sizeof escaped, code % 2 != 0 ? "\\u%04x" : "\\u%04X", code);
    std::string expected;
    if (code < 0x80) {
      expected = {static_cast<char>(code)};
    } else if (code < 0x800) {
      expected = {static_cast<char>(0xC0 | code >> 6), static_cast<char>(0x80 | (code & 63))};
    } else {
      const unsigned shown = code >= 0xD800 && code <= 0xDFFF ? 0xFFFD : code;
      expected = {static_cast<char>(0xE0 | shown >> 12),
                  static_cast<char>(0x80 | (shown >> 6 & 63)),
                  static_cast<char>(0x80 | (shown & 63))};
    }
    ASSERT_EQ(unescape_json(escaped, arena), expected) << escaped;
    arena.reset();
  }
}

TEST(JsonText, NeverReadsOrWritesBeyond) {
  // In a block of exactly its size, so that the address sanitizer sees a step too far.
  std::mt19937 random(5);
  constexpr std::string_view kBytes = "\\\\\\u0dD8cC9fne\"x\0\xff";
  Arena arena;
  for (int i = 0; i < 100000; i++) {
    const std::size_t size = random() % 20;
    const std::unique_ptr<char[]> block(new char[size]);
    for (std::size_t at = 0; at < size; at++) block[at] = kBytes[random() % kBytes.size()];
    const std::string_view text(block.get(), size);
    const std::string_view plain = unescape_json(text, arena);
    ASSERT_LE(plain.size(), text.size());
    (void)has_valid_escapes(text);
    // what is allocated next must not lie upon it
    const std::string before(plain);
    std::memset(arena.allocate(16), 'z', 16);
    ASSERT_EQ(plain, before);
    if (i % 1000 == 0) arena.reset();
  }
}

}  // namespace
}  // namespace hark
