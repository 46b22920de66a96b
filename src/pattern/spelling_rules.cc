#include "pattern/spelling_rules.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/printable.h"

namespace hark {
bool is_kebab_case(std::string_view word) {
  char before = '-';
  for (char c : word) {
    if (c == '-' ? before == '-' : !is_lower(c) && !is_digit(c)) return false;
    before = c;
  }
  return before != '-';
}

bool is_message_id(std::string_view word) {
  return word.size() == 32 && std::all_of(word.begin(), word.end(), [](char c) {
           return is_digit(c) || (c >= 'a' && c <= 'f');
         });
}

bool is_one_line(std::string_view text) { return find_unsafe(text, 0, false) == text.size(); }

std::string to_kebab_case(std::string_view word) {
  std::string out;
  char before = '-';
  for (char c : word) {
    if (is_upper(c)) {
      if (is_lower(before)) out += '-';
      out += to_lower(c);
    } else if (is_lower(c) || is_digit(c)) {
      out += c;
    } else if (!out.empty() && out.back() != '-') {
      out += '-';
    }
    before = c;
  }
  while (out.ends_with('-')) out.pop_back();
  return out;
}

void collect_captures(std::string_view regex, CaptureNames& names) {
  for (std::size_t i = 0; i + 3 < regex.size(); i++) {
    if (regex[i] == '\\') {
      i++;
      continue;
    }
    if (regex.substr(i, 2) != "(?") continue;
    std::size_t start = i + 2;
    if (regex[start] == 'P') start++;
    if (start >= regex.size() || (regex[start] != '<' && regex[start] != '\'')) continue;
    const char close = regex[start] == '<' ? '>' : '\'';
    std::size_t end = ++start;
    while (end < regex.size() && (is_alphanumeric(regex[end]) || regex[end] == '_')) {
      end++;
    }
    if (end == start || end >= regex.size() || regex[end] != close) continue;
    names.emplace(regex.substr(start, end - start));
  }
}

}  // namespace hark
