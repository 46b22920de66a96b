// Source text → tokens, one at a time.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "expr/tree.h"

namespace hark {

struct Token {
  enum class Kind : std::uint8_t {
    kEnd,
    kName,      // text; path if dots follow; keywords are names here
    kText,      // a string of any kind; text is its value
    kNumber,    // number, or a size; text as written
    kTimeSpan,  // 1h, 2h30min: text as written
    kSymbol,    // text: ( ) , - ! == = != <> < <= > >= =~ !~ && ||
    kMistake,   // text is the message; reason and help may be given
  };

  Kind kind = Kind::kEnd;
  std::string text;
  std::vector<std::string> path;
  double number = 0;
  Place place;
  std::string reason;  // of a mistake
  std::string help;

  bool is(std::string_view symbol) const { return kind == Kind::kSymbol && text == symbol; }
};

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  // After the end: the end again. After a mistake nothing else should be asked for.
  // A slash begins a regex only where an operand may stand.
  Token next();

 private:
  Token mistake(std::size_t offset, std::size_t length, std::string message,
                std::string reason = {}, std::string help = {}) const;
  Token read_name();
  Token read_number(std::size_t start);
  Token read_text(std::size_t start, char quote, bool is_raw);
  Token read_regex();
  Token read_symbol();
  Token read_unknown();
  char at(std::size_t i) const { return i < text_.size() ? text_[i] : '\0'; }

  std::string_view text_;
  std::size_t next_ = 0;
};

}  // namespace hark
