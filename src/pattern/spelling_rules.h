// How names in a pack are spelt.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>

namespace hark {

inline constexpr std::size_t kMaxNameBytes = 64;
bool is_kebab_case(
    std::string_view word);  // a-z 0-9, in parts joined by single hyphens; any length
std::string to_kebab_case(std::string_view word);  // the nearest, for a suggestion; may be empty
bool is_message_id(std::string_view word);         // 32 lower-case hexadecimal digits
bool is_one_line(std::string_view text);           // no controls but tab, no bidi controls

// The names of (?<name>…), (?P<name>…) and (?'name'…). Read off the text, so that a pack can be
// checked without a regex engine: a name inside a character class counts as well.
using CaptureNames = std::set<std::string, std::less<>>;
void collect_captures(std::string_view regex, CaptureNames& names);

}  // namespace hark
