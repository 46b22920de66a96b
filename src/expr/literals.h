// Literals that get their meaning from what they are compared with: levels, severities, times,
// days. And the names of such types, for messages.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "event/timestamps.h"

namespace hark {

enum class ValueType : std::uint8_t {
  kText,
  kNumber,
  kLevel,
  kSeverity,
  kTime,
  kWeekday,
  kDate,
  kWord,  // a bare word: its meaning depends on the other side
};

std::string_view type_name(ValueType type);  // "a level"

// A word that is a level or a severity: no field can be meant by it.
bool is_type_word(std::string_view word);

struct Literal {
  std::optional<std::string> text;  // a string, or a bare word
  std::optional<double> number;
  bool is_word = false;
};

// The literal as the integer it is compared as. The error has no origin: the caller knows the
// place.
Result<double> read_literal(ValueType type, const Literal& literal, Microseconds now, bool utc);

}  // namespace hark
