// Trees → source text, by none of the rules that src/'s printer follows: any spelling will do.
#include <cctype>
#include <cstdio>
#include <cstring>

#include "differential/expr/expression_generator.h"

namespace hark::reference {
namespace {

using Kind = Node::Kind;

class Speller {
 public:
  explicit Speller(Dice& dice) : dice_(dice) {}

  std::string out;

  // `power`: 0 anything stands here without brackets, 1 what is no `or`, 2 a single test.
  void test(const Node& node, int power) {
    const int own = node.kind == Kind::kOr ? 0 : node.kind == Kind::kAnd ? 1 : 2;
    const bool in_brackets = own < power || dice_.chance(8);
    if (in_brackets) {
      sign("(");
      space();
    }
    bare_test(node);
    if (in_brackets) {
      space();
      sign(")");
    }
  }

 private:
  void bare_test(const Node& node) {
    switch (node.kind) {
      case Kind::kOr:
      case Kind::kAnd:
        for (std::size_t i = 0; i < node.children.size(); i++) {
          if (i > 0 && dice_.chance(30)) {
            space();
            sign(node.kind == Kind::kOr ? "||" : "&&");
            space();
          } else if (i > 0) {
            word(node.kind == Kind::kOr ? "or" : "and");
          }
          test(node.children[i], node.kind == Kind::kOr ? 1 : 2);
        }
        break;
      case Kind::kNot:
        negation(node.children[0]);
        break;
      case Kind::kTrue:
        word("true");
        break;
      case Kind::kFalse:
        word("false");
        break;
      default:
        single(node, false);
        break;
    }
  }

  void negation(const Node& child) {
    const bool has_form =
        child.kind == Kind::kIn || child.kind == Kind::kBetween ||
        (child.kind == Kind::kCall && child.text == "exists") ||
        (child.kind == Kind::kCompare && child.text[0] != '<' && child.text[0] != '>');
    if (has_form && dice_.chance(70)) return single(child, true);
    if (dice_.chance(50)) {
      word("not");
    } else {
      sign("!");
      space();
    }
    test(child, 2);
  }

  void single(const Node& node, bool is_negated) {
    switch (node.kind) {
      case Kind::kCompare:
        operand(node.children[0]);
        if (std::isalpha(static_cast<unsigned char>(node.text[0]))) {
          if (is_negated) word("not");
          word(node.text);
        } else {
          space();
          if (node.text == "==") {
            sign(is_negated ? dice_.pick({"!=", "<>"}) : dice_.pick({"==", "="}));
          } else {
            sign(is_negated ? "!~" : node.text);
          }
          space();
        }
        operand(node.children[1]);
        break;
      case Kind::kIn:
        operand(node.children[0]);
        if (is_negated) word("not");
        word("in");
        list(node.children, 1);
        break;
      case Kind::kBetween:
        operand(node.children[0]);
        if (is_negated) word("not");
        word("between");
        operand(node.children[1]);
        word("and");
        operand(node.children[2]);
        break;
      default:
        if (node.text == "exists" && (is_negated || dice_.chance(30))) {
          operand(node.children[0]);
          word("is");
          if (!is_negated) word("not");
          word("null");
        } else {
          operand(node);
        }
        break;
    }
  }

  void list(const std::vector<Node>& nodes, std::size_t from) {
    space();
    sign("(");
    for (std::size_t i = from; i < nodes.size(); i++) {
      space();
      if (i > from) {
        sign(",");
        space();
      }
      operand(nodes[i]);
    }
    space();
    sign(")");
  }

