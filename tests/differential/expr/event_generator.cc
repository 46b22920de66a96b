#include "differential/expr/event_generator.h"

#include <algorithm>

#include "differential/expr/made_sources.h"
#include "differential/expr/naive_source.h"
#include "differential/expr/naive_text.h"
#include "differential/expr/naive_time.h"
#include "differential/expr/regex_generator.h"

namespace hark::reference {
namespace {

using Kind = Node::Kind;
class Maker {
 public:
  Maker(Dice& dice, const MadeExpression& expression, const std::vector<Pattern>& patterns)
      : dice_(dice), expression_(expression), patterns_(patterns) {}

  PlainEvent make() {
    if (dice_.chance(75)) {
      for (const auto& [name, value] : dice_.pick(kSpeakers)) event_.fields[name] = {value};
    }
    if (dice_.chance(80)) put("PRIORITY", std::string(1, static_cast<char>('0' + dice_.below(8))));
    if (dice_.chance(90)) put("__REALTIME_TIMESTAMP", some_time());
    if (dice_.chance(20)) state_level();
    satisfy(expression_.tree);
    disturb();
    return std::move(event_);
  }

 private:
  // --- what an expression looks for ---

  void satisfy(const Node& node) {
    switch (node.kind) {
      case Kind::kOr:
      case Kind::kAnd:
      case Kind::kNot:
        for (const Node& child : node.children) satisfy(child);
        return;
      case Kind::kTrue:
      case Kind::kFalse:
        return;
      default:
        if (dice_.chance(65)) satisfy_test(node);
    }
  }

  void satisfy_test(const Node& test) {
    const Node& left = test.children[0];
    if (test.kind == Kind::kCall) {
      if (test.text == "exists") return give(left, make_word(dice_));
      if (test.text == "glob") return give(left, like_glob(test.children[1].text));
      return hit(test);
    }
    const Node& right =
        test.children[test.kind == Kind::kIn ? 1 + dice_.below(test.children.size() - 1) : 1];
    if (test.text == "=~") {
      const auto samples = expression_.samples.find(right.text);
      std::string text = samples == expression_.samples.end() ? "" : dice_.pick(samples->second);
      return give(left, around(text, 40));
    }
    if (test.text == "like") return give(left, like_like(right.text));
    const bool left_is_literal = left.kind == Kind::kText || left.kind == Kind::kNumber ||
                                 left.kind == Kind::kNow || is_word(left);
    const Node& operand = left_is_literal ? right : left;
    const Node& literal = left_is_literal ? left : right;
    if (literal.kind == Kind::kCall || (literal.kind == Kind::kField && !is_word(literal))) {
      // Two operands: often the same text for both.
      const std::string same = make_word(dice_);
      give(operand, same);
      return give(literal, dice_.chance(70) ? same : make_word(dice_));
    }
    if (test.text == "contains") return give(operand, around(literal.text, 90));
    if (test.text == "startswith")
      return give(operand, literal.text + (dice_.chance(50) ? make_word(dice_) : ""));
    if (test.text == "endswith")
      return give(operand, (dice_.chance(50) ? make_word(dice_) : "") + literal.text);
    if (literal.kind == Kind::kNow) return give_time(literal);
    if (literal.kind == Kind::kNumber) return give(operand, another_spelling(literal));
    give(operand, literal.text);
  }

  // A level or a severity; those are levels too.
  static bool is_word(const Node& node) {
    return node.kind == Kind::kField && !node.is_quoted_name && level_of_word(node.text);
  }

  std::string around(const std::string& text, int percent) {
    if (!dice_.chance(percent)) return text;
    return (dice_.chance(60) ? make_word(dice_) + (dice_.chance(50) ? " " : "") : "") + text +
           (dice_.chance(60) ? (dice_.chance(50) ? " " : "") + make_word(dice_) : "");
  }

  std::string like_like(const std::string& pattern) {
    std::string out;
    for (const char c : pattern) {
      if (c == '%') {
        out += dice_.chance(50) ? make_word(dice_) : "";
      } else if (c == '_') {
        out += dice_.pick({"x", "é", "_", "\n"});
      } else {
        out += dice_.chance(20)
                   ? (dice_.chance(50) ? upper(std::string(1, c)) : lower(std::string(1, c)))
                   : std::string(1, c);
      }
    }
    return out;
  }

