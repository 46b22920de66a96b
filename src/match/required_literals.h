// What a text must contain for a regex to match it: plain words that Hyperscan finds, and compiles,
// in a fraction of what the regexes themselves take. Some hundred regexes compiled whole are a
// second at a cold start; their words are some hundredths.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hark {

struct RequiredLiterals {
  // Every text that the regex matches contains one of these, ASCII bytes all. Empty: nothing is
  // known.
  std::vector<std::string> any;
  // The regex is these words and nothing else: they need no confirming.
  bool is_all = false;
};

// `regex` is one that PCRE2 accepts, matched with case. Nothing is known of constructs beyond
// literals, classes, groups, alternatives, repeats and simple assertions: then the answer is empty.
RequiredLiterals find_required_literals(std::string_view regex);

}  // namespace hark
