#include "differential/expr/naive_text.h"

#include <cmath>
#include <cstdlib>
#include <functional>

namespace hark::reference {
namespace {

unsigned byte(const std::string& text, std::size_t i) {
  return i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
}

// Bytes of the character at i, 0 if there is none. Unicode 15, table 3-7.
std::size_t character_size(const std::string& text, std::size_t i) {
  const unsigned a = byte(text, i);
  const auto follows = [&](std::size_t n, unsigned low = 0x80, unsigned high = 0xBF) {
    return byte(text, i + n) >= low && byte(text, i + n) <= high;
  };
  if (a < 0x80) return 1;
  if (a >= 0xC2 && a <= 0xDF) return follows(1) ? 2 : 0;
  if (a >= 0xE0 && a <= 0xEF) {
    const bool second = a == 0xE0   ? follows(1, 0xA0)
                        : a == 0xED ? follows(1, 0x80, 0x9F)
                                    : follows(1);
    return second && follows(2) ? 3 : 0;
  }
  if (a >= 0xF0 && a <= 0xF4) {
    const bool second = a == 0xF0   ? follows(1, 0x90)
                        : a == 0xF4 ? follows(1, 0x80, 0x8F)
                                    : follows(1);
    return second && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// A whole sequence at i: its length, or 0.
std::size_t ansi_size(const std::string& text, std::size_t i) {
  std::size_t at = i;
  char kind = 0;
  if (byte(text, i) == 0x1B && (byte(text, i + 1) == '[' || byte(text, i + 1) == ']')) {
    kind = text[i + 1];
    at += 2;
  } else if (byte(text, i) == 0xC2 && (byte(text, i + 1) == 0x9B || byte(text, i + 1) == 0x9D)) {
    kind = byte(text, i + 1) == 0x9B ? '[' : ']';
    at += 2;
  }
  if (kind == 0) return 0;
  if (kind == '[') {
    while (byte(text, at) >= 0x30 && byte(text, at) <= 0x3F) at++;
    while (byte(text, at) >= 0x20 && byte(text, at) <= 0x2F) at++;
    return byte(text, at) >= 0x40 && byte(text, at) <= 0x7E ? at + 1 - i : 0;
  }
  for (; at < text.size(); at++) {
    if (text[at] == '\a') return at + 1 - i;
    if (text.compare(at, 2, "\x1b\\") == 0 || text.compare(at, 2, "\xC2\x9C") == 0)
      return at + 2 - i;
    if (byte(text, at) < 0x20) return 0;
  }
  return 0;
}

// In a bracket expression of a glob: does it hold the character? `at` is behind its [, and moves
// behind its ]. No answer: nothing closes it.
std::optional<bool> bracket_holds(const Texts& pattern, std::size_t& at, const std::string& c) {
  std::size_t i = at;
  bool is_negated = false, holds = false;
  const auto is = [&](std::size_t n, const char* what) {
    return n < pattern.size() && pattern[n] == what;
  };
  if (is(i, "!") || is(i, "^")) {
    is_negated = true;
    i++;
  }
  for (bool is_first = true;; is_first = false) {
    if (i >= pattern.size()) return std::nullopt;
    if (pattern[i] == "]" && !is_first) break;
    if (is(i, "[") && is(i + 1, ":")) {
      std::string name;
      std::size_t end = i + 2;
      while (end < pattern.size() && pattern[end] != ":") name += pattern[end++];
      if (is(end + 1, "]")) {
        const unsigned char b = c.size() == 1 ? static_cast<unsigned char>(c[0]) : 0xFF;
        const bool is_lower = b >= 'a' && b <= 'z', is_upper = b >= 'A' && b <= 'Z';
        const bool is_number = b >= '0' && b <= '9';
        if (name == "digit") holds |= is_number;
        if (name == "alpha") holds |= is_lower || is_upper;
        if (name == "alnum") holds |= is_lower || is_upper || is_number;
        if (name == "upper") holds |= is_upper;
        if (name == "lower") holds |= is_lower;
        if (name == "space") holds |= b == ' ' || (b >= '\t' && b <= '\r');
        i = end + 2;
        continue;
      }
    }
    const std::string low = pattern[i++];
    std::string high = low;
    if (is(i, "-") && i + 1 < pattern.size() && pattern[i + 1] != "]") {
      i++;
      high = pattern[i++];
    }
    // UTF-8 sorts as its code points do.
    holds |= low <= c && c <= high;
  }
  at = i + 1;
  return holds != is_negated;
}

}  // namespace

bool is_utf8(const std::string& text) {
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t size = character_size(text, i);
    if (size == 0) return false;
    i += size;
  }
  return true;
}

Texts characters(const std::string& text) {
  const bool by_characters = is_utf8(text);
  Texts all;
  for (std::size_t i = 0; i < text.size(); i += all.back().size())
    all.push_back(text.substr(i, by_characters ? character_size(text, i) : 1));
  return all;
}

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

std::string upper(std::string text) {
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

std::string without_ansi(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t size = ansi_size(text, i);
    if (size == 0) out += text[i];
    i += size == 0 ? 1 : size;
  }
  return out;
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::optional<double> number(const std::string& text) {
  std::size_t i = 0;
  if (byte(text, i) == '-' || byte(text, i) == '+') i++;
  if (byte(text, i) == '0' && (byte(text, i + 1) | 0x20) == 'x') {
    if (text.find_first_not_of("0123456789abcdefABCDEF", i + 2) != std::string::npos ||
        i + 2 == text.size())
      return std::nullopt;
    return std::strtod(text.c_str(), nullptr);
  }
  std::size_t digits = 0;
  for (; is_digit(static_cast<char>(byte(text, i))); i++) digits++;
  if (byte(text, i) == '.') {
    for (i++; is_digit(static_cast<char>(byte(text, i))); i++) digits++;
  }
  if (digits == 0) return std::nullopt;
  if ((byte(text, i) | 0x20) == 'e') {
    i++;
    if (byte(text, i) == '-' || byte(text, i) == '+') i++;
    if (!is_digit(static_cast<char>(byte(text, i)))) return std::nullopt;
    while (is_digit(static_cast<char>(byte(text, i)))) i++;
  }
  if (i != text.size()) return std::nullopt;
  const double value = std::strtod(text.c_str(), nullptr);
  if (std::isinf(value)) return std::nullopt;  // too large to be told from others
  return value;
}

bool like(const std::string& text, const std::string& pattern) {
  const Texts is = is_utf8(text) ? characters(lower(text)) : Texts{};
  const Texts wanted = characters(lower(pattern));
  if (!is_utf8(text)) {
    // Bytes against bytes.
    const std::string folded = lower(text), want = lower(pattern);
    const std::function<bool(std::size_t, std::size_t)> fits = [&](std::size_t t, std::size_t p) {
      if (p == want.size()) return t == folded.size();
      if (want[p] == '%') return fits(t, p + 1) || (t < folded.size() && fits(t + 1, p));
      return t < folded.size() && (want[p] == '_' || want[p] == folded[t]) && fits(t + 1, p + 1);
    };
    return fits(0, 0);
  }
  const std::function<bool(std::size_t, std::size_t)> fits = [&](std::size_t t, std::size_t p) {
    if (p == wanted.size()) return t == is.size();
    if (wanted[p] == "%") return fits(t, p + 1) || (t < is.size() && fits(t + 1, p));
    return t < is.size() && (wanted[p] == "_" || wanted[p] == is[t]) && fits(t + 1, p + 1);
  };
  return fits(0, 0);
}

bool glob(const std::string& text, const std::string& pattern) {
  const auto bytes_of = [](const std::string& s) {
    Texts all;
    for (const char c : s) all.emplace_back(1, c);
    return all;
  };
  const bool by_characters = is_utf8(text);
  const Texts is = by_characters ? characters(text) : bytes_of(text);
  const Texts wanted = by_characters ? characters(pattern) : bytes_of(pattern);
  const std::function<bool(std::size_t, std::size_t)> fits = [&](std::size_t t, std::size_t p) {
    if (p == wanted.size()) return t == is.size();
    if (wanted[p] == "*") return fits(t, p + 1) || (t < is.size() && fits(t + 1, p));
    if (t == is.size()) return false;
    if (wanted[p] == "?") return fits(t + 1, p + 1);
    if (wanted[p] == "[") {
      std::size_t behind = p + 1;
      if (const auto holds = bracket_holds(wanted, behind, is[t]))
        return *holds && fits(t + 1, behind);
    }
    return wanted[p] == is[t] && fits(t + 1, p + 1);
  };
  return text == pattern || fits(0, 0);
}

}  // namespace hark::reference
