// Expressions by chance: always such that the binder takes them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "differential/expr/dice.h"
#include "expr/tree.h"
#include "pattern/pattern.h"

namespace hark::reference {

struct MadeExpression {
  Node tree;
  std::map<std::string, std::vector<std::string>> samples;  // regex → texts that it matches
};

// `patterns`: those that it may ask about.
MadeExpression make_expression(Dice& dice, const std::vector<Pattern>& patterns);

// The tree written out, in any of the spellings that mean the same.
std::string spell(const Node& tree, Dice& dice);

}  // namespace hark::reference
