// What a test looks at: a field, or something computed from the event.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "event/event.h"
#include "event/message_json.h"
#include "event/severity.h"
#include "match/matcher.h"

namespace hark {

struct Witness;

// Which patterns hit the event in hand, asked by number: a pattern's place among those that
// expressions were bound with (binder.h). Whoever implements it judges the patterns when it is
// first asked about an event. Views live as long as the event.
class PatternHits {
 public:
  virtual ~PatternHits() = default;
  virtual bool is_hit(std::uint32_t pattern, const Witness& witness) = 0;
  // False where it does not hit, whatever undecided regexes would have said.
  virtual bool may_hit(std::uint32_t pattern, const Witness& witness) = 0;
  virtual std::span<const Value> ids(const Witness& witness) = 0;
  virtual std::optional<Severity> severity(const Witness& witness) = 0;
  virtual std::span<const Value> captures(std::uint32_t pattern, std::string_view name,
                                          const Witness& witness) = 0;
};

// What a predicate is asked about. Cheap to make; all of it belongs to others.
struct Witness {
  const Event& event;
  const Matcher& matcher;
  MatchState& state;
  PatternHits* hits = nullptr;  // null where no predicate asks
};

struct Operand {
  enum class Kind : std::uint8_t {
    // Texts: none, one or several.
    kField,       // any field by id, MESSAGE without ANSI sequences
    kUnit,        // the effective unit
    kIdentifier,  // SYSLOG_IDENTIFIER, else _COMM
    kScope,       // system, user
    kJson,        // a member of the object in MESSAGE
    kHits,        // ids of the patterns that hit
    kCapture,     // what a pattern captured
    kText,        // a constant
    // Integers: one, or none.
    kPriority,  // as Level; always there
    kLevel,     // likewise
    kSeverity,
    kTime,  // __REALTIME_TIMESTAMP, and its parts:
    kHourOfDay,
    kMinuteOfHour,
    kWeekday,  // 0 is Monday
    kDate,     // 20260310
  };
  enum class Fold : std::uint8_t { kNone, kLower, kUpper };  // of ASCII letters, as in SQLite

  Kind kind = Kind::kField;
  FieldId field = field::kMessage;
  Fold fold = Fold::kNone;
  bool is_length = false;     // of a text: its characters (bytes where it is not UTF-8), an integer
  bool utc = false;           // of time's parts
  std::string text = {};      // of kText; of kCapture the group's name
  std::uint32_t pattern = 0;  // of kCapture
  JsonPath path = {};

  bool is_integer() const { return is_length || kind >= Kind::kPriority; }
  bool is_plain_field() const { return kind == Kind::kField && fold == Fold::kNone && !is_length; }
};

// Calls `test` with the operand's values, each as text, until it says true; true if it did. What is
// computed lives in the event's arena. The operand is no integer.
template <class Test>
bool any_text(const Operand& operand, const Witness& witness, Test test);

// The same for integers.
template <class Test>
bool any_integer(const Operand& operand, const Witness& witness, Test test);

// Not for integers: their values are not kept as texts.
std::span<const Value> texts_of(const Operand& operand, const Witness& witness);

// Integers that are no length.
std::optional<std::int64_t> integer_of(const Operand& operand, const Witness& witness);

std::int64_t length_of(const Value& value);
Value folded(const Value& value, Operand::Fold fold, Arena& arena);
char folded(char c, Operand::Fold fold);

bool has_value(const Operand& operand, const Witness& witness);

// Appends the fields that looking at the operand may read.
void add_fields(const Operand& operand, std::vector<FieldId>& fields);

// SYSLOG_IDENTIFIER, else _COMM.
std::span<const Value> identifier(const Event& event);

// A text as a number: a sign, digits, a fraction, an exponent; or 0x and hexadecimal digits.
// Nothing around it.
std::optional<double> parse_number(std::string_view text);

template <class Test>
bool any_text(const Operand& operand, const Witness& witness, Test test) {
  for (const Value& value : texts_of(operand, witness)) {
    if (operand.fold == Operand::Fold::kNone) {
      if (test(value)) return true;
    } else if (test(folded(value, operand.fold, witness.event.arena()))) {
      return true;
    }
  }
  return false;
}

template <class Test>
bool any_integer(const Operand& operand, const Witness& witness, Test test) {
  if (operand.is_length) {
    for (const Value& value : texts_of(operand, witness)) {
      if (test(length_of(value))) return true;
    }
    return false;
  }
  const auto value = integer_of(operand, witness);
  return value && test(*value);
}

}  // namespace hark
