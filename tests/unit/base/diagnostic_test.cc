// What a person reads: place, caret, reason, help; also where the text at fault is hostile or long.
#include "base/diagnostic.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <random>
#include <string>

#include "base/printable.h"
#include "base/result.h"

namespace hark {
namespace {

using ::testing::HasSubstr;
using namespace std::literals;

Diagnostic at(Origin origin) {
  Diagnostic d = error("bad pattern");
  d.origin = std::move(origin);
  return d;
}

TEST(Diagnostic, SaysEverythingInOrder) {
  Diagnostic d =
      error("bad pattern", "missing closing parenthesis", "-F searches for the literal text");
  d.origin = Origin{"-e", "kill(ed", 4, 1, 0};
  EXPECT_EQ(render(d),
            "hark: error: bad pattern\n"
            "  -e kill(ed\n"
            "         ^\n"
            "  reason: missing closing parenthesis\n"
            "  help: -F searches for the literal text\n");
  d.origin = Origin{"patterns.txt", "kill(ed", 4, 3, 7};
  d.level = Diagnostic::Level::kWarning;
  EXPECT_EQ(render(d),
            "hark: warning: patterns.txt:7:5: bad pattern\n"
            "  kill(ed\n"
            "      ^^^\n"
            "  reason: missing closing parenthesis\n"
            "  help: -F searches for the literal text\n");
  EXPECT_EQ(render(error("x")), "hark: error: x\n");
  Diagnostic note = error("look");
  note.level = Diagnostic::Level::kNote;
  EXPECT_EQ(render(note), "hark: note: look\n");
  EXPECT_EQ(render(Diagnostics{error("a"), note}), "hark: error: a\nhark: note: look\n");
}

TEST(Diagnostic, OfOneFileInTheOrderOfItsLines) {
  const auto in = [](std::string label, std::size_t line, std::size_t offset) {
    Diagnostic d = error(fmt::format("{}:{}:{}", label, line, offset));
    d.origin = Origin{std::move(label), "x", offset, 1, line};
    return d;
  };
  Diagnostics all = {in("b", 2, 0), in("a", 9, 5), in("-e", 0, 7), in("b", 1, 3),
                     error("bare"), in("a", 9, 1), in("b", 1, 2)};
  sort_by_place(all);
  std::vector<std::string> messages;
  for (const Diagnostic& d : all) messages.push_back(d.message);
  EXPECT_THAT(messages,
              testing::ElementsAre("-e:0:7", "bare", "b:1:2", "b:1:3", "b:2:0", "a:9:1", "a:9:5"));
}

TEST(Diagnostic, TheCaretStandsUnderTheFault) {
  const struct {
    const char* named;
    Origin origin;
    std::string place;
  } cases[] = {
      {"nothing", {"-e", "", 0, 0, 0}, "  -e \n     ^\n"},
      {"at the end", {"-e", "ab", 2, 1, 0}, "  -e ab\n       ^\n"},
      {"beyond the end", {"-e", "ab", 99, 5, 0}, "  -e ab\n       ^\n"},
      {"length zero", {"-e", "ab", 1, 0, 0}, "  -e ab\n      ^\n"},
      {"longer than the text", {"-e", "abc", 1, 99, 0}, "  -e abc\n      ^^\n"},
      {"behind wide characters", {"-e", "你好(", 6, 1, 0}, "  -e 你好(\n         ^\n"},
      {"a wide character", {"-e", "a你b", 1, 3, 0}, "  -e a你b\n      ^^\n"},
      {"behind an accent of its own", {"-e", "e\xCC\x81(", 3, 1, 0}, "  -e e\xCC\x81(\n      ^\n"},
      {"behind an escape sequence", {"-e", "\x1b[1m(", 4, 1, 0}, "  -e \\x1b[1m(\n            ^\n"},
      {"a control character", {"-e", "a\nb", 1, 1, 0}, "  -e a\\x0ab\n      ^^^^\n"},
      {"a byte that is no UTF-8",
       {"-e",
        "a\xFF"
        "b",
        1, 1, 0},
       "  -e a\\xffb\n      ^^^^\n"},
      {"inside a character", {"-e", "é(", 1, 1, 0}, "  -e \\xc3\\xa9(\n         ^^^^\n"},
      {"behind a tab", {"-e", "\t(", 1, 1, 0}, "  -e  (\n      ^\n"},
      {"a hostile label",
       {"\x1b]0;x\x07", "ab", 0, 1, 0},
       "  \\x1b]0;x\\x07 ab\n               ^\n"},
  };
  for (const auto& c : cases)
    EXPECT_EQ(render(at(c.origin)), "hark: error: bad pattern\n" + c.place) << c.named;
}

TEST(Diagnostic, NothingHostileComesThrough) {
  const std::string evil =
      "\x1b[2J\xE2\x80\xAE\r\n\x07\xC2\x9B"
      "1m\xFF";
  Diagnostic d = error(evil, evil, evil);
  d.origin = Origin{evil, evil, 3, 4, 0};
  for (const std::size_t line : {0u, 3u}) {
    d.origin->line = line;
    const std::string text = render(d);
    EXPECT_EQ(find_unsafe(text, 0, true), text.size()) << text;
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 5);
  }
}

TEST(Diagnostic, ALongTextIsShownAsAWindow) {
  std::string text;
  for (int i = 0; i < 1000; i++) text += "word" + std::to_string(i % 10) + " ";
  text[3000] = '(';
  const std::string shown = render(at({"-e", text, 3000, 1, 0}));
  EXPECT_LT(shown.size(), 400u);
  EXPECT_THAT(shown, HasSubstr("  -e …"));
  EXPECT_THAT(shown, HasSubstr("…\n"));
  const auto line_begin = shown.find("  -e"), caret_begin = shown.find('\n', line_begin) + 1;
  const std::string line = shown.substr(line_begin, caret_begin - 1 - line_begin);
  const std::string carets = shown.substr(caret_begin);
  const std::size_t caret = carets.find('^');
  EXPECT_EQ(line.substr(caret + std::string_view("…").size() - 1, 1), "(") << shown;

  EXPECT_THAT(render(at({"-e", text, 0, 1, 0})), HasSubstr("  -e word0"));
  EXPECT_THAT(render(at({"-e", text, text.size(), 1, 0})), HasSubstr("  -e …"));
}

// Whatever the text and the place, the message stays short, safe and whole, and its caret under it.
TEST(Diagnostic, AnyTextAtAnyPlace) {
  std::mt19937 random(6);
  const std::string_view pieces[] = {"a",    "word ",     "\x80",    "\xBF\xBF\xBF", "é",
                                     "😀",    "\xF0\x9F",  "\x1b[1m", "\n",           "\t",
                                     "\xFF", "e\xCC\x81", "你"};
  for (int i = 0; i < 3000; i++) {
    std::string text;
    const auto& only = pieces[random() % std::size(pieces)];
    for (auto n = random() % 400; n > 0; n--)
      text += i % 4 == 0 ? only : pieces[random() % std::size(pieces)];
    Origin origin{"-e", text, random() % (text.size() + 5), random() % 300, random() % 2};
    const std::string shown = render(at(origin));
    ASSERT_LT(shown.size(), 1000u) << text.size() << " " << origin.offset << " " << origin.length;
    ASSERT_EQ(find_unsafe(shown, 0, true), shown.size());
    ASSERT_EQ(std::count(shown.begin(), shown.end(), '\n'), 3);
    ASSERT_NE(shown.find('^'), std::string::npos);
  }
}

TEST(Diagnostic, AWindowOfBytesThatAreNoTextIsNoLonger) {
  const std::string text(100000, '\x80');
  EXPECT_LT(render(at({"-e", text, 50000, 1, 0})).size(), 1000u);
  EXPECT_LT(render(at({"-e", text, 150, 1, 0})).size(), 1000u);
}

TEST(Result, HoldsAValueOrTheReasons) {
  Result<std::unique_ptr<int>> value = std::make_unique<int>(3);
  ASSERT_TRUE(value);
  EXPECT_EQ(**value, 3);
  Result<std::unique_ptr<int>> one = error("a");
  ASSERT_FALSE(one);
  EXPECT_EQ(one.errors().size(), 1u);
  const Result<int> many = Diagnostics{error("a"), error("b")};
  ASSERT_FALSE(many);
  EXPECT_EQ(many.errors()[1].message, "b");
}

}  // namespace
}  // namespace hark
