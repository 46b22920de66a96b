// "Did you mean …": the nearest known word.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace hark {

// Insertions, deletions, replacements and swaps of neighbours, each counted as one (optimal string
// alignment).
std::size_t edit_distance(std::string_view a, std::string_view b);

// The candidate nearest to `word`, if it is near enough to be a slip of the fingers; else empty.
// The first of equals.
std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace hark
