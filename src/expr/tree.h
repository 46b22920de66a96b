// An expression as it was written, before anything is known of what its names mean. The grammar:
// hark-expressions(7).
//
// Spelling is evened out here, meaning is not touched: `a != b` is the tree of `not (a == b)`, so
// are `!~`, `not in`, `not like`, `not between`; `f is null` is that of `not exists(f)`. Chains of
// `and` or `or` are one node each, however long.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hark {

// Bytes of the expression that something stands in.
struct Place {
  std::size_t offset = 0;
  std::size_t length = 1;
};

// A tree by value.
struct Node {
  enum class Kind : std::uint8_t {
    // Tests.
    kOr,   // two children or more
    kAnd,  // two children or more
    kNot,  // one child
    kTrue,
    kFalse,
    kCompare,  // two operands; text is one of == < <= > >= =~ like contains startswith endswith
    kIn,       // an operand, then literals
    kBetween,  // an operand and its bounds, both inclusive
    kCall,     // text is the function's name in lower case; tests and operands alike
    // Operands.
    kField,   // text is the name, path what follows its dots
    kText,    // a string; text is its value
    kNumber,  // a number or size; text as it was written
    kNow,     // now, less `text` (a time span), which may be empty
  };

  Kind kind = Kind::kTrue;
  std::string text;
  std::vector<std::string> path;
  bool is_quoted_name = false;  // field("…"): any name, no alias
  double number = 0;
  std::vector<Node> children;
  Place place;  // all of it; of a comparison that was written without its operands' brackets too

  bool is_test() const { return kind <= Kind::kCall; }
};

// The tree as a canonical s-expression: one for all spellings of an expression.
//
//   (and (not (== (field _COMM) "cron")) (like (field message) "%kill%"))
std::string dump(const Node& node);

// The tree as an expression, with as few brackets as it needs. Parsed again it gives the same tree
// but for places.
std::string print(const Node& node);

// 'text', with escapes where they are needed: what the language reads back as `text`.
std::string quote(std::string_view text);

}  // namespace hark
