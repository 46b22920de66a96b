// A runnable test over one event and its atoms. Filters of the command line, selectors and later
// the expression language and pack alternatives all are such trees: there is one evaluator.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "event/event.h"
#include "event/level.h"
#include "event/speaker.h"
#include "event/timestamps.h"
#include "match/matcher.h"

namespace hark {

// What a test looks at.
struct Operand {
  enum class Kind : std::uint8_t {
    kField,       // any field by id, MESSAGE without ANSI sequences
    kUnit,        // the effective unit
    kIdentifier,  // SYSLOG_IDENTIFIER, else _COMM
  };
  Kind kind = Kind::kField;
  FieldId field = field::kMessage;
};

// A tree by value. Plain data: build it with the functions below, ask it with holds().
struct Predicate {
  enum class Op : std::uint8_t {
    kTrue,
    kFalse,
    kNot,  // one child
    kAnd,  // children in the order they are tried
    kOr,
    kExists,    // the operand has a value
    kAtom,      // a regex-like test
    kGlob,      // any value of the operand fits any of the globs (fnmatch(3), no flags)
    kIsOneOf,   // any value of the operand equals any of the texts
    kScope,     // the effective unit's scope
    kSpeaker,   // who wrote it, by trusted fields
    kPriority,  // PRIORITY is a digit within low…high; an event without one fails
    kTime,  // __REALTIME_TIMESTAMP within low…high, both inclusive; an event without one fails
  };

  Op op = Op::kTrue;
  std::vector<Predicate> children;
  AtomId atom = 0;
  Operand operand;
  std::vector<std::string> texts;
  Scope scope = Scope::kNone;
  Speaker speaker = Speaker::kApp;
  std::int64_t low = 0;
  std::int64_t high = 0;

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
  static Predicate glob(Operand operand, std::vector<std::string> globs);
  static Predicate is_one_of(Operand operand, std::vector<std::string> texts);
  static Predicate in_scope(Scope scope);
  static Predicate from(Speaker speaker);
  static Predicate priority_between(Level worst, Level least);
  static Predicate time_between(Microseconds from, Microseconds to);
};

// What a predicate is asked about. Cheap to make; all of it belongs to others.
struct Witness {
  const Event& event;
  const Matcher& matcher;
  MatchState& state;
};

bool holds(const Predicate& predicate, const Witness& witness);

// Appends the fields that evaluation may read.
void add_fields(const Predicate& predicate, const Matcher& matcher, std::vector<FieldId>& fields);

// SYSLOG_IDENTIFIER, else _COMM.
std::span<const Value> identifier(const Event& event);

}  // namespace hark
