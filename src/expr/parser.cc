// A Pratt parser: each operator has a binding power, and a loop takes operators as long as they
// bind stronger than what surrounds them. It is long because each mistake that people make is told
// in its own words, where it is met.
#include "expr/parser.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "event/timestamps.h"
#include "expr/lexer.h"
#include "expr/words.h"

namespace hark {
namespace {

constexpr int kOrPower = 1, kAndPower = 2, kNotPower = 3;

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text), lexer_(text) { advance(); }

  std::optional<Node> parse() {
    if (token_.kind == Token::Kind::kEnd) {
      fail({0, text_.size()}, "the expression is empty");
      return std::nullopt;
    }
    Node node;
    if (!parse_tests(node, 0, 0)) return std::nullopt;
    if (token_.kind == Token::Kind::kEnd) return node;
    fail_at_end_of_test();
    return std::nullopt;
  }

  // What went wrong, if parse() gave nothing; its origin holds the place alone.
  Diagnostic mistake;
  Place place;

 private:
  // Every parse_… gives false after it has said what is wrong.

  bool parse_tests(Node& node, int power, std::size_t depth) {
    if (!parse_test(node, depth)) return false;
    for (;;) {
      const Keyword joint = joint_here();
      const int binds = joint == Keyword::kAnd ? kAndPower : joint == Keyword::kOr ? kOrPower : 0;
      if (binds <= power) return true;
      advance();
      Node right;
      if (!parse_tests(right, binds, depth)) return false;
      join(joint == Keyword::kAnd ? Node::Kind::kAnd : Node::Kind::kOr, node, std::move(right));
    }
  }

  Keyword joint_here() const {
    if (token_.is("&&")) return Keyword::kAnd;
    if (token_.is("||")) return Keyword::kOr;
    const Keyword word = keyword_here();
    return word == Keyword::kAnd || word == Keyword::kOr ? word : Keyword::kNone;
  }

  // `left` becomes `left kind right`; chains stay flat.
  static void join(Node::Kind kind, Node& left, Node right) {
    Node both;
    both.kind = kind;
    both.place = {left.place.offset, right.place.offset + right.place.length - left.place.offset};
    const auto take = [&](Node& side) {
      if (side.kind != kind) {
        both.children.push_back(std::move(side));
        return;
      }
      for (Node& child : side.children) both.children.push_back(std::move(child));
    };
    if (left.kind == kind) {
      both.children = std::move(left.children);
    } else {
      both.children.push_back(std::move(left));
    }
    take(right);
    left = std::move(both);
  }

  bool parse_test(Node& node, std::size_t depth) {
    if (depth > kMaxNesting) {
      return fail(token_.place, "nested too deeply",
                  fmt::format("more than {} levels of brackets and not", kMaxNesting));
    }
    const Place start = token_.place;
    if (token_.is("!") || keyword_here() == Keyword::kNot) {
      advance();
      Node child;
      if (!parse_tests(child, kNotPower, depth + 1)) return false;
      negate(child, start.offset);
      node = std::move(child);
      return true;
    }
    if (token_.is("(")) {
      advance();
      if (!parse_tests(node, 0, depth + 1)) return false;
      if (!token_.is(")")) {
        if (token_.kind != Token::Kind::kEnd) return fail_at_end_of_test();
        return fail(start, "a bracket is not closed", "the ( has no partner");
      }
      // Places without the brackets: carets point at what is wrong, not at its surroundings.
      advance();
      return true;
    }
    if (const Keyword word = keyword_here(); word == Keyword::kTrue || word == Keyword::kFalse) {
      node.kind = word == Keyword::kTrue ? Node::Kind::kTrue : Node::Kind::kFalse;
      node.place = start;
      advance();
      return true;
    }
    return parse_comparison(node, depth);
  }

  static void negate(Node& node, std::size_t start) {
    Node child = std::move(node);
    node = Node{};
    node.kind = Node::Kind::kNot;
    node.place = {start, child.place.offset + child.place.length - start};
    node.children.push_back(std::move(child));
  }

