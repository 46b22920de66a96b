// The binder is a walk over the tree that yields a predicate for each test and notes mistakes as it
// goes; after a mistake it goes on with a constant in place of the test, so that the next mistake
// is found as well.
//
// It is long because the walk is one: operands, calls, comparisons, lists and ranges call each
// other and share what is said so far. Names, literals and regexes of texts are elsewhere (words.h,
// literals.h, text_tests.h).
#include "expr/binder.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "base/glob.h"
#include "base/printable.h"
#include "base/spelling.h"
#include "expr/literals.h"
#include "expr/parser.h"
#include "expr/text_tests.h"
#include "expr/words.h"

namespace hark {
namespace {

using Op = Predicate::Op;
using End = Predicate::End;
using Kind = Operand::Kind;

// One side of a comparison, once its names are bound.
struct Side {
  ValueType type = ValueType::kText;
  std::optional<Operand> operand;   // none: a literal
  const Node* literal = nullptr;    // a string, number, now, or a word that may be a level
  std::optional<std::string> text;  // a literal's text
  std::optional<double> number;     // a literal's number
};

// A constant as the values of fields are: it may hold any bytes.
Value value_of(std::string_view constant) { return {constant, is_valid_utf8(constant)}; }

std::optional<std::string> simple_word(const Node& node) {
  if (node.kind != Node::Kind::kField || !node.path.empty() || node.is_quoted_name)
    return std::nullopt;
  return node.text;
}

// What is said of one expression: the first mistakes, and how many more there are. A generated
// expression may have thousands, and each carries the whole text.
class SaidOfOne {
 public:
  explicit SaidOfOne(Diagnostic::Level level) : level_(level) {}

  template <class Make>
  void add(Make make) {
    if (count_++ >= kMost) return;
    said_.push_back(make());
    said_.back().level = level_;
  }

  bool is_empty() const { return count_ == 0; }
  Diagnostics& said() { return said_; }  // of them
  std::size_t count() const { return count_; }
  void forget_from(std::size_t count) {
    count_ = count;
    said_.resize(std::min(said_.size(), count));
  }

  Diagnostics take() {
    if (count_ > kMost) {
      said_.push_back(
          error(fmt::format("{} more {}", count_ - kMost,
                            level_ == Diagnostic::Level::kError ? "mistakes" : "warnings")));
      said_.back().level = level_;
    }
    return std::move(said_);
  }

 private:
  static constexpr std::size_t kMost = 20;

  Diagnostic::Level level_;
  Diagnostics said_;
  std::size_t count_ = 0;
};

class Binder {
 public:
  Binder(std::string_view text, const Origin& origin, bool is_verbatim, const BindTo& to)
      : text_(text), origin_(origin), is_verbatim_(is_verbatim), to_(to) {}

  Predicate test(const Node& node) {
    switch (node.kind) {
      case Node::Kind::kOr:
      case Node::Kind::kAnd: {
        std::vector<Predicate> children;
        for (const Node& child : node.children) children.push_back(test(child));
        return node.kind == Node::Kind::kOr ? Predicate::any_of(std::move(children))
                                            : Predicate::all_of(std::move(children));
      }
      case Node::Kind::kNot:
        return Predicate::negation(test(node.children[0]));
      case Node::Kind::kTrue:
        return Predicate::constant(true);
      case Node::Kind::kFalse:
        return Predicate::constant(false);
      case Node::Kind::kCompare:
        return comparison(node);
      case Node::Kind::kIn:
        return list(node);
      case Node::Kind::kBetween:
        return between(node);
      case Node::Kind::kCall:
        return call(node);
      default:
        return fail(node.place, "a value is no test");
    }
  }

  SaidOfOne mistakes{Diagnostic::Level::kError};
  SaidOfOne warnings{Diagnostic::Level::kWarning};
  std::vector<std::uint32_t> patterns_asked;

 private:
  // --- mistakes ---

  Diagnostic said(Place place, std::string message, std::string reason, std::string help) const {
    Diagnostic d = error(std::move(message), std::move(reason), std::move(help));
    d.origin = place_in(origin_, place, is_verbatim_);
    return d;
  }

  Predicate fail(Place place, std::string message, std::string reason = {}, std::string help = {}) {
    mistakes.add(
        [&] { return said(place, std::move(message), std::move(reason), std::move(help)); });
    return Predicate::constant(false);
  }

  void warn(Place place, std::string message, std::string reason, std::string help = {}) {
    warnings.add(
        [&] { return said(place, std::move(message), std::move(reason), std::move(help)); });
  }

  std::string_view source(const Node& node) const {
    return text_.substr(node.place.offset, node.place.length);
  }

  // --- names ---

  static Side of_operand(Operand operand, ValueType type) {
    Side side;
    side.type = type;
    side.operand = std::move(operand);
    return side;
  }

