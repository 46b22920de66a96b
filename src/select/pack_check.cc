#include "select/pack_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <new>

#include "select/pattern_selector.h"

namespace hark {
namespace {

void record(Event& event, FieldId id, const std::vector<std::string>& texts) {
  Value* values = event.arena().allocate_array<Value>(texts.size());
  for (std::size_t i = 0; i < texts.size(); i++) new (values + i) Value{texts[i], true};
  event.record_values(id, {values, texts.size()}, false);
}

class Checker {
 public:
  explicit Checker(const std::vector<const Pattern*>& patterns) : patterns_(patterns) {}

  Result<PackCheck> run() {
    for (const Pattern* pattern : patterns_) {
      auto selector = pattern_selector(*pattern, fields_, matcher_, {}, &check_.warnings);
      if (!selector) return pattern_mistakes(patterns_);
      selectors_.push_back(std::move(*selector));
      Pattern anybodys;
      anybodys.any = pattern->any;
      for (Alternative& alternative : anybodys.any) alternative.from.reset();
      // It adds no regex and no mistake that the pattern itself did not.
      ways_of_anybody_.push_back(pattern_selector(anybodys, fields_, matcher_)->ways);
    }
    if (auto compiled = matcher_.compile(fields_); !compiled) return std::move(compiled.errors());
    for (const Pattern* pattern : patterns_) {
      for (const Example& example : pattern->examples) {
        for (const auto& [name, values] : example.event) fields_.intern(name);
      }
    }
    event_ = std::make_unique<Event>(fields_);
    state_ = std::make_unique<MatchState>(matcher_);
    for (std::size_t i = 0; i < patterns_.size(); i++)
      check(*patterns_[i], selectors_[i], ways_of_anybody_[i]);
    check_.patterns = patterns_.size();
    return std::move(check_);
  }

 private:
  // What of a pattern its examples have shown.
  struct Proof {
    std::vector<AtomId> reached;  // regexes that a match has hit
    std::vector<bool> ways;       // alternatives that a match_event was picked by
    bool has_match = false, has_no_match = false;
    bool other_speaker_refused = false;
  };

  void check(const Pattern& pattern, const Selector& selector,
             const std::vector<SelectorWay>& ways_of_anybody) {
    Proof proof;
    proof.ways.resize(selector.ways.size());
    for (const Example& example : pattern.examples) {
      check_.examples++;
      switch (example.kind) {
        case Example::Kind::kMatch:
        case Example::Kind::kNoMatch:
          check_message(pattern, selector, example, proof);
          break;
        case Example::Kind::kMatchEvent:
        case Example::Kind::kNoMatchEvent:
          check_event(pattern, selector, ways_of_anybody, example, proof);
          break;
      }
    }
    check_proof(pattern, selector, proof);
  }

  void fail(const Pattern& pattern, const Origin& origin, std::string what, std::string why,
            std::string help = {}) {
    Diagnostic failure =
        error(fmt::format("{}: {}", pattern.id, what), std::move(why), std::move(help));
    failure.origin = origin;
    check_.failures.push_back(std::move(failure));
  }

  // A string is the MESSAGE of an event that meets every other key: only the regexes are asked.
  void check_message(const Pattern& pattern, const Selector& selector, const Example& example,
                     Proof& proof) {
    const bool must_match = example.kind == Example::Kind::kMatch;
    (must_match ? proof.has_match : proof.has_no_match) = true;
    event_->reset();
    const std::vector<std::string> message = {example.message};  // the event views it
    record(*event_, field::kMessage, message);
    state_->begin_event();
    bool hit = false;
    for (const SelectorWay& way : selector.ways) {
      for (const AtomId atom : way.atoms) {
        if (matcher_.field(atom) != field::kMessage || !matcher_.test(atom, *event_, *state_))
          continue;
        hit = true;
        if (must_match) proof.reached.push_back(atom);
        if (!must_match) {
          fail(pattern, example.origin, "a no_match is hit",
               fmt::format("by the regex {}", matcher_.spec(atom).text));
          return;
        }
      }
    }
    if (must_match && !hit)
      fail(pattern, example.origin, "a match is not hit", "no regex of the pattern matches it");
  }

  // Of the others of its pack, to which a fallback yields; null: none hits.
  const Pattern* described_by(const Pattern& fallback, const Witness& witness) const {
    for (std::size_t i = 0; i < patterns_.size(); i++) {
      if (!patterns_[i]->is_fallback && pack_of(patterns_[i]->id) == pack_of(fallback.id) &&
          picks(selectors_[i], witness))
        return patterns_[i];
    }
    return nullptr;
  }

