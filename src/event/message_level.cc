// One pass over the first bytes, from sign to sign: each form has one that it cannot do without (a
// colon, an equals sign, a bracket), so most of a line is passed over by a table.
#include "event/message_level.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/ascii.h"
#include "event/speaker.h"

namespace hark {
namespace {

constexpr std::size_t kReadBytes = 256;

bool is_word(char c) { return is_alphanumeric(c) || c == '_'; }

struct Word {
  std::string_view name;  // in lower case
  Level level;
};

// What loggers write, among them their short forms (zerolog's three letters, Python's and Java's
// names).
constexpr Word kWords[] = {
    {"emerg", Level::kEmerg},   {"emergency", Level::kEmerg}, {"panic", Level::kEmerg},
    {"alert", Level::kAlert},   {"crit", Level::kCrit},       {"critical", Level::kCrit},
    {"fatal", Level::kCrit},    {"dpanic", Level::kCrit},     {"severe", Level::kErr},
    {"err", Level::kErr},       {"error", Level::kErr},       {"eror", Level::kErr},
    {"warn", Level::kWarning},  {"warning", Level::kWarning}, {"wrn", Level::kWarning},
    {"notice", Level::kNotice}, {"info", Level::kInfo},       {"information", Level::kInfo},
    {"inf", Level::kInfo},      {"debug", Level::kDebug},     {"dbg", Level::kDebug},
    {"trace", Level::kDebug},   {"trc", Level::kDebug},       {"verbose", Level::kDebug},
    {"fine", Level::kDebug},    {"ftl", Level::kCrit},
};

std::optional<Level> level_of_word(std::string_view word) {
  if (word.size() < 3 || word.size() > 11) return std::nullopt;
  char small[12];
  std::transform(word.begin(), word.end(), small,
                 [](char c) { return static_cast<char>(c | 0x20); });
  const std::string_view lower(small, word.size());
  for (const Word& known : kWords) {
    if (lower == known.name) return known.level;
  }
  return std::nullopt;
}

// syslog's 0 to 7; pino's and bunyan's 10 to 60, between whose marks people put their own.
std::optional<Level> level_of_number(std::string_view text) {
  int number = -1;
  const auto [stop, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc{} || stop != text.data() + text.size() || number < 0) return std::nullopt;
  if (number <= 7) return static_cast<Level>(number);
  if (number < 10 || number > 60) return std::nullopt;
  if (number < 30) return Level::kDebug;
  if (number < 40) return Level::kInfo;
  if (number < 50) return Level::kWarning;
  return number < 60 ? Level::kErr : Level::kCrit;
}

bool is_level_name(std::string_view name) {
  for (const std::string_view known : {"level", "severity", "lvl", "log.level"}) {
    if (std::equal(name.begin(), name.end(), known.begin(), known.end(),
                   [](char a, char b) { return to_lower(a) == b; }))
      return true;
  }
  return false;
}

class Reader {
 public:
  explicit Reader(std::string_view message) : all_(message), text_(message.substr(0, kReadBytes)) {}

  std::optional<Level> read() const {
    for (std::size_t i = 0; i < text_.size(); i++) {
      std::optional<Level> level;
      switch (text_[i]) {
        case ':':
          level = at_colon(i);
          break;
        case '=':
          level = after_name(i, i);
          break;
        case '[':
          level = in_brackets(i);
          break;
        case '<':
          level = in_angles(i);
          break;
        default:
          break;
      }
      if (level) return level;
    }
    return std::nullopt;
  }

 private:
  char at(std::size_t i) const { return i < text_.size() ? text_[i] : '\0'; }

  // Whether what ends before `end` was cut off by the limit, so that nobody knows the whole of it.
  bool is_cut(std::size_t end) const { return end == text_.size() && all_.size() > text_.size(); }

  std::string_view word_at(std::size_t start) const {
    std::size_t end = start;
    while (end < text_.size() && is_word(text_[end])) end++;
    return is_cut(end) ? std::string_view{} : text_.substr(start, end - start);
  }

  bool begins_word(std::size_t i) const {
    return i == 0 || text_[i - 1] == ' ' || text_[i - 1] == '\t' || text_[i - 1] == '\n';
  }

  // "<3>" of sd-daemon(3).
  std::optional<Level> in_angles(std::size_t i) const {
    if (at(i + 1) < '0' || at(i + 1) > '7' || at(i + 2) != '>' || !begins_word(i))
      return std::nullopt;
    return static_cast<Level>(at(i + 1) - '0');
  }