  // What a node is, seen for itself. A plain word that is no name of a field is left to the other
  // side, which may know it as a level or a severity: its type is kWord then.
  std::optional<Side> side(const Node& node) {
    switch (node.kind) {
      case Node::Kind::kText: {
        Side literal;
        literal.literal = &node;
        literal.text = node.text;
        return literal;
      }
      case Node::Kind::kNumber: {
        Side literal;
        literal.type = ValueType::kNumber;
        literal.literal = &node;
        literal.number = node.number;
        return literal;
      }
      case Node::Kind::kNow: {
        Side literal;
        literal.type = ValueType::kTime;
        literal.literal = &node;
        literal.number = static_cast<double>(to_.now) - node.number;
        return literal;
      }
      case Node::Kind::kField:
        return field_side(node);
      case Node::Kind::kCall:
        return call_side(node);
      default:
        fail(node.place, "a test is no value");
        return std::nullopt;
    }
  }

  std::optional<Side> field_side(const Node& node) {
    if (node.is_quoted_name) return of_field(to_.fields.intern(node.text));
    if (const Alias* alias = find_alias(node.text)) return alias_side(node, *alias);
    if (is_journal_name(node.text)) {
      if (!node.path.empty()) {
        fail(node.place, fmt::format("{} has no parts", node.text), {},
             fmt::format("text is quoted: {}", quote(source(node))));
        return std::nullopt;
      }
      if (const auto likely = to_.is_known_good ? "" : likely_field(node.text); !likely.empty())
        warn(node.place, fmt::format("{} is no field that journald or systemd writes", node.text),
             "an application may", fmt::format("did you mean {}?", likely));
      auto field = of_field(to_.fields.intern(node.text));
      field->literal = &node;  // opposite a level, ERR is one
      return field;
    }
    Side word;
    word.type = ValueType::kWord;
    word.literal = &node;
    return word;
  }

  static std::optional<Side> of_field(FieldId id) {
    return of_operand({.kind = Kind::kField, .field = id}, ValueType::kText);
  }

  std::optional<Side> alias_side(const Node& node, const Alias& alias) {
    if (alias.means == Name::kTime) return time_side(node);
    if (alias.means == Name::kJson) {
      if (node.path.empty()) {
        fail(node.place, "json needs the name of a member", {}, "json.level, json.\"http.status\"");
        return std::nullopt;
      }
      return of_operand({.kind = Kind::kJson, .path = {node.path}}, ValueType::kText);
    }
    if (!node.path.empty()) {
      fail(node.place, fmt::format("{} has no parts", node.text), "only time and json have",
           fmt::format("text is quoted: {}", quote(source(node))));
      return std::nullopt;
    }
    switch (alias.means) {
      case Name::kField:
        return of_field(alias.field);
      case Name::kUnit:
        return of_operand({.kind = Kind::kUnit}, ValueType::kText);
      case Name::kScope:
        return of_operand({.kind = Kind::kScope}, ValueType::kText);
      case Name::kIdentifier:
        return of_operand({.kind = Kind::kIdentifier}, ValueType::kText);
      case Name::kPriority:
        return of_operand({.kind = Kind::kPriority}, ValueType::kLevel);
      case Name::kLevel:
        return of_operand({.kind = Kind::kLevel}, ValueType::kLevel);
      default:
        break;
    }
    if (to_.patterns == nullptr) {
      refuse_patterns(node);
      return std::nullopt;
    }
    return of_operand({.kind = Kind::kSeverity}, ValueType::kSeverity);
  }

  std::optional<Side> time_side(const Node& node) {
    if (node.path.empty()) return of_operand({.kind = Kind::kTime}, ValueType::kTime);
    constexpr std::array<std::string_view, 4> kParts = {"hour", "minute", "weekday", "date"};
    const std::string& part = node.path[0];
    if (node.path.size() == 1) {
      if (part == "hour")
        return of_operand({.kind = Kind::kHourOfDay, .utc = to_.utc}, ValueType::kNumber);
      if (part == "minute")
        return of_operand({.kind = Kind::kMinuteOfHour, .utc = to_.utc}, ValueType::kNumber);
      if (part == "weekday")
        return of_operand({.kind = Kind::kWeekday, .utc = to_.utc}, ValueType::kWeekday);
      if (part == "date")
        return of_operand({.kind = Kind::kDate, .utc = to_.utc}, ValueType::kDate);
    }
    const auto near = nearest(part, kParts);
    fail(node.place,
         fmt::format("time has no part '{}'", source(node).substr(node.text.size() + 1)),
         "its parts are hour, minute, weekday and date",
         near.empty() ? "" : fmt::format("did you mean time.{}?", near));
    return std::nullopt;
  }

  void refuse_patterns(const Node& node) {
    fail(node.place, fmt::format("{} cannot be asked in a pack", node.text),
         "patterns do not depend on each other");
  }

  // --- calls ---

  // Says so if the number of arguments is wrong.
  bool takes(const Node& node, const Function& function) {
    if (node.children.size() == function.arguments) return true;
    fail(node.place,
         fmt::format("{} takes {} argument{}, not {}", function.name, function.arguments,
                     function.arguments == 1 ? "" : "s", node.children.size()),
         {}, std::string(function.usage));
    return false;
  }

