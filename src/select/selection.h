// What is kept: every filter must hold, and at least one selector must pick the event. Gives a
// Verdict.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "expr/predicate.h"

namespace hark {

// One thing that picks events. Ad hoc patterns are selectors; their id is their text.
struct Selector {
  std::string id;
  Predicate predicate;
  std::vector<AtomId> atoms;  // whose matches are shown as this selector's
};

struct Verdict {
  bool is_kept = false;
  bool is_own = false;  // hark wrote the event itself: never kept, whatever selects
  std::vector<std::uint32_t>
      hits;  // indexes of selectors, in the order they are shown; empty unless kept
};

// How to know hark's own events.
struct OwnEvents {
  std::string invocation_id;  // of the unit that hark's own output goes to the journal for; empty:
                              // not known
};

class Selection {
 public:
  Predicate filter = Predicate::constant(true);
  std::vector<Selector> selectors;  // in the order they are shown: sort() after the last one is in
  bool inverts = false;             // -v: picks what no selector picks
  bool needs_hits = true;           // false: it is enough to know that some selector hit
  OwnEvents own;

  // Call once, after the last selector is in and the matcher is compiled: puts the selectors in the
  // order they are shown (by id; twice the same id is one selector) and finds those that are a bare
  // regex. Of these it is looked up which were hit, instead of asking each: ten thousand patterns
  // cost no more than the scan.
  void prepare(const Matcher& matcher);

  // `verdict` is reused from event to event.
  void judge(const Witness& witness, Verdict& verdict) const;

  // Fields that judging reads.
  std::vector<FieldId> fields(const Matcher& matcher) const;

 private:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  bool pick(const Witness& witness, std::vector<std::uint32_t>& hits) const;

  std::vector<std::uint32_t> by_atom_;  // atom → selector that is this atom alone, or kNone
  std::vector<std::uint32_t> groups_;   // the groups of those atoms
  std::vector<std::uint32_t> others_;   // selectors that are asked one by one
};

}  // namespace hark
