#include "select/selection.h"

#include <gmock/gmock.h>

#include <memory>

#include "select/pattern_selector.h"
#include "unit/event/made_event.h"

namespace hark {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct Judged {
  FieldTable fields;
  Matcher matcher;
  Selection selection;
  std::vector<std::unique_ptr<Pattern>> patterns;

  Judged& typed(const std::string& text) {
    selection.selectors.push_back(
        typed_selector(text, matcher.add(field::kMessage, {text, false, false, false, {}})));
    return *this;
  }
  Judged& pack(std::string id, Severity severity, std::vector<Alternative> any) {
    auto pattern = std::make_unique<Pattern>();
    pattern->id = std::move(id);
    pattern->severity = severity;
    pattern->any = std::move(any);
    selection.selectors.push_back(*pattern_selector(*pattern, fields, matcher));
    patterns.push_back(std::move(pattern));
    return *this;
  }
  // The ids that hit; "kept" alone if it is kept without one.
  std::vector<std::string> operator()(MadeEvent::Fields event_fields) {
    if (!state) {
      EXPECT_TRUE(matcher.compile(fields));
      selection.prepare(matcher);
      state = std::make_unique<MatchState>(matcher);
    }
    MadeEvent event(std::move(event_fields));
    Verdict verdict;
    state->begin_event();
    selection.judge(*event, matcher, *state, verdict);
    std::vector<std::string> ids;
    for (const std::uint32_t hit : verdict.hits) ids.push_back(selection.selectors[hit].id);
    if (verdict.is_kept && ids.empty()) ids.push_back("kept");
    if (verdict.is_own) ids.push_back("own");
    return ids;
  }
  std::unique_ptr<MatchState> state;
};

Alternative regex(std::string text, std::optional<Speaker> from = std::nullopt) {
  Alternative a;
  a.regexes.push_back({std::move(text), {}});
  a.from = from;
  return a;
}

Alternative labelled(std::string id) {
  Alternative a;
  a.message_ids.push_back(std::move(id));
  return a;
}

TEST(Selection, TellsAllThatHitInTheOrderTheyAreShown) {
  Judged judge;
  judge.typed("b").typed("a").typed("b");
  judge.pack("p.warn", Severity::kWarning, {regex("a")});
  judge.pack("p.crit", Severity::kCritical, {regex("a")});
  judge.pack("a.warn", Severity::kWarning, {regex("b")});
  EXPECT_THAT(judge({{field::kMessage, "ab"}}),
              ElementsAre("p.crit", "a.warn", "p.warn", "a", "b"));
  EXPECT_THAT(judge({{field::kMessage, "b"}}), ElementsAre("a.warn", "b"));
  EXPECT_THAT(judge({{field::kMessage, "x"}}), IsEmpty());
}

TEST(Selection, AllKeysOfAnAlternativeMustHold) {
  Judged judge;
  Alternative a = regex("timed out", Speaker::kManager);
  a.fields.push_back({"UNIT_RESULT", {"timeout", "watchdog"}});
  a.identifiers = {"sys*"};
  judge.pack("p.x", Severity::kError, {a});
  const FieldId result = judge.fields.intern("UNIT_RESULT");
  // MadeEvent knows the well-known fields alone, so the field that decides here is told through the
  // table's own event.
  EXPECT_TRUE(judge.matcher.compile(judge.fields));
  judge.selection.prepare(judge.matcher);
  MatchState state(judge.matcher);
  const auto hits = [&](std::string_view message, std::string_view value, std::string_view pid,
                        std::string_view name) {
    Event event(judge.fields);
    const Value m{message, true}, r{value, true}, p{pid, true}, n{name, true};
    event.record_values(field::kMessage, {&m, 1}, false);
    event.record_values(result, {&r, 1}, false);
    event.record_values(field::kPid, {&p, 1}, false);
    event.record_values(field::kSyslogIdentifier, {&n, 1}, false);
    Verdict verdict;
    state.begin_event();
    judge.selection.judge(event, judge.matcher, state, verdict);
    return verdict.is_kept;
  };
  EXPECT_TRUE(hits("it timed out", "timeout", "1", "systemd"));
  EXPECT_TRUE(hits("it timed out", "watchdog", "1", "systemd"));
  EXPECT_FALSE(hits("it timed in", "timeout", "1", "systemd"));
  EXPECT_FALSE(hits("it timed out", "signal", "1", "systemd"));
  EXPECT_FALSE(hits("it timed out", "timeout", "2", "systemd"));
  EXPECT_FALSE(hits("it timed out", "timeout", "1", "init"));
}

TEST(Selection, OneAlternativeIsEnough) {
  Judged judge;
  judge.pack("p.x", Severity::kError,
             {regex("kill", Speaker::kKernel), labelled("d9b373ed55a64feb8242e02dbe79a49c")});
  EXPECT_THAT(judge({{field::kMessage, "kill"},
                     {field::kTransport, "kernel"},
                     {field::kSyslogIdentifier, "kernel"}}),
              ElementsAre("p.x"));
  EXPECT_THAT(judge({{field::kMessageId, "d9b373ed55a64feb8242e02dbe79a49c"}}), ElementsAre("p.x"));
  EXPECT_THAT(judge({{field::kMessage, "kill"}, {field::kTransport, "stdout"}}), IsEmpty());
  EXPECT_THAT(judge({{field::kMessageId, "other"}}), IsEmpty());
}

TEST(Selection, ALabelWithARegexNeedsBoth) {
  Judged judge;
  Alternative a = regex("kill");
  a.message_ids = {"d9b373ed55a64feb8242e02dbe79a49c"};
  judge.pack("p.x", Severity::kError, {a});
  EXPECT_THAT(judge({{field::kMessage, "kill"}}), IsEmpty());
  EXPECT_THAT(
      judge({{field::kMessage, "kill"}, {field::kMessageId, "d9b373ed55a64feb8242e02dbe79a49c"}}),
      ElementsAre("p.x"));
}

TEST(Selection, AnAlternativeThatNothingTriggersIsAskedEachTime) {
  Judged judge;
  Alternative a;
  a.from = Speaker::kJournald;
  judge.pack("p.x", Severity::kInfo, {a});
  EXPECT_THAT(judge({{field::kTransport, "driver"}}), ElementsAre("p.x"));
  EXPECT_THAT(judge({}), IsEmpty());
}

// Found by the values of a field, not asked for each event that has it.
TEST(Selection, AnyValueOfAFieldTriggersAny) {
  Judged judge;
  Alternative worse, loud;
  worse.fields.push_back({"PRIORITY", {"2", "3"}});
  loud.fields.push_back({"PRIORITY", {"3", "4"}});
  judge.pack("p.worse", Severity::kError, {worse}).pack("p.loud", Severity::kWarning, {loud});
  EXPECT_THAT(judge({{field::kPriority, "3"}}), ElementsAre("p.worse", "p.loud"));
  EXPECT_THAT(judge({{field::kPriority, "4"}}), ElementsAre("p.loud"));
  EXPECT_THAT(judge({{field::kPriority, "6"}, {field::kPriority, "2"}}), ElementsAre("p.worse"));
  EXPECT_THAT(judge({{field::kPriority, "33"}}), IsEmpty());
  EXPECT_THAT(judge({{field::kMessage, "x"}}), IsEmpty());
}

TEST(Selection, InvertsTheSelectorsNotTheFilters) {
  Judged judge;
  judge.typed("noise");
  judge.selection.inverts = true;
  judge.selection.filter =
      Predicate::is_one_of({Operand::Kind::kField, field::kHostname}, {"web1"});
  EXPECT_THAT(judge({{field::kMessage, "signal"}, {field::kHostname, "web1"}}),
              ElementsAre("kept"));
  EXPECT_THAT(judge({{field::kMessage, "noise"}, {field::kHostname, "web1"}}), IsEmpty());
  EXPECT_THAT(judge({{field::kMessage, "signal"}, {field::kHostname, "web2"}}), IsEmpty());
}

TEST(Selection, NeverKeepsHarksOwnEvents) {
  Judged judge;
  judge.typed("").selection.own.invocation_id = "0123";
  EXPECT_THAT(judge({{field::kSyslogIdentifier, "hark"}}), ElementsAre("own"));
  EXPECT_THAT(judge({{field::kSyslogIdentifier, "hark-watch"}}), ElementsAre("own"));
  EXPECT_THAT(judge({{field::kComm, "hark"}}), ElementsAre("own"));
  EXPECT_THAT(judge({{field::kSystemdInvocationId, "0123"}}), ElementsAre("own"));
  EXPECT_THAT(judge({{field::kSyslogIdentifier, "systemd"},
                     {field::kUnit, "hark.service"},
                     {field::kPid, "1"}}),
              ElementsAre(""));
}

TEST(Selection, OneHitIsEnoughWhereNobodyAsksWhich) {
  Judged judge;
  judge.typed("a").typed("b").selection.needs_hits = false;
  EXPECT_THAT(judge({{field::kMessage, "ab"}}), ElementsAre("kept"));
}

TEST(Selection, AlternativesMayHaveAnExpression) {
  Judged judge;
  Alternative both = regex("x");
  both.where = LocatedText{"PRIORITY == 3", {}};
  Alternative alone;
  alone.where = LocatedText{"message startswith 'alone'", {}};
  judge.pack("p.x", Severity::kError, {both, alone});
  EXPECT_THAT(judge({{field::kMessage, "x"}, {field::kPriority, "3"}}), ElementsAre("p.x"));
  EXPECT_THAT(judge({{field::kMessage, "x"}, {field::kPriority, "4"}}), IsEmpty());
  EXPECT_THAT(judge({{field::kMessage, "alone"}}), ElementsAre("p.x"));
}

// A pack of two descriptions and a fallback for the rest.
Judged with_fallback() {
  Judged judge;
  judge.pack("p.known", Severity::kWarning, {regex("known")});
  judge.pack("p.quiet", Severity::kInfo, {regex("quiet")});
  judge.pack("q.other", Severity::kError, {regex("other")});
  Alternative any;
  any.fields.push_back({"PRIORITY", {"3"}});
  judge.pack("p.rest", Severity::kError, {any});
  judge.patterns.back()->is_fallback = true;
  return judge;
}

Judged& muted(Judged& judge, std::string_view id) {
  for (Selector& selector : judge.selection.selectors)
    selector.is_muted = selector.is_muted || selector.id == id;
  return judge;
}

TEST(Selection, AFallbackYieldsToItsPack) {
  Judged judge = with_fallback();
  EXPECT_THAT(judge({{field::kMessage, "new"}, {field::kPriority, "3"}}), ElementsAre("p.rest"));
  EXPECT_THAT(judge({{field::kMessage, "new"}, {field::kPriority, "4"}}), IsEmpty());
  EXPECT_THAT(judge({{field::kMessage, "known"}, {field::kPriority, "3"}}), ElementsAre("p.known"));
  EXPECT_THAT(judge({{field::kMessage, "other"}, {field::kPriority, "3"}}),
              ElementsAre("p.rest", "q.other"));
}

TEST(Selection, AFallbackYieldsToWhatIsMuted) {
  Judged judge = with_fallback();
  muted(muted(judge, "p.quiet"), "p.known");
  EXPECT_THAT(judge({{field::kMessage, "new"}, {field::kPriority, "3"}}), ElementsAre("p.rest"));
  EXPECT_THAT(judge({{field::kMessage, "quiet"}, {field::kPriority, "3"}}), IsEmpty());
  EXPECT_THAT(judge({{field::kMessage, "known"}}), IsEmpty());
}

TEST(Selection, AFallbackYieldsWhereOneHitIsEnough) {
  Judged judge = with_fallback();
  muted(judge, "p.quiet").selection.needs_hits = false;
  EXPECT_THAT(judge({{field::kMessage, "new"}, {field::kPriority, "3"}}), ElementsAre("kept"));
  EXPECT_THAT(judge({{field::kMessage, "quiet"}, {field::kPriority, "3"}}), IsEmpty());
  Judged inverted = with_fallback();
  muted(inverted, "p.quiet").selection.inverts = true;
  EXPECT_THAT(inverted({{field::kMessage, "new"}, {field::kPriority, "3"}}), IsEmpty());
  EXPECT_THAT(inverted({{field::kMessage, "quiet"}, {field::kPriority, "3"}}), ElementsAre("kept"));
}

// What gave up might be what it yields to: kept, but not in its name.
TEST(Selection, AFallbackIsNotSureWhereARegexGaveUp) {
  Judged judge = with_fallback();
  judge.pack("p.slow", Severity::kInfo, {regex("^(\\w+\\s?)+#(x|y)\\2$")});
  muted(judge, "p.slow");
  EXPECT_THAT(judge({{field::kMessage, std::string(60, 'a') + "#xy"}, {field::kPriority, "3"}}),
              ElementsAre("kept"));
}

TEST(Selection, ExpressionsOfPacksDoNotAskAboutPatterns) {
  Pattern pattern;
  pattern.id = "p.x";
  pattern.any.push_back(regex("x"));
  pattern.any[0].where = LocatedText{"hit('p.y')", {"x.toml", "where = 'hit(1)'", 9, 10, 7}};
  FieldTable fields;
  Matcher matcher;
  const auto refused = pattern_selector(pattern, fields, matcher);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.errors()[0].origin->line, 7u);
}

}  // namespace
}  // namespace hark
