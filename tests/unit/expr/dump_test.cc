// Trees as text: what is written is read back as it was. More of it is in
// tests/expressions/syntax.txt, and on generated trees in tests/differential/expr.
#include <gtest/gtest.h>

#include <string>

#include "base/printable.h"
#include "expr/parser.h"
#include "expr/tree.h"

namespace hark {
namespace {

// The string that the language reads from the source.
std::string read_back(const std::string& source) {
  const auto tree = parse_expression("A = " + source, "-w");
  EXPECT_TRUE(tree) << source << '\n' << render(tree.errors());
  return tree ? tree->children[1].text : "";
}

TEST(Quote, IsReadBackAsItWas) {
  for (int a = 0; a < 256; a++) {
    const std::string one(1, static_cast<char>(a));
    EXPECT_EQ(read_back(quote(one)), one) << a;
    // What follows may change what a backslash means.
    for (const char* before : {"\\", "'", "\\\\", "x\\", "\\x4", "\xc3"}) {
      EXPECT_EQ(read_back(quote(before + one)), before + one) << before << a;
      EXPECT_EQ(read_back(quote(one + before)), one + before) << before << a;
    }
  }
  for (const std::string text :
       {"it's", "\\d+\\.\\w\\", "ünïcode €", "cut \xe2\x82", "\\n", "a\nb"})
    EXPECT_EQ(read_back(quote(text)), text);
}

TEST(Quote, IsSafeToShow) {
  for (int a = 0; a < 256; a++) {
    const std::string quoted = quote(std::string(1, static_cast<char>(a)));
    EXPECT_EQ(find_unsafe(quoted, 0, false), quoted.size()) << a;
  }
}

TEST(Print, HasAsFewBracketsAsItNeeds) {
  const struct {
    const char *text, *printed;
  } cases[] = {
      {"((A = 1)) or (B = 2 and (C = 3))", "A == 1 or B == 2 and C == 3"},
      {"(A = 1 or B = 2) and C = 3", "(A == 1 or B == 2) and C == 3"},
      {"not (A = 1)", "A != 1"},
      {"not (A = 1 and B = 2)", "not (A == 1 and B == 2)"},
      {"A is null and !(exists(B))", "not exists(A) and not exists(B)"},
      {"\"x\" = field('A')", "'x' == field('A')"},
  };
  for (const auto& c : cases) {
    const auto tree = parse_expression(c.text, "-w");
    ASSERT_TRUE(tree) << c.text;
    EXPECT_EQ(print(*tree), c.printed);
    const auto again = parse_expression(c.printed, "-w");
    ASSERT_TRUE(again) << c.printed;
    EXPECT_EQ(dump(*again), dump(*tree));
  }
}

TEST(Dump, TellsTreesApart) {
  const char* const all[] = {"A = 1",      "A = '1'",      "B = 1",           "field('A') = 1",
                             "1 = A",      "A < 1",        "A <= 1",          "A != 1",
                             "A in (1)",   "A =~ '1'",     "A = 1.5",         "json.a = 1",
                             "json.b = 1", "json.a.b = 1", "time > now",      "time > now - 1h",
                             "true",       "false",        "A = 1 and A = 1", "A = 1 or A = 1"};
  for (const char* a : all) {
    for (const char* b : all) {
      EXPECT_EQ(dump(*parse_expression(a, "-w")) == dump(*parse_expression(b, "-w")), a == b)
          << a << " and " << b;
    }
  }
}

}  // namespace
}  // namespace hark
