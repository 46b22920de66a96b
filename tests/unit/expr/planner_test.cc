// The order in which tests are tried, and what is left out.
#include "expr/planner.h"

#include <gtest/gtest.h>

#include <string>

#include "expr/binder.h"
#include "expr/describe.h"
#include "expr/parser.h"

namespace hark {
namespace {

// The expression as it is tried: one test a line in --explain, joined by | here.
class Planned {
 public:
  std::string operator()(const std::string& text) {
    FieldTable fields;
    Matcher matcher;
    const KnownPatterns known{{{"a.kill", {"kill"}, {}}}, {}, {}};
    const auto tree = parse_expression(text, "-w");
    EXPECT_TRUE(tree) << text;
    auto bound =
        bind_expression(*tree, text, {"-w", text, 0, text.size(), 0}, true,
                        {fields, matcher, RegexSet::kTyped, &known, 1773140400'000'000, true});
    EXPECT_TRUE(bound) << text;
    EXPECT_TRUE(matcher.compile(fields));
    const std::string ids[] = {"a.kill"};
    std::string out =
        describe(plan(std::move(bound->predicate), matcher), {fields, matcher, ids}, "");
    for (std::size_t at; (at = out.find('\n')) != out.npos;) out.replace(at, 1, "|");
    return out;
  }
};

// Where in the plan the text stands.
std::size_t place(const std::string& plan, const std::string& text) {
  const std::size_t at = plan.find(text);
  EXPECT_NE(at, plan.npos) << text << " is not in " << plan;
  return at;
}

TEST(Planner, TriesWhatIsCheapBeforeWhatIsScanned) {
  Planned planned;
  for (const char* text :
       {"message =~ 'kill' and priority <= err", "priority <= err and message =~ 'kill'"}) {
    const std::string plan = planned(text);
    EXPECT_LT(place(plan, "priority"), place(plan, "kill")) << plan;
  }
  const std::string units = planned("message =~ 'kill' and unit = 'x.service'");
  EXPECT_LT(place(units, "x.service"), place(units, "kill"));
  const std::string either = planned("message =~ 'kill' or priority <= err");
  EXPECT_LT(place(either, "priority"), place(either, "kill"));
  const std::string json = planned("json.a = 1 and _COMM = 'cron' and message contains 'kill'");
  EXPECT_LT(place(json, "_COMM"), place(json, "kill"));
  EXPECT_LT(place(json, "kill"), place(json, "json.a"));
}

TEST(Planner, AsksPatternsLast) {
  Planned planned;
  const std::string plan = planned("hit('a.kill') and message =~ 'x.y' and host = 'web'");
  EXPECT_LT(place(plan, "web"), place(plan, "x.y"));
  EXPECT_LT(place(plan, "x.y"), place(plan, "a.kill"));
}

TEST(Planner, LeavesOutWhatIsSettled) {
  Planned planned;
  EXPECT_EQ(planned("A = 'x' and true"), planned("A = 'x'"));
  EXPECT_EQ(planned("A = 'x' or false"), planned("A = 'x'"));
  EXPECT_EQ(planned("A = 'x' or (1 < 2 and true)"), planned("true"));
  EXPECT_EQ(planned("A = 'x' and not true"), planned("false"));
  EXPECT_EQ(planned("not not A = 'x'"), planned("A = 'x'"));
  EXPECT_EQ(planned("not (false or not A = 'x')"), planned("A = 'x'"));
  EXPECT_EQ(planned("message =~ 'x*' and A = 'x'"), planned("A = 'x'"));  // it matches everything
  EXPECT_EQ(planned("time.hour = 9.5"), planned("false"));
  EXPECT_EQ(planned("message =~ 'x*' or A = 'x'"), planned("true"));
}

TEST(Planner, KeepsTheOrderOfEquals) {
  Planned planned;
  const std::string plan = planned("A = 'x' and B = 'x' and C = 'x'");
  EXPECT_LT(place(plan, "A"), place(plan, "B"));
  EXPECT_LT(place(plan, "B"), place(plan, "C"));
}

TEST(Planner, SeesWhereOneScanSettlesAllOfAnOr) {
  FieldTable fields;
  Matcher matcher;
  const auto bound = [&](const std::string& text) {
    const auto tree = parse_expression(text, "-w");
    auto result =
        bind_expression(*tree, text, {"-w", text, 0, text.size(), 0}, true,
                        {fields, matcher, RegexSet::kTyped, nullptr, 1773140400'000'000, true});
    EXPECT_TRUE(result) << text;
    return std::move(result->predicate);
  };
  Predicate one_field = bound("message =~ 'a.b' or (message =~ 'c.d' or message =~ 'e.f')");
  Predicate two_fields = bound("message =~ 'a.b' or _COMM =~ 'c.d'");
  Predicate others = bound("message =~ 'a.b' or message =~ 'c.d' or priority <= err");
  Predicate both = bound("message =~ 'a.b' and message =~ 'c.d'");
  Predicate always = bound("message =~ 'a.b' or message =~ 'x*'");
  const AtomId of_comm = two_fields.children[1].atom;
  ASSERT_TRUE(matcher.compile(fields));
  one_field = plan(std::move(one_field), matcher);
  ASSERT_TRUE(one_field.group);
  EXPECT_EQ(one_field.children.size(), 3U);
  EXPECT_FALSE(plan(std::move(two_fields), matcher).group);
  EXPECT_FALSE(plan(std::move(others), matcher).group);
  EXPECT_FALSE(plan(std::move(both), matcher).group);
  EXPECT_EQ(plan(std::move(always), matcher).op, Predicate::Op::kTrue);

  MatchState state(matcher);
  Event event(fields);
  const auto holds_for = [&](const std::string& comm, const std::string& message) {
    event.reset();
    event.add_value(field::kComm, {comm, true});
    event.add_value(field::kMessage, {message, true});
    state.begin_event();
    matcher.test(of_comm, event, state);  // what is found elsewhere is no answer
    return holds(one_field, {event, matcher, state});
  };
  EXPECT_FALSE(holds_for("x", "nothing"));
  EXPECT_FALSE(holds_for("cxd", "nothing"));
  EXPECT_TRUE(holds_for("cxd", "it was e.f"));
  EXPECT_TRUE(holds_for("x", "c-d"));
}

TEST(Estimate, CountsOneScanForAllAtomsOfAField) {
  Matcher matcher;
  std::vector<Predicate> atoms;
  for (const char* text : {"a", "b", "c", "d"})
    atoms.push_back(
        Predicate::on_atom(matcher.add(field::kMessage, {text, false, false, false, {}})));
  const double one = estimate(atoms[0]).cost;
  const double all = estimate(Predicate::any_of(atoms)).cost;
  EXPECT_GT(all, one);
  EXPECT_LT(all, 2 * one);
  for (const Predicate& p : atoms) {
    EXPECT_GE(estimate(p).holds, 0);
    EXPECT_LE(estimate(p).holds, 1);
  }
  EXPECT_NEAR(estimate(Predicate::negation(atoms[0])).holds, 1 - estimate(atoms[0]).holds, 1e-9);
}

}  // namespace
}  // namespace hark
