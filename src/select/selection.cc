#include "select/selection.h"

#include <algorithm>
#include <new>

#include "base/printable.h"

namespace hark {
namespace {

// As they are shown: severity, then id; what was typed has no severity and comes last.
bool shown_before(const Selector& a, const Selector& b) {
  const int x = a.severity ? static_cast<int>(*a.severity) : -1;
  const int y = b.severity ? static_cast<int>(*b.severity) : -1;
  return x != y ? x > y : a.id < b.id;
}

bool is_same_typed(const Selector& a, const Selector& b) {
  return a.is_typed() && b.is_typed() && a.id == b.id && a.ways.size() == 1 && b.ways.size() == 1 &&
         a.ways[0].atoms == b.ways[0].atoms;
}

template <class T>
void add_once(std::vector<T>& all, T value) {
  if (std::find(all.begin(), all.end(), value) == all.end()) all.push_back(value);
}

}  // namespace

// The test of a field that an event must pass for the predicate to hold, of the rarest such field:
// that it is there, or has one of several values, unless the empty text will do. Null: there is
// none.
const Predicate* needed_test(const Predicate& predicate) {
  if (predicate.op == Predicate::Op::kAnd) {
    const Predicate* best = nullptr;
    for (const Predicate& child : predicate.children) {
      const Predicate* test = needed_test(child);
      // Well-known fields have the small numbers, and most events have most of them.
      if (test != nullptr && (best == nullptr || test->operand.field > best->operand.field))
        best = test;
    }
    return best;
  }
  if (!predicate.operand.is_plain_field()) return nullptr;
  const bool needs_it = predicate.op == Predicate::Op::kExists ||
                        (predicate.op == Predicate::Op::kIsOneOf &&
                         std::none_of(predicate.texts.begin(), predicate.texts.end(),
                                      [](const std::string& text) { return text.empty(); }));
  return needs_it ? &predicate : nullptr;
}

// What expressions see of an event's hits. The patterns are judged when the first one is asked for.
class Selection::Hits : public PatternHits {
 public:
  explicit Hits(const Selection& selection) : selection_(selection) {
    selection.pack_hits_.clear();
  }

  // Indexes of the selectors of packs that hit.
  const std::vector<std::uint32_t>& all(const Witness& witness) {
    if (!is_known_) selection_.pick(witness, Which::kOfPacks, selection_.pack_hits_);
    is_known_ = true;
    return selection_.pack_hits_;
  }

  bool is_hit(std::uint32_t pattern, const Witness& witness) override {
    const auto& hits = all(witness);
    return std::find(hits.begin(), hits.end(), selection_.by_number_[pattern]) != hits.end();
  }

  bool may_hit(std::uint32_t pattern, const Witness& witness) override {
    const Selector& selector = selection_.selectors[selection_.by_number_[pattern]];
    return std::any_of(selector.ways.begin(), selector.ways.end(), [&](const SelectorWay& way) {
      return possible(way.predicate, witness).yes;
    });
  }

  std::span<const Value> ids(const Witness& witness) override {
    const auto& hits = all(witness);
    Value* values = witness.event.arena().allocate_array<Value>(hits.size());
    for (std::size_t i = 0; i < hits.size(); i++)
      new (values + i) Value{selection_.selectors[hits[i]].id, true};
    return {values, hits.size()};
  }

  std::optional<Severity> severity(const Witness& witness) override {
    std::optional<Severity> worst;
    for (const std::uint32_t hit : all(witness))
      worst = std::max(worst, selection_.selectors[hit].severity);
    return worst;
  }

  std::span<const Value> captures(std::uint32_t pattern, std::string_view name,
                                  const Witness& witness) override {
    if (!is_hit(pattern, witness)) return {};
    constexpr std::size_t kMaxMatches = 64;
    found_.clear();
    find_matches(selection_.selectors[selection_.by_number_[pattern]], witness, kMaxMatches,
                 found_);
    std::size_t count = 0;
    const auto each = [&](auto take) {
      for (const FoundMatch& match : found_) {
        for (const Capture& capture : match.captures) {
          if (capture.name == name) take(capture.text);
        }
      }
    };
    each([&](std::string_view) { count++; });
    Value* values = witness.event.arena().allocate_array<Value>(count);
    Value* next = values;
    each([&](std::string_view text) { new (next++) Value{text, is_valid_utf8(text)}; });
    return {values, count};
  }

