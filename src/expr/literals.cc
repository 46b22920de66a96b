#include "expr/literals.h"

#include <fmt/format.h>
#include <strings.h>

#include <array>
#include <cmath>
#include <vector>

#include "base/spelling.h"
#include "event/calendar.h"
#include "event/level.h"
#include "event/severity.h"
#include "expr/operand.h"
#include "expr/tree.h"

namespace hark {
namespace {

constexpr std::array<std::string_view, 13> kLevelWords = {
    "emerg", "alert", "crit",  "error", "err",      "warning", "notice",
    "info",  "debug", "panic", "fatal", "critical", "warn"};

std::string did_you_mean(std::string_view near, bool is_word) {
  if (near.empty()) return {};
  return is_word ? fmt::format("did you mean {}?", near) : fmt::format("did you mean '{}'?", near);
}

Result<double> read_level(const Literal& literal) {
  if (literal.number) {
    if (*literal.number >= 0 && *literal.number <= 7 &&
        std::floor(*literal.number) == *literal.number)
      return *literal.number;
    return error("not a level", "levels are 0 (emerg) to 7 (debug)");
  }
  if (const auto level = parse_level(*literal.text)) return static_cast<double>(*level);
  if (parse_severity(*literal.text))
    return error(fmt::format("'{}' is a severity, not a level", *literal.text));
  return error(fmt::format("unknown level '{}'", *literal.text),
               fmt::format("levels are {}", fmt::join(kLevelNames, " ")),
               did_you_mean(nearest(*literal.text, kLevelWords), literal.is_word));
}

Result<double> read_severity(const Literal& literal) {
  if (literal.text) {
    if (const auto severity = parse_severity(*literal.text)) return static_cast<double>(*severity);
    const auto as_level = parse_level(*literal.text);
    if (as_level && (*literal.text)[0] > '9') {
      constexpr std::array<std::string_view, 8> kNearest = {
          "critical", "critical", "critical", "error", "warning", "info", "info", "info"};
      return error(fmt::format("'{}' is a level, not a severity", *literal.text),
                   "severities are info < warning < error < critical",
                   did_you_mean(kNearest[static_cast<std::size_t>(*as_level)], literal.is_word));
    }
  }
  return error(literal.text ? fmt::format("unknown severity '{}'", *literal.text)
                            : std::string("a severity is no number"),
               "severities are info < warning < error < critical",
               literal.text ? did_you_mean(nearest(*literal.text, kSeverityNames), literal.is_word)
                            : std::string());
}

// In the forms of --since, which is local time however times are shown.
Result<double> read_time(const Literal& literal, Microseconds now) {
  if (literal.number)
    return error("a time is no number", {},
                 fmt::format("seconds since 1970: '@{}'", std::floor(*literal.number)));
  if (literal.is_word)
    return error(fmt::format("unknown name '{}'", *literal.text), {},
                 fmt::format("a time is quoted: '{}'", *literal.text));
  auto at = parse_time(*literal.text, now, false);
  if (!at) return std::move(at.errors());
  return static_cast<double>(*at);
}

Result<double> read_weekday(const Literal& literal) {
  constexpr std::array<std::string_view, 7> kDays = {"monday", "tuesday",  "wednesday", "thursday",
                                                     "friday", "saturday", "sunday"};
  constexpr std::array<std::string_view, 7> kShort = {"mon", "tue", "wed", "thu",
                                                      "fri", "sat", "sun"};
  if (literal.text) {
    const auto is = [&](std::string_view name) {
      return literal.text->size() == name.size() &&
             strncasecmp(literal.text->data(), name.data(), name.size()) == 0;
    };
    for (std::size_t i = 0; i < kDays.size(); i++) {
      if (is(kDays[i]) || is(kShort[i])) return static_cast<double>(i);
    }
  }
  return error("not a weekday", fmt::format("weekdays are {}", fmt::join(kShort, " ")),
               literal.text ? did_you_mean(nearest(*literal.text, kShort), false) : std::string());
}

Result<double> read_date(const Literal& literal, Microseconds now, bool utc) {
  const auto fault = [] {
    return error("not a date", {}, "a date is '2026-03-10', 'today' or 'yesterday'");
  };
  if (!literal.text || literal.is_word) return fault();
  const std::string& text = *literal.text;
  const bool is_relative = text == "today" || text == "yesterday" || text == "tomorrow";
  const bool has_form = text.size() == 10 && text[4] == '-' && text[7] == '-';
  if (!is_relative && !has_form) return fault();
  const auto at = parse_time(text, now, utc);
  if (!at) return fault();
  return static_cast<double>(calendar_time(*at, utc).date);
}

Result<double> read_number(const Literal& literal) {
  if (literal.number) return *literal.number;
  if (!literal.is_word) {
    if (const auto number = parse_number(*literal.text)) return *number;
  }
  return error(literal.is_word ? fmt::format("unknown name '{}'", *literal.text) : "not a number",
               "it is compared with a number");
}

}  // namespace

std::string_view type_name(ValueType type) {
  switch (type) {
    case ValueType::kText:
      return "text";
    case ValueType::kNumber:
      return "a number";
    case ValueType::kLevel:
      return "a level";
    case ValueType::kSeverity:
      return "a severity";
    case ValueType::kTime:
      return "a time";
    case ValueType::kWeekday:
      return "a weekday";
    case ValueType::kDate:
      return "a date";
    case ValueType::kWord:
      break;
  }
  return "a word";
}

bool is_type_word(std::string_view word) {
  return word.size() > 1 && (parse_level(word) || parse_severity(word));
}

Result<double> read_literal(ValueType type, const Literal& literal, Microseconds now, bool utc) {
  switch (type) {
    case ValueType::kLevel:
      return read_level(literal);
    case ValueType::kSeverity:
      return read_severity(literal);
    case ValueType::kTime:
      return read_time(literal, now);
    case ValueType::kWeekday:
      return read_weekday(literal);
    case ValueType::kDate:
      return read_date(literal, now, utc);
    default:
      return read_number(literal);
  }
}
}  // namespace hark