  bool parse_comparison(Node& node, std::size_t depth) {
    Node left;
    const bool is_bare_word = token_.kind == Token::Kind::kName &&
                              find_alias(token_.text) == nullptr && !is_journal_name(token_.text);
    if (!parse_operand(left, depth)) return false;
    const std::size_t start = left.place.offset;
    if (left.kind == Node::Kind::kCall) {
      const Function* function = find_function(left.text);
      const bool is_alone = !is_operator_here();
      if (function != nullptr ? function->is_test : is_alone) {
        if (!is_alone && function != nullptr)
          return fail(left.place, fmt::format("{}(…) is a test by itself", function->name), {},
                      "it is compared with nothing; not before it turns it round");
        node = std::move(left);
        return true;
      }
    }
    if (!is_operator_here()) return fail_for_operator(left, is_bare_word);

    bool is_negated = false;
    if (keyword_here() == Keyword::kNot) {
      is_negated = true;
      advance();
    }
    const Keyword word = keyword_here();
    std::string operation;
    switch (word) {
      case Keyword::kIn:
        if (!parse_list(node, std::move(left), depth)) return false;
        break;
      case Keyword::kBetween:
        if (!parse_between(node, std::move(left), depth)) return false;
        break;
      case Keyword::kIs:
        if (is_negated)
          return fail(token_.place, "'not is' is no operator", {}, "did you mean is not null?");
        if (!parse_null(node, std::move(left), is_negated)) return false;
        break;
      default:
        if (word != Keyword::kNone) {
          operation = word == Keyword::kLike         ? "like"
                      : word == Keyword::kContains   ? "contains"
                      : word == Keyword::kStartsWith ? "startswith"
                      : word == Keyword::kEndsWith   ? "endswith"
                                                     : "";
          if (operation.empty()) return fail_after_not();
        } else if (is_negated) {
          return fail_after_not();
        } else {
          operation = token_.text;
          if (operation == "=") operation = "==";
          if (operation == "!=" || operation == "<>" || operation == "!~") {
            is_negated = true;
            operation = operation == "!~" ? "=~" : "==";
          }
        }
        advance();
        node.kind = Node::Kind::kCompare;
        node.text = std::move(operation);
        node.children.push_back(std::move(left));
        if (!parse_operand(node.children.emplace_back(), depth)) return false;
        break;
    }
    node.place = {start, end_ - start};
    if (is_negated) negate(node, start);
    return true;
  }

  bool parse_list(Node& node, Node left, std::size_t depth) {
    advance();
    node.kind = Node::Kind::kIn;
    node.children.push_back(std::move(left));
    const Place open = token_.place;
    if (!token_.is("("))
      return fail(open, "in needs a list", {}, "a list is written (a, b): PRIORITY in (2, 3)");
    advance();
    if (token_.is(")")) return fail({open.offset, 2}, "the list is empty");
    for (;;) {
      if (!parse_operand(node.children.emplace_back(), depth)) return false;
      if (token_.is(",")) {
        advance();
        continue;
      }
      if (token_.is(")")) break;
      if (token_.kind == Token::Kind::kEnd)
        return fail(open, "a list is not closed", "the ( has no partner");
      return fail_token("in a list, a comma or ) is expected here");
    }
    advance();
    return true;
  }

  bool parse_between(Node& node, Node left, std::size_t depth) {
    advance();
    node.kind = Node::Kind::kBetween;
    node.children.push_back(std::move(left));
    if (!parse_operand(node.children.emplace_back(), depth)) return false;
    if (keyword_here() != Keyword::kAnd && !token_.is("&&"))
      return fail_token("between needs two bounds", "and is expected here",
                        "FIELD between 1 and 9");
    advance();
    return parse_operand(node.children.emplace_back(), depth);
  }