 private:
  const Selection& selection_;
  bool is_known_ = false;
  std::vector<FoundMatch> found_;
};

bool picks(const Selector& selector, const Witness& witness) {
  return std::any_of(selector.ways.begin(), selector.ways.end(),
                     [&](const SelectorWay& way) { return holds(way.predicate, witness); });
}

void find_matches(const Selector& selector, const Witness& witness, std::size_t limit,
                  std::vector<FoundMatch>& out) {
  for (const SelectorWay& way : selector.ways) {
    if (way.atoms.empty() || !holds(way.predicate, witness)) continue;
    for (const AtomId atom : way.atoms) {
      if (witness.matcher.test(atom, witness.event, witness.state))
        witness.matcher.find_matches(atom, witness.event, limit, witness.state, out);
    }
  }
}

bool Selection::is_own(const Event& event) const {
  const auto names = identifier(event);
  const bool seems_own =
      std::any_of(
          names.begin(), names.end(),
          [](const Value& name) { return name.bytes == "hark" || name.bytes == "hark-watch"; }) ||
      (!own.invocation_id.empty() && event.is(field::kSystemdInvocationId, own.invocation_id));
  return seems_own && (own.speaker ? own.speaker(event) : event.speaker()) == Speaker::kApp;
}

void Selection::add_triggers(std::uint32_t selector, const Matcher& matcher) {
  for (const SelectorWay& way : selectors[selector].ways) {
    const bool by_atoms =
        way.needs_atom && std::none_of(way.atoms.begin(), way.atoms.end(), [&](AtomId atom) {
          return matcher.run(atom) == AtomRun::kConstant;
        });
    if (by_atoms) {
      for (const AtomId atom : way.atoms) {
        add_once(by_atom_[atom], selector);
        add_once(groups_, matcher.group(atom));
      }
    } else if (!way.message_ids.empty()) {
      for (const std::string& id : way.message_ids) add_once(by_message_id_[id], selector);
    } else if (const Predicate* test = needed_test(way.predicate)) {
      auto known = std::find_if(
          by_field_.begin(), by_field_.end(),
          [&](const FieldTriggers& entry) { return entry.field == test->operand.field; });
      if (known == by_field_.end())
        known = by_field_.insert(known, FieldTriggers{test->operand.field, {}, {}});
      if (test->op == Predicate::Op::kExists) add_once(known->any, selector);
      for (const std::string& text : test->texts) add_once(known->by_value[text], selector);
    } else {
      add_once(always_, selector);
    }
  }
}

void Selection::prepare(const Matcher& matcher) {
  std::stable_sort(selectors.begin(), selectors.end(), shown_before);
  selectors.erase(std::unique(selectors.begin(), selectors.end(), is_same_typed), selectors.end());
  by_atom_.assign(matcher.size(), {});
  by_message_id_.clear();
  groups_.clear();
  by_field_.clear();
  always_.clear();
  asked_.assign(selectors.size(), 0);
  by_number_.clear();
  for (std::uint32_t i = 0; i < selectors.size(); i++) {
    add_triggers(i, matcher);
    if (selectors[i].is_typed() || selectors[i].is_muted) continue;
    if (by_number_.size() <= selectors[i].number) by_number_.resize(selectors[i].number + 1);
    by_number_[selectors[i].number] = i;
  }
  number_packs();
}

std::optional<std::vector<FieldId>> Selection::trigger_fields(const Matcher& matcher) const {
  if (inverts || !always_.empty()) return std::nullopt;
  std::vector<FieldId> fields;
  if (!by_message_id_.empty()) add_once(fields, FieldId{field::kMessageId});
  for (const FieldTriggers& triggers : by_field_) add_once(fields, triggers.field);
  for (AtomId atom = 0; atom < by_atom_.size(); atom++) {
    if (by_atom_[atom].empty()) continue;
    // A field without a value is matched as the empty string.
    if (matcher.regex(atom).matches_empty()) return std::nullopt;
    add_once(fields, matcher.field(atom));
  }
  return fields;
}

bool Selection::triggers(const Witness& one_value) const {
  return each_triggered(one_value,
                        [](const std::vector<std::uint32_t>& some) { return !some.empty(); });
}

// Calls `ask` with selectors that something about the event triggers, until it says true; true if
// it did.
template <class Ask>
bool Selection::each_triggered(const Witness& witness, Ask ask) const {
  for (const FieldTriggers& triggers : by_field_) {
    if (!witness.event.exists(triggers.field)) continue;
    if (ask(triggers.any)) return true;
    if (triggers.by_value.empty()) continue;
    for (const Value& value : witness.event.text(triggers.field)) {
      const auto found = triggers.by_value.find(value.bytes);
      if (found != triggers.by_value.end() && ask(found->second)) return true;
    }
  }
  if (!by_message_id_.empty()) {
    for (const Value& id : witness.event.values(field::kMessageId)) {
      const auto found = by_message_id_.find(id.bytes);
      if (found != by_message_id_.end() && ask(found->second)) return true;
    }
  }
  for (const std::uint32_t group : groups_)
    witness.matcher.settle(group, witness.event, witness.state);
  // By index: asking may settle further groups, whose atoms are appended.
  for (std::size_t i = 0; i < witness.state.hits().size(); i++) {
    if (ask(by_atom_[witness.state.hits()[i]])) return true;
  }
  return false;
}

// Which selectors are of one pack, if that matters.
void Selection::number_packs() {
  pack_.clear();
  if (std::none_of(selectors.begin(), selectors.end(),
                   [](const Selector& selector) { return selector.is_fallback(); }))
    return;
  std::unordered_map<std::string_view, std::uint32_t> numbers;
  for (const Selector& selector : selectors) {
    const std::string_view pack = selector.is_typed() ? std::string_view{} : pack_of(selector.id);
    const auto number = static_cast<std::uint32_t>(numbers.size());
    pack_.push_back(numbers.try_emplace(pack, number).first->second);
  }
}

// A fallback hits only what no other pattern of its pack hits, those that are muted among them.
void Selection::settle_fallbacks(std::vector<std::uint32_t>& hits) const {
  described_.clear();
  for (const std::uint32_t hit : hits) {
    if (!selectors[hit].is_fallback()) add_once(described_, pack_[hit]);
  }
  std::erase_if(hits, [&](std::uint32_t hit) {
    return selectors[hit].is_muted ||
           (selectors[hit].is_fallback() &&
            std::find(described_.begin(), described_.end(), pack_[hit]) != described_.end());
  });
}

// True if any of these selectors picks the event; `hits` are all that do, or at least one where
// that is enough.
bool Selection::pick(const Witness& witness, Which which, std::vector<std::uint32_t>& hits) const {
  const bool one_is_enough = which == Which::kAll && (inverts || !needs_hits);
  stamp_++;
  const auto ask = [&](const std::vector<std::uint32_t>& candidates) {
    for (const std::uint32_t i : candidates) {
      if (asked_[i] == stamp_) continue;
      if (which != Which::kAll && selectors[i].is_typed() != (which == Which::kTyped)) continue;
      asked_[i] = stamp_;
      if (!picks(selectors[i], witness)) continue;
      hits.push_back(i);
      if (one_is_enough && !selectors[i].is_fallback() && !selectors[i].is_muted) return true;
    }
    return false;
  };
  if (ask(always_) || each_triggered(witness, ask)) return true;
  if (!pack_.empty()) settle_fallbacks(hits);
  if (hits.size() > 1) std::sort(hits.begin(), hits.end());
  return !hits.empty();
}

// The same where expressions ask about the hits of packs: those come first, and all of them.
bool Selection::pick_with_hits(const Witness& witness, Hits& hits,
                               std::vector<std::uint32_t>& out) const {
  pick(witness, Which::kTyped, out);
  const bool packs_pick =
      std::any_of(selectors.begin(), selectors.end(), [](const Selector& selector) {
        return !selector.is_typed() && !selector.is_witness && !selector.is_muted;
      });
  // Witnesses pick nothing: they matter for what is shown of an event that is picked.
  if (out.empty() ? !packs_pick : inverts || !needs_hits) return !out.empty();
  const auto& of_packs = hits.all(witness);
  const bool any = !out.empty() || std::any_of(of_packs.begin(), of_packs.end(), [&](auto hit) {
    return !selectors[hit].is_witness;
  });
  out.insert(out.end(), of_packs.begin(), of_packs.end());
  std::sort(out.begin(), out.end());
  return any;
}

// As if a regex that gave up did not match.
bool Selection::decide(const Witness& witness, Hits& hits, Verdict& verdict) const {
  if (!holds(filter, witness)) return false;
  const bool picked = asks_for_hits ? pick_with_hits(witness, hits, verdict.hits)
                                    : pick(witness, Which::kAll, verdict.hits);
  if (inverts || !needs_hits) verdict.hits.clear();
  return picked != inverts;
}

// If every regex had answered, one way or the other.
bool Selection::may_be_kept(const Witness& witness) const {
  if (!possible(filter, witness).yes) return false;
  Possible picked{false, true};
  for (const Selector& selector : selectors) {
    if (selector.is_witness || selector.is_muted) continue;
    for (const SelectorWay& way : selector.ways) {
      const Possible one = possible(way.predicate, witness);
      picked.yes = picked.yes || one.yes;
      picked.no = picked.no && (one.no || selector.is_fallback());
    }
  }
  return inverts ? picked.no : picked.yes;
}

void Selection::judge(const Event& event, const Matcher& matcher, MatchState& state,
                      Verdict& verdict) const {
  verdict.is_kept = verdict.is_own = verdict.is_undecided = false;
  verdict.hits.clear();
  Hits hits(*this);
  const Witness witness{event, matcher, state, asks_for_hits ? &hits : nullptr};
  const std::size_t gave_up_before = state.gave_up();
  bool is_kept = decide(witness, hits, verdict);
  if (state.gave_up() != gave_up_before) {
    verdict.is_undecided = is_kept || may_be_kept(witness);
    is_kept = verdict.is_undecided;
    // What gave up might be what a fallback yields to.
    std::erase_if(verdict.hits, [&](std::uint32_t hit) { return selectors[hit].is_fallback(); });
  }
  if (!is_kept) return;
  verdict.is_own = is_own(event);
  verdict.is_kept = !verdict.is_own;
  if (!verdict.is_own) return;
  verdict.is_undecided = false;
  verdict.hits.clear();
}

std::vector<FieldId> Selection::fields(const Matcher& matcher) const {
  std::vector<FieldId> wanted = {field::kSyslogIdentifier, field::kComm};
  if (!own.invocation_id.empty()) wanted.push_back(field::kSystemdInvocationId);
  add_fields(filter, matcher, wanted);
  for (const Selector& selector : selectors) {
    for (const SelectorWay& way : selector.ways) add_fields(way.predicate, matcher, wanted);
  }
  return wanted;
}

}  // namespace hark
