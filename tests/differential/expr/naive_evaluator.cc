#include "differential/expr/naive_evaluator.h"

#include <algorithm>
#include <cassert>
#include <cstdlib>

#include "differential/expr/naive_json.h"
#include "differential/expr/naive_regex.h"
#include "differential/expr/naive_source.h"
#include "differential/expr/naive_text.h"
#include "expr/parser.h"

namespace hark::reference {
namespace {

std::optional<int> severity_of(const std::string& word) {
  const char* const words[] = {"info", "warning", "error", "critical"};
  for (int i = 0; i < 4; i++) {
    if (lower(word) == words[i]) return i;
  }
  return std::nullopt;
}

bool is_named(const Node& node, const char* name) {
  return node.kind == Node::Kind::kField && !node.is_quoted_name && node.text == name;
}

bool is_time(const Node& node) { return is_named(node, "time") || is_named(node, "log_time"); }

template <class Values>
bool any_pair(const std::string& operation, const Values& left, const Values& right) {
  for (const auto& a : left) {
    for (const auto& b : right) {
      if (operation == "=="   ? a == b
          : operation == "<"  ? a < b
          : operation == "<=" ? a <= b
          : operation == ">"  ? a > b
                              : a >= b)
        return true;
    }
  }
  return false;
}

template <class Values>
bool any_within(const Values& values, const Values& lows, const Values& highs) {
  return std::any_of(values.begin(), values.end(), [&](const auto& value) {
    return any_pair("<=", lows, Values{value}) && any_pair("<=", Values{value}, highs);
  });
}

Texts or_empty(Texts texts) {
  if (texts.empty()) texts.push_back("");
  return texts;
}

}  // namespace

bool Evaluator::holds(const Node& test) const {
  std::string kind;
  const bool answer = judge(test, kind);
  if (tally_ != nullptr) (*tally_)[kind][answer ? 1 : 0]++;
  return answer;
}

bool Evaluator::judge(const Node& test, std::string& kind) const {
  bool answer = false;
  switch (test.kind) {
    case Node::Kind::kOr:
      kind = "or";
      for (const Node& child : test.children) answer |= holds(child);
      return answer;
    case Node::Kind::kAnd:
      kind = "and";
      answer = true;
      for (const Node& child : test.children) answer &= holds(child);
      return answer;
    case Node::Kind::kNot:
      kind = "not";
      return !holds(test.children[0]);
    case Node::Kind::kTrue:
    case Node::Kind::kFalse:
      kind = "a constant";
      return test.kind == Node::Kind::kTrue;
    case Node::Kind::kCompare:
      return compare(test.text, test.children[0], test.children[1], kind);
    case Node::Kind::kIn:
      for (std::size_t i = 1; i < test.children.size(); i++)
        answer |= compare("==", test.children[0], test.children[i], kind);
      kind.replace(0, 2, "in");
      return answer;
    case Node::Kind::kBetween:
      return between(test, kind);
    default:
      kind = test.text + "()";
      return call(test);
  }
}

bool Evaluator::compare(const std::string& operation, const Node& left, const Node& right,
                        std::string& kind) const {
  kind = operation;
  if (operation == "=~" || operation == "like") {
    const Texts values = or_empty(texts(left));
    return std::any_of(values.begin(), values.end(), [&](const std::string& value) {
      return operation == "like" ? like(value, right.text)
                                 : regex_matches(right.text, false, value);
    });
  }
  if (operation == "contains" || operation == "startswith" || operation == "endswith") {
    for (const std::string& value : or_empty(texts(left))) {
      for (const std::string& part : or_empty(texts(right))) {
        if (operation == "contains"     ? contains(value, part)
            : operation == "startswith" ? value.starts_with(part)
                                        : value.ends_with(part))
          return true;
      }
    }
    return false;
  }
  const char* const names[] = {"text", "number", "level", "severity", "time", "weekday", "date"};
  const Type as = common_type(left, right);
  kind += std::string(" ") + names[static_cast<int>(as)];
  const bool is_equality = operation == "==";
  if (as == Type::kText) {
    const Texts a = texts(left), b = texts(right);
    return is_equality ? any_pair(operation, or_empty(a), or_empty(b)) : any_pair(operation, a, b);
  }
  return any_pair(operation, numbers(left, as, is_equality), numbers(right, as, is_equality));
}

bool Evaluator::between(const Node& test, std::string& kind) const {
  const Node& value = test.children[0];
  const Type as = common_type(value, test.children[1]);
  kind = "between ";
  if (as == Type::kText) {
    kind += "text";
    return any_within(texts(value), texts(test.children[1]), texts(test.children[2]));
  }
  kind += as == Type::kNumber ? "number" : "typed";
  return any_within(numbers(value, as, false), numbers(test.children[1], as, false),
                    numbers(test.children[2], as, false));
}

bool Evaluator::call(const Node& test) const {
  const Node& first = test.children[0];
  if (test.text == "exists") {
    const Type as = type(first);
    return as == Type::kText ? !texts(first).empty() : !numbers(first, as, false).empty();
  }
  if (test.text == "glob") {
    const Texts values = or_empty(texts(first));
    return std::any_of(values.begin(), values.end(), [&](const std::string& value) {
      return glob(value, test.children[1].text);
    });
  }
  return std::any_of(patterns_.begin(), patterns_.end(), [&](const Pattern& pattern) {
    const bool is_meant = test.text == "hit" ? glob(pattern.id, first.text)
                                             : std::find(pattern.tags.begin(), pattern.tags.end(),
                                                         first.text) != pattern.tags.end();
    return is_meant && hits(pattern);
  });
}

Evaluator::Type Evaluator::type(const Node& operand) const {
  if (operand.kind == Node::Kind::kNumber) return Type::kNumber;
  if (operand.kind == Node::Kind::kNow) return Type::kTime;
  if (operand.kind == Node::Kind::kCall) return operand.text == "len" ? Type::kNumber : Type::kText;
  if (operand.kind == Node::Kind::kText) return Type::kText;
  if (is_named(operand, "priority") || is_named(operand, "level")) return Type::kLevel;
  if (is_named(operand, "severity")) return Type::kSeverity;
  if (is_time(operand)) {
    if (operand.path.empty()) return Type::kTime;
    return operand.path[0] == "weekday" ? Type::kWeekday
           : operand.path[0] == "date"  ? Type::kDate
                                        : Type::kNumber;
  }
  const bool is_word = level_of_word(operand.text) || severity_of(operand.text);
  return is_word && !operand.is_quoted_name ? Type::kWord : Type::kText;
}

// What two operands are compared as.
Evaluator::Type Evaluator::common_type(const Node& left, const Node& right) const {
  const Type a = type(left), b = type(right);
  for (const Type strong :
       {Type::kLevel, Type::kSeverity, Type::kTime, Type::kWeekday, Type::kDate}) {
    if (a == strong || b == strong) return strong;
  }
  if (a == Type::kWord || b == Type::kWord) return Type::kLevel;  // opposite PRIORITY
  return a == Type::kNumber || b == Type::kNumber ? Type::kNumber : Type::kText;
}

Texts Evaluator::texts(const Node& operand) const {
  if (operand.kind == Node::Kind::kText) return {operand.text};
  if (operand.kind == Node::Kind::kNumber) return {operand.text};
  if (operand.kind == Node::Kind::kCall) {
    if (operand.text == "hits") return ids_of_hits();
    Texts all;
    if (operand.text == "capture") {
      for (const Pattern& pattern : patterns_) {
        if (pattern.id != operand.children[0].text || !hits(pattern)) continue;
        for (const Alternative& alternative : pattern.any) {
          if (!alternative_holds(alternative)) continue;
          for (const LocatedText& regex : alternative.regexes) {
            for (const std::string& value : matched_values(alternative.field)) {
              for (const std::string& text : regex_captures(regex.text, alternative.ignore_case,
                                                            value, operand.children[1].text))
                all.push_back(text);
            }
          }
        }
      }
      return all;
    }
    for (const std::string& text : texts(operand.children[0]))
      all.push_back(operand.text == "lower" ? lower(text) : upper(text));
    return all;
  }
  if (is_named(operand, "json")) {
    Texts all;
    for (const std::string& message : matched_values("MESSAGE")) {
      for (const std::string& text : json_values(message, operand.path)) all.push_back(text);
    }
    return all;
  }
  if (is_named(operand, "unit")) return unit(event_).names;
  if (is_named(operand, "scope")) {
    const std::string scope = unit(event_).scope;
    return scope.empty() ? Texts{} : Texts{scope};
  }
  if (is_named(operand, "identifier")) return identifier(event_);
  if (!operand.is_quoted_name) return matched_values(field_of_alias(operand.text));
  return matched_values(operand.text);
}

std::vector<long double> Evaluator::numbers(const Node& operand, Type as, bool for_equality) const {
  std::vector<long double> all;
  const auto add = [&](const auto& number) {
    if (number) all.push_back(static_cast<long double>(*number));
  };
  const bool is_literal = operand.kind == Node::Kind::kText;
  switch (as) {
    case Type::kNumber:
      if (operand.kind == Node::Kind::kNumber) return {operand.number};
      if (operand.kind == Node::Kind::kCall && operand.text == "len") {
        Texts of = texts(operand.children[0]);
        if (for_equality) of = or_empty(of);
        for (const std::string& text : of) all.push_back(characters(text).size());
      } else if (is_time(operand)) {
        for (const std::string& value : event_.values("__REALTIME_TIMESTAMP")) {
          const auto time = timestamp(value);
          if (!time) continue;
          const DateParts parts = parts_of(*time, zone_.utc);
          all.push_back(operand.path[0] == "hour" ? parts.hour : parts.minute);
        }
      } else {
        for (const std::string& text : texts(operand)) add(number(text));
      }
      return all;
    case Type::kLevel:
      if (operand.kind == Node::Kind::kNumber) return {operand.number};
      if (is_named(operand, "level")) return {static_cast<long double>(level(event_))};
      if (is_named(operand, "priority") || is_named(operand, "PRIORITY"))
        return {static_cast<long double>(priority(event_))};
      add(level_of_word(operand.text));
      return all;
    case Type::kSeverity:
      if (is_named(operand, "severity")) {
        std::optional<int> worst;
        for (const Pattern& pattern : patterns_) {
          if (hits(pattern))
            worst = std::max(worst.value_or(0), static_cast<int>(pattern.severity));
        }
        add(worst);
      } else {
        add(severity_of(operand.text));
      }
      return all;
    default:
      break;
  }
  if (operand.kind == Node::Kind::kNow)
    return {zone_.now - static_cast<long double>(operand.number)};
  if (is_literal) {
    if (as == Type::kTime) add(time_of(operand.text, zone_));
    if (as == Type::kWeekday) add(weekday_of(operand.text));
    if (as == Type::kDate) add(day_of(operand.text, zone_));
    assert(!all.empty());
    return all;
  }
  for (const std::string& value : event_.values("__REALTIME_TIMESTAMP")) {
    const auto time = timestamp(value);
    if (!time) continue;
    const DateParts parts = parts_of(*time, zone_.utc);
    all.push_back(as == Type::kTime      ? static_cast<long double>(*time)
                  : as == Type::kWeekday ? parts.weekday
                                         : parts.day);
  }
  return all;
}

// --- packs ---

Texts Evaluator::matched_values(const std::string& field) const {
  Texts values = event_.values(field);
  if (field == "MESSAGE") {
    for (std::string& value : values) value = without_ansi(value);
  }
  return values;
}

bool Evaluator::alternative_holds(const Alternative& alternative) const {
  if (alternative.from && speaker(event_) != *alternative.from) return false;
  const auto has_any = [&](const std::string& field, const std::vector<std::string>& wanted) {
    const Texts values = matched_values(field);
    return std::any_of(values.begin(), values.end(), [&](const std::string& value) {
      return std::find(wanted.begin(), wanted.end(), value) != wanted.end();
    });
  };
  if (!alternative.message_ids.empty() && !has_any("MESSAGE_ID", alternative.message_ids))
    return false;
  for (const auto& [field, wanted] : alternative.fields) {
    if (!has_any(field, wanted)) return false;
  }
  if (!alternative.identifiers.empty()) {
    bool fits = false;
    for (const std::string& name : or_empty(identifier(event_))) {
      // fnmatch(3) itself, unlike glob(): a name with a NUL in it fits nothing.
      if (contains(name, std::string(1, '\0'))) continue;
      for (const std::string& wanted : alternative.identifiers) fits |= glob(name, wanted);
    }
    if (!fits) return false;
  }
  if (!alternative.regexes.empty()) {
    bool matches = false;
    for (const std::string& value : or_empty(matched_values(alternative.field))) {
      for (const LocatedText& regex : alternative.regexes)
        matches |= regex_matches(regex.text, alternative.ignore_case, value);
    }
    if (!matches) return false;
  }
  if (!alternative.where) return true;
  const auto tree = parse_expression(alternative.where->text, "where");
  const std::vector<Pattern> none;
  return tree && Evaluator(event_, none, zone_).holds(*tree);
}

bool Evaluator::hits(const Pattern& pattern) const {
  return std::any_of(pattern.any.begin(), pattern.any.end(), [&](const Alternative& alternative) {
    return alternative_holds(alternative);
  });
}

Texts Evaluator::ids_of_hits() const {
  Texts ids;
  for (const Pattern& pattern : patterns_) {
    if (hits(pattern)) ids.push_back(pattern.id);
  }
  return ids;
}

}  // namespace hark::reference
