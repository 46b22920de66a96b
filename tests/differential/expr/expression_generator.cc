// One method for each kind of test and operand: long, but read one by one.
#include "differential/expr/expression_generator.h"

#include <fmt/format.h>

#include <algorithm>

#include "differential/expr/regex_generator.h"

namespace hark::reference {
namespace {

using Kind = Node::Kind;

Node text(std::string value) {
  Node node;
  node.kind = Kind::kText;
  node.text = std::move(value);
  return node;
}

Node number(std::string written, double value) {
  Node node;
  node.kind = Kind::kNumber;
  node.text = std::move(written);
  node.number = value;
  return node;
}

Node field(std::string name, std::vector<std::string> path = {}) {
  Node node;
  node.kind = Kind::kField;
  node.text = std::move(name);
  node.path = std::move(path);
  return node;
}

Node node_of(Kind kind, std::string name, std::vector<Node> children) {
  Node node;
  node.kind = kind;
  node.text = std::move(name);
  node.children = std::move(children);
  return node;
}

Node negated(Node child) { return node_of(Kind::kNot, "", {std::move(child)}); }

constexpr const char* kOrderings[] = {"==", "<", "<=", ">", ">="};
constexpr const char* kUnits[] = {"dead-chat.service", "cron.service", "init.scope", "api.service",
                                  "user@1000.service"};

class Maker {
 public:
  Maker(Dice& dice, const std::vector<Pattern>& patterns) : dice_(dice), patterns_(patterns) {}

  MadeExpression make() {
    made_.tree = expression(0);
    return std::move(made_);
  }

 private:
  Node expression(int depth) {
    const std::size_t kind = dice_.below(depth == 0 ? 8 : 12);
    if (depth > 3 || kind >= 6) return dice_.chance(25) ? negated(test()) : test();
    if (kind == 5) return negated(expression(depth + 1));
    Node joined;
    joined.kind = kind < 3 ? Kind::kAnd : Kind::kOr;
    for (std::size_t n = 2 + dice_.below(3); n > 0; n--) {
      Node child = expression(depth + 1);
      if (child.kind != joined.kind) {
        joined.children.push_back(std::move(child));
        continue;
      }
      // Chains are one node.
      for (Node& grandchild : child.children) joined.children.push_back(std::move(grandchild));
    }
    return joined;
  }

  Node test() {
    switch (dice_.below(22)) {
      case 0:
      case 1:
        return compare_text();
      case 2:
        return compare_texts();
      case 3:
      case 4:
        return compare_number();
      case 5:
      case 6:
        return compare_level();
      case 7:
        return compare_severity();
      case 8:
      case 9:
        return compare_time();
      case 10:
        return compare_day();
      case 11:
      case 12:
      case 13:
        return regex();
      case 14:
        return like();
      case 15:
        return part();
      case 16:
        return list();
      case 17:
        return between();
      case 18:
        return node_of(Kind::kCall, "exists", {anything()});
      case 19:
        return glob();
      case 20:
        return about_patterns();
      default:
        return constant();
    }
  }

  // --- operands ---

  Node plain_field() {
    static const char* const kNames[] = {
        "A",        "B",       "C",       "EXIT_STATUS",   "_PID",       "_COMM",
        "pid",      "comm",    "host",    "exe",           "MESSAGE",    "message",
        "log_body", "MESSAGE", "message", "_SYSTEMD_UNIT", "UNIT",       "transport",
        "uid",      "boot",    "cursor",  "PRIORITY",      "MESSAGE_ID", "SYSLOG_IDENTIFIER"};
    return field(dice_.pick(kNames));
  }

  Node json() {
    static const std::vector<std::string> kPaths[] = {{"a"},         {"a", "b"},       {"list"},
                                                      {"list", "1"}, {"http.status"},  {"ms"},
                                                      {"level"},     {"a", "0", "x-y"}};
    return field("json", dice_.pick(kPaths));
  }

  const Pattern* capturing_pattern(std::string& group) {
    const Pattern* found = nullptr;
    for (const Pattern& pattern : patterns_) {
      for (const Alternative& alternative : pattern.any) {
        for (const LocatedText& regex : alternative.regexes) {
          const std::size_t at = regex.text.find("(?<");
          if (at == std::string::npos || (found != nullptr && dice_.chance(50))) continue;
          found = &pattern;
          group = regex.text.substr(at + 3, regex.text.find('>', at) - at - 3);
        }
      }
    }
    return found;
  }