  std::string like_glob(const std::string& pattern) {
    std::string out;
    for (std::size_t i = 0; i < pattern.size(); i++) {
      if (pattern[i] == '*') {
        out += make_word(dice_);
      } else if (pattern[i] == '?') {
        out += dice_.pick({"k", "é", "?"});
      } else if (pattern[i] == '[' && pattern.find(']', i + 2) != std::string::npos) {
        out += dice_.pick({"a", "k", "9", "]"});
        i = pattern.find(']', i + 2);
        if (i + 1 < pattern.size() && pattern[i + 1] == ']') i++;  // [[:digit:]]
      } else if (pattern[i] != '\\') {
        out += pattern[i];
      }
    }
    return out;
  }

  std::string another_spelling(const Node& number) {
    char text[64];
    const double near = number.number + static_cast<double>(dice_.below(5)) / 2 - 1;
    switch (dice_.below(7)) {
      case 0:
        return number.text;
      case 1:
        std::snprintf(text, sizeof text, "%.1f", number.number);
        return text;
      case 2:
        std::snprintf(text, sizeof text, "%e", number.number);
        return text;
      case 3:
        std::snprintf(
            text, sizeof text, number.number >= 0 ? "0x%llX" : "-%lld",
            static_cast<unsigned long long>(number.number >= 0 ? number.number : -number.number));
        return text;
      case 4:
        std::snprintf(text, sizeof text, "%+.0f", number.number);
        return text;
      case 5:
        std::snprintf(text, sizeof text, "%g", near);
        return text;
      default:
        std::snprintf(text, sizeof text, "%.15g", number.number);
        return text + std::string(dice_.chance(15) ? dice_.pick({" ", "x", "e", "."}) : "");
    }
  }

  void give(const Node& operand, const std::string& text) {
    const std::string& name = operand.text;
    if (operand.kind == Kind::kCall) {
      if (name == "hits" || name == "capture") {
        if (!patterns_.empty()) make_hit(dice_.pick(patterns_));
      } else if (name == "len") {
        const std::size_t length =
            static_cast<std::size_t>(std::abs(std::atoi(text.c_str()))) % 200;
        std::string filled;
        while (characters(filled).size() < length) filled += dice_.pick({"x", "x", "é"});
        give(operand.children[0], filled);
      } else {
        give(operand.children[0],
             dice_.chance(50) ? (name == "lower" ? upper(text) : lower(text)) : text);
      }
      return;
    }
    if (operand.kind != Kind::kField) return;
    if (operand.is_quoted_name) return put(name, text);
    if (name == "json") return give_json(operand.path, text);
    if (name == "unit") return give_unit(text);
    if (name == "scope") {
      const auto& speaker = kSpeakers[text == "user" ? dice_.below(2) + 3 : dice_.below(3)];
      for (const auto& [field, value] : speaker) event_.fields[field] = {value};
      return;
    }
    if (name == "identifier") {
      if (dice_.chance(60)) return put("SYSLOG_IDENTIFIER", text);
      event_.fields.erase("SYSLOG_IDENTIFIER");
      return put("_COMM", text);
    }
    if (name == "priority" || name == "level" || name == "PRIORITY") {
      const auto number = level_of_word(text);
      put("PRIORITY", number ? std::to_string(*number) : text);
      if (name == "level" && dice_.chance(50)) state_level();
      return;
    }
    if (name == "severity") {
      if (!patterns_.empty()) make_hit(dice_.pick(patterns_));
      return;
    }
    if (name == "time" || name == "log_time") return give_time(text_node(text));
    put(field_of_alias(name), text);
  }

  static Node text_node(const std::string& text) {
    Node node;
    node.kind = Kind::kText;
    node.text = text;
    return node;
  }

  // At the time, or near it.
  void give_time(const Node& literal) {
    const Zone zone{false, kNow};
    std::optional<std::int64_t> time;
    if (literal.kind == Kind::kNow) {
      time = kNow - static_cast<std::int64_t>(literal.number);
    } else {
      time = time_of(literal.text, zone);
    }
    if (!time) {
      put("__REALTIME_TIMESTAMP", some_time());
      return;
    }
    static const std::int64_t kOffsets[] = {
        0, 0, 1, -1, 999'999, 3'600'000'000, -3'600'000'000, 86'400'000'000};
    event_.fields["__REALTIME_TIMESTAMP"] = {std::to_string(*time + dice_.pick(kOffsets))};
  }

