// What of a selection a few fields of an event settle, before its others are looked at.
#pragma once

#include <optional>
#include <vector>

#include "select/selection.h"

namespace hark {

struct EarlyTest {
  Predicate predicate;          // false: the event is not kept. It asks no regexes and no hits.
  std::vector<FieldId> fields;  // that it reads
};

// Of a prepared selection. None where whatever is kept need not pass such a test.
std::optional<EarlyTest> find_early_test(const Selection& selection, const Matcher& matcher);

}  // namespace hark
