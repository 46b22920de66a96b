#include "event/json_text.h"

#include <cstdint>
#include <cstring>

#include "base/ascii.h"

namespace hark {
namespace {

// The code unit in the four digits at `at`, or -1.
std::int32_t code_unit(std::string_view text, std::size_t at) {
  if (at + 4 > text.size()) return -1;
  std::int32_t code = 0;
  for (std::size_t i = at; i < at + 4; i++) {
    const int digit = hex_digit(text[i]);
    if (digit < 0) return -1;
    code = code << 4 | digit;
  }
  return code;
}

char* put_utf8(char* out, std::uint32_t code) {
  if (code < 0x80) {
    *out++ = static_cast<char>(code);
  } else if (code < 0x800) {
    *out++ = static_cast<char>(0xC0 | code >> 6);
    *out++ = static_cast<char>(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    *out++ = static_cast<char>(0xE0 | code >> 12);
    *out++ = static_cast<char>(0x80 | (code >> 6 & 0x3F));
    *out++ = static_cast<char>(0x80 | (code & 0x3F));
  } else {
    *out++ = static_cast<char>(0xF0 | code >> 18);
    *out++ = static_cast<char>(0x80 | (code >> 12 & 0x3F));
    *out++ = static_cast<char>(0x80 | (code >> 6 & 0x3F));
    *out++ = static_cast<char>(0x80 | (code & 0x3F));
  }
  return out;
}

char simple_escape(char c) {
  switch (c) {
    case '"':
    case '\\':
    case '/':
      return c;
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return '\0';
  }
}

bool is_high_surrogate(std::int32_t code) { return code >= 0xD800 && code <= 0xDBFF; }
bool is_low_surrogate(std::int32_t code) { return code >= 0xDC00 && code <= 0xDFFF; }

}  // namespace

std::string_view unescape_json(std::string_view escaped, Arena& arena) {
  char* const begin = arena.allocate(
      escaped.size());  // never grows: the shortest escape is as long as what it means
  char* out = begin;
  std::size_t i = 0;
  while (i < escaped.size()) {
    const char* from = escaped.data() + i;
    const auto* next = static_cast<const char*>(std::memchr(from, '\\', escaped.size() - i));
    const std::size_t plain =
        next == nullptr ? escaped.size() - i : static_cast<std::size_t>(next - from);
    std::memcpy(out, from, plain);
    out += plain;
    i += plain;
    if (i + 1 >= escaped.size()) {
      if (i < escaped.size()) *out++ = escaped[i++];
      break;
    }
    if (const char simple = simple_escape(escaped[i + 1])) {
      *out++ = simple;
      i += 2;
      continue;
    }
    std::int32_t code = escaped[i + 1] == 'u' ? code_unit(escaped, i + 2) : -1;
    if (code < 0) {
      *out++ = escaped[i++];
      continue;
    }
    i += 6;
    if (is_high_surrogate(code)) {
      const bool pair = i + 1 < escaped.size() && escaped[i] == '\\' && escaped[i + 1] == 'u';
      const std::int32_t low = pair ? code_unit(escaped, i + 2) : -1;
      if (is_low_surrogate(low)) {
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
        i += 6;
      } else {
        code = 0xFFFD;
      }
    } else if (is_low_surrogate(code)) {
      code = 0xFFFD;
    }
    out = put_utf8(out, static_cast<std::uint32_t>(code));
  }
  const auto size = static_cast<std::size_t>(out - begin);
  arena.give_back(escaped.size() - size);
  return {begin, size};
}

bool has_valid_escapes(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto* next =
        static_cast<const char*>(std::memchr(text.data() + i, '\\', text.size() - i));
    if (next == nullptr) return true;
    i = static_cast<std::size_t>(next - text.data());
    if (i + 1 >= text.size()) return false;
    if (simple_escape(text[i + 1]) != '\0') {
      i += 2;
    } else if (text[i + 1] == 'u' && code_unit(text, i + 2) >= 0) {
      i += 6;
    } else {
      return false;
    }
  }
  return true;
}

}  // namespace hark