  std::optional<std::string> constant_argument(const Node& call, std::size_t i) {
    if (call.children[i].kind == Node::Kind::kText) return call.children[i].text;
    fail(call.children[i].place, fmt::format("{} needs a string here", call.text), {},
         std::string(find_function(call.text)->usage));
    return std::nullopt;
  }

  const Function* known_function(const Node& node) {
    const Function* function = find_function(node.text);
    if (function == nullptr) {
      fail({node.place.offset, node.text.size()}, fmt::format("unknown function '{}'", node.text),
           {}, suggest_function(node.text));
    } else if (!takes(node, *function)) {
      return nullptr;
    }
    return function;
  }

  std::optional<Side> call_side(const Node& node) {
    const Function* function = known_function(node);
    if (function == nullptr) return std::nullopt;
    if (function->is_test) {
      fail(node.place, fmt::format("{}(…) is a test, not a value", function->name));
      return std::nullopt;
    }
    if (function->name == "hits" || function->name == "capture") {
      if (to_.patterns == nullptr) {
        refuse_patterns(node);
        return std::nullopt;
      }
      if (function->name == "hits") return of_operand({.kind = Kind::kHits}, ValueType::kText);
      return capture_side(node);
    }
    auto inner = side(node.children[0]);
    if (!inner) return std::nullopt;
    if (inner->type == ValueType::kWord) {
      unknown_name(*inner->literal);
      return std::nullopt;
    }
    if (inner->type != ValueType::kText) {
      fail(node.children[0].place,
           fmt::format("{} takes text, not {}", function->name, type_name(inner->type)));
      return std::nullopt;
    }
    return function->name == "len" ? length_side(node, std::move(*inner))
                                   : folded_side(node, std::move(*inner), *function);
  }

  static std::optional<Side> length_side(const Node& node, Side inner) {
    inner.type = ValueType::kNumber;
    if (inner.operand) {
      inner.operand->is_length = true;
      inner.operand->fold = Operand::Fold::kNone;  // does not change it
      return inner;
    }
    inner.literal = &node;
    inner.number = static_cast<double>(length_of(value_of(*inner.text)));
    inner.text.reset();
    return inner;
  }

  static std::optional<Side> folded_side(const Node& node, Side inner, const Function& function) {
    const auto fold = function.name == "lower" ? Operand::Fold::kLower : Operand::Fold::kUpper;
    if (inner.operand) {
      inner.operand->fold = fold;
      return inner;
    }
    inner.literal = &node;
    for (char& c : *inner.text) c = folded(c, fold);
    return inner;
  }

  std::optional<Side> capture_side(const Node& node) {
    const auto id = constant_argument(node, 0);
    const auto name = constant_argument(node, 1);
    if (!id || !name) return std::nullopt;
    const auto& chosen = to_.patterns->chosen;
    const auto pattern = std::find_if(chosen.begin(), chosen.end(),
                                      [&](const KnownPattern& p) { return p.id == *id; });
    if (pattern == chosen.end()) {
      unknown_pattern(node.children[0], *id);
      return std::nullopt;
    }
    const auto& names = pattern->captures;
    if (std::find(names.begin(), names.end(), *name) == names.end()) {
      const std::vector<std::string_view> views(names.begin(), names.end());
      const auto near = nearest(*name, views);
      fail(node.children[1].place, fmt::format("{} captures no '{}'", *id, *name),
           names.empty() ? "its regexes have no named groups"
                         : fmt::format("it captures {}", fmt::join(names, ", ")),
           near.empty() ? "" : fmt::format("did you mean {}?", near));
      return std::nullopt;
    }
    patterns_asked.push_back(static_cast<std::uint32_t>(pattern - chosen.begin()));
    return of_operand({.kind = Kind::kCapture,
                       .text = *name,
                       .pattern = static_cast<std::uint32_t>(pattern - chosen.begin())},
                      ValueType::kText);
  }

  Predicate call(const Node& node) {
    const Function* function = known_function(node);
    if (function == nullptr) return Predicate::constant(false);
    if (function->name == "exists") return exists(node.children[0]);
    if (function->name == "glob") return glob(node);
    if (to_.patterns == nullptr) {
      refuse_patterns(node);
      return Predicate::constant(false);
    }
    const auto wanted = constant_argument(node, 0);
    if (!wanted) return Predicate::constant(false);
    return function->name == "hit" ? hit(node, *wanted) : tag(node, *wanted);
  }

  Predicate exists(const Node& node) {
    const auto asked = side(node);
    if (!asked) return Predicate::constant(false);
    if (asked->type == ValueType::kWord) return unknown_name(node);
    if (!asked->operand) return fail(node.place, "exists asks about a field, not a constant");
    if (asked->operand->kind == Kind::kPriority || asked->operand->kind == Kind::kLevel)
      return Predicate::constant(true);
    return Predicate::exists(*asked->operand);
  }

  Predicate hit(const Node& node, const std::string& glob) {
    std::vector<std::uint32_t> numbers;
    for (std::uint32_t i = 0; i < to_.patterns->chosen.size(); i++) {
      if (fits_glob(glob, to_.patterns->chosen[i].id)) numbers.push_back(i);
    }
    if (numbers.empty()) return unknown_pattern(node.children[0], glob);
    patterns_asked.insert(patterns_asked.end(), numbers.begin(), numbers.end());
    return Predicate::hits_any(std::move(numbers));
  }