  // `f is null` is `not exists(f)`.
  bool parse_null(Node& node, Node left, bool& is_negated) {
    advance();
    bool is_not = false;
    if (keyword_here() == Keyword::kNot) {
      is_not = true;
      advance();
    }
    if (keyword_here() != Keyword::kNull)
      return fail_token(
          "is stands only before null and not null", {},
          token_.kind == Token::Kind::kName ? "did you mean null?" : "did you mean ==?");
    node.kind = Node::Kind::kCall;
    node.text = "exists";
    node.children.push_back(std::move(left));
    is_negated = !is_not;
    advance();
    return true;
  }

  bool parse_operand(Node& node, std::size_t depth) {
    const Place start = token_.place;
    switch (token_.kind) {
      case Token::Kind::kText:
        node.kind = Node::Kind::kText;
        node.text = token_.text;
        break;
      case Token::Kind::kNumber:
        node.kind = Node::Kind::kNumber;
        node.text = token_.text;
        node.number = token_.number;
        break;
      case Token::Kind::kTimeSpan:
        return fail(
            start, "a time span stands only after now -", {},
            token_.text.ends_with('M')
                ? fmt::format("a size: {0}B counts by 1000, {0}iB by 1024", token_.text)
                : fmt::format("a time: time > now - {0}. A number needs no unit", token_.text));
      case Token::Kind::kName:
        return parse_name(node, depth);
      case Token::Kind::kSymbol:
        if (token_.text == "-") return parse_negative(node);
        return fail_for_operand();
      default:
        return fail_for_operand();
    }
    node.place = start;
    advance();
    return true;
  }

  bool parse_negative(Node& node) {
    const Place sign = token_.place;
    advance();
    if (token_.kind != Token::Kind::kNumber || token_.place.offset != sign.offset + 1)
      return fail(sign, "a number is missing after the minus", {}, "before: time > now - 1h");
    node.kind = Node::Kind::kNumber;
    node.text = '-' + token_.text;
    node.number = -token_.number;
    node.place = {sign.offset, token_.place.length + 1};
    advance();
    return true;
  }

  bool parse_name(Node& node, std::size_t depth) {
    const Place start = token_.place;
    const Keyword word = keyword_here();
    if (word == Keyword::kNow) return parse_now(node);
    if (word == Keyword::kNull)
      return fail(start, "null is no value to compare with", {},
                  "FIELD is null, FIELD is not null");
    if (word == Keyword::kTrue || word == Keyword::kFalse) {
      return fail(start, fmt::format("{} is a test, not a value", token_.text), {},
                  fmt::format("a boolean in JSON is compared as text: '{}'", token_.text));
    }
    if (word != Keyword::kNone) return fail_for_operand();
    node.text = token_.text;
    node.path = token_.path;
    node.place = start;
    advance();
    if (node.path.empty() && token_.is("(")) return parse_call(node, depth);
    node.kind = Node::Kind::kField;
    return true;
  }

  bool parse_now(Node& node) {
    node.kind = Node::Kind::kNow;
    node.place = token_.place;
    advance();
    if (!token_.is("-")) return true;
    advance();
    const Place from = token_.place;
    std::size_t end = from.offset;
    while (token_.kind == Token::Kind::kTimeSpan) {
      if (!node.text.empty()) node.text += ' ';
      node.text += token_.text;
      end = token_.place.offset + token_.place.length;
      advance();
    }
    if (node.text.empty()) {
      if (token_.kind == Token::Kind::kMistake) return fail_token({});
      return fail(from, "a time span is missing after now -", {},
                  "with its unit and without quotes: now - 90min, now - 1h 30min");
    }
    const auto span = parse_time_span(node.text);
    if (!span)
      return fail({from.offset, end - from.offset}, "not a time span", {}, "1h30min, 90s, 2d, 1w");
    node.number = static_cast<double>(*span);
    node.place.length = end - node.place.offset;
    return true;
  }