  Node text_operand(int depth = 0) {
    const std::size_t kind = dice_.below(20);
    if (kind < 10) return plain_field();
    if (kind < 13) return json();
    if (kind == 13) return field("unit");
    if (kind == 14) return field("identifier");
    if (kind == 15) return field("scope");
    if (kind == 16) {
      Node named = field(dice_.pick({"lower-case", "A", "MESSAGE", "message"}));
      named.is_quoted_name = true;
      return named;
    }
    if (kind == 17 && !patterns_.empty()) {
      std::string group;
      const Pattern* pattern = capturing_pattern(group);
      if (pattern == nullptr || dice_.chance(40)) return node_of(Kind::kCall, "hits", {});
      return node_of(Kind::kCall, "capture", {text(pattern->id), text(group)});
    }
    if (depth > 2) return plain_field();
    return node_of(Kind::kCall, dice_.chance(60) ? "lower" : "upper", {text_operand(depth + 1)});
  }

  Node number_operand() {
    const std::size_t kind = dice_.below(10);
    if (kind < 4) return plain_field();
    if (kind < 6) return json();
    if (kind == 6)
      return field(dice_.pick({"time", "log_time"}), {dice_.chance(70) ? "hour" : "minute"});
    if (kind == 7) return text_operand();
    return node_of(Kind::kCall, "len", {text_operand()});
  }

  Node anything() {
    switch (dice_.below(12)) {
      case 0:
        return field(dice_.pick({"priority", "level"}));
      case 1:
        return field("time");
      case 2:
        return patterns_.empty() ? field("unit") : field("severity");
      case 3:
        return field("time", {dice_.pick({"hour", "weekday", "date"})});
      case 4:
      case 5:
      case 6:
        return plain_field();
      default:
        return text_operand();
    }
  }

  // --- literals ---

  std::string words() {
    std::string all = make_word(dice_);
    while (dice_.chance(25)) all += make_word(dice_);
    if (dice_.chance(5)) all += dice_.pick({"\xFF", "\x80", "\xE2\x82"});
    return all;
  }

