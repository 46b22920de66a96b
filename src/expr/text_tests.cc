#include "expr/text_tests.h"

#include <fmt/format.h>

namespace hark {
namespace {

// One byte that stands for itself. Bytes of UTF-8 sequences stay as they are, so that the regex
// counts them as the characters they are.
void append_literal(std::string& out, char c) {
  const auto byte = static_cast<unsigned char>(c);
  const bool is_plain = byte >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                        (c >= 'A' && c <= 'Z') || c == ' ' || c == '_';
  if (is_plain) {
    out += c;
  } else if (byte < 0x20 || byte == 0x7f) {
    out += fmt::format("\\x{:02x}", byte);
  } else {
    out += '\\';
    out += c;
  }
}

void append_folding(std::string& out, char c) {
  const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  if (!is_letter) return append_literal(out, c);
  out += fmt::format("[{}{}]", static_cast<char>(c & ~0x20), static_cast<char>(c | 0x20));
}

// From the [ of a bracket expression to its ], exclusive; npos if nothing closes it.
std::size_t end_of_set(std::string_view glob, std::size_t start) {
  std::size_t i = start + 1;
  if (i < glob.size() && (glob[i] == '!' || glob[i] == '^')) i++;
  if (i < glob.size() && glob[i] == ']') i++;
  while (i < glob.size() && glob[i] != ']') {
    if (glob.substr(i).starts_with("[:")) {
      const std::size_t end = glob.find(":]", i + 2);
      if (end != glob.npos) i = end + 1;
    }
    i++;
  }
  return i < glob.size() ? i : glob.npos;
}

void append_set(std::string& out, std::string_view set) {
  out += '[';
  if (set[0] == '!' || set[0] == '^') {
    out += '^';
    set.remove_prefix(1);
  }
  for (std::size_t i = 0; i < set.size(); i++) {
    if (set.substr(i).starts_with("[:")) {
      const std::size_t end = set.find(":]", i + 2);
      if (end != set.npos) {
        out += set.substr(i, end + 2 - i);
        i = end + 1;
        continue;
      }
    }
    if (set[i] == '-' && i > 0 && i + 1 < set.size()) {
      out += '-';
      continue;
    }
    append_literal(out, set[i]);
  }
  out += ']';
}

}  // namespace

std::string like_regex(std::string_view pattern) {
  const bool open_start = pattern.starts_with('%');
  while (pattern.starts_with('%')) pattern.remove_prefix(1);
  const bool open_end = pattern.ends_with('%') || (pattern.empty() && open_start);
  while (pattern.ends_with('%')) pattern.remove_suffix(1);
  std::string out = open_start ? "" : "\\A";
  for (std::size_t i = 0; i < pattern.size(); i++) {
    if (pattern[i] == '%') {
      if (pattern[i - 1] != '%') out += "(?s:.*)";
    } else if (pattern[i] == '_') {
      out += "(?s:.)";
    } else {
      append_folding(out, pattern[i]);
    }
  }
  if (!open_end) out += "\\z";
  return out;
}

std::string folding_regex(std::string_view text) {
  std::string out;
  for (const char c : text) append_folding(out, c);
  return out;
}

std::string glob_regex(std::string_view glob) {
  std::string out = "\\A";
  // Only what has a set may not fit itself.
  const bool may_differ = glob.find('[') != glob.npos;
  if (may_differ) {
    out += "(?:";
    for (const char c : glob) append_literal(out, c);
    out += '|';
  }
  for (std::size_t i = 0; i < glob.size(); i++) {
    const char c = glob[i];
    if (c == '*') {
      while (i + 1 < glob.size() && glob[i + 1] == '*') i++;
      out += "(?s:.*)";
    } else if (c == '?') {
      out += "(?s:.)";
    } else if (c == '[') {
      const std::size_t end = end_of_set(glob, i);
      if (end == glob.npos) {
        append_literal(out, c);
      } else {
        append_set(out, glob.substr(i + 1, end - i - 1));
        i = end;
      }
    } else {
      append_literal(out, c);
    }
  }
  if (may_differ) out += ')';
  return out + "\\z";
}

}  // namespace hark
