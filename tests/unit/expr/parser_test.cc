// Places, depth and length. What expressions are parsed as is in tests/expressions/syntax.txt, what
// is refused in mistakes.txt there.
#include "expr/parser.h"

#include <gtest/gtest.h>

#include <string>

namespace hark {
namespace {

Node parse(const std::string& text) {
  auto tree = parse_expression(text, "-w");
  EXPECT_TRUE(tree) << render(tree.errors());
  return tree ? std::move(*tree) : Node{};
}

std::string source(const std::string& text, const Node& node) {
  return text.substr(node.place.offset, node.place.length);
}

std::string repeat(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; i++) out += text;
  return out;
}

TEST(Parser, KnowsWhereNodesStand) {
  const std::string text = "A = 1 or not ( lower(B) not in ('x', 2)  and time<now - 1h 30min ) ";
  const Node tree = parse(text);
  ASSERT_EQ(tree.kind, Node::Kind::kOr);
  const Node& negation = tree.children[1];
  const Node& both = negation.children[0];
  EXPECT_EQ(source(text, tree.children[0]), "A = 1");
  EXPECT_EQ(source(text, negation), "not ( lower(B) not in ('x', 2)  and time<now - 1h 30min");
  EXPECT_EQ(source(text, both), "lower(B) not in ('x', 2)  and time<now - 1h 30min");
  const Node& list = both.children[0].children[0];
  EXPECT_EQ(source(text, list), "lower(B) not in ('x', 2)");
  EXPECT_EQ(source(text, list.children[0]), "lower(B)");
  EXPECT_EQ(source(text, list.children[2]), "2");
  EXPECT_EQ(source(text, both.children[1].children[1]), "now - 1h 30min");
}

TEST(Parser, PointsIntoWhatTheTextWasTakenFrom) {
  // where = 'A = = 1'
  const Origin in_pack{"p.toml", "where = 'A = = 1'", 9, 7, 12};
  const auto exact = parse_expression("A = = 1", in_pack, true);
  ASSERT_FALSE(exact);
  EXPECT_EQ(exact.errors()[0].origin->offset, 9u + 4);
  EXPECT_EQ(exact.errors()[0].origin->length, 1u);
  EXPECT_EQ(exact.errors()[0].origin->line, 12u);
  // With escapes in between, at all of it.
  const auto all = parse_expression("A = = 1", in_pack, false);
  ASSERT_FALSE(all);
  EXPECT_EQ(all.errors()[0].origin->offset, 9u);
  EXPECT_EQ(all.errors()[0].origin->length, 7u);
}

TEST(Parser, TakesTwoHundredLevelsAndNoMore) {
  struct Nesting {
    const char *open, *inner, *close;
  };
  for (const Nesting& nesting : {Nesting{"(", "A = 1", ")"}, Nesting{"not ", "A = 1", ""},
                                 Nesting{"!", "A = 1", ""}, Nesting{"not (", "A = 1", ")"}}) {
    const std::size_t each = std::string(nesting.open) == "not (" ? 2 : 1;
    const auto nested = [&](std::size_t levels) {
      return repeat(nesting.open, levels / each) + nesting.inner +
             repeat(nesting.close, levels / each);
    };
    EXPECT_TRUE(parse_expression(nested(kMaxNesting), "-w")) << nesting.open;
    const auto deeper = parse_expression(nested(kMaxNesting + 2), "-w");
    ASSERT_FALSE(deeper) << nesting.open;
    EXPECT_EQ(deeper.errors()[0].message, "nested too deeply");
    // However deep: said where it is too deep, and nothing overflows.
    const auto deepest = parse_expression(nested(50'000), "-w");
    ASSERT_FALSE(deepest) << nesting.open;
    EXPECT_LT(deepest.errors()[0].origin->offset, 1100u);
  }
  EXPECT_TRUE(parse_expression(repeat("lower(", 200) + "A" + repeat(")", 200) + " = 'x'", "-w"));
  const auto calls = parse_expression(repeat("lower(", 50'000), "-w");
  ASSERT_FALSE(calls);
  EXPECT_EQ(calls.errors()[0].message, "nested too deeply");
}

// Much more than anybody types, in shapes that would be slow or deep if chains were.
TEST(Parser, TakesLongExpressions) {
  constexpr std::size_t kLength = 128 * 1024;
  const struct {
    std::string start, again, end;
  } shapes[] = {
      {"A = 1", " or A = 1", ""},
      {"A = 1", " and B = 2 or C = 3", ""},
      {"A = 1", " or (A = 1 or A = 2)", ""},
      {"A = 1", " and not A = 1", ""},
      {"A in ('x'", ", 'x'", ")"},
      {"A = '", "x", "'"},
      {"A = '", "''", "'"},
      {"A = '", "\\\\", "'"},
      {"A =~ /", "\\/", "/"},
      {"json.a", ".a", " = 1"},
      {"A", "a", " = 1"},
      {"A = ", " ", "1"},
      {"f('x'", ", 'x'", ") = 1"},
      {"time > now - 1h", " 1h", ""},
      {"A = ", "1", ""},
  };
  for (const auto& shape : shapes) {
    const std::string text =
        shape.start + repeat(shape.again, kLength / shape.again.size()) + shape.end;
    const auto tree = parse_expression(text, "-w");
    if (!tree) {
      EXPECT_EQ(tree.errors().size(), 1u);
      continue;
    }
    const std::string printed = print(*tree);
    EXPECT_LE(printed.size(), 2 * text.size()) << shape.again;
    EXPECT_EQ(dump(parse(printed)), dump(*tree)) << shape.again;
  }
}

TEST(Parser, RefusesLongMistakes) {
  for (const std::string unit : {"A ", "( A = 1 ) ", "'", "\\", "/", "r'", "A = 1 or ", "~", ","}) {
    const auto tree = parse_expression(repeat(unit, 128 * 1024 / unit.size()), "-w");
    ASSERT_FALSE(tree) << unit;
    EXPECT_EQ(tree.errors().size(), 1u) << unit;
    EXPECT_LT(render(tree.errors()).size(), 500'000u) << unit;
  }
}

}  // namespace
}  // namespace hark