  Predicate unknown_pattern(const Node& node, const std::string& glob) {
    for (const KnownPattern& other : to_.patterns->others) {
      if (fits_glob(glob, other.id))
        return fail(node.place, fmt::format("{} is not among this run's patterns", other.id), {},
                    to_.patterns->why_not_others);
    }
    std::vector<std::string_view> ids;
    for (const KnownPattern& pattern : to_.patterns->chosen) ids.push_back(pattern.id);
    const auto near = nearest(glob, ids);
    return fail(node.place, fmt::format("no pattern is called '{}'", glob), {},
                near.empty() ? "hark --list-patterns" : fmt::format("did you mean {}?", near));
  }

  Predicate tag(const Node& node, const std::string& wanted) {
    std::vector<std::uint32_t> numbers;
    std::vector<std::string_view> tags;
    for (std::uint32_t i = 0; i < to_.patterns->chosen.size(); i++) {
      const auto& its = to_.patterns->chosen[i].tags;
      tags.insert(tags.end(), its.begin(), its.end());
      if (std::find(its.begin(), its.end(), wanted) != its.end()) numbers.push_back(i);
    }
    patterns_asked.insert(patterns_asked.end(), numbers.begin(), numbers.end());
    if (!numbers.empty()) return Predicate::hits_any(std::move(numbers));
    for (const KnownPattern& other : to_.patterns->others) {
      if (std::find(other.tags.begin(), other.tags.end(), wanted) != other.tags.end())
        return fail(node.children[0].place,
                    fmt::format("no pattern of this run has the tag '{}'", wanted), {},
                    to_.patterns->why_not_others);
    }
    const auto near = nearest(wanted, tags);
    return fail(node.children[0].place, fmt::format("no pattern has the tag '{}'", wanted), {},
                near.empty() ? "" : fmt::format("did you mean {}?", near));
  }

  Predicate glob(const Node& node) {
    const auto of = side(node.children[0]);
    const auto text = constant_argument(node, 1);
    if (!of || !text) return Predicate::constant(false);
    if (!is_text(*of, node.children[0], "glob")) return Predicate::constant(false);
    const std::size_t before = mistakes.said().size();
    Predicate p = matches(*of, {glob_regex(*text), false, false, false, {}}, node.children[1]);
    for (std::size_t i = before; i < mistakes.said().size(); i++) {
      Diagnostic& mistake = mistakes.said()[i];
      mistake.message = "bad glob";
      mistake.reason = "a range in its [ ] is the wrong way round, or names an unknown class";
      mistake.help.clear();
    }
    return p;
  }

  // --- comparisons ---

  // A word on the right is sooner text without its quotes than a slip in a name.
  Predicate unknown_value(const Node& node) { return unknown_name(node, 1); }

  Predicate unknown_name(const Node& node, std::size_t max_distance = 3) {
    // What has a dot is sooner a name that lacks its quotes: cron.service
    const bool is_near = node.path.empty() || edit_distance(node.text, "json") < 2 ||
                         edit_distance(node.text, "time") < 2;
    std::string help;
    if (const Function* function = find_function(node.text); function != nullptr && is_near) {
      help = fmt::format("did you mean {}?", function->usage);
    } else if (is_near) {
      help = suggest_name(node.text, max_distance);
    }
    if (help.empty() && !node.path.empty())
      help = fmt::format("text is quoted: {}", quote(source(node)));
    if (help.empty())
      help = fmt::format("text is quoted: {0}. A field so named: field({0})", quote(node.text));
    return fail(node.place, fmt::format("unknown name '{}'", source(node)), {}, std::move(help));
  }

  bool is_text(const Side& of, const Node& node, std::string_view operation) {
    if (of.type == ValueType::kText) return true;
    if (of.type == ValueType::kWord) {
      unknown_name(node);
    } else if (of.type == ValueType::kNumber && !of.operand) {
      fail(node.place, fmt::format("{} takes text, not a number", operation), {},
           fmt::format("did you mean '{}'?", node.text));
    } else {
      fail(node.place,
           fmt::format("{} is {}, and {} is for text", source(node), type_name(of.type), operation),
           {}, of.operand && of.operand->kind == Kind::kPriority ? "its text is PRIORITY" : "");
    }
    return false;
  }

  Predicate comparison(const Node& node) {
    const std::string& operation = node.text;
    auto left = side(node.children[0]);
    auto right = side(node.children[1]);
    if (!left || !right) return Predicate::constant(false);
    const bool is_ordered = operation == "==" || operation[0] == '<' || operation[0] == '>';
    if (is_ordered) return ordered(node, *left, operation, *right);
    if (!is_text(*left, node.children[0], operation)) return Predicate::constant(false);
    if (operation == "=~" || operation == "like") {
      if (right->type == ValueType::kWord) return unknown_value(node.children[1]);
      if (right->operand || !right->text)
        return fail(node.children[1].place,
                    fmt::format("{} needs a string on its right", operation),
                    right->operand ? "what it looks for is fixed before the first event" : "",
                    right->operand ? "contains takes fields on both sides" : "");
      return operation == "=~" ? regex(node, *left, *right) : like(*left, *right, node.children[1]);
    }
    if (!is_text(*right, node.children[1], operation)) return Predicate::constant(false);
    return part(operation, std::move(*left), std::move(*right), node.children[1]);
  }

