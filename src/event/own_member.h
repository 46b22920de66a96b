// The member "hark" that an earlier hark in the pipe put into an entry.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hark {

// The ids in its "patterns", in order. `member` is the JSON object, or empty; anything unexpected
// gives none.
std::vector<std::string> patterns_of_own_member(std::string_view member);

}  // namespace hark
