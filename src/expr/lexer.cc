#include "expr/lexer.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

#include "base/ascii.h"

namespace hark {
namespace {

bool is_name_start(char c) { return is_letter(c) || c == '_'; }
bool is_name_part(char c) { return is_alphanumeric(c) || c == '_'; }

constexpr double kThousand = 1000, kKibi = 1024;

// IEC 80000-13: kB is a thousand bytes, KiB 1024.
std::optional<double> size_unit(std::string_view unit) {
  constexpr std::string_view kPrefixes = "kMGTPE";
  if (unit == "B") return 1;
  const bool is_binary = unit.size() == 3 && unit[1] == 'i';
  if (unit.empty() || unit.back() != 'B' || (unit.size() != 2 && !is_binary)) return std::nullopt;
  const std::size_t power = kPrefixes.find(unit[0] == 'K' ? 'k' : unit[0]);
  if (power == kPrefixes.npos) return std::nullopt;
  return std::pow(is_binary ? kKibi : kThousand, static_cast<double>(power + 1));
}

// What to say of letters behind a number that are no unit.
std::string unit_help(std::string_view number, std::string_view unit) {
  if (unit.size() == 1 && std::string_view("kKMGTPE").find(unit[0]) != std::string_view::npos)
    return fmt::format("{0}B counts by 1000, {0}iB by 1024", unit);
  std::string proper(unit);  // gb, GIB
  for (char& c : proper) c = static_cast<char>(c & ~0x20);
  if (proper.size() == 3) proper[1] = 'i';
  if (size_unit(proper)) return fmt::format("did you mean {}{}?", number, proper);
  return "text is quoted: '…'";
}

bool is_time_unit(std::string_view unit) {
  constexpr std::array<std::string_view, 28> kUnits = {
      "us",     "usec",    "ms", "msec",  "s",      "sec",   "second", "seconds", "m",    "min",
      "minute", "minutes", "h",  "hr",    "hour",   "hours", "d",      "day",     "days", "w",
      "week",   "weeks",   "M",  "month", "months", "y",     "year",   "years"};
  for (const std::string_view known : kUnits) {
    if (unit == known) return true;
  }
  return false;
}

}  // namespace

Token Lexer::mistake(std::size_t offset, std::size_t length, std::string message,
                     std::string reason, std::string help) const {
  Token token;
  token.kind = Token::Kind::kMistake;
  token.text = std::move(message);
  token.place = {offset, length};
  token.reason = std::move(reason);
  token.help = std::move(help);
  return token;
}

Token Lexer::next() {
  while (next_ < text_.size() && (at(next_) == ' ' || (at(next_) >= '\t' && at(next_) <= '\r')))
    next_++;
  const std::size_t start = next_;
  if (start >= text_.size()) {
    Token end;
    end.place = {text_.size(), 0};
    return end;
  }
  const char c = at(start);
  if (c == 'r' && (at(start + 1) == '\'' || at(start + 1) == '"'))
    return read_text(start, at(start + 1), true);
  if (is_name_start(c)) return read_name();
  if (is_digit(c) || (c == '.' && is_digit(at(start + 1)))) return read_number(start);
  if (c == '\'' || c == '"') return read_text(start, c, false);
  if (c == '/') return read_regex();
  return read_symbol();
}

// A name, and what follows its dots: json.a.0."http.status"
Token Lexer::read_name() {
  Token token;
  token.kind = Token::Kind::kName;
  const std::size_t start = next_;
  while (is_name_part(at(next_))) next_++;
  token.text = text_.substr(start, next_ - start);
  while (at(next_) == '.') {
    next_++;
    if (at(next_) == '\'' || at(next_) == '"') {
      Token segment = read_text(next_, at(next_), false);
      if (segment.kind == Token::Kind::kMistake) return segment;
      token.path.push_back(std::move(segment.text));
      continue;
    }
    const std::size_t from = next_;
    while (is_name_part(at(next_))) next_++;
    if (next_ == from)
      return mistake(next_ - 1, 1, "a name or number is missing after the dot", {},
                     "a member with other characters is quoted: json.\"http-status\"");
    token.path.emplace_back(text_.substr(from, next_ - from));
  }
  token.place = {start, next_ - start};
  return token;
}

// 17  1.5e3  0x1F  1GiB  1h30min
Token Lexer::read_number(std::size_t start) {
  Token token;
  token.kind = Token::Kind::kNumber;
  const char* const begin = text_.data() + start;
  const char* const end = text_.data() + text_.size();
  const bool is_hex =
      at(start) == '0' && (at(start + 1) | 0x20) == 'x' && hex_digit(at(start + 2)) >= 0;
  const auto [stop, failed] =
      std::from_chars(is_hex ? begin + 2 : begin, end, token.number,
                      is_hex ? std::chars_format::hex : std::chars_format::general);
  next_ = static_cast<std::size_t>(stop - text_.data());
  if (is_hex) {
    // Digits alone: from_chars would take a fraction and an exponent as well.
    next_ = start + 2;
    token.number = 0;
    for (; hex_digit(at(next_)) >= 0; next_++)
      token.number = token.number * 16 + hex_digit(at(next_));
  } else if (failed != std::errc{}) {
    return mistake(start, next_ - start, "a number out of range");
  }
  const std::size_t unit_start = next_;
  while (is_name_start(at(next_))) next_++;
  const std::string_view unit = text_.substr(unit_start, next_ - unit_start);
  if (const auto size = size_unit(unit)) {
    token.number *= *size;
  } else if (is_time_unit(unit)) {
    token.kind = Token::Kind::kTimeSpan;
    while (is_name_part(at(next_)) || (at(next_) == '.' && is_digit(at(next_ + 1)))) next_++;
  } else if (!unit.empty() || is_digit(at(next_))) {
    while (is_name_part(at(next_))) next_++;
    const std::string_view tail = text_.substr(unit_start, next_ - unit_start);
    return mistake(start, next_ - start, "neither a number nor a size",
                   fmt::format("'{}' is no unit", tail),
                   unit_help(text_.substr(start, unit_start - start), tail));
  }
  token.text = text_.substr(start, next_ - start);
  token.place = {start, next_ - start};
  return token;
}

// From the r or the quote to the closing quote.
Token Lexer::read_text(std::size_t start, char quote, bool is_raw) {
  Token token;
  token.kind = Token::Kind::kText;
  std::size_t i = start + (is_raw ? 2 : 1);
  for (;; i++) {
    if (i >= text_.size()) {
      return mistake(start + (is_raw ? 1 : 0), 1, "a string is not closed",
                     fmt::format("the {} that opens it has no partner", quote),
                     text_.substr(start).find('\\') == text_.npos
                         ? ""
                         : fmt::format("\\{0} is a {0} within the string", quote));
    }
    const char c = text_[i];
    if (c == quote) {
      if (is_raw || quote != '\'' || at(i + 1) != quote) break;
      i++;  // SQL's ''
      token.text += quote;
    } else if (c == '\\' && !is_raw) {
      const char next = at(i + 1);
      if (next == '\\' || next == '\'' || next == '"') {
        token.text += next;
        i++;
      } else if (next == 'n' || next == 't') {
        token.text += next == 'n' ? '\n' : '\t';
        i++;
      } else if (next == 'x' && hex_digit(at(i + 2)) >= 0 && hex_digit(at(i + 3)) >= 0) {
        token.text += static_cast<char>(hex_digit(at(i + 2)) * 16 + hex_digit(at(i + 3)));
        i += 3;
      } else {
        token.text += c;  // "\d+" reaches the regex as typed
      }
    } else {
      token.text += c;
    }
  }
  next_ = i + 1;
  token.place = {start, next_ - start};
  return token;
}

// /…/ as sed and awk write it: \/ stays as it is, which is a slash to a regex.
Token Lexer::read_regex() {
  const std::size_t start = next_;
  std::size_t i = start + 1;
  while (i < text_.size() && text_[i] != '/') i += text_[i] == '\\' ? 2 : 1;
  if (i >= text_.size())
    return mistake(start, 1, "a regex is not closed", "the / that opens it has no partner");
  Token token;
  token.kind = Token::Kind::kText;
  token.text = text_.substr(start + 1, i - start - 1);
  next_ = i + 1;
  if (is_name_start(at(next_))) {
    const std::size_t flags = next_;
    while (is_name_start(at(next_))) next_++;
    return mistake(flags, next_ - flags, "nothing may follow the closing /", {},
                   fmt::format("options of a regex stand in it: /(?{}){}/",
                               text_.substr(flags, next_ - flags), token.text));
  }
  token.place = {start, next_ - start};
  return token;
}

Token Lexer::read_symbol() {
  constexpr std::array<std::string_view, 16> kSymbols = {
      "==", "=~", "!=", "!~", "<>", "<=", ">=", "&&", "||", "=", "<", ">", "!", "(", ")", ","};
  const std::string_view rest = text_.substr(next_);
  for (const std::string_view wrong : {"===", "!=="}) {
    if (rest.starts_with(wrong))
      return mistake(next_, 3, fmt::format("'{}' is no operator", wrong), {},
                     fmt::format("did you mean {}?", wrong.substr(0, 2)));
  }
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kTurnedRound = {
      {{"=<", "<="}, {"=>", ">="}, {"=!", "!="}, {"><", "<>"}, {":=", "=="}}};
  for (const auto& [wrong, right] : kTurnedRound) {
    if (rest.starts_with(wrong))
      return mistake(next_, 2, fmt::format("'{}' is no operator", wrong), {},
                     fmt::format("did you mean {}?", right));
  }
  Token token;
  token.kind = Token::Kind::kSymbol;
  for (const std::string_view symbol : kSymbols) {
    if (!rest.starts_with(symbol)) continue;
    token.text = symbol;
    token.place = {next_, symbol.size()};
    next_ += symbol.size();
    return token;
  }
  if (rest[0] == '-') {
    token.text = "-";
    token.place = {next_++, 1};
    return token;
  }
  return read_unknown();
}

Token Lexer::read_unknown() {
  const std::string_view rest = text_.substr(next_);
  if (rest.starts_with("~=") || rest.starts_with("~~"))
    return mistake(next_, 2, fmt::format("'{}' is no operator", rest.substr(0, 2)), {},
                   "did you mean =~?");
  constexpr std::array<std::pair<char, std::string_view>, 4> kHelp = {{
      {'~', "did you mean =~?"},
      {'&', "did you mean &&, or the word and?"},
      {'|', "did you mean ||, or the word or?"},
      {'[', "a list is written (a, b): PRIORITY in (2, 3)"},
  }};
  for (const auto& [sign, help] : kHelp) {
    if (rest[0] == sign)
      return mistake(next_, 1, fmt::format("'{}' is no operator", sign), {}, std::string(help));
  }
  std::size_t length = 1;
  while (length < rest.size() && (static_cast<unsigned char>(rest[length]) & 0xC0) == 0x80)
    length++;
  return mistake(next_, length, "a character that means nothing here", {}, "text is quoted: '…'");
}

}  // namespace hark