  // A text that the operand may well have.
  std::string text_for(const Node& operand) {
    if (operand.kind == Kind::kCall && (operand.text == "lower" || operand.text == "upper")) {
      std::string of = text_for(operand.children[0]);
      if (dice_.chance(90)) {
        for (char& c : of) {
          if (operand.text == "lower" && c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
          if (operand.text == "upper" && c >= 'a' && c <= 'z') c = static_cast<char>(c & ~0x20);
        }
      }
      return of;
    }
    if (operand.text == "unit" || operand.text == "UNIT" || operand.text == "_SYSTEMD_UNIT")
      return dice_.pick(kUnits);
    if (operand.text == "scope") return dice_.chance(50) ? "system" : "user";
    if (operand.text == "hits" && !patterns_.empty()) return dice_.pick(patterns_).id;
    if (operand.text == "capture")
      return dice_.pick({"SIGKILL", "sda", "stop-sigterm", "9", "kill"});
    if (dice_.chance(10)) return "";
    if (dice_.chance(20)) return number_literal().text;
    return words();
  }

  Node number_literal() {
    static const std::pair<const char*, double> kNumbers[] = {
        {"9", 9},       {"137", 137},  {"0", 0},
        {"1", 1},       {"-4", -4},    {"1.5", 1.5},
        {".5", 0.5},    {"0x1F", 31},  {"1.5e3", 1500},
        {"1KiB", 1024}, {"1kB", 1000}, {"2MiB", 2097152},
        {"4", 4},       {"2", 2},      {"12", 12},
        {"1e3", 1000},  {"3B", 3},     {"1GB", 1e9},
        {"9.0", 9},     {"3", 3},      {"9007199254740993", 9007199254740992.0}};
    const auto& [written, value] = dice_.pick(kNumbers);
    return number(written, value);
  }

  Node level_literal(bool is_priority_field) {
    static const char* const kWords[] = {"emerg",    "alert", "crit",  "err",   "warning",
                                         "notice",   "info",  "debug", "panic", "fatal",
                                         "critical", "error", "warn"};
    std::string word = dice_.pick(kWords);
    if (dice_.chance(10)) word[0] = static_cast<char>(word[0] - 'a' + 'A');
    if (is_priority_field || dice_.chance(70)) return field(word);
    if (dice_.chance(40)) return text(word);
    const std::size_t digit = dice_.below(8);
    if (dice_.chance(30)) return text(std::to_string(digit));
    return number(std::to_string(digit), static_cast<double>(digit));
  }

  Node severity_literal() {
    const std::string word = dice_.pick({"info", "warning", "error", "critical"});
    return dice_.chance(75) ? field(word) : text(word);
  }

  Node time_literal() {
    static const char* const kTimes[] = {"2026-03-10 09:03:50",
                                         "2026-03-10",
                                         "2026-03-10 09:03:50.500",
                                         "2026-03-29 02:00",
                                         "2026-03-29 02:30",
                                         "2026-03-29 01:59:59",
                                         "2026-03-29 03:00",
                                         "2026-10-25 01:59:59",
                                         "2026-10-25 03:00",
                                         "2026-10-25 00:30 UTC",
                                         "@1774746000",
                                         "@1773129830",
                                         "today",
                                         "yesterday",
                                         "tomorrow",
                                         "now",
                                         "-1h",
                                         "-90s",
                                         "-2d",
                                         "2026-03-29 01:00:00 UTC"};
    if (dice_.chance(60)) return text(dice_.pick(kTimes));
    static const std::pair<const char*, double> kSpans[] = {
        {"", 0},          {"1h", 3600e6},       {"90min", 5400e6},   {"2d", 172800e6},
        {"30s", 30e6},    {"1h 30min", 5400e6}, {"1h30min", 5400e6}, {"500ms", 500e3},
        {"1w", 604800e6}, {"1.5h", 5400e6}};
    const auto& [span, microseconds] = dice_.pick(kSpans);
    Node now;
    now.kind = Kind::kNow;
    now.text = span;
    now.number = microseconds;
    return now;
  }

  Node day_literal(bool is_weekday) {
    if (is_weekday)
      return text(dice_.pick({"mon", "tue", "wed", "thu", "fri", "sat", "sun", "Tuesday", "SUN"}));
    return text(
        dice_.pick({"2026-03-10", "2026-03-29", "2026-10-25", "today", "yesterday", "2026-03-09"}));
  }

  // --- tests ---

  Node ordered(Node left, Node right) {
    if (dice_.chance(20)) std::swap(left, right);
    return node_of(Kind::kCompare, dice_.chance(40) ? "==" : dice_.pick(kOrderings),
                   {std::move(left), std::move(right)});
  }

  Node compare_text() {
    Node operand = text_operand();
    Node literal = text(text_for(operand));
    return ordered(std::move(operand), std::move(literal));
  }
  Node compare_texts() { return ordered(text_operand(), text_operand()); }
  Node compare_number() {
    Node operand = number_operand();
    if (dice_.chance(12))
      return ordered(node_of(Kind::kCall, "len", {text_operand()}), std::move(operand));
    return ordered(std::move(operand), number_literal());
  }
  Node level_operand() { return field(dice_.pick({"priority", "level", "level", "PRIORITY"})); }
  Node compare_level() {
    Node operand = level_operand();
    const bool is_field = operand.text == "PRIORITY";
    if (!is_field && dice_.chance(8))
      return ordered(std::move(operand), field(dice_.pick({"priority", "level"})));
    return ordered(std::move(operand), level_literal(is_field));
  }
  Node compare_severity() {
    if (patterns_.empty()) return compare_level();
    return ordered(field("severity"), severity_literal());
  }
  Node compare_time() { return ordered(field(dice_.pick({"time", "log_time"})), time_literal()); }
  Node compare_day() {
    const bool is_weekday = dice_.chance(50);
    return ordered(field("time", {is_weekday ? "weekday" : "date"}), day_literal(is_weekday));
  }

  Node regex() {
    const MadeRegex made = make_regex(dice_);
    made_.samples[made.text] = made.samples;
    return node_of(Kind::kCompare, "=~",
                   {dice_.chance(60) ? message() : text_operand(), text(made.text)});
  }
  Node message() { return field(dice_.pick({"message", "MESSAGE", "log_body", "message"})); }

  Node like() {
    Node operand = dice_.chance(50) ? message() : text_operand();
    std::string pattern = text_for(operand);
    if (dice_.chance(40)) pattern = "%" + pattern;
    if (dice_.chance(40)) pattern += "%";
    if (!pattern.empty() && dice_.chance(30)) pattern[dice_.below(pattern.size())] = '_';
    if (dice_.chance(10)) pattern = make_word(dice_) + "%" + pattern;
    return node_of(Kind::kCompare, "like", {std::move(operand), text(pattern)});
  }

  Node part() {
    Node operand = dice_.chance(50) ? message() : text_operand();
    Node wanted = dice_.chance(80) ? text(text_for(operand)) : text_operand();
    if (dice_.chance(10)) std::swap(operand, wanted);
    return node_of(Kind::kCompare, dice_.pick({"contains", "startswith", "endswith"}),
                   {std::move(operand), std::move(wanted)});
  }

  Node list() {
    std::vector<Node> all;
    const std::size_t kind = dice_.below(9);
    const std::size_t length = 1 + dice_.below(dice_.chance(20) ? 12 : 4);
    if (kind == 0) {
      all.push_back(field(dice_.pick({"priority", "level"})));
      for (std::size_t i = 0; i < length; i++) all.push_back(level_literal(false));
    } else if (kind == 1 && !patterns_.empty()) {
      all.push_back(field("severity"));
      for (std::size_t i = 0; i < length; i++) all.push_back(severity_literal());
    } else if (kind == 2) {
      const bool is_weekday = dice_.chance(50);
      all.push_back(field("time", {is_weekday ? "weekday" : "date"}));
      for (std::size_t i = 0; i < length; i++) all.push_back(day_literal(is_weekday));
    } else if (kind == 3) {
      all.push_back(field("time"));
      for (std::size_t i = 0; i < length; i++) all.push_back(time_literal());
    } else if (kind == 5) {
      // Each item is compared by its own type.
      all.push_back(field("PRIORITY"));
      for (std::size_t i = 0; i < length; i++)
        all.push_back(dice_.chance(50) ? level_literal(true) : level_literal(false));
    } else if (kind == 4) {
      all.push_back(number_operand());
      for (std::size_t i = 0; i < length; i++) all.push_back(number_literal());
    } else {
      all.push_back(text_operand());
      for (std::size_t i = 0; i < length; i++)
        all.push_back(dice_.chance(75) ? text(text_for(all[0])) : number_literal());
    }
    return node_of(Kind::kIn, "", std::move(all));
  }

  Node between() {
    std::vector<Node> all;
    const auto two = [&](auto make) {
      all.push_back(make());
      all.push_back(make());
    };
    switch (dice_.below(6)) {
      case 0:
        all.push_back(level_operand());
        two([&] { return level_literal(all[0].text == "PRIORITY"); });
        break;
      case 1:
        all.push_back(field("time"));
        two([&] { return time_literal(); });
        break;
      case 2: {
        const bool is_weekday = dice_.chance(50);
        all.push_back(field("time", {is_weekday ? "weekday" : "date"}));
        two([&] { return day_literal(is_weekday); });
        break;
      }
      case 3:
        all.push_back(number_operand());
        two([&] { return number_literal(); });
        if (all[1].number > all[2].number && dice_.chance(80)) std::swap(all[1], all[2]);
        break;
      case 4:
        all.push_back(text_operand());
        two([&] { return dice_.chance(60) ? text(text_for(all[0])) : text_operand(); });
        break;
      default:
        all.push_back(text_operand());
        two([&] { return text(text_for(all[0])); });
        if (all[1].text > all[2].text && dice_.chance(80)) std::swap(all[1], all[2]);
        break;
    }
    return node_of(Kind::kBetween, "", std::move(all));
  }

  Node glob() {
    static const char* const kGlobs[] = {
        "*",     "?",        "dead-*", "*.service",     "[a-k]*", "*[!0-9]", "*kill*",
        "?ill*", "a\\*b",    "",       "[[:digit:]]*",  "*[",     "[!a]?",   "*\\?*",
        "*é",    "k[i-l]ll", "[]a]*",  "*[[:upper:]]*", "\\**",   "*\\?**"};
    Node operand = text_operand();
    std::string wanted = dice_.chance(70) ? dice_.pick(kGlobs) : text_for(operand) + "*";
    if (wanted.find('\xFF') != std::string::npos) wanted = "*";
    return node_of(Kind::kCall, "glob", {std::move(operand), text(wanted)});
  }

  Node about_patterns() {
    if (patterns_.empty()) return regex();
    const Pattern& pattern = dice_.pick(patterns_);
    if (dice_.chance(30) && !pattern.tags.empty())
      return node_of(Kind::kCall, "tag", {text(dice_.pick(pattern.tags))});
    const std::size_t dot = pattern.id.find('.');
    return node_of(Kind::kCall, "hit",
                   {text(dice_.chance(70) ? pattern.id : pattern.id.substr(0, dot) + ".*")});
  }

  Node constant() {
    Node node;
    switch (dice_.below(7)) {
      case 0:
        return ordered(text(words()), text(words()));
      case 1:
        return ordered(number_literal(), number_literal());
      case 2:
        return ordered(number_literal(), node_of(Kind::kCall, "len", {text(words())}));
      case 3:
        return constant_regex();
      case 4:
        return node_of(Kind::kCompare, dice_.pick({"contains", "startswith", "endswith", "like"}),
                       {node_of(Kind::kCall, "lower", {text(words())}), text(words())});
      default:
        node.kind = dice_.chance(50) ? Kind::kTrue : Kind::kFalse;
        return node;
    }
  }

  Node constant_regex() {
    const MadeRegex made = make_regex(dice_);
    const std::string value = dice_.chance(50) ? words() : dice_.pick(made.samples);
    return node_of(Kind::kCompare, "=~", {text(value), text(made.text)});
  }

  Dice& dice_;
  const std::vector<Pattern>& patterns_;
  MadeExpression made_;
};

}  // namespace

MadeExpression make_expression(Dice& dice, const std::vector<Pattern>& patterns) {
  return Maker(dice, patterns).make();
}

}  // namespace hark::reference