  Predicate regex(const Node& node, const Side& left, const Side& right) {
    return matches(left, {*right.text, false, false, false, {}}, node.children[1]);
  }

  Predicate like(Side left, const Side& right, const Node& node) {
    if (right.text->find_first_not_of('%') == std::string::npos && !right.text->empty())
      return Predicate::constant(true);
    if (left.operand) left.operand->fold = Operand::Fold::kNone;  // like folds anyway
    return matches(left, {like_regex(*right.text), false, false, false, {}}, node);
  }

  // The origin of a regex that stands in a string of the expression: of the string's first
  // character where it stands there byte for byte, else of the whole string.
  Origin origin_of_text(const Node& node, std::string_view value) const {
    const std::string_view written = source(node);
    const std::size_t quotes = written.find_first_of("'\"/");
    if (quotes != written.npos && written.substr(quotes + 1, value.size()) == value)
      return place_in(origin_, {node.place.offset + quotes + 1, value.size()}, is_verbatim_);
    return place_in(origin_, node.place, is_verbatim_);
  }

  // A regex on either kind of text. Checked here, so that all mistakes come together.
  Predicate matches(const Side& left, RegexSpec spec, const Node& node) {
    if (to_.is_known_good && left.operand) {
      return left.operand->is_plain_field()
                 ? atom(left, std::move(spec))
                 : Predicate::on_regex(*left.operand, Regex::create_known(spec));
    }
    spec.origin = origin_of_text(node, spec.text);
    auto compiled = Regex::create(spec);
    if (!compiled) {
      for (Diagnostic& mistake : compiled.errors()) {
        mistake.help = "contains finds text as it is";
        mistakes.add([&] { return std::move(mistake); });
      }
      return Predicate::constant(false);
    }
    if (!left.operand) {
      RegexScratch scratch;
      return Predicate::constant((*compiled)->search(value_of(*left.text), scratch) ==
                                 Regex::Answer::kYes);
    }
    spec.origin = {};  // it is a regex: nothing more is said of it, and the text may be long
    if (!left.operand->is_plain_field()) return Predicate::on_regex(*left.operand, *compiled);
    return atom(left, std::move(spec));
  }

  Predicate atom(const Side& left, RegexSpec spec) {
    return Predicate::on_atom(to_.matcher.add(left.operand->field, std::move(spec), to_.set));
  }

  Predicate part(const std::string& operation, Side left, Side right, const Node& right_node) {
    const auto op = operation == "contains"     ? Op::kContains
                    : operation == "startswith" ? Op::kStartsWith
                                                : Op::kEndsWith;
    const auto how = op == Op::kContains     ? Comparison::kContains
                     : op == Op::kStartsWith ? Comparison::kStartsWith
                                             : Comparison::kEndsWith;
    if (right.operand || !left.operand)
      return Predicate::pair(as_operand(std::move(left)), how, as_operand(std::move(right)), false);
    if (right.text->empty()) return Predicate::constant(true);
    if (op == Op::kContains && left.operand->kind == Kind::kField && !left.operand->is_length)
      return contains(*left.operand, *right.text, right_node);
    return Predicate::has_part(op, *left.operand, *right.text);
  }

  // Text in a field, folded or not: an atom.
  Predicate contains(Operand operand, const std::string& text, const Node& node) {
    const Operand::Fold fold = std::exchange(operand.fold, Operand::Fold::kNone);
    const Side field = of_operand(operand, ValueType::kText);
    if (fold == Operand::Fold::kNone) return matches(field, {text, false, true, false, {}}, node);
    const bool can_be =
        std::all_of(text.begin(), text.end(), [&](char c) { return folded(c, fold) == c; });
    if (!can_be) {
      warn(node.place,
           fmt::format("{} never contains this",
                       fold == Operand::Fold::kLower ? "lower(…)" : "upper(…)"),
           fmt::format("it has letters in {} case",
                       fold == Operand::Fold::kLower ? "upper" : "lower"));
      return Predicate::constant(false);
    }
    return matches(field, {folding_regex(text), false, false, false, {}}, node);
  }

  static Operand as_operand(Side side) {
    if (side.operand) return std::move(*side.operand);
    return {.kind = Kind::kText, .text = std::move(*side.text)};
  }

  // == and the orderings. A literal on the left changes sides with what it is compared with.
  Predicate ordered(const Node& node, Side& left, std::string operation, Side& right) {
    take_as_level(left, right);
    if (!left.operand && right.operand) {
      std::swap(left, right);
      if (operation[0] == '<') {
        operation[0] = '>';
      } else if (operation[0] == '>') {
        operation[0] = '<';
      }
      return ordered_from(node, node.children[1], left, operation, node.children[0], right);
    }
    return ordered_from(node, node.children[0], left, operation, node.children[1], right);
  }

