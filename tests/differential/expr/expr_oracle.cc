// Generated (expression, event) pairs, judged by hark the whole way and by the naive evaluator:
//
//   expr_oracle [PAIRS [SEED]]
//
// Every expression is parsed from one of its spellings, which must give the generated tree; printed
// and parsed again it must stay the same. It is bound, compiled, planned and asked as it is in a
// run of hark: as a selector, planned and unplanned, as a filter, and inverted. Each kind of test
// must come out true and false. Exit status 1: somebody disagrees, and the first few are shown.
#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <optional>
#include <string>

#include "base/printable.h"
#include "differential/expr/event_generator.h"
#include "differential/expr/expression_generator.h"
#include "differential/expr/naive_evaluator.h"
#include "expr/binder.h"
#include "expr/parser.h"
#include "expr/planner.h"
#include "input/chunk_reader.h"
#include "input/json_decoder.h"
#include "select/pattern_selector.h"
#include "select/selection.h"

namespace hark::reference {
namespace {

constexpr std::int64_t kNow = 1773140400'000000;  // 2026-03-10 12:00 in Berlin
constexpr int kExpressionsEach = 8;
constexpr int kEventsEach = 8;

KnownPatterns known(const std::vector<Pattern>& patterns) {
  KnownPatterns all;
  for (const Pattern& pattern : patterns) {
    KnownPattern one{pattern.id, pattern.tags, {}};
    for (const Alternative& alternative : pattern.any) {
      for (const LocatedText& regex : alternative.regexes) {
        const std::size_t at = regex.text.find("(?<");
        if (at != std::string::npos)
          one.captures.push_back(regex.text.substr(at + 3, regex.text.find('>', at) - at - 3));
      }
    }
    all.chosen.push_back(std::move(one));
  }
  return all;
}

// One way in which hark may be set up to ask an expression.
class Asked {
 public:
  enum class Way { kPlanned, kUnplanned, kFilter, kInverted };

  Asked(Way way, const Predicate& predicate, const std::vector<Pattern>& patterns,
        FieldTable& fields, Matcher& matcher, AtomId everything, const PackClock& clock)
      : way_(way), matcher_(matcher) {
    selection_.asks_for_hits = true;
    selection_.inverts = way == Way::kInverted;
    for (std::uint32_t i = 0; i < patterns.size(); i++) {
      auto selector = pattern_selector(patterns[i], fields, matcher, clock);
      selector->number = i;
      selector->is_witness = true;
      if (way != Way::kUnplanned) {
        for (SelectorWay& one : selector->ways)
          one.predicate = plan(std::move(one.predicate), matcher);
      }
      selection_.selectors.push_back(std::move(*selector));
    }
    if (way == Way::kFilter) {
      selection_.filter = plan(predicate, matcher);
      selection_.selectors.push_back(typed_selector("", everything));
    } else {
      selection_.selectors.push_back(
          typed_selector("-w", way == Way::kUnplanned ? predicate : plan(predicate, matcher)));
    }
    selection_.prepare(matcher);
    plan_ = std::make_unique<FieldPlan>(fields, selection_.fields(matcher));
    decoder_ = std::make_unique<JsonDecoder>(*plan_);
    event_ = std::make_unique<Event>(fields);
    state_ = std::make_unique<MatchState>(matcher);
  }

  bool holds(const std::string& json) {
    const std::string padded = json + std::string(ChunkReader::kPadding, '\0');
    const std::string fault =
        decoder_->decode(std::string_view(padded).substr(0, json.size()), *event_);
    if (!fault.empty()) {
      std::printf("no event: %s: %s\n", fault.c_str(), json.c_str());
      std::exit(2);
    }
    state_->begin_event();
    selection_.judge(*event_, matcher_, *state_, verdict_);
    return verdict_.is_kept != (way_ == Way::kInverted);
  }

