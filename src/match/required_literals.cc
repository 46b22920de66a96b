#include "match/required_literals.h"

#include <algorithm>
#include <cctype>
#include <cstring>
#include <optional>

namespace hark {
namespace {

using Words = std::vector<std::string>;

constexpr std::size_t kMinLength = 4;   // shorter words stand in too many texts
constexpr std::size_t kMaxExact = 16;   // texts that a part of a regex may be spelt out as
constexpr std::size_t kMaxLength = 64;  // of one of them
constexpr std::size_t kMaxWords = 64;   // of a whole regex
constexpr std::size_t kMaxDepth = 100;  // of groups
constexpr std::size_t kMaxClass = 4;    // characters of a class that is spelt out

std::size_t shortest(const Words& words) {
  std::size_t length = words.empty() ? 0 : words[0].size();
  for (const std::string& word : words) length = std::min(length, word.size());
  return length;
}

// Longer words are rarer.
void keep_better(Words& best, const Words& other) {
  const std::size_t mine = shortest(best), others = shortest(other);
  if (others < kMinLength || other.size() > kMaxWords) return;
  if (others > mine || (others == mine && other.size() < best.size())) best = other;
}

// What is known of a part of a regex.
struct Part {
  std::optional<Words> exact;  // it matches just these texts
  Words required;              // else: each text it matches contains one of these; empty: unknown
  bool has_assertion = false;  // and not everywhere

  const Words& words() const { return exact ? *exact : required; }
};

Part unknown() { return {std::nullopt, {}, false}; }
Part text(std::string word) { return {Words{std::move(word)}, {}, false}; }
Part assertion() { return {Words{""}, {}, true}; }

class Walker {
 public:
  explicit Walker(std::string_view regex) : regex_(regex) {}

  // Nothing if there is a construct that is not known.
  std::optional<Part> whole() {
    Part part = alternatives(0);
    if (is_lost_ || at_ != regex_.size()) return std::nullopt;
    return part;
  }

 private:
  bool at_end() const { return is_lost_ || at_ >= regex_.size(); }
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < regex_.size() ? regex_[at_ + ahead] : '\0';
  }
  Part lost() {
    is_lost_ = true;
    return unknown();
  }

  Part alternatives(std::size_t depth) {
    if (depth > kMaxDepth) return lost();
    Part all = sequence(depth);
    while (!at_end() && peek() == '|') {
      at_++;
      const Part next = sequence(depth);
      all.has_assertion |= next.has_assertion;
      if (all.exact && next.exact && all.exact->size() + next.exact->size() <= kMaxExact) {
        all.exact->insert(all.exact->end(), next.exact->begin(), next.exact->end());
        continue;
      }
      // One of either must be there. Of words that are too short nothing is known.
      Words either = all.words();
      const bool is_known = shortest(either) >= kMinLength && shortest(next.words()) >= kMinLength;
      either.insert(either.end(), next.words().begin(), next.words().end());
      all.exact.reset();
      all.required = is_known && either.size() <= kMaxWords ? std::move(either) : Words{};
    }
    return all;
  }

  Part sequence(std::size_t depth) {
    Words run = {""};  // what the items since the last inexact one are, spelt out
    Part all{std::nullopt, {}, false};
    bool is_exact = true;
    while (!at_end() && peek() != '|' && peek() != ')') {
      const Part item = repeated(depth);
      all.has_assertion |= item.has_assertion;
      if (item.exact && add(run, *item.exact)) continue;
      is_exact = false;
      keep_better(all.required, run);
      if (item.exact) {
        run = *item.exact;  // too many to be joined with what was before: a run of its own
      } else {
        keep_better(all.required, item.required);
        run = {""};
      }
    }
    if (is_exact) {
      all.exact = std::move(run);
    } else {
      keep_better(all.required, run);
    }
    return all;
  }

  // Each of `run` followed by each of `next`; false if that is too much.
  static bool add(Words& run, const Words& next) {
    if (run.size() * next.size() > kMaxExact) return false;
    Words joined;
    for (const std::string& a : run) {
      for (const std::string& b : next) {
        if (a.size() + b.size() > kMaxLength) return false;
        joined.push_back(a + b);
      }
    }
    run = std::move(joined);
    return true;
  }

  Part repeated(std::size_t depth) {
    Part item = single(depth);
    // A repeat of a repeat, as in (?:a+)+ without its group, is PCRE2's + for "possessive".
    const auto least = repeat();
    if (!least) return item;
    if (is_lost_) return unknown();
    if (*least == Repeat::kOptional && item.exact && item.exact->size() < kMaxExact) {
      item.exact->push_back("");
      return item;
    }
    Part out{std::nullopt, *least == Repeat::kOneOrMore ? item.words() : Words{},
             item.has_assertion};
    if (shortest(out.required) < kMinLength || out.required.size() > kMaxWords)
      out.required.clear();
    return out;
  }

