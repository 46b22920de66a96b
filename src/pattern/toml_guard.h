// What must not reach the TOML parser: text that would cost it its stack, or time and memory out of
// proportion. toml++ limits the nesting of values but not the length of dotted keys: "a.a.a…" of a
// few hundred kilobytes makes tables so deep that freeing them overflows the stack, and it looks
// each dotted key up in a list of all before it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace hark {

inline constexpr std::size_t kMaxPackBytes = 4 << 20;
inline constexpr std::size_t kMaxKeyParts = 16;
inline constexpr std::size_t kMaxTomlPieces = 200'000;  // keys, values, tables, roughly

struct TomlHazard {
  std::size_t at = 0;  // byte
  std::string message;
  std::string reason;
};

struct GuardAnswer {
  std::optional<TomlHazard> hazard;
  // Where the first single-line string begins that its line does not close. Not a hazard, but a
  // better place to point at than where the parser noticed.
  std::optional<std::size_t> unclosed_string;
};

// One pass over the text; the lexical rules are those of TOML 1.0 for comments and the four kinds
// of string. Text that breaks them earlier is refused by the parser before it can do harm.
GuardAnswer guard_toml(std::string_view text);

}  // namespace hark
