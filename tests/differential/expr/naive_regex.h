// PCRE2 alone, with the meaning that the page on the command line gives to regexes.
#pragma once

#include <map>
#include <string>

#include "differential/expr/plain_event.h"

namespace hark::reference {

bool regex_matches(const std::string& regex, bool ignore_case, const std::string& text);

// What the named group captured, in each non-overlapping match.
Texts regex_captures(const std::string& regex, bool ignore_case, const std::string& text,
                     const std::string& group);

}  // namespace hark::reference
