// What bounded repeats make of a regex: Hyperscan writes them out, and its compile time grows with
// what comes of that, from microseconds to minutes. Known here before it is asked.
#pragma once

#include <cstddef>
#include <string_view>

namespace hark {

// Characters and classes below bounded repeats, each as often as it is asked for: 0 for "abc", 202
// for "xa{2}(\d{10}){20}". With `by_characters`, a class that reaches beyond ASCII weighs
// kWide, since each copy is a small automaton over the bytes of UTF-8; with `ignores_case` as well,
// every class may. An estimate, for a regex that PCRE2 accepts: comments count as what they look
// like. Never more than kHeaviest.
inline constexpr std::size_t kWide = 8;
inline constexpr std::size_t kHeaviest = 1'000'000'000;
std::size_t repeat_weight(std::string_view regex, bool by_characters, bool ignores_case);

}  // namespace hark
