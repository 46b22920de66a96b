// Text → tokens and where they stand. What expressions made of them mean is in tests/expressions.
#include "expr/lexer.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace hark {
namespace {

using Kind = Token::Kind;

std::vector<Token> tokens_of(std::string_view text) {
  Lexer lexer(text);
  std::vector<Token> all;
  do {
    all.push_back(lexer.next());
  } while (all.back().kind != Kind::kEnd && all.back().kind != Kind::kMistake);
  return all;
}

Token first(std::string_view text) { return tokens_of(text)[0]; }

// The tokens as the source has them, by their places.
std::string places(std::string_view text) {
  std::string out;
  for (const Token& token : tokens_of(text)) {
    if (!out.empty()) out += '|';
    out += text.substr(token.place.offset, token.place.length);
  }
  return out;
}

TEST(Lexer, KnowsWhereTokensStand) {
  EXPECT_EQ(places(" lower( A )\t!~'x' &&json.a.\"b c\".0>=-1.5e3"),
            "lower|(|A|)|!~|'x'|&&|json.a.\"b c\".0|>=|-|1.5e3|");
  EXPECT_EQ(places("a<>b<=c==d=e=~f!=g!~h||!i,j"),
            "a|<>|b|<=|c|==|d|=|e|=~|f|!=|g|!~|h||||!|i|,|j|");
  EXPECT_EQ(places("now-1h30min now - 2.5d"), "now|-|1h30min|now|-|2.5d|");
  EXPECT_EQ(places("A in('it''s',r'\\',/a\\/b/)"), "A|in|(|'it''s'|,|r'\\'|,|/a\\/b/|)|");
  EXPECT_EQ(places(""), "");
}

TEST(Lexer, EndsAgainAndAgain) {
  Lexer lexer("A");
  lexer.next();
  for (int i = 0; i < 3; i++) {
    const Token end = lexer.next();
    EXPECT_EQ(end.kind, Kind::kEnd);
    EXPECT_EQ(end.place.offset, 1u);
  }
}

TEST(Lexer, ReadsNamesWithTheirPaths) {
  const Token token = first("json.a_1.0.'x y'.\"\\x41\".in");
  EXPECT_EQ(token.kind, Kind::kName);
  EXPECT_EQ(token.text, "json");
  EXPECT_EQ(token.path, (std::vector<std::string>{"a_1", "0", "x y", "A", "in"}));
  EXPECT_EQ(first("rest").text, "rest");  // no raw string
  EXPECT_EQ(first("_PID").text, "_PID");
}

TEST(Lexer, ReadsNumbersAndSizes) {
  const struct {
    const char* text;
    double number;
  } cases[] = {{"0", 0},
               {"17", 17},
               {"1.5e3", 1500},
               {".5", .5},
               {"5.", 5},
               {"1e-2", .01},
               {"0x1F", 31},
               {"0Xff", 255},
               {"1B", 1},
               {"1kB", 1000},
               {"1KB", 1000},
               {"1KiB", 1024},
               {"1.5MiB", 1.5 * 1048576},
               {"2GB", 2e9},
               {"1GiB", 1073741824},
               {"1TB", 1e12},
               {"1PiB", 1125899906842624}};
  for (const auto& c : cases) {
    const Token token = first(c.text);
    EXPECT_EQ(token.kind, Kind::kNumber) << c.text;
    EXPECT_EQ(token.number, c.number) << c.text;
    EXPECT_EQ(token.text, c.text);
    EXPECT_EQ(token.place.length, std::string(c.text).size()) << c.text;
  }
  for (const char* text : {"1h", "30min", "1.5d", "2h30min", "90s", "1w", "500ms"})
    EXPECT_EQ(first(text).kind, Kind::kTimeSpan) << text;
  for (const char* text : {"1x", "1K", "1kb", "1Kib", "1iB", "1e999", "12abc", "1_000"})
    EXPECT_EQ(first(text).kind, Kind::kMistake) << text;
}

TEST(Lexer, ReadsStringsOfAllKinds) {
  const struct {
    const char* text;
    const char* value;
  } cases[] = {{"'a'", "a"},
               {"\"a\"", "a"},
               {"''", ""},
               {"''''", "'"},
               {"'it''s'", "it's"},
               {"'it\\'s \\\" \\\\'", "it's \" \\"},
               {"'\\n\\t\\x41\\xfF'", "\n\tA\xff"},
               {"'\\d+\\x4\\q'", "\\d+\\x4\\q"},
               {"\"a''b\"", "a''b"},
               {"r'\\n\\'", "\\n\\"},
               {"r\"a'b\"", "a'b"},
               {"/a\\/b\\\\/", "a\\/b\\\\"},
               {"//", ""}};
  for (const auto& c : cases) {
    const Token token = first(c.text);
    EXPECT_EQ(token.kind, Kind::kText) << c.text << ": " << token.text;
    EXPECT_EQ(token.text, c.value) << c.text;
    EXPECT_EQ(token.place.length, std::string(c.text).size()) << c.text;
  }
  using namespace std::literals;
  EXPECT_EQ(first("'a\0b'"sv).text, "a\0b"sv);
  EXPECT_EQ(first("'\\x00'").text, "\0"sv);
}

TEST(Lexer, SaysWhatItCannotRead) {
  const struct {
    const char* text;
    std::size_t offset, length;
  } cases[] = {{"'open", 0, 1},        {"r'open", 1, 1},  {"/open", 0, 1},   {"/x/i", 3, 1},
               {"json.", 4, 1},        {"json.a.", 6, 1}, {"json.'x", 5, 1}, {"===", 0, 3},
               {"~=", 0, 2},           {"&", 0, 1},       {"|", 0, 1},       {"[", 0, 1},
               {"\xe2\x80\x9c", 0, 3}, {"\xff", 0, 1},    {"5x", 0, 2}};
  for (const auto& c : cases) {
    const Token token = first(c.text);
    EXPECT_EQ(token.kind, Kind::kMistake) << c.text;
    EXPECT_FALSE(token.text.empty()) << c.text;
    EXPECT_EQ(token.place.offset, c.offset) << c.text;
    EXPECT_EQ(token.place.length, c.length) << c.text;
  }
}

}  // namespace
}  // namespace hark
