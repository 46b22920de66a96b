#include "select/selection.h"

#include <algorithm>

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

bool picks(const Selector& selector, const Witness& witness) {
  return std::any_of(selector.ways.begin(), selector.ways.end(),
                     [&](const SelectorWay& way) { return holds(way.predicate, witness); });
}

bool Selection::is_own(const Event& event) const {
  for (const Value& name : identifier(event)) {
    if (name.bytes == "hark" || name.bytes == "hark-watch") return true;
  }
  return !own.invocation_id.empty() && event.is(field::kSystemdInvocationId, own.invocation_id);
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
  always_.clear();
  asked_.assign(selectors.size(), 0);
  for (std::uint32_t i = 0; i < selectors.size(); i++) add_triggers(i, matcher);
}

// True if any selector picks the event; `hits` are all that do, or at least one where that is
// enough.
bool Selection::pick(const Witness& witness, std::vector<std::uint32_t>& hits) const {
  const bool one_is_enough = inverts || !needs_hits;
  stamp_++;
  const auto ask = [&](const std::vector<std::uint32_t>& candidates) {
    for (const std::uint32_t i : candidates) {
      if (asked_[i] == stamp_) continue;
      asked_[i] = stamp_;
      if (picks(selectors[i], witness)) hits.push_back(i);
      if (one_is_enough && !hits.empty()) return true;
    }
    return false;
  };
  if (ask(always_)) return true;
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
  if (hits.size() > 1) std::sort(hits.begin(), hits.end());
  return !hits.empty();
}

void Selection::judge(const Witness& witness, Verdict& verdict) const {
  verdict.is_kept = verdict.is_own = false;
  verdict.hits.clear();
  if (!holds(filter, witness)) return;
  const bool picked = pick(witness, verdict.hits);
  if (inverts || !needs_hits) verdict.hits.clear();
  if (picked == inverts) return;
  verdict.is_own = is_own(witness.event);
  verdict.is_kept = !verdict.is_own;
  if (verdict.is_own) verdict.hits.clear();
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
