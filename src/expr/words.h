// The words of the language: keywords, functions, and the names that stand for fields or more.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "event/field.h"

namespace hark {

enum class Keyword : std::uint8_t {
  kNone,
  kAnd,
  kOr,
  kNot,
  kIn,
  kLike,
  kContains,
  kStartsWith,
  kEndsWith,
  kBetween,
  kIs,
  kNull,
  kTrue,
  kFalse,
  kNow,
};
Keyword find_keyword(std::string_view word);  // in any case

struct Function {
  std::string_view name;
  std::uint8_t arguments;  // how many it takes
  bool is_test;            // stands alone; the others yield values to compare
  std::string_view usage;  // for messages
};
const Function* find_function(std::string_view name);  // in any case; null if there is none

// What a lower-case name stands for.
enum class Name : std::uint8_t {
  kField,  // a field, by another name
  kUnit,
  kScope,
  kPriority,
  kLevel,
  kIdentifier,
  kTime,
  kJson,
  kSeverity,
};
struct Alias {
  std::string_view name;
  Name means;
  FieldId field = field::kMessage;  // of kField
};
const Alias* find_alias(std::string_view name);  // exact

// A name as journald takes it: no lower-case letter in it.
bool is_journal_name(std::string_view name);

// The well-known field that a journal name was perhaps meant for: one edit away, and not well known
// itself. Empty if there is none.
std::string_view likely_field(std::string_view name);

// "did you mean X?" among the names, fields, keywords or functions; empty if nothing is near.
std::string suggest_name(std::string_view name, std::size_t max_distance = 3);
// For a word that stands where a test is expected: a function without its brackets, or not, true or
// false with a slip. `is_followed`: another word stands behind it.
std::string suggest_for_bare_word(std::string_view word, bool is_followed);
std::string suggest_operator(std::string_view word);
std::string suggest_function(std::string_view name);

}  // namespace hark
