// One regex as PCRE2 sees it: the check that it is one, the exact answer where Hyperscan has none
// or only a guess, and the places and captures of its matches. What a regex means is said in
// hark(1): PCRE's defaults; \w \d \s \b are ASCII; characters are counted where the value is UTF-8
// and the pattern depends on it, bytes elsewhere.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "event/event.h"

namespace hark {

struct RegexSpec {
  std::string text;
  bool ignore_case = false;
  bool is_literal = false;   // bytes, not a regex
  bool whole_words = false;  // \b(?:…)\b
  // For diagnostics: where the text begins. If it stands there byte for byte, a caret points into
  // it, else at all of it.
  Origin origin;
};

// Byte offsets into the value that was searched.
struct Span {
  std::size_t start = 0;
  std::size_t end = 0;
  bool operator==(const Span&) const = default;
};

// A named group that took part in a match. The name belongs to the Regex, the text to the value.
struct Capture {
  std::string_view name;
  std::string_view text;
  Span span;
};

struct RegexMatch {
  Span span;
  std::vector<Capture> captures;  // in the order they are numbered
};

// What one thread needs to run PCRE2: reused, not shared.
class RegexScratch {
 public:
  RegexScratch();
  ~RegexScratch();
  RegexScratch(RegexScratch&&) noexcept;
  RegexScratch& operator=(RegexScratch&&) noexcept;

  std::size_t gave_up = 0;  // searches that ran into the match limit

 private:
  friend class Regex;
  struct State;
  std::unique_ptr<State> state_;
};

// What must be known of a regex before Hyperscan can be asked about it, and takes time to find out.
struct RegexTraits {
  bool matches_empty = false;
  bool matches_everything = false;  // it matches the empty string and has no assertion: every value
  // Characters matter: the pattern has a dot, a negated class, a non-ASCII character or their kin,
  // or folds the case of a letter that has forms outside ASCII.
  bool depends_on_utf8 = false;
  // The pattern names no character or byte beyond ASCII, so that it means the same on bytes that
  // are no UTF-8 as on a text in which each byte is the character of its number (ISO 8859-1). May
  // say no for nothing.
  bool speaks_of_ascii_alone = false;
};

class Regex {
 public:
  // The error has PCRE2's reason, and the place in the pattern where the origin allows one.
  static Result<std::shared_ptr<const Regex>> create(const RegexSpec& spec);
  // A regex that create() accepted before, with the traits found then. PCRE2 compiles it when it is
  // first run: start-up with some hundred patterns must not pay for those that never hit.
  static std::shared_ptr<const Regex> create_known(const RegexSpec& spec, RegexTraits traits);
  // The same where nobody asks what it does with the empty string: for search() alone.
  static std::shared_ptr<const Regex> create_known(const RegexSpec& spec);
  ~Regex();

  enum class Answer {
    kNo,
    kYes,
    kGaveUp
  };  // kGaveUp: the match limit was reached, so nobody knows
  Answer search(const Value& value, RegexScratch& scratch) const;

  // Non-overlapping matches from left to right, empty ones left out, at most `limit`, appended.
  // None begins before `from`, but what lies there can be looked back at.
  void find_matches(const Value& value, std::size_t from, std::size_t limit, RegexScratch& scratch,
                    std::vector<RegexMatch>& out) const;

  // The pattern for an engine that takes NUL-terminated text: literals as \xNN, NUL and DEL
  // escaped, \b(?:…)\b added (behind settings like (*UCP)).
  const std::string& source() const { return source_; }
  bool ignores_case() const { return ignore_case_; }
  const RegexTraits& traits() const { return traits_; }
  bool depends_on_utf8() const { return traits_.depends_on_utf8; }
  bool speaks_of_ascii_alone() const { return traits_.speaks_of_ascii_alone; }
  bool matches_everything() const { return traits_.matches_everything; }
  bool matches_empty() const { return traits_.matches_empty; }

 private:
  struct Code;

  Regex(const RegexSpec& spec, RegexTraits traits);
  std::string between_word_boundaries(const std::string& body) const;
  std::uint32_t text_flags() const;
  const Code& code_for(const Value& value) const;

  std::string source_;
  bool ignore_case_ = false;
  RegexTraits traits_;
  mutable std::once_flag once_;
  mutable std::unique_ptr<Code> code_;
  mutable std::once_flag bytes_once_;
  mutable std::unique_ptr<Code>
      bytes_code_;  // for values that are not UTF-8, made when the first one comes
};

// PCRE2's version, and whether it compiles to machine code.
std::string describe_pcre2();

}  // namespace hark
