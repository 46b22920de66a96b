#include "pattern/look_template.h"

#include <algorithm>

#include "base/ascii.h"

namespace hark {
namespace {

bool is_name_start(char c) { return is_letter(c) || c == '_'; }

bool is_name(char c) { return is_alphanumeric(c) || c == '_'; }

// What may touch a value: characters that mean nothing to sh beside it.
bool is_plain(char c) {
  return is_name(c) || std::string_view("@%+=:,./-").find(c) != std::string_view::npos;
}

// The placeholder that begins here, with its braces; empty if none does.
std::string_view placeholder_at(std::string_view look, std::size_t at) {
  if (look[at] != '{' || (at > 0 && look[at - 1] == '$')) return {};
  std::size_t end = at + 1;
  if (end >= look.size() || !is_name_start(look[end])) return {};
  while (end < look.size() && is_name(look[end])) end++;
  if (end >= look.size() || look[end] != '}') return {};
  return look.substr(at, end + 1 - at);
}

LookPiece::Kind kind_of(std::string_view name) {
  if (name == "systemctl") return LookPiece::Kind::kSystemctl;
  if (name == "journalctl") return LookPiece::Kind::kJournalctl;
  if (name == "unit") return LookPiece::Kind::kUnit;
  return LookPiece::Kind::kCapture;
}

// Reads sh as far as it must to know what a place in it is.
class Scanner {
 public:
  explicit Scanner(std::string_view look) : look_(look) {}

  std::vector<LookPiece> all() {
    std::size_t text_start = 0;
    while (at_ < look_.size()) {
      const std::string_view found = placeholder_at(look_, at_);
      if (found.empty()) {
        step();
        continue;
      }
      add_text(text_start);
      add_placeholder(found);
      at_ += found.size();
      text_start = at_;
    }
    add_text(text_start);
    return std::move(pieces_);
  }

 private:
  void step() {
    const char c = look_[at_];
    if (quote_ != 0) {
      if (c == '\\' && quote_ != '\'') at_++;
      if (c == quote_) quote_ = 0;
    } else if (c == '\\') {
      start_word();
      at_++;
    } else if (c == '\'' || c == '"' || c == '`') {
      start_word();
      // $'…' has escapes in some shells only: from here on quotes cannot be told.
      has_dollar_quote_ |= c == '\'' && at_ > 0 && look_[at_ - 1] == '$';
      quote_ = c;
    } else if (c == ' ' || c == '\t') {
      end_word();
    } else if (c == '|' || c == '&' || c == ';' || c == '(' || c == ')') {
      end_word();
      command_++;
      has_command_word_ = is_after_dashes_ = false;
      previous_word_ = command_word_ = {};
    } else {
      start_word();
    }
    at_++;
  }

  void start_word() {
    if (!is_in_word_) word_start_ = at_;
    is_in_word_ = true;
  }

  void end_word() {
    if (!is_in_word_) return;
    is_in_word_ = false;
    previous_word_ = look_.substr(word_start_, at_ - word_start_);
    is_after_dashes_ |= previous_word_ == "--";
    // NAME=value before a command is not the command yet.
    const bool is_assignment =
        is_name_start(previous_word_[0]) && previous_word_.find('=') != std::string_view::npos;
    if (has_command_word_ || is_assignment) return;
    has_command_word_ = true;
    command_word_ = previous_word_;
  }

  LookPiece::Fault fault() const {
    if (quote_ != 0 || has_dollar_quote_) return LookPiece::Fault::kQuoted;
    const std::string_view prefix =
        is_in_word_ ? look_.substr(word_start_, at_ - word_start_) : std::string_view{};
    if (at_ > 0 && look_[at_ - 1] != ' ' && look_[at_ - 1] != '\t' && !is_plain(look_[at_ - 1])) {
      const bool is_joined = !pieces_.empty() && pieces_.back().kind != LookPiece::Kind::kText &&
                             pieces_.back().offset + pieces_.back().text.size() == at_;
      if (!is_joined) {
        return look_[at_ - 1] == '>' || look_[at_ - 1] == '<' ? LookPiece::Fault::kRedirection
                                                              : LookPiece::Fault::kGlued;
      }
    }
    if (!has_command_word_ && prefix.find('=') == std::string_view::npos)
      return LookPiece::Fault::kCommand;
    if (prefix.find_first_of("<>") != std::string_view::npos ||
        (previous_word_.ends_with('>') || previous_word_.ends_with('<'))) {
      return LookPiece::Fault::kRedirection;
    }
    return LookPiece::Fault::kNone;
  }

  void add_text(std::size_t start) {
    if (start == at_) return;
    LookPiece piece;
    piece.text = look_.substr(start, at_ - start);
    piece.offset = start;
    pieces_.push_back(piece);
  }

  void add_placeholder(std::string_view found) {
    LookPiece piece;
    piece.text = found;
    piece.name = found.substr(1, found.size() - 2);
    piece.kind = kind_of(piece.name);
    piece.offset = at_;
    piece.starts_word = !is_in_word_;
    piece.is_after_dashes = is_after_dashes_;
    piece.previous_word = previous_word_;
    piece.command_word = command_word_;
    piece.command = command_;
    if (piece.kind == LookPiece::Kind::kUnit || piece.kind == LookPiece::Kind::kCapture)
      piece.fault = fault();
    pieces_.push_back(piece);
    start_word();
  }

  std::string_view look_;
  std::size_t at_ = 0;
  std::vector<LookPiece> pieces_;
  char quote_ = 0;
  bool has_dollar_quote_ = false;
  bool is_in_word_ = false;
  std::size_t word_start_ = 0;
  std::string_view previous_word_;
  std::string_view command_word_;
  bool has_command_word_ = false;
  bool is_after_dashes_ = false;
  std::size_t command_ = 0;
};

}  // namespace

std::vector<LookPiece> split_look(std::string_view look) { return Scanner(look).all(); }

}  // namespace hark