  bool parse_call(Node& node, std::size_t depth) {
    const Place open = token_.place;
    if (depth > kMaxNesting)
      return fail(node.place, "nested too deeply", fmt::format("more than {} levels", kMaxNesting));
    node.kind = Node::Kind::kCall;
    if (const Function* function = find_function(node.text)) node.text = function->name;
    advance();
    while (!token_.is(")")) {
      if (!node.children.empty()) {
        if (token_.kind == Token::Kind::kEnd)
          return fail(open, "a bracket is not closed", "the ( has no partner");
        if (!token_.is(",")) {
          const Function* function = find_function(node.text);
          return fail_token("in a call, a comma or ) is expected here", {},
                            function == nullptr ? "" : std::string(function->usage));
        }
        advance();
      }
      if (!parse_operand(node.children.emplace_back(), depth + 1)) return false;
    }
    advance();
    node.place.length = end_ - node.place.offset;
    if (node.text != "field") return true;
    if (node.children.size() != 1 || node.children[0].kind != Node::Kind::kText ||
        node.children[0].text.empty()) {
      return fail(node.place, "field(…) needs a name in quotes", {}, "field('name')");
    }
    node.kind = Node::Kind::kField;
    node.is_quoted_name = true;
    node.text = std::move(node.children[0].text);
    node.children.clear();
    return true;
  }

  bool is_operator_here() const {
    if (token_.kind == Token::Kind::kSymbol) {
      constexpr std::string_view kCompares[] = {"==", "=", "!=", "<>", "<",
                                                "<=", ">", ">=", "=~", "!~"};
      return std::find(std::begin(kCompares), std::end(kCompares), token_.text) !=
             std::end(kCompares);
    }
    switch (keyword_here()) {
      case Keyword::kNot:
      case Keyword::kIn:
      case Keyword::kLike:
      case Keyword::kContains:
      case Keyword::kStartsWith:
      case Keyword::kEndsWith:
      case Keyword::kBetween:
      case Keyword::kIs:
        return true;
      default:
        return false;
    }
  }

  Keyword keyword_here() const { return keyword_; }

  void advance() {
    end_ = token_.place.offset + token_.place.length;
    token_ = lexer_.next();
    const bool is_word = token_.kind == Token::Kind::kName && token_.path.empty();
    keyword_ = is_word ? find_keyword(token_.text) : Keyword::kNone;
  }

  // --- mistakes ---

  bool fail(Place where, std::string message, std::string reason = {}, std::string help = {}) {
    place = where;
    mistake = error(std::move(message), std::move(reason), std::move(help));
    return false;
  }

  // At the token in hand, which may be a mistake of its own.
  bool fail_token(std::string message, std::string reason = {}, std::string help = {}) {
    if (token_.kind == Token::Kind::kMistake)
      return fail(token_.place, token_.text, token_.reason, token_.help);
    return fail(token_.place, std::move(message), std::move(reason), std::move(help));
  }

  static constexpr const char* kWordHelp =
      "grep's -w is --word-regexp here; text in a message: message contains ";

  // After a whole test.
  bool fail_at_end_of_test() {
    if (token_.is(")")) return fail(token_.place, "a bracket too many", "this ) closes nothing");
    if (token_.kind == Token::Kind::kName) {
      std::string help = suggest_operator(token_.text);
      if (help.empty()) help = "tests are joined by and, or";
      return fail(token_.place, fmt::format("'{}' is not expected here", token_.text),
                  "the test before it is complete", std::move(help));
    }
    if (is_operator_here())
      return fail(token_.place, "comparisons do not chain", {},
                  "a <= x <= b is written x between a and b");
    return fail_token(
        "and, or or the end is expected here", {},
        token_.kind == Token::Kind::kText ? "a quote within '…' is written '' or \\'" : "");
  }

  // Where a test or value must begin.
  bool fail_for_operand() {
    if (token_.kind == Token::Kind::kEnd)
      return fail(token_.place, "the expression ends too early", "a test or value is missing");
    if (token_.kind == Token::Kind::kName) {
      const bool is_loud = is_journal_name(token_.text);
      const bool is_operator = is_operator_here() && keyword_here() != Keyword::kNot;
      return fail(
          token_.place, fmt::format("a test or value is missing before '{}'", token_.text), {},
          is_loud       ? fmt::format("a field so named: field('{}')", token_.text)
          : is_operator ? fmt::format("it stands between two values: FIELD {} …", token_.text)
                        : std::string());
    }
    std::string help;
    if (token_.is("=") || token_.is("==")) help = "operators are == != < <= > >= =~ !~";
    return fail_token("a test or value is expected here", {}, std::move(help));
  }

