// Patterns → selectors: each alternative becomes a predicate tree over event and atoms.
#pragma once

#include "base/result.h"
#include "select/selection.h"

namespace hark {

// What the selector of a typed pattern looks like.
Selector typed_selector(std::string text, AtomId atom);

// That of a typed expression that selects by itself. Shown are the matches of the regexes in it
// that make it true by matching.
Selector typed_selector(std::string text, Predicate predicate);

// What `where` in a pack is bound to beside the event.
struct PackClock {
  Microseconds now = 0;
  bool utc = false;
  bool is_known_good = false;  // the pack was read before without a mistake: binder.h
};

// Adds the pattern's regexes to the matcher's pack set. `pattern` must outlive the selector. All
// mistakes of its expressions at once; what is odd in them and no mistake is appended to
// `warnings`, if there are any to append to.
Result<Selector> pattern_selector(const Pattern& pattern, FieldTable& fields, Matcher& matcher,
                                  const PackClock& clock = {}, Diagnostics* warnings = nullptr);

}  // namespace hark