 private:
  Way way_;
  Matcher& matcher_;
  Selection selection_;
  std::unique_ptr<FieldPlan> plan_;
  std::unique_ptr<JsonDecoder> decoder_;
  std::unique_ptr<Event> event_;
  std::unique_ptr<MatchState> state_;
  Verdict verdict_;
};

// Expressions that share a matcher, as those of packs and -w do: making databases is what takes
// time.
struct Asking {
  MadeExpression made;
  std::string text;
  Node tree;
  Predicate predicate;
};

class Oracle {
 public:
  explicit Oracle(std::uint64_t seed) : dice_(seed) {}

  // Some expressions, and some events for each.
  void ask() {
    patterns_.clear();
    for (const Pattern& pattern : made_patterns()) {
      if (dice_.chance(60)) patterns_.push_back(pattern);
    }
    const KnownPatterns all = known(patterns_);
    const Zone zone{dice_.chance(20), kNow};
    FieldTable fields;
    Matcher matcher;
    std::vector<Asking> expressions;
    for (int i = 0; i < kExpressionsEach; i++) {
      Asking asking;
      if (!spell_and_parse(asking)) continue;
      auto bound = bind(asking.tree, asking.text, all, zone, fields, matcher);
      if (!bound) {
        disagree(asking.text, "not bound:\n" + render(bound.errors()));
        continue;
      }
      asking.predicate = std::move(bound->predicate);
      expressions.push_back(std::move(asking));
    }
    const auto everything = compile(patterns_, zone, fields, matcher);
    if (!everything) return disagree(expressions[0].text, "not compiled");
    for (const Asking& asking : expressions) judge(asking, zone, fields, matcher, *everything);
  }

  long pairs() const { return answers_[0] + answers_[1]; }

  bool report() const {
    std::printf("%ld expressions, %ld pairs: %ld true, %ld false; %ld disagreements\n",
                expressions_, pairs(), answers_[1], answers_[0], disagreements_);
    bool is_fair = pairs() > 0;
    for (const auto& [kind, counts] : tally_) {
      const long total = counts[0] + counts[1];
      std::printf("  %-18s %7ld true %7ld false  %3ld %%\n", kind.c_str(), counts[1], counts[0],
                  100 * counts[1] / total);
      if (counts[0] == 0 || counts[1] == 0) is_fair = false;
    }
    if (!is_fair) std::printf("a kind of test came out one way only\n");
    return is_fair && disagreements_ == 0;
  }

 private:
  // Any spelling is parsed as what it was made from, and is the same when it is printed.
  bool spell_and_parse(Asking& asking) {
    asking.made = make_expression(dice_, patterns_);
    asking.text = spell(asking.made.tree, dice_);
    expressions_++;
    auto tree = parse_expression(asking.text, "-w");
    const auto wrong = [&](const std::string& what) {
      disagree(asking.text, what);
      return false;
    };
    if (!tree) return wrong("refused:\n" + render(tree.errors()));
    if (dump(*tree) != dump(asking.made.tree))
      return wrong("meant:  " + dump(asking.made.tree) + "\nparsed: " + dump(*tree));
    const std::string printed = print(*tree);
    const auto again = parse_expression(printed, "-w");
    if (!again) return wrong("printed: " + printed + '\n' + render(again.errors()));
    if (dump(*again) != dump(*tree) || print(*again) != printed)
      return wrong("printed: " + printed + "\nand then: " + print(*again));
    asking.tree = std::move(*tree);
    return true;
  }

  static Result<Bound> bind(const Node& tree, const std::string& text, const KnownPatterns& all,
                            const Zone& zone, FieldTable& fields, Matcher& matcher) {
    return bind_expression(tree, text, {"-w", text, 0, text.size(), 0}, true,
                           {fields, matcher, RegexSet::kTyped, &all, kNow, zone.utc});
  }

