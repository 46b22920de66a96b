#include "output/annotation.h"

#include <algorithm>

#include "event/own_member.h"

namespace hark {

const std::vector<std::string_view>& Annotator::patterns(const Event& event, const Verdict& verdict,
                                                         bool with_typed) {
  patterns_.clear();
  earlier_ = patterns_of_own_member(event.own_member_value);
  for (const std::string& id : earlier_) patterns_.push_back(id);
  for (const std::uint32_t hit : verdict.hits) {
    const std::string_view id = selection_.selectors[hit].id;
    if (selection_.selectors[hit].is_typed() && !with_typed) continue;
    if (std::find(patterns_.begin(), patterns_.end(), id) == patterns_.end())
      patterns_.push_back(id);
  }
  return patterns_;
}

const std::vector<AnnotatedMatch>& Annotator::matches(const Event& event, const Verdict& verdict) {
  matches_.clear();
  for (const std::uint32_t hit : verdict.hits) {
    const Selector& selector = selection_.selectors[hit];
    atoms_.clear();
    for (const SelectorWay& way : selector.ways) {
      if (way.atoms.empty()) continue;
      // Of several ways only those that picked the event have something to show.
      if (selector.ways.size() > 1 && !holds(way.predicate, {event, matcher_, state_})) continue;
      for (const AtomId atom : way.atoms) {
        const bool is_new = std::find(atoms_.begin(), atoms_.end(), atom) == atoms_.end();
        if (is_new && matcher_.test(atom, event, state_)) atoms_.push_back(atom);
      }
    }
    for (const AtomId atom : atoms_) {
      found_.clear();
      matcher_.find_matches(atom, event, kMaxMatches, state_, found_);
      for (FoundMatch& found : found_)
        matches_.push_back({selector.id, matcher_.field(atom), std::move(found)});
    }
  }
  std::stable_sort(matches_.begin(), matches_.end(),
                   [](const AnnotatedMatch& a, const AnnotatedMatch& b) {
                     if (a.found.span.start != b.found.span.start)
                       return a.found.span.start < b.found.span.start;
                     if (a.pattern != b.pattern) return a.pattern < b.pattern;
                     return a.found.value < b.found.value;
                   });
  if (matches_.size() > kMaxMatches) matches_.resize(kMaxMatches);
  return matches_;
}

bool Annotator::has_several_selectors() const {
  std::size_t count = 0;
  for (const Selector& selector : selection_.selectors) {
    if (!selector.is_witness && ++count > 1) return true;
  }
  return false;
}

std::optional<Severity> Annotator::severity(const Verdict& verdict) const {
  std::optional<Severity> worst;
  for (const std::uint32_t hit : verdict.hits)
    worst = std::max(worst, selection_.selectors[hit].severity);
  return worst;
}

}  // namespace hark