  // klog's "E0102 15:04:05.000000", known by its first colon.
  std::optional<Level> of_klog(std::size_t colon) const {
    constexpr std::string_view kForm = "dddd dd:dd:dd";
    constexpr std::size_t kBefore = 1 + kForm.find(':');
    if (colon < kBefore || !begins_word(colon - kBefore)) return std::nullopt;
    const std::size_t start = colon - kBefore;
    constexpr std::string_view kLetters = "IWEF";
    const std::size_t letter = kLetters.find(at(start));
    if (letter == kLetters.npos) return std::nullopt;
    for (std::size_t i = 0; i < kForm.size(); i++) {
      const char c = at(start + 1 + i);
      if (kForm[i] == 'd' ? !is_digit(c) : c != kForm[i]) return std::nullopt;
    }
    constexpr std::array<Level, 4> kLevels = {Level::kInfo, Level::kWarning, Level::kErr,
                                              Level::kCrit};
    return kLevels[letter];
  }

  // The value after a name that ends before `end`, quoted or not: =VALUE, "…": VALUE
  std::optional<Level> after_name(std::size_t end, std::size_t sign) const {
    std::size_t start = end;
    while (start > 0 && (is_word(text_[start - 1]) || text_[start - 1] == '.')) start--;
    // Part of a longer word, or of an address: x-level=1, /search?level=1&severity=2
    if (start > 0 && std::string_view("-?&").find(text_[start - 1]) != std::string_view::npos)
      return std::nullopt;
    if (!is_level_name(text_.substr(start, end - start))) return std::nullopt;
    std::size_t value = sign + 1;
    while (at(value) == ' ' && text_[sign] == ':') value++;
    if (at(value) == '"' || at(value) == '\'') value++;
    const std::string_view word = word_at(value);
    return word.empty() || is_digit(word[0]) ? level_of_number(word) : level_of_word(word);
  }

  std::optional<Level> at_colon(std::size_t colon) const {
    if (colon == 0) return std::nullopt;
    if (text_[colon - 1] == '"') return after_name(colon - 1, colon);
    if (const auto level = of_klog(colon)) return level;
    std::size_t start = colon;
    while (start > 0 && is_letter(text_[start - 1])) start--;
    const std::string_view word = text_.substr(start, colon - start);
    const auto level = level_of_word(word);
    // "error::Kind" is a name in a program, "debug://" an address.
    if (!level || at(colon + 1) == ':' || at(colon + 1) == '/') return std::nullopt;
    // In capitals it is a label wherever it stands; else it could be a word of a sentence.
    const bool is_loud = std::all_of(word.begin(), word.end(), [](char c) { return c < 'a'; });
    if (is_loud && (start == 0 || !is_word(text_[start - 1]))) return level;
    return begins_clause(start) ? level : std::nullopt;
  }

  // Whether a word there may be a label: it opens the message, or follows a sign (a time's digit,
  // "prog:", "[pid]"), but not another word, of whose sentence it is part.
  bool begins_clause(std::size_t start) const {
    std::size_t i = start;
    while (i > 0 && (text_[i - 1] == ' ' || text_[i - 1] == '\t')) i--;
    if (i == 0) return true;
    const char before = text_[i - 1];
    if (i == start) return before == '[' || before == '(' || before == '|' || before == '\n';
    if (before == ':' || before == ']' || before == ')' || before == '|' || before == '-' ||
        before == '>' || before == '\n')
      return true;
    return is_digit(before) && ends_with_time(i);
  }

  // "12:00:01", "09:01.234", "2026-03-10", "10/03/2026" is a time; "exit 1 error:" is a sentence.
  bool ends_with_time(std::size_t end) const {
    const std::size_t space = text_.substr(0, end).rfind(' ');
    const std::string_view last = text_.substr(space == text_.npos ? 0 : space + 1,
                                               end - (space == text_.npos ? 0 : space + 1));
    return last.find_first_of(":-/") != last.npos;
  }

  std::optional<Level> in_brackets(std::size_t open) const {
    if (open > 0 && is_word(text_[open - 1])) return std::nullopt;  // an index: map[error]
    std::size_t start = open + 1;
    while (at(start) == ' ') start++;
    const std::string_view word = word_at(start);
    std::size_t end = start + word.size();
    while (at(end) == ' ') end++;
    return at(end) == ']' ? level_of_word(word) : std::nullopt;
  }

  std::string_view all_;
  std::string_view text_;
};

}  // namespace

std::optional<Level> level_in_message(std::string_view message) { return Reader(message).read(); }

Level level(const Event& event) {
  Level worst = priority(event);
  if (worst == Level::kEmerg) return worst;
  const Speaker speaker = event.speaker();
  if (speaker == Speaker::kManager || speaker == Speaker::kKernel) return worst;
  for (const Value& message : event.text(field::kMessage)) {
    if (const auto stated = level_in_message(message.bytes)) worst = std::min(worst, *stated);
  }
  return worst;
}

}  // namespace hark