  Predicate ordered_from(const Node& node, const Node& left_node, Side& left,
                         const std::string& operation, const Node& right_node, Side& right) {
    take_as_level(left, right);
    if (left.type == ValueType::kWord) return unknown_name(left_node);
    if (!left.operand) {
      if (right.type == ValueType::kWord) return unknown_value(right_node);
      return constant_comparison(node, left, operation, right);
    }
    if (right.operand) return operands(node, left, operation, right_node, right);
    if (left.type == ValueType::kText) return text_test(left, operation, right_node, right);
    const auto value = typed_literal(left.type, right_node, right);
    if (!value) return Predicate::constant(false);
    warn_of_order(node, left, operation);
    return integer_test(*left.operand, operation, *value);
  }

  // Words mean levels and severities only opposite one; PRIORITY opposite a level is one.
  static void take_as_level(Side& left, Side& right) {
    const auto is_priority = [](const Side& side) {
      return side.operand && side.operand->is_plain_field() &&
             side.operand->field == field::kPriority;
    };
    const auto is_level_word = [](const Side& side) {
      const auto word = side.literal == nullptr ? std::nullopt : simple_word(*side.literal);
      return word && is_type_word(*word) && parse_level(*word);
    };
    const auto is_level = [&](const Side& side) {
      return side.type == ValueType::kLevel || is_level_word(side);
    };
    if (is_priority(left) && is_level(right)) {
      left = of_operand({.kind = Kind::kPriority}, ValueType::kLevel);
    } else if (is_priority(right) && is_level(left)) {
      right = of_operand({.kind = Kind::kPriority}, ValueType::kLevel);
    }
    const auto has_words = [](const Side& side) {
      return side.operand && (side.type == ValueType::kLevel || side.type == ValueType::kSeverity);
    };
    const auto take_as_word = [](Side& side) {
      const auto word = side.literal == nullptr ? std::nullopt : simple_word(*side.literal);
      if (!side.operand || !word || !is_type_word(*word)) return;
      side.operand.reset();
      side.type = ValueType::kWord;
    };
    if (has_words(left)) take_as_word(right);
    if (has_words(right)) take_as_word(left);
  }

  void warn_of_order(const Node& node, const Side& left, const std::string& operation) {
    if (left.type != ValueType::kLevel || operation[0] != '>') return;
    warn(node.place, "lower is worse: this asks for events that are less severe",
         "emerg is 0, debug is 7",
         fmt::format("as bad or worse: {} <= …",
                     left.operand->kind == Kind::kLevel ? "level" : "priority"));
  }

  // PRIORITY counts as a level opposite a level's name, and is text opposite a string.
  void warn_of_quoted_level(const Side& left, const Node& node, const std::string& text) {
    if (!left.operand->is_plain_field() || left.operand->field != field::kPriority ||
        !is_type_word(text) || !parse_level(text))
      return;
    warn(node.place, fmt::format("as text PRIORITY is a digit, never '{}'", text), "",
         fmt::format("without quotes it is a level: {}", text));
  }

  // A field or other text with a constant.
  Predicate text_test(const Side& left, const std::string& operation, const Node& node,
                      const Side& right) {
    if (right.type == ValueType::kWord) return unknown_value(node);
    if (right.type == ValueType::kTime)
      return fail(node.place, "only time is compared with now", {}, "time > now - 1h");
    if (right.type == ValueType::kNumber) {
      Predicate p;
      p.op = Op::kNumberWithin;
      p.operand = *left.operand;
      p.least = p.most = *right.number;
      set_ends(p, operation);
      return p;
    }
    warn_of_quoted_level(left, node, *right.text);
    if (operation == "==") return Predicate::is_one_of(*left.operand, {*right.text});
    Predicate p;
    p.op = Op::kTextWithin;
    p.operand = *left.operand;
    p.texts = {*right.text, *right.text};
    set_ends(p, operation);
    return p;
  }

  static void set_ends(Predicate& p, const std::string& operation) {
    if (operation == "==") p.low_end = p.high_end = End::kInclusive;
    if (operation == ">=") p.low_end = End::kInclusive;
    if (operation == ">") p.low_end = End::kExclusive;
    if (operation == "<=") p.high_end = End::kInclusive;
    if (operation == "<") p.high_end = End::kExclusive;
  }

  static Predicate integer_test(const Operand& operand, const std::string& operation,
                                double value) {
    constexpr auto kLeast = std::numeric_limits<std::int64_t>::min();
    constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
    // A bound that no integer reaches settles the test for every event that has a value.
    const auto up = to_integer(std::ceil(value)), down = to_integer(std::floor(value));
    Predicate p = Predicate::within(operand, kLeast, kMost);
    if (operation == "==") {
      p.is_equality = true;
      p.low = up;
      p.high = down;  // a fraction equals no integer: an empty range
    } else if (operation == ">=") {
      p.low = up;
    } else if (operation == ">") {
      p.low = down == kMost ? kMost : down + 1;
    } else if (operation == "<=") {
      p.high = down;
    } else {
      p.high = up == kLeast ? kLeast : up - 1;
    }
    return p;
  }

