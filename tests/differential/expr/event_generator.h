// Events by chance, made of what an expression looks for, so that each of its tests holds often and
// fails often.
#pragma once

#include <string>
#include <vector>

#include "differential/expr/dice.h"
#include "differential/expr/expression_generator.h"
#include "differential/expr/plain_event.h"

namespace hark::reference {

PlainEvent make_event(Dice& dice, const MadeExpression& expression,
                      const std::vector<Pattern>& patterns);

// The event as a line of JSON, in any of the ways in which it may be written.
std::string to_json(const PlainEvent& event, Dice& dice);

// The patterns that expressions ask about.
const std::vector<Pattern>& made_patterns();

}  // namespace hark::reference