  enum class Repeat { kOptional, kZeroOrMore, kOneOrMore };
  std::optional<Repeat> repeat() {
    Repeat found;
    switch (at_end() ? '\0' : peek()) {
      case '?':
        found = Repeat::kOptional;
        at_++;
        break;
      case '*':
        found = Repeat::kZeroOrMore;
        at_++;
        break;
      case '+':
        found = Repeat::kOneOrMore;
        at_++;
        break;
      case '{': {
        const auto least = bounds();
        if (!least) return std::nullopt;
        found = *least == 0 ? Repeat::kZeroOrMore : Repeat::kOneOrMore;
        break;
      }
      default:
        return std::nullopt;
    }
    if (!at_end() && (peek() == '?' || peek() == '+')) at_++;  // lazy, possessive
    return found;
  }

  // {n}, {n,} or {n,m}: n. Anything else in braces is no repeat to PCRE2 10.42, and to later
  // versions perhaps one.
  std::optional<unsigned> bounds() {
    std::size_t i = at_ + 1;
    const auto digits = [&] {
      const std::size_t from = i;
      while (i < regex_.size() && std::isdigit(static_cast<unsigned char>(regex_[i])) != 0) i++;
      return regex_.substr(from, i - from);
    };
    const std::string_view least = digits();
    if (!least.empty() && i < regex_.size() && regex_[i] == ',') {
      i++;
      digits();
    }
    if (least.empty() || i >= regex_.size() || regex_[i] != '}') {
      is_lost_ = true;
      return std::nullopt;
    }
    at_ = i + 1;
    return least.find_first_not_of('0') == least.npos ? 0u : 1u;
  }

  Part single(std::size_t depth) {
    const char c = regex_[at_];
    if (static_cast<unsigned char>(c) >= 0x80) return lost();  // a repeat would mean all its bytes
    switch (c) {
      case '(':
        return group(depth);
      case '[':
        return bracket();
      case '\\':
        return escape();
      case '.':
        at_++;
        return unknown();
      case '^':
      case '$':
        at_++;
        return assertion();
      case '*':
      case '+':
      case '?':
      case '{':
        return lost();
      default:
        at_++;
        return text(std::string(1, c));
    }
  }

  Part group(std::size_t depth) {
    at_++;
    if (peek() == '*') return lost();
    if (peek() == '?') {
      at_++;
      if (peek() == ':') {
        at_++;
      } else {
        if (peek() == 'P') at_++;
        const bool is_name =
            peek() == '<' &&
            (std::isalpha(static_cast<unsigned char>(peek(1))) != 0 || peek(1) == '_');
        const std::size_t end = is_name ? regex_.find('>', at_) : regex_.npos;
        if (end == regex_.npos) return lost();
        at_ = end + 1;
      }
    }
    Part inside = alternatives(depth + 1);
    if (at_end() || peek() != ')') return lost();
    at_++;
    return inside;
  }

  Part escape() {
    const char c = peek(1);
    at_ += 2;
    if (c == '\0') return lost();
    if (std::ispunct(static_cast<unsigned char>(c)) != 0 || c == ' ')
      return text(std::string(1, c));
    switch (c) {
      case 'b':
      case 'B':
      case 'A':
      case 'z':
      case 'Z':
        return assertion();
      case 'd':
      case 'D':
      case 'w':
      case 'W':
      case 's':
      case 'S':
      case 'N':
        return unknown();
      case 't':
        return text("\t");
      case 'n':
        return text("\n");
      default:
        return lost();
    }
  }

  Part bracket() {
    at_++;
    const bool is_negated = peek() == '^';
    if (is_negated) at_++;
    Words characters;
    bool is_spelt = !is_negated;
    for (bool is_first = true; !at_end() && (peek() != ']' || is_first); is_first = false) {
      const char c = peek();
      if (static_cast<unsigned char>(c) >= 0x80) is_spelt = false;
      if (c == '\\') {
        // \Q in a class would hide its end.
        if (peek(1) == 'Q' || peek(1) == 'E' || peek(1) == '\0') return lost();
        is_spelt = false;
        at_ += 2;
        continue;
      }
      if (c == '[' && peek(1) != '\0' && std::strchr(":.=", peek(1)) != nullptr) {
        // [:alpha:]; what only begins like one is PCRE2's to say.
        std::size_t end = at_ + 2 + (peek(2) == '^' ? 1 : 0);
        while (end < regex_.size() && std::isalpha(static_cast<unsigned char>(regex_[end])) != 0)
          end++;
        if (peek(1) != ':' || regex_.substr(end, 2) != ":]") return lost();
        is_spelt = false;
        at_ = end + 2;
        continue;
      }
      if (c == '-') is_spelt = false;
      characters.push_back(std::string(1, c));
      at_++;
    }
    if (at_end()) return lost();
    at_++;
    if (!is_spelt || characters.size() > kMaxClass) return unknown();
    return {std::move(characters), {}, false};
  }

  std::string_view regex_;
  std::size_t at_ = 0;
  bool is_lost_ = false;
};

}  // namespace

RequiredLiterals find_required_literals(std::string_view regex) {
  auto part = Walker(regex).whole();
  if (!part) return {};
  Words words;
  keep_better(words, part->words());
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  const bool is_all = part->exact && !part->has_assertion && !words.empty();
  return {std::move(words), is_all};
}

}  // namespace hark