  static std::int64_t to_integer(double value) {
    constexpr double kEdge = 9.2e18;
    if (value >= kEdge) return std::numeric_limits<std::int64_t>::max();
    if (value <= -kEdge) return std::numeric_limits<std::int64_t>::min();
    return static_cast<std::int64_t>(value);
  }

  // A literal opposite something that is no text, as the integer it is compared as.
  std::optional<double> typed_literal(ValueType type, const Node& node, const Side& literal) {
    if (literal.type == ValueType::kTime && type != ValueType::kTime) {
      fail(node.place, "only time is compared with now", {}, "time > now - 1h");
      return std::nullopt;
    }
    if (type == ValueType::kTime && literal.type == ValueType::kTime) return literal.number;
    const auto word =
        literal.type == ValueType::kWord ? std::optional(std::string(source(node))) : literal.text;
    auto value = read_literal(type, {word, literal.number, literal.type == ValueType::kWord},
                              to_.now, to_.utc);
    if (value) return *value;
    for (Diagnostic& mistake : value.errors()) {
      mistakes.add([&] {
        mistake.origin = place_in(origin_, node.place, is_verbatim_);
        return std::move(mistake);
      });
    }
    return std::nullopt;
  }

  Predicate operands(const Node& node, const Side& left, const std::string& operation,
                     const Node& right_node, const Side& right) {
    const bool is_text = left.type == ValueType::kText && right.type == ValueType::kText;
    const auto is_numeric = [](ValueType type) {
      return type == ValueType::kText || type == ValueType::kNumber;
    };
    const bool are_numbers = is_numeric(left.type) && is_numeric(right.type);
    if (!is_text && !are_numbers && left.type != right.type)
      return fail(right_node.place, fmt::format("{} cannot be compared with {}",
                                                type_name(left.type), type_name(right.type)));
    warn_of_order(node, left, operation);
    Operand a = *left.operand, b = *right.operand;
    Comparison how = Comparison::kEqual;
    if (operation != "==") {
      how = operation.size() == 2 ? Comparison::kLessOrEqual : Comparison::kLess;
      if (operation[0] == '>') std::swap(a, b);
    }
    return Predicate::pair(std::move(a), how, std::move(b), !is_text);
  }

  Predicate constant_comparison(const Node& node, const Side& left, const std::string& operation,
                                const Side& right) {
    const auto decide = [&](const auto& a, const auto& b) {
      if (operation == "==") return a == b;
      if (operation == "<") return a < b;
      if (operation == "<=") return a <= b;
      return operation == ">" ? a > b : a >= b;
    };
    if ((left.type == ValueType::kTime) != (right.type == ValueType::kTime)) {
      // now with a string, as time is.
      const bool is_left = left.type == ValueType::kTime;
      const auto value =
          typed_literal(ValueType::kTime, node.children[is_left ? 1 : 0], is_left ? right : left);
      if (!value) return Predicate::constant(false);
      return Predicate::constant(is_left ? decide(*left.number, *value)
                                         : decide(*value, *right.number));
    }
    if (left.text && right.text) return Predicate::constant(decide(*left.text, *right.text));
    const auto number = [](const Side& side) {
      return side.number ? side.number : parse_number(*side.text);
    };
    const auto a = number(left), b = number(right);
    return Predicate::constant(a && b && decide(*a, *b));
  }

  // --- in, between ---

  Predicate list(const Node& node) {
    const auto of = side(node.children[0]);
    std::vector<Predicate> any;
    std::vector<std::string> texts;
    for (std::size_t i = 1; i < node.children.size(); i++) {
      const Node& literal = node.children[i];
      auto right = side(literal);
      if (!right || !of) continue;
      if (right->operand) {
        fail(literal.place, "a list holds constants", {}, "FIELD == OTHER or FIELD == …");
        continue;
      }
      if (right->text && of->operand && of->type == ValueType::kText) {
        warn_of_quoted_level(*of, literal, *right->text);
        texts.push_back(*right->text);
        continue;
      }
      Side left = *of;
      any.push_back(ordered_from(node, node.children[0], left, "==", literal, *right));
    }
    if (!texts.empty())
      any.insert(any.begin(), Predicate::is_one_of(*of->operand, std::move(texts)));
    return Predicate::any_of(std::move(any));
  }