  std::string some_time() {
    // Around now, and around the nights in which the clocks are changed.
    static const std::int64_t kTimes[] = {kNow,
                                          kNow - 10'000'000'000,
                                          1774746000'000'000,
                                          1792890000'000'000,
                                          1792886400'000'000,
                                          1774738800'000'000,
                                          0};
    if (dice_.chance(3)) return dice_.pick({"", "x", "150x", "99999999999999999999", "-5"});
    return std::to_string(dice_.pick(kTimes) +
                          static_cast<std::int64_t>(dice_.below(7200)) * 1'000'000);
  }

  void give_unit(const std::string& text) {
    switch (dice_.below(6)) {
      case 0:
        event_.fields["_PID"] = {"1"};
        return put("UNIT", text);
      case 1:
        event_.fields["_SYSTEMD_USER_UNIT"] = {text};
        return;
      case 2:
        event_.fields["_TRANSPORT"] = {"kernel"};
        event_.fields["SYSLOG_IDENTIFIER"] = {"kernel"};
        event_.fields["MESSAGE"] = {"oom-kill:oom_memcg=/x,task_memcg=/system.slice/" + text +
                                    ",task=x,pid=9"};
        return;
      default:
        event_.fields["_SYSTEMD_UNIT"] = {text};
        return;
    }
  }

  static std::string json_text(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) {
      if (c == '"' || c == '\\') {
        out += std::string{'\\', c};
      } else if (static_cast<unsigned char>(c) < 0x20) {
        char escape[8];
        std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(c));
        out += escape;
      } else {
        out += c;
      }
    }
    return out + '"';
  }

  void give_json(const std::vector<std::string>& path, const std::string& text) {
    std::string json = number(text) && text.find_first_of("+xX.") == std::string::npos &&
                               !text.starts_with("0") && dice_.chance(70)
                           ? text
                           : json_text(text);
    if (dice_.chance(10))
      json = dice_.pick({"null", "true", "{}", "[]", "1.50e3", "-0", "1e999",
                         "123456789012345678901234567890", "[1,[2],{\"a\":3},null,\"x\"]"});
    if (dice_.chance(15)) json = "[null, " + json + ",false]";
    for (std::size_t i = path.size(); i-- > 0;) {
      const std::string& segment = path[i];
      if ((segment == "0" || segment == "1") && dice_.chance(90)) {
        json = (segment == "1" ? "[7," : "[") + json + "]";
        continue;
      }
      json = "{" + std::string(dice_.chance(30) ? "\"z\":[{}]," : "") + json_text(segment) + ": " +
             json + (dice_.chance(20) ? ",\"a2\":\"}\"" : "") + "}";
    }
    if (dice_.chance(8)) json.pop_back();
    if (dice_.chance(25))
      json = dice_.pick({"x ", "{", "{not} ", "2026 app: ", "[", "{\"a\":1 "}) + json;
    if (dice_.chance(5)) json = std::string(dice_.pick({200u, 254u, 255u, 256u, 257u}), ' ') + json;
    if (dice_.chance(20)) json += dice_.pick({" x", "}", ",", " {\"a\":\"second\"}"});
    put("MESSAGE", json);
  }

  void state_level() {
    std::string text = dice_.pick(kNumberedStatements);
    if (dice_.chance(70)) {
      text = dice_.pick(kStatements);
      text.replace(text.find('@'), 1, dice_.pick(kLevelWords));
    }
    if (dice_.chance(8)) text = std::string(dice_.pick({100u, 240u, 256u, 300u}), '.') + " " + text;
    put("MESSAGE", text);
  }

  // --- patterns ---

  void hit(const Node& test) {
    for (const Pattern& pattern : patterns_) {
      const bool is_meant = test.text == "hit"
                                ? glob(pattern.id, test.children[0].text)
                                : std::find(pattern.tags.begin(), pattern.tags.end(),
                                            test.children[0].text) != pattern.tags.end();
      if (is_meant) make_hit(pattern);
    }
  }