  // After an operand that stands alone.
  bool fail_for_operator(const Node& left, bool is_bare_word) {
    if (token_.kind == Token::Kind::kMistake) {
      if (left.kind == Node::Kind::kField && left.text == "json" &&
          text_[token_.place.offset] == '[')
        return fail(token_.place, "'[' is no operator", {}, "an element of an array: json.name.0");
      return fail_token({});
    }
    const std::string written(text_.substr(left.place.offset, left.place.length));
    if (left.kind == Node::Kind::kText && token_.kind == Token::Kind::kName &&
        token_.place.offset == left.place.offset + left.place.length) {
      return fail(token_.place, "a string ended before this", {},
                  "a quote within '…' is written '' or \\'");
    }
    const bool is_followed = token_.kind == Token::Kind::kName && joint_here() == Keyword::kNone;
    if (is_followed) {
      const std::string help = suggest_operator(token_.text);
      if (!help.empty() && (!is_bare_word || left.kind != Node::Kind::kField))
        return fail(token_.place, fmt::format("'{}' is no operator", token_.text), {}, help);
    }
    if (token_.is("-") && left.kind == Node::Kind::kField) {
      return fail(token_.place, "a minus means nothing here", {},
                  left.path.empty() ? "text is quoted: '…'"
                                    : "a member with a hyphen is quoted: json.\"a-b\"");
    }
    if (left.kind == Node::Kind::kField && is_bare_word && left.path.empty() &&
        !left.is_quoted_name) {
      std::string help = suggest_for_bare_word(left.text, is_followed);
      if (help.empty() && !is_followed && token_.kind != Token::Kind::kEnd)
        help = suggest_name(left.text);
      if (help.empty() && (is_followed || token_.kind == Token::Kind::kEnd))
        help = kWordHelp + quote(is_followed ? text_ : std::string_view(written));
      return fail(left.place, "a bare word is no test", {}, std::move(help));
    }
    if (is_followed)
      return fail(
          token_.place, fmt::format("'{}' is no operator", token_.text), {},
          "operators are == != < <= > >= =~ !~ in like contains startswith endswith between is");
    switch (left.kind) {
      case Node::Kind::kField:
        return fail(left.place, "a field alone is no test", {},
                    fmt::format("did you mean exists({})?", written));
      case Node::Kind::kCall:
        return fail(left.place, fmt::format("{}(…) alone is no test", left.text),
                    "it yields a value", fmt::format("did you mean exists({})?", written));
      case Node::Kind::kText:
        return fail(left.place, "a string alone is no test", {},
                    fmt::format("did you mean message contains {}?", quote(left.text)));
      default:
        return fail(left.place, "a value alone is no test", {}, "compare it: FIELD == VALUE");
    }
  }

  bool fail_after_not() {
    return fail_token("after not, in, like, contains, startswith, endswith or between is expected",
                      {}, "not stands before a test as well: not (a == b)");
  }

  std::string_view text_;
  Lexer lexer_;
  Token token_;
  Keyword keyword_ = Keyword::kNone;  // that the token is
  std::size_t end_ = 0;               // of the token before
};

}  // namespace

Result<Node> parse_expression(std::string_view text, const Origin& origin, bool is_verbatim) {
  Parser parser(text);
  if (auto node = parser.parse()) return std::move(*node);
  parser.mistake.origin = place_in(origin, parser.place, is_verbatim);
  return parser.mistake;
}

Result<Node> parse_expression(std::string_view text, std::string_view label) {
  return parse_expression(text, {std::string(label), std::string(text), 0, text.size(), 0});
}

Origin place_in(const Origin& origin, Place place, bool is_verbatim) {
  Origin at = origin;
  if (!is_verbatim) return at;
  at.offset += place.offset;
  at.length = place.length;
  return at;
}

}  // namespace hark
