// Source text → tree. Syntax alone: names are bound elsewhere (binder.h).
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "expr/tree.h"

namespace hark {

inline constexpr std::size_t kMaxNesting = 200;  // brackets, not, and calls inside each other

// `origin` tells where the text comes from ("-w", a pack's line): mistakes point into it at
// origin.offset plus their place if `is_verbatim`, else at all of it. A syntax mistake ends
// parsing, so there is at most one. Linear in the length of the text.
Result<Node> parse_expression(std::string_view text, const Origin& origin, bool is_verbatim = true);

// Where a place of the expression lies in what it was taken from.
Origin place_in(const Origin& origin, Place place, bool is_verbatim);

// The same for text that stands for itself, as an argument does.
Result<Node> parse_expression(std::string_view text, std::string_view label);

}  // namespace hark
