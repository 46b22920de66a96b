#include "pattern/toml_guard.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/printable.h"

namespace hark {
namespace {

// The end of the string that begins at `at`. A single-line string ends at its line's end at the
// latest; `is_closed` says whether a quote ended it.
std::size_t end_of_string(std::string_view text, std::size_t at, bool& is_closed) {
  const char quote = text[at];
  const bool escapes = quote == '"';
  const std::string triple(3, quote);
  is_closed = true;
  if (text.substr(at, 3) == triple) {
    for (std::size_t i = at + 3; i < text.size(); i++) {
      if (escapes && text[i] == '\\') {
        i++;
      } else if (text.substr(i, 3) == triple) {
        // Up to two quotes before the closing three belong to the text.
        std::size_t end = i + 3;
        for (int more = 0; more < 2 && end < text.size() && text[end] == quote; more++) end++;
        return end;
      }
    }
    return text.size();  // the parser says this one better
  }
  for (std::size_t i = at + 1; i < text.size() && text[i] != '\n'; i++) {
    if (text[i] == quote) return i + 1;
    if (escapes && text[i] == '\\' && i + 1 < text.size() && text[i + 1] != '\n') i++;
  }
  is_closed = false;
  return std::min(text.find('\n', at), text.size());
}

}  // namespace

GuardAnswer guard_toml(std::string_view text) {
  GuardAnswer answer;
  if (text.size() > kMaxPackBytes) {
    answer.hazard = {0, "too large for a pack",
                     fmt::format("it has {} bytes; {} are allowed", text.size(), kMaxPackBytes)};
    return answer;
  }
  for (std::size_t i = 0; i < text.size();) {
    if (static_cast<unsigned char>(text[i]) < 0x80) {
      i++;
      continue;
    }
    const Character c = decode_character(text.substr(i));
    if (!c.valid) {
      answer.hazard = {i, "not UTF-8", "TOML is UTF-8 throughout"};
      return answer;
    }
    i += c.size;
  }
  std::size_t pieces = 0;
  std::size_t key_parts = 1;
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (c == '#') {
      i = std::min(text.find('\n', i), text.size());
      continue;
    }
    if (c == '"' || c == '\'') {
      bool is_closed = true;
      const std::size_t end = end_of_string(text, i, is_closed);
      if (!is_closed && !answer.unclosed_string) answer.unclosed_string = i;
      i = end;
      continue;
    }
    if (c == '.') {
      key_parts++;
    } else if (c == '=' || c == '[' || c == ']' || c == '{' || c == '}' || c == ',' || c == '\n') {
      key_parts = 1;
    }
    if (c == '.' || c == '=' || c == '[' || c == '{' || c == ',') pieces++;
    if (key_parts > kMaxKeyParts) {
      answer.hazard = {i, "a key of too many parts",
                       fmt::format("a dotted key has {} parts at most", kMaxKeyParts)};
      return answer;
    }
    if (pieces > kMaxTomlPieces) {
      answer.hazard = {i, "too much for a pack",
                       fmt::format("more than {} keys, values and tables", kMaxTomlPieces)};
      return answer;
    }
    i++;
  }
  return answer;
}

}  // namespace hark
