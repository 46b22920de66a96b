#include "output/annotation.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "event/ansi.h"
#include "event/own_member.h"

namespace hark {

namespace {

// Each id once; what is known of it is kept.
void add(std::string_view id, std::optional<Severity> severity,
         std::vector<ShownPattern>& patterns) {
  const auto same = std::find_if(patterns.begin(), patterns.end(),
                                 [&](const ShownPattern& one) { return one.id == id; });
  if (same == patterns.end()) {
    patterns.push_back({id, severity});
  } else if (!same->severity) {
    same->severity = severity;
  }
}

}  // namespace

const std::vector<ShownPattern>& Annotator::earlier_patterns(const Event& event) {
  patterns_.clear();
  earlier_.clear();
  for (const Event::OwnMember& own : event.own_members) {
    std::vector<std::string> ids = patterns_of_own_member(own.value);
    std::move(ids.begin(), ids.end(), std::back_inserter(earlier_));
  }
  for (const std::string& id : earlier_) add(id, std::nullopt, patterns_);
  return patterns_;
}

const std::vector<ShownPattern>& Annotator::patterns(const Event& event, const Verdict& verdict,
                                                     bool with_typed) {
  earlier_patterns(event);
  for (const std::uint32_t hit : verdict.hits) {
    const Selector& selector = selection_.selectors[hit];
    if (selector.is_typed() && !with_typed) continue;
    add(selector.id, selector.severity, patterns_);
  }
  return patterns_;
}

// The atoms that made a selector hit: of several ways only those that picked the event have
// something to show.
void Annotator::find_atoms(const Selector& selector, const Event& event) {
  atoms_.clear();
  for (const SelectorWay& way : selector.ways) {
    if (way.atoms.empty()) continue;
    if (selector.ways.size() > 1 && !holds(way.predicate, {event, matcher_, state_})) continue;
    for (const AtomId atom : way.atoms) {
      const bool is_new = std::find(atoms_.begin(), atoms_.end(), atom) == atoms_.end();
      if (is_new && matcher_.test(atom, event, state_)) atoms_.push_back(atom);
    }
  }
}

const std::vector<AnnotatedMatch>& Annotator::matches(const Event& event, const Verdict& verdict,
                                                      std::size_t limit) {
  matches_.clear();
  for (const std::uint32_t hit : verdict.hits) {
    const Selector& selector = selection_.selectors[hit];
    find_atoms(selector, event);
    for (const AtomId atom : atoms_) {
      found_.clear();
      matcher_.find_matches(atom, event, limit, state_, found_);
      for (FoundMatch& found : found_)
        matches_.push_back({&selector, matcher_.field(atom), std::move(found)});
    }
  }
  std::stable_sort(matches_.begin(), matches_.end(),
                   [](const AnnotatedMatch& a, const AnnotatedMatch& b) {
                     if (a.found.span.start != b.found.span.start)
                       return a.found.span.start < b.found.span.start;
                     if (const int order = a.selector->id.compare(b.selector->id); order != 0)
                       return order < 0;
                     return a.found.value < b.found.value;
                   });
  if (matches_.size() > limit) matches_.resize(limit);
  return matches_;
}

namespace {

struct Candidate {
  const Selector* selector;
  AtomId atom;
  std::optional<Span> next = {};
};

// Of what begins leftmost the longest; of equals the first, which is shown first.
Candidate* leftmost_longest(std::vector<Candidate>& candidates) {
  Candidate* best = nullptr;
  for (Candidate& one : candidates) {
    if (!one.next) continue;
    if (best == nullptr || one.next->start < best->next->start ||
        (one.next->start == best->next->start && one.next->end > best->next->end)) {
      best = &one;
    }
  }
  return best;
}

}  // namespace

const std::vector<AnnotatedMatch>& Annotator::parts(const Event& event, const Verdict& verdict) {
  matches_.clear();
  std::vector<std::pair<FieldId, std::vector<Candidate>>> by_field;
  for (const std::uint32_t hit : verdict.hits) {
    find_atoms(selection_.selectors[hit], event);
    for (const AtomId atom : atoms_) {
      const FieldId field = matcher_.field(atom);
      auto its = std::find_if(by_field.begin(), by_field.end(),
                              [&](const auto& entry) { return entry.first == field; });
      if (its == by_field.end())
        its = by_field.insert(by_field.end(), {field, std::vector<Candidate>{}});
      its->second.push_back({&selection_.selectors[hit], atom});
    }
  }
  for (auto& [field, candidates] : by_field) {
    const auto texts = event.text(field);
    const auto received = event.values(field);
    for (std::uint32_t i = 0; i < texts.size(); i++) {
      const bool is_stripped = texts[i].bytes.data() != received[i].bytes.data();
      const AnsiOffsets offsets(is_stripped ? received[i].bytes : std::string_view{});
      for (Candidate& one : candidates)
        one.next = matcher_.next_match(one.atom, texts[i], 0, state_);
      while (const Candidate* best = leftmost_longest(candidates)) {
        const Span taken = *best->next;
        const Span shown =
            is_stripped ? Span{offsets.start(taken.start), offsets.end(taken.end)} : taken;
        matches_.push_back({best->selector, field, {i, shown, {}}});
        for (Candidate& one : candidates) {
          if (one.next && one.next->start < taken.end)
            one.next = matcher_.next_match(one.atom, texts[i], taken.end, state_);
        }
      }
    }
  }
  return matches_;
}

bool Annotator::has_several_selectors() const {
  std::size_t count = 0;
  for (const Selector& selector : selection_.selectors) {
    if (!selector.is_witness && !selector.is_muted && ++count > 1) return true;
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
