#include "base/printable.h"

#include <fmt/format.h>

#include <cstdint>
#include <cstring>
#include <iterator>

namespace hark {
namespace {

constexpr bool is_continuation(unsigned char byte) { return (byte & 0xC0) == 0x80; }

}  // namespace

Character decode_character(std::string_view text) {
  const auto byte = [&](std::size_t i) -> unsigned char {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
  };
  const unsigned char first = byte(0);
  if (first < 0x80) return {first, 1, true};
  // The second byte's range is narrower after E0, ED, F0 and F4: overlong forms, surrogates, above
  // U+10FFFF.
  unsigned char low = 0x80, high = 0xBF;
  std::size_t length = 0;
  char32_t code = 0;
  if (first >= 0xC2 && first <= 0xDF) {
    length = 2, code = first & 0x1F;
  } else if (first >= 0xE0 && first <= 0xEF) {
    length = 3, code = first & 0x0F;
    if (first == 0xE0) low = 0xA0;
    if (first == 0xED) high = 0x9F;
  } else if (first >= 0xF0 && first <= 0xF4) {
    length = 4, code = first & 0x07;
    if (first == 0xF0) low = 0x90;
    if (first == 0xF4) high = 0x8F;
  } else {
    return {0, 1, false};
  }
  if (byte(1) < low || byte(1) > high) return {0, 1, false};
  code = code << 6 | (byte(1) & 0x3F);
  for (std::size_t i = 2; i < length; i++) {
    if (!is_continuation(byte(i))) return {0, i, false};
    code = code << 6 | (byte(i) & 0x3F);
  }
  return {code, length, true};
}

namespace {

// The first byte from there on that is no ASCII; the text's size if there is none.
std::size_t find_beyond_ascii(std::string_view text, std::size_t from) {
  constexpr std::uint64_t kBeyondAscii = 0x8080808080808080u;
  std::size_t i = from;
  for (std::uint64_t words[4]; text.size() - i >= sizeof words; i += sizeof words) {
    std::memcpy(words, text.data() + i, sizeof words);
    if (((words[0] | words[1] | words[2] | words[3]) & kBeyondAscii) != 0) break;
  }
  for (std::uint64_t word; text.size() - i >= sizeof word; i += sizeof word) {
    std::memcpy(&word, text.data() + i, sizeof word);
    if ((word & kBeyondAscii) != 0) break;
  }
  while (i < text.size() && static_cast<unsigned char>(text[i]) < 0x80) i++;
  return i;
}

}  // namespace

bool is_valid_utf8(std::string_view text) {
  for (std::size_t i = 0;;) {
    i = find_beyond_ascii(text, i);
    if (i == text.size()) return true;
    const Character c = decode_character(text.substr(i));
    if (!c.valid) return false;
    i += c.size;
  }
}

bool is_unsafe(char32_t code) {
  if (code < 0x20) return code != '\t';
  if (code < 0x7F) return false;
  if (code <= 0x9F) return true;
  return code == 0x061C || code == 0x200E || code == 0x200F || (code >= 0x2028 && code <= 0x202E) ||
         (code >= 0x2066 && code <= 0x2069);
}

std::size_t find_unsafe(std::string_view text, std::size_t from, bool keep_newline) {
  for (std::size_t i = from; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x20 && byte < 0x7F) {
      i++;
      continue;
    }
    const Character c = decode_character(text.substr(i));
    if (!c.valid) return i;
    if (is_unsafe(c.code) && !(keep_newline && c.code == '\n')) return i;
    i += c.size;
  }
  return text.size();
}

void append_escaped(std::string& out, const Character& character, std::string_view text) {
  if (character.valid && character.code >= 0x80) {
    fmt::format_to(std::back_inserter(out), "\\u{{{:x}}}",
                   static_cast<std::uint32_t>(character.code));
    return;
  }
  for (std::size_t i = 0; i < character.size && i < text.size(); i++) {
    fmt::format_to(std::back_inserter(out), "\\x{:02x}", static_cast<unsigned char>(text[i]));
  }
}

void append_printable(std::string& out, std::string_view text, bool keep_newline) {
  std::size_t i = 0;
  while (i < text.size()) {
    const std::size_t bad = find_unsafe(text, i, keep_newline);
    out.append(text.substr(i, bad - i));
    if (bad == text.size()) return;
    const Character c = decode_character(text.substr(bad));
    append_escaped(out, c, text.substr(bad));
    i = bad + c.size;
  }
}

std::string printable(std::string_view text) {
  std::string out;
  append_printable(out, text);
  return out;
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t i = 0; i < text.size();) {
    const Character c = decode_character(text.substr(i));
    i += c.size;
    const char32_t u = c.code;
    const bool combining =
        c.valid && ((u >= 0x0300 && u <= 0x036F) || u == 0x200B || u == 0x200D || u == 0xFEFF ||
                    (u >= 0xFE00 && u <= 0xFE0F) || (u >= 0x20D0 && u <= 0x20FF));
    const bool wide =
        c.valid && ((u >= 0x1100 && u <= 0x115F) || (u >= 0x2E80 && u <= 0xA4CF && u != 0x303F) ||
                    (u >= 0xAC00 && u <= 0xD7A3) || (u >= 0xF900 && u <= 0xFAFF) ||
                    (u >= 0xFE30 && u <= 0xFE6F) || (u >= 0xFF00 && u <= 0xFF60) ||
                    (u >= 0xFFE0 && u <= 0xFFE6) || (u >= 0x1F300 && u <= 0x1F64F) ||
                    (u >= 0x1F900 && u <= 0x1F9FF) || (u >= 0x20000 && u <= 0x3FFFD));
    width += combining ? 0 : wide ? 2 : 1;
  }
  return width;
}

void append_repaired(std::string& out, std::string_view text) {
  std::size_t clean = 0;
  for (std::size_t i = 0; i < text.size();) {
    if (static_cast<unsigned char>(text[i]) < 0x80) {
      i++;
      continue;
    }
    const Character c = decode_character(text.substr(i));
    if (!c.valid) {
      out.append(text.substr(clean, i - clean)).append("\xEF\xBF\xBD");
      clean = i + c.size;
    }
    i += c.size;
  }
  out.append(text.substr(clean));
}

}  // namespace hark
