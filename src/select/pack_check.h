// --check-packs: every example of every pattern, judged by the patterns as they run. What each kind
// of example means, and which a pattern must carry: hark-packs(5), EXAMPLES THAT PROVE.
#pragma once

#include <cstddef>
#include <vector>

#include "base/result.h"
#include "pattern/pattern.h"

namespace hark {

struct PackCheck {
  std::size_t patterns = 0;
  std::size_t examples = 0;
  Diagnostics warnings;  // what is odd in an expression and no mistake
  Diagnostics failures;  // where an example or a regex stands, and what is wrong with it
};

// Every regex and expression in them that is wrong, in the order of their files; nothing is run.
Diagnostics pattern_mistakes(const std::vector<const Pattern*>& patterns);

// The errors of the result are regexes that do not compile and keys that cannot be evaluated.
Result<PackCheck> check_patterns(const std::vector<const Pattern*>& patterns);

}  // namespace hark
