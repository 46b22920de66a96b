// Trees → predicates: what becomes what. What they answer is in tests/expressions, as are the
// mistakes; tests/differential/expr asks generated ones.
#include "expr/binder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "expr/parser.h"

namespace hark {
namespace {

using Op = Predicate::Op;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

struct Trial {
  FieldTable fields;
  Matcher matcher;
  KnownPatterns known{{{"a.kill", {"kill"}, {"signal"}}, {"a.stop", {"kill", "stop"}, {}}}, {}, {}};
  bool is_pack = false;

  Result<Bound> bind(const std::string& text) {
    const auto tree = parse_expression(text, "-w");
    EXPECT_TRUE(tree) << text;
    return bind_expression(*tree, text, {"-w", text, 0, text.size(), 0}, true,
                           {fields, matcher, is_pack ? RegexSet::kPacks : RegexSet::kTyped,
                            is_pack ? nullptr : &known, 1773140400'000'000, true});
  }
  Predicate predicate(const std::string& text) {
    auto bound = bind(text);
    EXPECT_TRUE(bound) << (bound ? "" : render(bound.errors()));
    return bound ? std::move(bound->predicate) : Predicate{};
  }
  Op op(const std::string& text) { return predicate(text).op; }
};

TEST(Binder, MakesAtomsOfRegexLikeTestsOnFields) {
  Trial trial;
  for (const char* text : {"MESSAGE =~ 'x.y'", "message like 'x%'", "A contains 'x'",
                           "glob(A, 'x*')", "lower(A) contains 'x'", "lower(A) like '%x%'"})
    EXPECT_EQ(trial.op(text), Op::kAtom) << text;
  for (const char* text :
       {"json.a =~ 'x.y'", "unit like 'x%'", "lower(A) =~ 'x'", "glob(identifier, 'x*')"})
    EXPECT_EQ(trial.op(text), Op::kRegex) << text;
}

TEST(Binder, TakesTheSameRegexOnTheSameFieldOnce) {
  Trial trial;
  const Predicate p =
      trial.predicate("message =~ 'kill' or log_body =~ 'kill' or MESSAGE =~ 'kill'");
  EXPECT_EQ(trial.matcher.size(), 1u);
  trial.predicate("A =~ 'kill' or A like 'kill'");
  EXPECT_EQ(trial.matcher.size(), 3u);
}

TEST(Binder, PutsRegexesIntoTheSetItIsTold) {
  Trial trial;
  trial.is_pack = true;
  EXPECT_EQ(trial.matcher.set(trial.predicate("message =~ 'x'").atom), RegexSet::kPacks);
}

TEST(Binder, FoldsConstants) {
  Trial trial;
  for (const char* text : {"1 < 2", "'a' = 'a'", "len('abc') = 3", "lower('X') = 'x'",
                           "'abc' =~ 'b'", "now > '2026-01-01'", "message like '%'",
                           "message contains ''", "exists(priority)", "'1' = 1.0"})
    EXPECT_EQ(trial.op(text), Op::kTrue) << text;
  for (const char* text : {"2 < 1", "'a' = 'b'", "lower(message) contains 'X'", "'x' = 1"})
    EXPECT_EQ(trial.op(text), Op::kFalse) << text;
}

TEST(Binder, GivesLiteralsTheTypeOfTheOtherSide) {
  Trial trial;
  const Predicate level = trial.predicate("priority <= err");
  EXPECT_EQ(level.op, Op::kWithin);
  EXPECT_EQ(level.operand.kind, Operand::Kind::kPriority);
  EXPECT_EQ(level.high, 3);
  EXPECT_EQ(trial.predicate("PRIORITY = err").operand.kind, Operand::Kind::kPriority);
  EXPECT_EQ(trial.op("PRIORITY = '3'"), Op::kIsOneOf);
  EXPECT_EQ(trial.op("PRIORITY = 3"), Op::kNumberWithin);
  EXPECT_EQ(trial.op("PRIORITY > 'b'"), Op::kTextWithin);
  const Predicate hours = trial.predicate("time.hour between 8.5 and 17");
  EXPECT_EQ(hours.low, 9);
  EXPECT_EQ(hours.high, 17);
  const Predicate ago = trial.predicate("time > now - 1h");
  EXPECT_EQ(ago.low, 1773140400'000'000 - 3600'000'000 + 1);
  EXPECT_EQ(trial.op("A = B"), Op::kPair);
  EXPECT_EQ(trial.op("A between B and 'x'"), Op::kPairBetween);
}

TEST(Binder, TurnsComparisonsSoThatTheFieldIsOnTheLeft) {
  Trial trial;
  const Predicate a = trial.predicate("5 > EXIT_STATUS"), b = trial.predicate("EXIT_STATUS < 5");
  EXPECT_EQ(a.op, b.op);
  EXPECT_EQ(a.most, b.most);
  EXPECT_EQ(a.high_end, b.high_end);
  EXPECT_EQ(a.low_end, b.low_end);
}

TEST(Binder, NamesThePatternsThatAreAskedAbout) {
  Trial trial;
  EXPECT_THAT(trial.bind("hit('a.kill')")->patterns, ElementsAre(0));
  EXPECT_THAT(trial.bind("tag('stop') or capture('a.kill', 'signal') = 'x'")->patterns,
              UnorderedElementsAre(0, 1));
  EXPECT_THAT(trial.bind("hit('a.*')")->patterns, UnorderedElementsAre(0, 1));
  EXPECT_THAT(trial.bind("A = 1")->patterns, ElementsAre());
}

TEST(Binder, RefusesToAskAboutPatternsInAPack) {
  Trial trial;
  trial.is_pack = true;
  for (const char* text : {"hit('a.kill')", "tag('kill')", "hits() = 'x'", "severity >= error",
                           "capture('a.kill', 'signal') = 'x'", "exists(severity)"}) {
    const auto bound = trial.bind(text);
    ASSERT_FALSE(bound) << text;
    EXPECT_THAT(bound.errors()[0].message, HasSubstr("in a pack")) << text;
  }
}

TEST(PatternNeeds, AreFoundAnywhereInTheTree) {
  const auto needs = [](const char* text) { return pattern_needs(*parse_expression(text, "-w")); };
  EXPECT_FALSE(needs("A = 1 and not message =~ 'hit'").any);
  EXPECT_TRUE(needs("A = 1 or not (B = 2 and hit('x'))").any);
  EXPECT_FALSE(needs("hit('x') or tag('y') or capture('x', 'y') = 'z'").all);
  EXPECT_TRUE(needs("lower(hits()) = 'x'").all);
  EXPECT_TRUE(needs("severity >= error").all);
  EXPECT_FALSE(needs("field('severity') = 'x'").any);
}

TEST(Binder, SaysTwentyMistakesAndCountsTheRest) {
  Trial trial;
  std::string text = "wrong = 1";
  for (int i = 0; i < 1999; i++) text += " or wrong = 1";
  const auto bound = trial.bind(text);
  ASSERT_FALSE(bound);
  ASSERT_EQ(bound.errors().size(), 21u);
  EXPECT_EQ(bound.errors()[19].origin->offset, 19u * 13);
  EXPECT_EQ(bound.errors()[20].message, "1980 more mistakes");
  EXPECT_LT(render(bound.errors()).size(), 20'000u);
  std::string odd = "MESAGE = 1";
  for (int i = 0; i < 29; i++) odd += " or MESAGE = 1";
  const auto warned = trial.bind(odd);
  ASSERT_TRUE(warned);
  ASSERT_EQ(warned->warnings.size(), 21u);
  EXPECT_EQ(warned->warnings[20].message, "10 more warnings");
  EXPECT_EQ(warned->warnings[20].level, Diagnostic::Level::kWarning);
}

TEST(Binder, TakesLongExpressions) {
  constexpr std::size_t kLength = 64 * 1024;
  const struct {
    std::string start, again, end;
  } shapes[] = {
      {"A = 1", " or message =~ 'x@'", ""},
      {"A = 1", " and glob(unit, 'dead-@*')", ""},
      {"A in ('x'", ", '@'", ")"},
      {"A in (1", ", @", ")"},
      {"priority in (err", ", 3", ")"},
      {"json.a = 1", " or json.a@ < 3", ""},
      {"A = 1", " or hit('a.*')", ""},
      {"A = 1", " or unit = 'x@' or lower(B@) like '%x@%'", ""},
      {"message =~ '", "a|", "'"},
      {"message like '%", "_@%", "'"},
      {"wrong = 1", " or lowr(B@) = 1", ""},
      {"A = 1", " or A@ in (wrong, bad, cron)", ""},
  };
  for (const auto& shape : shapes) {
    Trial trial;
    std::string text = shape.start;
    for (int i = 0; text.size() + shape.again.size() + shape.end.size() < kLength; i++) {
      std::string one = shape.again;
      for (std::size_t at; (at = one.find('@')) != one.npos;)
        one.replace(at, 1, std::to_string(i % 100));
      text += one;
    }
    text += shape.end;
    const auto bound = trial.bind(text);
    EXPECT_LE(bound ? bound->warnings.size() : bound.errors().size(), 21u) << shape.again;
  }
}

}  // namespace
}  // namespace hark
