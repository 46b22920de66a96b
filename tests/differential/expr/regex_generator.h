// Regexes by chance, and texts that each of them matches.
#pragma once

#include <string>
#include <vector>

#include "differential/expr/dice.h"

namespace hark::reference {

struct MadeRegex {
  std::string text;
  std::vector<std::string> samples;  // most of them match
};

MadeRegex make_regex(Dice& dice);

// A word of the few that all generators draw from, so that texts and what is looked for meet.
std::string make_word(Dice& dice);

}  // namespace hark::reference