  // Adds the patterns' regexes, which selectors that are made again find there, and one that
  // matches everything, which is returned.
  static std::optional<AtomId> compile(const std::vector<Pattern>& patterns, const Zone& zone,
                                       FieldTable& fields, Matcher& matcher) {
    for (const Pattern& pattern : patterns) {
      if (!pattern_selector(pattern, fields, matcher, {kNow, zone.utc})) return std::nullopt;
    }
    const AtomId everything = matcher.add(field::kMessage, {"", false, false, false, {}});
    if (!matcher.compile(fields)) return std::nullopt;
    return everything;
  }

  void judge(const Asking& asking, const Zone& zone, FieldTable& fields, Matcher& matcher,
             AtomId everything) {
    const std::pair<const char*, Asked::Way> kWays[] = {{"planned", Asked::Way::kPlanned},
                                                        {"unplanned", Asked::Way::kUnplanned},
                                                        {"as a filter", Asked::Way::kFilter},
                                                        {"inverted", Asked::Way::kInverted}};
    std::vector<std::unique_ptr<Asked>> ways;
    for (const auto& [name, way] : kWays) {
      ways.push_back(std::make_unique<Asked>(way, asking.predicate, patterns_, fields, matcher,
                                             everything, PackClock{kNow, zone.utc}));
    }
    for (int i = 0; i < kEventsEach; i++) {
      const PlainEvent event = make_event(dice_, asking.made, patterns_);
      const std::string json = to_json(event, dice_);
      const bool expected = Evaluator(event, patterns_, zone, &tally_).holds(asking.tree);
      answers_[expected ? 1 : 0]++;
      for (std::size_t way = 0; way < ways.size(); way++) {
        if (ways[way]->holds(json) == expected) continue;
        disagree(asking.text,
                 fmt::format("{}{}: hark says {}, the reference {}\n{}", kWays[way].first,
                             zone.utc ? ", UTC" : "", !expected, expected, printable(json)));
        blame(asking.tree, event, zone, json);
        break;
      }
    }
  }

  // The smallest parts of the tree that are judged differently.
  void blame(const Node& node, const PlainEvent& event, const Zone& zone, const std::string& json) {
    if (disagreements_ > kShown) return;
    if (node.kind == Node::Kind::kOr || node.kind == Node::Kind::kAnd ||
        node.kind == Node::Kind::kNot) {
      for (const Node& child : node.children) blame(child, event, zone, json);
      return;
    }
    FieldTable fields;
    Matcher matcher;
    const std::string text = print(node);
    const auto part = parse_expression(text, "-w");
    const auto bound = bind(*part, text, known(patterns_), zone, fields, matcher);
    const auto everything = compile(patterns_, zone, fields, matcher);
    if (!bound || !everything) return;
    Asked asked(Asked::Way::kPlanned, bound->predicate, patterns_, fields, matcher, *everything,
                {kNow, zone.utc});
    const bool expected = Evaluator(event, patterns_, zone).holds(node);
    if (asked.holds(json) != expected)
      std::printf("  that is: %s: hark says %d\n", printable(text).c_str(), !expected);
  }

  void disagree(const std::string& text, const std::string& what) {
    disagreements_++;
    if (disagreements_ > kShown) return;
    std::printf("-- %s\n%s\n", printable(text).c_str(), what.c_str());
  }

  static constexpr long kShown = 20;

  Dice dice_;
  std::vector<Pattern> patterns_;
  Tally tally_;
  long expressions_ = 0;
  long disagreements_ = 0;
  long answers_[2] = {0, 0};
};

}  // namespace
}  // namespace hark::reference

int main(int argc, char** argv) {
  setenv("TZ", "Europe/Berlin", 1);
  tzset();
  const long pairs = argc > 1 ? std::atol(argv[1]) : 10'000;
  const unsigned long seed = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 1;
  hark::reference::Oracle oracle(seed);
  for (long i = 0; i < pairs && oracle.pairs() < pairs; i++) oracle.ask();
  return oracle.report() ? 0 : 1;
}