  void operand(const Node& node) {
    switch (node.kind) {
      case Kind::kText:
        string(node.text, true);
        break;
      case Kind::kNumber:
        name(node.text);
        break;
      case Kind::kNow:
        word("now");
        if (node.text.empty()) break;
        space();
        sign("-");
        space();
        name(node.text);
        break;
      case Kind::kCall:
        name(any_case(node.text));
        list(node.children, 0);
        break;
      default:
        if (node.is_quoted_name) {
          name(any_case("field"));
          sign("(");
          string(node.text, false);
          sign(")");
          break;
        }
        name(node.text);
        for (const std::string& segment : node.path) {
          out += '.';
          const bool is_plain =
              std::strspn(segment.c_str(), "abcdefghijklmnopqrstuvwxyz0123456789_") ==
              segment.size();
          if (is_plain && dice_.chance(80)) {
            out += segment;
          } else {
            out += (dice_.chance(50) ? "'" + segment + "'" : '"' + segment + '"');
          }
        }
        break;
    }
  }

  void string(const std::string& text, bool may_be_regex) {
    const bool has_backslash_end = text.ends_with('\\');
    const auto has = [&](char c) { return text.find(c) != std::string::npos; };
    const bool is_printable = text.find_first_of(std::string_view("\0\n", 2)) == std::string::npos;
    separate();
    if (is_printable && !has('\'') && dice_.chance(25)) {
      out += "r'" + text + "'";
    } else if (is_printable && !has('"') && dice_.chance(10)) {
      out += "r\"" + text + '"';
    } else if (may_be_regex && is_printable && !has('/') && !has_backslash_end &&
               dice_.chance(25)) {
      out += '/' + text + '/';
    } else {
      quoted(text, dice_.chance(60) ? '\'' : '"');
    }
    is_after_word_ = true;  // a name behind it would be read as part of a regex
  }

  void quoted(const std::string& text, char quote) {
    out += quote;
    bool must_stand = false;  // behind a lone backslash
    for (std::size_t i = 0; i < text.size(); i++) {
      const char c = text[i];
      const char next = i + 1 < text.size() ? text[i + 1] : quote;
      if (c == quote) {
        out += quote == '\'' && dice_.chance(50) ? "''" : std::string{'\\', c};
      } else if (c == '\\') {
        // Alone where what follows could not be an escape.
        const bool may_stand = std::strchr("\\'\"ntx\n\t", next) == nullptr;
        must_stand = may_stand && dice_.chance(50);
        out += must_stand ? "\\" : "\\\\";
        if (must_stand) continue;
      } else if (c == '\n' || c == '\t') {
        out += dice_.chance(50) ? std::string(c == '\n' ? "\\n" : "\\t") : std::string(1, c);
      } else if (c == '\0' || (!must_stand && dice_.chance(3))) {
        char escape[5];
        std::snprintf(escape, sizeof escape, dice_.chance(50) ? "\\x%02x" : "\\x%02X",
                      static_cast<unsigned>(static_cast<unsigned char>(c)));
        out += escape;
      } else {
        out += c;
      }
      must_stand = false;
    }
    out += quote;
  }

  void word(const std::string& text) {
    name(any_case(text));
    is_after_word_ = true;
  }
  void name(const std::string& text) {
    separate();
    out += text;
    is_after_word_ = true;
  }
  void sign(const std::string& text) {
    out += text;
    is_after_word_ = false;
  }
  // Words need something between them.
  void separate() {
    if (is_after_word_) out += dice_.pick({" ", " ", " ", "  ", "\t", "\n "});
    is_after_word_ = false;
  }
  void space() {
    if (dice_.chance(70)) out += dice_.pick({" ", " ", " ", "  ", "\t", "\n"});
    if (out.ends_with(' ') || out.ends_with('\t') || out.ends_with('\n')) is_after_word_ = false;
  }
  std::string any_case(std::string text) {
    if (dice_.chance(70)) return text;
    for (char& c : text) {
      if (dice_.chance(50)) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
    return text;
  }

  Dice& dice_;
  bool is_after_word_ = false;
};

}  // namespace

std::string spell(const Node& tree, Dice& dice) {
  Speller speller(dice);
  speller.test(tree, 0);
  return speller.out;
}

}  // namespace hark::reference
