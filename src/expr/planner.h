// Predicate → the same predicate, cheaper: constants folded, nested and/or made flat, and tests in
// the order in which an event is settled at the least cost to be expected.
#pragma once

#include "expr/predicate.h"
#include "match/matcher.h"

namespace hark {

// What a test costs and how often it holds, as guesses that only need to be right among each other.
struct Estimate {
  double cost = 0;   // 1 is about the comparison of one byte
  double holds = 1;  // the share of events, within 0…1
};
Estimate estimate(const Predicate& predicate);

// Call after Matcher::compile(), which finds the regexes that match everything.
Predicate plan(Predicate predicate, const Matcher& matcher);

}  // namespace hark