  Predicate between(const Node& node) {
    auto of = side(node.children[0]);
    auto low = side(node.children[1]);
    auto high = side(node.children[2]);
    if (!of || !low || !high) return Predicate::constant(false);
    take_as_level(*of, *low);
    const Node &of_node = node.children[0], &low_node = node.children[1],
               &high_node = node.children[2];
    if (of->type == ValueType::kWord) return unknown_name(of_node);
    const bool is_integer = of->operand && of->type != ValueType::kText;
    const bool has_operands = low->operand || high->operand || !of->operand;
    if (is_integer && !has_operands) {
      const auto least = typed_literal(of->type, low_node, *low);
      const auto most = typed_literal(of->type, high_node, *high);
      if (!least || !most) return Predicate::constant(false);
      if (*least > *most) warn_of_empty_range(node, *of);
      return Predicate::within(*of->operand, to_integer(std::ceil(*least)),
                               to_integer(std::floor(*most)));
    }
    if (low->type == ValueType::kWord) return unknown_value(low_node);
    if (high->type == ValueType::kWord) return unknown_value(high_node);
    for (const auto& [bound, bound_node] :
         {std::pair(&*low, &low_node), std::pair(&*high, &high_node)}) {
      if (bound->type == ValueType::kTime && !bound->operand && of->type != ValueType::kTime)
        return fail(bound_node->place, "only time is compared with now", {}, "time > now - 1h");
    }
    const bool as_numbers = low->type == ValueType::kNumber || high->type == ValueType::kNumber ||
                            of->type == ValueType::kNumber;
    if (has_operands)
      return between_operands(node, std::move(*of), std::move(*low), std::move(*high), as_numbers);
    Predicate p;
    p.operand = *of->operand;
    p.low_end = p.high_end = End::kInclusive;
    if (!as_numbers) {
      p.op = Op::kTextWithin;
      p.texts = {*low->text, *high->text};
      if (*low->text > *high->text) warn_of_empty_range(node, *of);
      return p;
    }
    const auto least = number_of(low_node, *low), most = number_of(high_node, *high);
    if (!least || !most) return Predicate::constant(false);
    if (*least > *most) warn_of_empty_range(node, *of);
    p.op = Op::kNumberWithin;
    p.least = *least;
    p.most = *most;
    return p;
  }

  void warn_of_empty_range(const Node& node, const Side& of) {
    warn(node.place, "nothing lies between these",
         of.type == ValueType::kLevel ? "lower is worse: emerg is 0, debug is 7"
                                      : "the first bound is above the second",
         of.operand && of.operand->kind == Kind::kHourOfDay
             ? "over midnight: time.hour >= 22 or time.hour < 4"
             : "");
  }

  std::optional<double> number_of(const Node& node, const Side& literal) {
    if (literal.number) return literal.number;
    const auto number = parse_number(*literal.text);
    if (!number) fail(node.place, "not a number", "the other bound is one");
    return number;
  }

  Predicate between_operands(const Node& node, Side of, Side low, Side high, bool as_numbers) {
    const auto is_plain = [](const Side& side) {
      return side.type == ValueType::kText || side.type == ValueType::kNumber;
    };
    if (!is_plain(of) || !is_plain(low) || !is_plain(high)) {
      // Levels, times and their kin have one value each: two comparisons are the same.
      Side first = of, second = of;
      std::vector<Predicate> both;
      both.push_back(is_plain(of) && !of.operand
                         ? fail(node.place, "these cannot be compared")
                         : ordered_quietly(node, first, ">=", node.children[1], low));
      both.push_back(ordered_quietly(node, second, "<=", node.children[2], high));
      return Predicate::all_of(std::move(both));
    }
    Predicate p;
    p.op = Op::kPairBetween;
    p.as_numbers = as_numbers;
    p.operand = number_or_text(std::move(of));
    p.others.push_back(number_or_text(std::move(low)));
    p.others.push_back(number_or_text(std::move(high)));
    return p;
  }

  // Without the warning about the order of levels.
  Predicate ordered_quietly(const Node& node, Side& left, const std::string& operation,
                            const Node& right_node, Side& right) {
    const std::size_t before = warnings.count();
    Predicate p = ordered_from(node, node.children[0], left, operation, right_node, right);
    warnings.forget_from(before);
    return p;
  }

  static Operand number_or_text(Side side) {
    if (side.operand) return std::move(*side.operand);
    return {.kind = Kind::kText, .text = side.text ? *side.text : fmt::format("{}", *side.number)};
  }

  std::string_view text_;
  const Origin& origin_;
  bool is_verbatim_;
  const BindTo& to_;
};

}  // namespace

Result<Bound> bind_expression(const Node& tree, std::string_view text, const Origin& origin,
                              bool is_verbatim, const BindTo& to) {
  Binder binder(text, origin, is_verbatim, to);
  Bound bound;
  bound.predicate = binder.test(tree);
  if (!binder.mistakes.is_empty()) return binder.mistakes.take();
  bound.warnings = binder.warnings.take();
  bound.patterns = std::move(binder.patterns_asked);
  return bound;
}

PatternNeeds pattern_needs(const Node& tree) {
  PatternNeeds needs;
  if (tree.kind == Node::Kind::kCall) {
    needs.all = tree.text == "hits";
    needs.any = needs.all || tree.text == "hit" || tree.text == "tag" || tree.text == "capture";
  } else if (tree.kind == Node::Kind::kField && !tree.is_quoted_name && tree.text == "severity") {
    needs.any = needs.all = true;
  }
  for (const Node& child : tree.children) {
    const PatternNeeds its = pattern_needs(child);
    needs.any |= its.any;
    needs.all |= its.all;
  }
  return needs;
}

}  // namespace hark