  void check_event(const Pattern& pattern, const Selector& selector,
                   const std::vector<SelectorWay>& ways_of_anybody, const Example& example,
                   Proof& proof) {
    event_->reset();
    for (const auto& [name, values] : example.event) record(*event_, fields_.intern(name), values);
    state_->begin_event();
    const Witness witness{*event_, matcher_, *state_};
    const bool must_match = example.kind == Example::Kind::kMatchEvent;
    if (const Pattern* other = pattern.is_fallback ? described_by(pattern, witness) : nullptr) {
      if (must_match)
        fail(pattern, example.origin, "a match_event is not hit",
             fmt::format("{} hits it, and a fallback yields to it", other->id));
      return;
    }
    bool picked = false;
    for (std::size_t i = 0; i < selector.ways.size(); i++) {
      const SelectorWay& way = selector.ways[i];
      const Alternative& alternative = pattern.any[i];
      if (!holds(way.predicate, witness)) {
        if (alternative.from && *alternative.from != event_->speaker() &&
            holds(ways_of_anybody[i].predicate, witness)) {
          proof.other_speaker_refused |= !must_match;
        }
        continue;
      }
      picked = true;
      if (!must_match) continue;
      proof.ways[i] = true;
      for (const AtomId atom : way.atoms) {
        if (matcher_.test(atom, *event_, *state_)) proof.reached.push_back(atom);
      }
    }
    if (must_match && !picked)
      fail(pattern, example.origin, "a match_event is not hit", "no alternative holds for it");
    if (!must_match && picked)
      fail(pattern, example.origin, "a no_match_event is hit", "an alternative holds for it");
  }

  void check_proof(const Pattern& pattern, const Selector& selector, const Proof& proof) {
    bool has_regex = false, has_speaker = false;
    for (std::size_t i = 0; i < pattern.any.size(); i++) {
      const Alternative& alternative = pattern.any[i];
      has_regex |= !alternative.regexes.empty();
      has_speaker |= alternative.from.has_value();
      if (alternative.regexes.empty() && !proof.ways[i]) {
        fail(pattern, alternative.origin, "an alternative without a regex is not proved",
             "no match_event is picked by it");
      }
      for (std::size_t r = 0; r < alternative.regexes.size(); r++) {
        const AtomId atom = selector.ways[i].atoms[r];
        if (std::find(proof.reached.begin(), proof.reached.end(), atom) != proof.reached.end())
          continue;
        fail(pattern, alternative.regexes[r].origin, "a regex is reached by no example",
             "no match and no match_event is hit by it");
      }
    }
    if (has_regex && !proof.has_match)
      fail(pattern, pattern.origin, "it has a regex but no match", "packs prove themselves");
    if (has_regex && !proof.has_no_match) {
      fail(pattern, pattern.origin, "it has a regex but no no_match", "packs prove themselves");
    }
    if (has_speaker && !proof.other_speaker_refused) {
      fail(pattern, pattern.origin, "nothing proves that another speaker is not believed",
           "it restricts the speaker",
           "give a no_match_event that would be hit if 'from' were left out");
    }
  }

  const std::vector<const Pattern*>& patterns_;
  FieldTable fields_;
  Matcher matcher_;
  std::vector<Selector> selectors_;
  std::vector<std::vector<SelectorWay>> ways_of_anybody_;  // the same, as if `from` were left out
  std::unique_ptr<Event> event_;
  std::unique_ptr<MatchState> state_;
  PackCheck check_;
};

}  // namespace

Diagnostics pattern_mistakes(const std::vector<const Pattern*>& patterns) {
  FieldTable fields;
  Matcher matcher;
  Diagnostics mistakes;
  for (const Pattern* pattern : patterns) {
    auto selector = pattern_selector(*pattern, fields, matcher);
    if (selector) continue;
    for (Diagnostic& mistake : selector.errors()) mistakes.push_back(std::move(mistake));
  }
  for (Diagnostic& mistake : matcher.check()) mistakes.push_back(std::move(mistake));
  sort_by_place(mistakes);
  return mistakes;
}

Result<PackCheck> check_patterns(const std::vector<const Pattern*>& patterns) {
  return Checker(patterns).run();
}

}  // namespace hark
