// Kinds of ASCII characters. Unlike <cctype>'s, they never ask the locale and take any char.
#pragma once

#include <algorithm>
#include <string_view>

namespace hark {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool is_letter(char c) { return is_lower(c) || is_upper(c); }
constexpr bool is_alphanumeric(char c) { return is_letter(c) || is_digit(c); }

// What JSON (RFC 8259) allows between its tokens.
constexpr bool is_json_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

constexpr char to_lower(char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }

// 0…15, or -1.
constexpr int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  const char small = to_lower(c);
  return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}
constexpr bool is_hex_digit(char c) { return hex_digit(c) >= 0; }

// The id of a boot, a machine, a message: 32 hex digits.
constexpr bool is_id128(std::string_view text) {
  return text.size() == 32 && std::all_of(text.begin(), text.end(), is_hex_digit);
}

}  // namespace hark
