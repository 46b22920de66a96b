#include "expr/operand.h"

#include <algorithm>
#include <charconv>
#include <new>

#include "base/ascii.h"
#include "base/printable.h"
#include "event/calendar.h"
#include "event/effective_unit.h"
#include "event/message_level.h"
#include "event/timestamps.h"

namespace hark {
namespace {

// One text that lives as long as the event.
std::span<const Value> one_text(std::string_view text, Arena& arena) {
  Value* value = arena.allocate_array<Value>(1);
  new (value) Value{text, is_valid_utf8(text)};
  return {value, 1};
}

void add_all(std::vector<FieldId>& fields, std::span<const FieldId> more) {
  fields.insert(fields.end(), more.begin(), more.end());
}

}  // namespace

std::span<const Value> identifier(const Event& event) {
  const auto own = event.values(field::kSyslogIdentifier);
  return own.empty() ? event.values(field::kComm) : own;
}

std::span<const Value> texts_of(const Operand& operand, const Witness& witness) {
  const Event& event = witness.event;
  switch (operand.kind) {
    case Operand::Kind::kField:
      return event.text(operand.field);
    case Operand::Kind::kUnit:
      return event.unit().names;
    case Operand::Kind::kIdentifier:
      return identifier(event);
    case Operand::Kind::kScope: {
      const Scope scope = event.unit().scope;
      if (scope == Scope::kNone) return {};
      return one_text(scope == Scope::kUser ? "user" : "system", event.arena());
    }
    case Operand::Kind::kJson:
      return json_values(event, operand.path);
    case Operand::Kind::kHits:
      return witness.hits == nullptr ? std::span<const Value>{} : witness.hits->ids(witness);
    case Operand::Kind::kCapture:
      if (witness.hits == nullptr) return {};
      return witness.hits->captures(operand.pattern, operand.text, witness);
    case Operand::Kind::kText:
      return one_text(operand.text, event.arena());
    default:
      return {};
  }
}

std::optional<std::int64_t> integer_of(const Operand& operand, const Witness& witness) {
  switch (operand.kind) {
    case Operand::Kind::kPriority:
      return static_cast<std::int64_t>(priority(witness.event));
    case Operand::Kind::kLevel:
      return static_cast<std::int64_t>(level(witness.event));
    case Operand::Kind::kSeverity: {
      const auto severity =
          witness.hits == nullptr ? std::nullopt : witness.hits->severity(witness);
      if (!severity) return std::nullopt;
      return static_cast<std::int64_t>(*severity);
    }
    default:
      break;
  }
  const auto at = realtime(witness.event);
  if (!at || operand.kind == Operand::Kind::kTime) return at;
  const CalendarTime parts = calendar_time(*at, operand.utc);
  switch (operand.kind) {
    case Operand::Kind::kHourOfDay:
      return parts.hour;
    case Operand::Kind::kMinuteOfHour:
      return parts.minute;
    case Operand::Kind::kWeekday:
      return parts.weekday;
    case Operand::Kind::kDate:
      return parts.date;
    default:
      return std::nullopt;
  }
}

std::int64_t length_of(const Value& value) {
  if (!value.is_utf8) return static_cast<std::int64_t>(value.bytes.size());
  return std::count_if(value.bytes.begin(), value.bytes.end(),
                       [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
}

char folded(char c, Operand::Fold fold) {
  if (fold == Operand::Fold::kLower && c >= 'A' && c <= 'Z') return static_cast<char>(c + 32);
  if (fold == Operand::Fold::kUpper && c >= 'a' && c <= 'z') return static_cast<char>(c - 32);
  return c;
}

Value folded(const Value& value, Operand::Fold fold, Arena& arena) {
  char* out = arena.allocate(value.bytes.size());
  for (std::size_t i = 0; i < value.bytes.size(); i++) out[i] = folded(value.bytes[i], fold);
  return {{out, value.bytes.size()}, value.is_utf8};
}

bool has_value(const Operand& operand, const Witness& witness) {
  if (operand.kind == Operand::Kind::kField) return witness.event.exists(operand.field);
  if (operand.kind == Operand::Kind::kScope) return witness.event.unit().scope != Scope::kNone;
  if (operand.is_integer() && !operand.is_length) return integer_of(operand, witness).has_value();
  return !texts_of(operand, witness).empty();
}

void add_fields(const Operand& operand, std::vector<FieldId>& fields) {
  switch (operand.kind) {
    case Operand::Kind::kField:
      fields.push_back(operand.field);
      break;
    case Operand::Kind::kUnit:
    case Operand::Kind::kScope:
      add_all(fields, kUnitFields);
      add_all(fields, kSpeakerFields);
      break;
    case Operand::Kind::kIdentifier:
      fields.insert(fields.end(), {field::kSyslogIdentifier, field::kComm});
      break;
    case Operand::Kind::kJson:
      fields.push_back(field::kMessage);
      break;
    case Operand::Kind::kPriority:
      fields.push_back(field::kPriority);
      break;
    case Operand::Kind::kLevel:
      add_all(fields, kLevelFields);
      add_all(fields, kSpeakerFields);
      break;
    case Operand::Kind::kHits:  // patterns name their own
    case Operand::Kind::kCapture:
    case Operand::Kind::kSeverity:
    case Operand::Kind::kText:
      break;
    default:
      fields.push_back(field::kRealtime);
      break;
  }
}

std::optional<double> parse_number(std::string_view text) {
  const bool is_negative = text.starts_with('-');
  if (is_negative || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty()) return std::nullopt;
  double number = 0;
  if (text.size() > 2 && text[0] == '0' && (text[1] | 0x20) == 'x') {
    for (const char c : text.substr(2)) {
      if (hex_digit(c) < 0) return std::nullopt;
      number = number * 16 + hex_digit(c);
    }
    return is_negative ? -number : number;
  }
  // Words and a second sign would be taken otherwise: inf, nan, --1.
  if (text[0] != '.' && (text[0] < '0' || text[0] > '9')) return std::nullopt;
  const auto [stop, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc{} || stop != text.data() + text.size()) return std::nullopt;
  return is_negative ? -number : number;
}

}  // namespace hark
