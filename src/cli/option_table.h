// The one table of options. Parsing, -h, --help, the man page's OPTIONS and "did you mean" are all
// made from it, so an option is added in one place.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "cli/options.h"

namespace hark {

enum class OptionGroup : std::uint8_t { kInput, kSelection, kFilters, kOutput, kOther, kHidden };

enum class Arity : std::uint8_t {
  kArgument,       // no option: PATTERN, FILE
  kFlag,           // no value; given twice is given once
  kOptionalValue,  // the value is given with =, or as the next word if that reads as one (only -b)
  kOne,            // one value; the last one given counts
  kRepeatable,     // one value each time, all count
};

// What completion scripts offer for a value that is none of `choices`.
enum class Completes : std::uint8_t {
  kNothing,
  kFile,
  kPack,
  kPattern,
  kUnit,
  kUserUnit,
  kIdentifier,
  kField,
  kPriority,
  kTime,
};

struct OptionRecord {
  // Puts a value as typed (empty for flags) into `options`, or says in `errors` what is wrong with
  // it.
  using Apply = void (*)(const OptionRecord& record, std::string_view value, Options& options,
                         Diagnostics& errors);

  OptionGroup group;
  char letter = 0;              // 0: no short name
  std::string_view name = {};   // the long name without dashes; empty: none
  std::string_view value = {};  // what its value is called
  Arity arity = Arity::kFlag;
  bool rare = false;                               // -h leaves it out: one screen must do
  std::string_view help = {};                      // one line of at most kHelpWidth columns, for -h
  std::string_view long_help = {};                 // sentences; an empty line parts paragraphs
  std::span<const std::string_view> choices = {};  // all values there are, if they are words
  Completes completes = Completes::kNothing;
  Apply apply = nullptr;  // none for arguments
};

inline constexpr std::size_t kHelpColumn = 27;
inline constexpr std::size_t kHelpWidth = 80 - kHelpColumn;

std::span<const OptionRecord> option_table();

// The heading of a group, for people.
std::string_view group_title(OptionGroup group);

// The record with this letter, or this long name; null if there is none.
const OptionRecord* find_option(char letter);
const OptionRecord* find_option(std::string_view name);

bool takes_value(const OptionRecord& record);

// "-m, --max-count" for messages, and "-m" as the label of an origin (the long name if there is no
// letter).
std::string option_names(const OptionRecord& record);
std::string option_label(const OptionRecord& record);

}  // namespace hark
