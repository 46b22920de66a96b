// A runnable test over one event and its atoms. Filters of the command line, selectors,
// alternatives of packs and expressions all are such trees: there is one evaluator.
//
// A field has none, one or several values. A comparison holds if it holds for any; a field without
// a value counts as the empty string where values are equal, begin, end or match, and makes every
// ordering false.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "event/event.h"
#include "event/level.h"
#include "event/speaker.h"
#include "event/timestamps.h"
#include "expr/operand.h"
#include "match/matcher.h"

namespace hark {

enum class Comparison : std::uint8_t {
  kEqual,
  kLess,
  kLessOrEqual,
  kContains,
  kStartsWith,
  kEndsWith
};

// A tree by value. Plain data: build it with the functions below, ask it with holds().
struct Predicate {
  enum class Op : std::uint8_t {
    kTrue,
    kFalse,
    kNot,  // one child
    kAnd,  // children in the order they are tried
    kOr,
    kExists,        // the operand has a value
    kAtom,          // a regex-like test on a field
    kRegex,         // the same on anything else that is text
    kGlob,          // any value of the operand fits any of the globs (base/glob.h)
    kIsOneOf,       // any value of the operand equals any of the texts, which are sorted
    kContains,      // any value contains texts[0]
    kStartsWith,    //
    kEndsWith,      //
    kTextWithin,    // any value is in the range from texts[0] to texts[1], by bytes
    kNumberWithin,  // any value is a number in the range
    kWithin,        // an integer operand is within low…high
    kPair,          // any value of the operand compares so with any value of operand `other`
    kPairBetween,   // any value lies between any of two other operands' values, inclusive
    kSpeaker,       // who wrote it, by trusted fields
    kHasPriority,   // PRIORITY is a digit within low…high; an event without one fails
    kHit,           // any of the patterns hit
  };
  // An end of a range.
  enum class End : std::uint8_t { kOpen, kInclusive, kExclusive };  // kOpen: no bound

  Op op = Op::kTrue;
  std::vector<Predicate> children;
  AtomId atom = 0;
  // Of kOr, where the planner found that one scan settles all children: Matcher::group().
  std::optional<std::uint32_t> group = std::nullopt;
  Operand operand;
  std::vector<Operand> others;  // one of kPair, two of kPairBetween
  std::vector<std::string> texts;
  std::shared_ptr<const Regex> regex;
  Speaker speaker = Speaker::kApp;
  Comparison comparison = Comparison::kEqual;
  bool as_numbers = false;  // of kPair…: both sides are read as numbers
  End low_end = End::kOpen, high_end = End::kOpen;
  std::int64_t low = 0, high = 0;
  double least = 0, most = 0;
  bool is_equality = false;  // of kWithin on a length: that of a missing field counts as 0
  std::vector<std::uint32_t> patterns;

  static Predicate constant(bool value) {
    Predicate p;
    p.op = value ? Op::kTrue : Op::kFalse;
    return p;
  }
  static Predicate negation(Predicate child);
  static Predicate all_of(std::vector<Predicate> children);  // of none: true
  static Predicate any_of(std::vector<Predicate> children);  // of none: false
  static Predicate exists(Operand operand);
  static Predicate on_atom(AtomId atom);
  static Predicate on_regex(Operand operand, std::shared_ptr<const Regex> regex);
  static Predicate glob(Operand operand, std::vector<std::string> globs);
  static Predicate is_one_of(Operand operand, std::vector<std::string> texts);
  // kContains, kStartsWith, kEndsWith
  static Predicate has_part(Op op, Operand operand, std::string text);
  static Predicate within(Operand operand, std::int64_t low, std::int64_t high);
  static Predicate pair(Operand operand, Comparison comparison, Operand other, bool as_numbers);
  static Predicate in_scope(Scope scope);
  static Predicate from(Speaker speaker);
  static Predicate has_priority_between(Level worst, Level least);
  static Predicate time_between(Microseconds from, Microseconds to);
  static Predicate hits_any(std::vector<std::uint32_t> patterns);
};

// A regex that gave up counts as one that does not match.
bool holds(const Predicate& predicate, const Witness& witness);

// What the predicate could be if regexes that gave up had answered. Slow: for the few events on
// which one did.
struct Possible {
  bool yes = false;
  bool no = false;
};
Possible possible(const Predicate& predicate, const Witness& witness);

// Appends the fields that evaluation may read.
void add_fields(const Predicate& predicate, const Matcher& matcher, std::vector<FieldId>& fields);

// Every atom in the tree that can make it true by matching: not those below a negation.
void add_positive_atoms(const Predicate& predicate, std::vector<AtomId>& atoms);

}  // namespace hark
