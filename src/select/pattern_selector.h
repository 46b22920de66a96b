// Patterns → selectors: each alternative becomes a predicate tree over event and atoms.
#pragma once

#include "base/result.h"
#include "select/selection.h"

namespace hark {

// What the selector of a typed pattern looks like.
Selector typed_selector(std::string text, AtomId atom);

// Adds the pattern's regexes to the matcher's pack set. `pattern` must outlive the selector. An
// alternative that cannot be evaluated (`where`, as long as there is no expression language) is an
// error: no key is ever ignored.
Result<Selector> pattern_selector(const Pattern& pattern, FieldTable& fields, Matcher& matcher);

// The alternative's keys without its regexes; `with_speaker` false leaves `from` out too. For
// checks of packs.
Predicate keys_of(const Alternative& alternative, FieldTable& fields, bool with_speaker = true);

}  // namespace hark
