#include "digest/wrapping.h"

#include <utility>

#include "base/printable.h"

namespace hark {
namespace {

// As much of the text as fits, at least one character: where the rest begins.
std::size_t fitting(std::string_view text, std::size_t width) {
  std::size_t end = 0, used = 0;
  while (end < text.size()) {
    const Character c = decode_character(text.substr(end));
    used += display_width(text.substr(end, c.size));
    if (used > width && end > 0) break;
    end += c.size;
  }
  return end;
}

// -p and the word behind it belong together on a line.
std::vector<std::string> with_their_values(std::vector<std::string> words) {
  std::vector<std::string> joined;
  bool awaits_value = false;
  for (std::string& word : words) {
    const bool is_value = awaits_value && !word.starts_with('-');
    awaits_value = word.size() == 2 && word[0] == '-' && word != "--";
    if (is_value) {
      joined.back() += ' ';
      joined.back() += word;
    } else {
      joined.push_back(std::move(word));
    }
  }
  return joined;
}

}  // namespace

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::size_t end = text.find(' ');
    if (end != 0) words.emplace_back(text.substr(0, end));
    text = end == text.npos ? std::string_view{} : text.substr(end + 1);
  }
  return words;
}

std::vector<std::string> words_of_command(std::string_view command) {
  std::vector<std::string> words(1);
  char quote = 0;
  for (std::size_t i = 0; i < command.size(); i++) {
    const char c = command[i];
    if (c == ' ' && quote == 0) {
      if (!words.back().empty()) words.emplace_back();
      continue;
    }
    words.back() += c;
    if (c == '\\' && quote != '\'' && i + 1 < command.size()) {
      words.back() += command[++i];
    } else if (quote == 0 && (c == '\'' || c == '"')) {
      quote = c;
    } else if (c == quote) {
      quote = 0;
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

std::vector<std::string> wrap(const std::vector<std::string>& words, std::size_t width) {
  std::vector<std::string> lines;
  std::size_t used = 0;
  for (const std::string& word : words) {
    const std::size_t size = display_width(word);
    if (!lines.empty() && used + 1 + size <= width) {
      lines.back() += ' ';
      lines.back() += word;
      used += 1 + size;
      continue;
    }
    std::string_view rest = word;
    while (true) {
      const std::size_t end = fitting(rest, width);
      lines.emplace_back(rest.substr(0, end));
      used = display_width(lines.back());
      rest.remove_prefix(end);
      if (rest.empty()) break;
    }
  }
  return lines;
}

std::vector<std::string> wrap_command(std::string_view command, std::size_t width) {
  constexpr std::string_view kGoesOn = " \\";
  std::vector<std::string> lines;
  if (display_width(command) <= width) {
    lines.emplace_back(command);
    return lines;
  }
  for (std::string& word : with_their_values(words_of_command(command))) {
    if (!lines.empty() &&
        display_width(lines.back()) + 1 + display_width(word) + kGoesOn.size() <= width) {
      lines.back() += ' ';
      lines.back() += word;
      continue;
    }
    if (!lines.empty()) lines.back() += kGoesOn;
    lines.push_back(std::move(word));
  }
  return lines;
}

std::vector<std::string> wrap_some(std::string_view text, std::size_t width, std::size_t most) {
  constexpr std::string_view kMore = " …";
  constexpr std::size_t kMoreWidth = 2;
  std::vector<std::string> lines = wrap(words_of(text), width);
  if (lines.size() <= most) return lines;
  lines.resize(most);
  std::string& last = lines.back();
  if (display_width(last) + kMoreWidth > width) last.resize(fitting(last, width - kMoreWidth));
  last += kMore;
  return lines;
}

}  // namespace hark