  // The event becomes one of the pattern's examples, in part at least.
  void make_hit(const Pattern& pattern) {
    const Example& example = dice_.pick(pattern.examples);
    for (const auto& [name, values] : example.event) {
      if (dice_.chance(8)) continue;
      if (name == "MESSAGE") {
        put(name, around(values[0], 30));
      } else {
        event_.fields[name] = {values[0]};
      }
    }
  }

  // --- making it worse ---

  // One more value, or the only one.
  void put(const std::string& name, const std::string& value) {
    auto& values = event_.fields[name];
    const bool is_trusted = name[0] == '_';
    if (values.empty() || is_trusted || dice_.chance(25)) {
      values = {value};
    } else if (name == "MESSAGE" && values.size() == 1 && values[0] && dice_.chance(50)) {
      values[0] = dice_.chance(50) ? *values[0] + " " + value : value + *values[0];
    } else {
      values.push_back(value);
    }
  }

  void disturb() {
    for (auto& [name, values] : event_.fields) {
      const bool is_trusted = name[0] == '_';
      if (!is_trusted && dice_.chance(8))
        values.insert(values.begin() + static_cast<std::ptrdiff_t>(dice_.below(values.size() + 1)),
                      make_word(dice_));
      if (!is_trusted && dice_.chance(3)) values.push_back(std::nullopt);
      if (dice_.chance(2)) values = {std::nullopt};
      for (auto& value : values) {
        if (!value || is_trusted) continue;
        if (dice_.chance(10)) *value = mutated(*value);
        if (name == "MESSAGE" ? dice_.chance(15) : dice_.chance(2)) colour(*value);
      }
    }
    for (const char* name : {"A", "B", "C", "MESSAGE", "EXIT_STATUS", "_HOSTNAME", "lower-case"}) {
      if (dice_.chance(10)) put(name, make_word(dice_));
      if (dice_.chance(6)) event_.fields.erase(name);
    }
    for (const char* name : {"_PID", "_COMM", "_TRANSPORT", "_SYSTEMD_CGROUP", "UNIT"}) {
      if (dice_.chance(4)) event_.fields.erase(name);
    }
    if (dice_.chance(4)) event_.fields["UNIT"] = {"victim.service"};
    const bool is_ours = event_.has("_TRANSPORT", "kernel") || event_.has("_TRANSPORT", "driver");
    if (!is_ours) return;
    // journald knows no process behind the kernel's buffer, and is not PID 1: nobody is two at
    // once.
    for (const char* name : {"_PID", "_COMM", "_SYSTEMD_UNIT", "_SYSTEMD_USER_UNIT",
                             "_SYSTEMD_CGROUP", "_SYSTEMD_SLICE"})
      event_.fields.erase(name);
    if (event_.fields.contains("SYSLOG_IDENTIFIER")) event_.fields["SYSLOG_IDENTIFIER"].resize(1);
  }

  std::string mutated(std::string text) {
    const std::size_t at = text.empty() ? 0 : dice_.below(text.size() + 1);
    switch (dice_.below(6)) {
      case 0:
        return text + dice_.pick({"x", " ", "\n", "é"});
      case 1:
        return text + '\xFF';
      case 2:
        return text.insert(at, 1, '\0');
      case 3:
        return text.substr(0, at);
      case 4:
        return dice_.chance(50) ? upper(text) : lower(text);
      default:
        return text.insert(at, dice_.pick({"\xFC", "\x80", "é", "\r", "\t", "."}));
    }
  }

  void colour(std::string& text) {
    const std::size_t start = dice_.below(text.size() + 1);
    text.insert(start, dice_.pick({"\x1b[31m", "\x1b[0;1;38:5:185m",
                                   "\xC2\x9B"
                                   "1m",
                                   "\x1b]0;title\a", "\x1b]8;;http://x\x1b\\", "\x1b[", "\x1b[31",
                                   "\x9B"
                                   "31m"}));
    if (dice_.chance(60)) text += "\x1b[0m";
  }

  static constexpr std::int64_t kNow = 1773140400'000'000;

  Dice& dice_;
  const MadeExpression& expression_;
  const std::vector<Pattern>& patterns_;
  PlainEvent event_;
};

}  // namespace

PlainEvent make_event(Dice& dice, const MadeExpression& expression,
                      const std::vector<Pattern>& patterns) {
  return Maker(dice, expression, patterns).make();
}

}  // namespace hark::reference
