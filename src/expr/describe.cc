#include "expr/describe.h"

#include <fmt/format.h>

#include <ctime>
#include <limits>

#include "base/floor_division.h"
#include "base/printable.h"
#include "event/calendar.h"
#include "expr/tree.h"

namespace hark {
namespace {

using Op = Predicate::Op;
using End = Predicate::End;
using Kind = Operand::Kind;

constexpr std::size_t kLongest = 60;  // bytes of one text that are shown

std::string text_of(std::string_view text) {
  const bool is_long = text.size() > kLongest;
  return printable(quote(text.substr(0, kLongest))) + (is_long ? "…" : "");
}

std::string name_of(const Operand& operand, const Names& names) {
  std::string name;
  switch (operand.kind) {
    case Kind::kField:
      name = printable(names.fields.name(operand.field));
      break;
    case Kind::kUnit:
      name = "unit";
      break;
    case Kind::kIdentifier:
      name = "identifier";
      break;
    case Kind::kScope:
      name = "scope";
      break;
    case Kind::kJson:
      name = "json";
      for (const std::string& segment : operand.path.segments) name += '.' + printable(segment);
      break;
    case Kind::kHits:
      name = "hits()";
      break;
    case Kind::kCapture:
      name = fmt::format("capture('{}', '{}')", names.patterns[operand.pattern], operand.text);
      break;
    case Kind::kText:
      name = text_of(operand.text);
      break;
    case Kind::kPriority:
      name = "priority";
      break;
    case Kind::kLevel:
      name = "level";
      break;
    case Kind::kSeverity:
      name = "severity";
      break;
    case Kind::kTime:
      name = "time";
      break;
    case Kind::kHourOfDay:
      name = "time.hour";
      break;
    case Kind::kMinuteOfHour:
      name = "time.minute";
      break;
    case Kind::kWeekday:
      name = "time.weekday";
      break;
    case Kind::kDate:
      name = "time.date";
      break;
  }
  if (operand.fold != Operand::Fold::kNone)
    name = fmt::format("{}({})", operand.fold == Operand::Fold::kLower ? "lower" : "upper", name);
  return operand.is_length ? fmt::format("len({})", name) : name;
}

// In a form that an expression takes.
std::string time_text(Microseconds at, bool utc) {
  const Microseconds fraction = floor_modulo(at, kSecond);
  const std::time_t seconds = floor_divide(at, kSecond);
  std::tm tm{};
  if ((utc ? gmtime_r(&seconds, &tm) : localtime_r(&seconds, &tm)) == nullptr)
    return fmt::format("'@{}'", seconds);
  return fmt::format("'{:04}-{:02}-{:02} {:02}:{:02}:{:02}{}{}'", tm.tm_year + 1900, tm.tm_mon + 1,
                     tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec,
                     fraction == 0 ? "" : fmt::format(".{:06}", fraction), utc ? " UTC" : "");
}

std::string integer_text(const Operand& operand, std::int64_t value, bool utc) {
  constexpr std::string_view kDays[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  switch (operand.is_length ? Kind::kHourOfDay : operand.kind) {
    case Kind::kPriority:
    case Kind::kLevel:
      if (value >= 0 && value < 8) return std::string(kLevelNames[static_cast<std::size_t>(value)]);
      break;
    case Kind::kSeverity:
      if (value >= 0 && value < 4)
        return std::string(kSeverityNames[static_cast<std::size_t>(value)]);
      break;
    case Kind::kWeekday:
      if (value >= 0 && value < 7) return quote(kDays[value]);
      break;
    case Kind::kDate:
      return fmt::format("'{:04}-{:02}-{:02}'", value / 10000, value / 100 % 100, value % 100);
    case Kind::kTime:
      return time_text(value, utc);
    default:
      break;
  }
  return fmt::format("{}", value);
}

// "X is from A to B", with the ends there are.
std::string range(const std::string& name, End low_end, const std::string& low, End high_end,
                  const std::string& high) {
  if (low_end == End::kInclusive && high_end == End::kInclusive)
    return low == high ? fmt::format("{} == {}", name, low)
                       : fmt::format("{} between {} and {}", name, low, high);
  if (low_end != End::kOpen)
    return fmt::format("{} {} {}", name, low_end == End::kInclusive ? ">=" : ">", low);
  return fmt::format("{} {} {}", name, high_end == End::kInclusive ? "<=" : "<", high);
}

std::string within_text(const Predicate& p, const std::string& name, bool utc) {
  const bool has_low = p.low != std::numeric_limits<std::int64_t>::min() &&
                       !(p.operand.kind == Kind::kPriority && p.low == 0);
  const bool has_high = p.high != std::numeric_limits<std::int64_t>::max();
  if (!has_low && !has_high) return name + " is any";
  // "before nine" is kept as "at most a microsecond before nine".
  const bool is_time = p.operand.kind == Kind::kTime && !(has_low && has_high);
  const bool is_before = is_time && has_high && p.high % kSecond == kSecond - 1;
  const bool is_after = is_time && has_low && p.low % kSecond == 1;
  const auto end = [](bool has_end, bool is_exclusive) {
    return !has_end ? End::kOpen : is_exclusive ? End::kExclusive : End::kInclusive;
  };
  return range(name, end(has_low, is_after),
               integer_text(p.operand, is_after ? p.low - 1 : p.low, utc), end(has_high, is_before),
               integer_text(p.operand, is_before ? p.high + 1 : p.high, utc));
}

std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (std::size_t i = 0; i < texts.size(); i++) {
    if (i == 8) return out + fmt::format(", and {} more", texts.size() - i);
    if (i > 0) out += ", ";
    out += text_of(texts[i]);
  }
  return out;
}

std::string pattern_ids(const Predicate& p, const Names& names) {
  std::vector<std::string> ids;
  for (const std::uint32_t number : p.patterns) ids.push_back(names.patterns[number]);
  return joined(ids);
}

std::string_view word_of(Comparison comparison) {
  constexpr std::string_view kWords[] = {"==", "<", "<=", "contains", "startswith", "endswith"};
  return kWords[static_cast<std::size_t>(comparison)];
}

std::string regex_text(const RegexSpec& spec) {
  return fmt::format("{}{}{}", text_of(spec.text), spec.ignore_case ? ", any case" : "",
                     spec.whole_words ? ", whole words" : "");
}

std::string leaf(const Predicate& p, const Names& names) {
  const std::string name = name_of(p.operand, names);
  switch (p.op) {
    case Op::kTrue:
      return "true";
    case Op::kFalse:
      return "false";
    case Op::kExists:
      return fmt::format("exists({})", name);
    case Op::kAtom: {
      const RegexSpec& spec = names.matcher.spec(p.atom);
      return fmt::format("{} {} {}", printable(names.fields.name(names.matcher.field(p.atom))),
                         spec.is_literal ? "contains" : "=~", regex_text(spec));
    }
    case Op::kRegex:
      return fmt::format("{} =~ {} (by PCRE2)", name, text_of(p.regex->source()));
    case Op::kGlob:
      return fmt::format("{} fits {}", name, joined(p.texts));
    case Op::kIsOneOf:
      return p.texts.size() == 1 ? fmt::format("{} == {}", name, text_of(p.texts[0]))
                                 : fmt::format("{} in ({})", name, joined(p.texts));
    case Op::kContains:
      return fmt::format("{} contains {}", name, text_of(p.texts[0]));
    case Op::kStartsWith:
      return fmt::format("{} startswith {}", name, text_of(p.texts[0]));
    case Op::kEndsWith:
      return fmt::format("{} endswith {}", name, text_of(p.texts[0]));
    case Op::kTextWithin:
      return range(name, p.low_end, text_of(p.texts[0]), p.high_end, text_of(p.texts[1]));
    case Op::kNumberWithin:
      return range(name, p.low_end, fmt::format("{}", p.least), p.high_end,
                   fmt::format("{}", p.most));
    case Op::kWithin:
      return within_text(p, name, names.utc);
    case Op::kHasPriority:
      return within_text(p, "PRIORITY", names.utc);
    case Op::kPair:
      return fmt::format("{} {} {}", name, word_of(p.comparison), name_of(p.others[0], names));
    case Op::kPairBetween:
      return fmt::format("{} between {} and {}", name, name_of(p.others[0], names),
                         name_of(p.others[1], names));
    case Op::kSpeaker: {
      constexpr std::string_view kSpeakers[] = {"an app", "a manager", "the kernel", "journald"};
      return fmt::format("written by {}", kSpeakers[static_cast<std::size_t>(p.speaker)]);
    }
    case Op::kHit:
      return fmt::format("hit by {}", pattern_ids(p, names));
    default:
      return {};
  }
}

void append(std::string& out, const Predicate& p, const Names& names, const std::string& indent,
            bool is_negated) {
  const std::string negation = is_negated ? "not " : "";
  if (p.op == Op::kNot && !is_negated) return append(out, p.children[0], names, indent, true);
  if (p.op != Op::kAnd && p.op != Op::kOr && p.op != Op::kNot) {
    out += indent + negation + leaf(p, names) + '\n';
    return;
  }
  constexpr std::string_view kAllOf = "all of", kAnyOf = "any of";
  out += fmt::format("{}{}{}\n", indent, negation, p.op == Op::kAnd ? kAllOf : kAnyOf);
  for (const Predicate& child : p.children) append(out, child, names, indent + "  ", false);
}

}  // namespace

std::string describe(const Predicate& predicate, const Names& names, std::string_view indent) {
  std::string out;
  append(out, predicate, names, std::string(indent), false);
  return out;
}

}  // namespace hark
