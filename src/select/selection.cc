#include "select/selection.h"

#include <algorithm>

#include "event/speaker.h"

namespace hark {
namespace {

bool is_own_event(const OwnEvents& own, const Event& event) {
  for (const Value& name : identifier(event)) {
    if (name.bytes == "hark" || name.bytes == "hark-watch") return true;
  }
  return !own.invocation_id.empty() && event.is(field::kSystemdInvocationId, own.invocation_id);
}

}  // namespace

void Selection::prepare(const Matcher& matcher) {
  std::stable_sort(selectors.begin(), selectors.end(),
                   [](const Selector& a, const Selector& b) { return a.id < b.id; });
  selectors.erase(std::unique(selectors.begin(), selectors.end(),
                              [](const Selector& a, const Selector& b) {
                                return a.id == b.id && a.atoms == b.atoms;
                              }),
                  selectors.end());
  by_atom_.assign(matcher.size(), kNone);
  groups_.clear();
  others_.clear();
  for (std::uint32_t i = 0; i < selectors.size(); i++) {
    const Predicate& p = selectors[i].predicate;
    const bool is_bare = p.op == Predicate::Op::kAtom && matcher.run(p.atom) != AtomRun::kConstant;
    if (!is_bare || by_atom_[p.atom] != kNone) {
      others_.push_back(i);
      continue;
    }
    by_atom_[p.atom] = i;
    const std::uint32_t group = matcher.group(p.atom);
    if (std::find(groups_.begin(), groups_.end(), group) == groups_.end()) groups_.push_back(group);
  }
}

// True if any selector picks the event; `hits` are all that do, or at least one where that is
// enough.
bool Selection::pick(const Witness& witness, std::vector<std::uint32_t>& hits) const {
  const bool one_is_enough = inverts || !needs_hits;
  for (const std::uint32_t i : others_) {
    if (!holds(selectors[i].predicate, witness)) continue;
    hits.push_back(i);
    if (one_is_enough) return true;
  }
  for (const std::uint32_t group : groups_)
    witness.matcher.settle(group, witness.event, witness.state);
  for (const AtomId atom : witness.state.hits()) {
    if (by_atom_[atom] != kNone) hits.push_back(by_atom_[atom]);
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
  verdict.is_own = is_own_event(own, witness.event);
  verdict.is_kept = !verdict.is_own;
  if (verdict.is_own) verdict.hits.clear();
}

std::vector<FieldId> Selection::fields(const Matcher& matcher) const {
  std::vector<FieldId> wanted = {field::kSyslogIdentifier, field::kComm};
  if (!own.invocation_id.empty()) wanted.push_back(field::kSystemdInvocationId);
  add_fields(filter, matcher, wanted);
  for (const Selector& selector : selectors) add_fields(selector.predicate, matcher, wanted);
  return wanted;
}

}  // namespace hark
