// A predicate as text for --explain: one test a line, in the order in which they are tried.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "event/field.h"
#include "expr/predicate.h"
#include "match/matcher.h"

namespace hark {

// What a description needs to name things.
struct Names {
  const FieldTable& fields;
  const Matcher& matcher;
  std::span<const std::string> patterns;  // ids by number
  bool utc = false;                       // times are shown in UTC, else in local time
};

// Each line begins with `indent`, ends with a newline and is one test, or and/or/not before the
// tests they join. Texts are quoted and safe for a terminal.
std::string describe(const Predicate& predicate, const Names& names, std::string_view indent);

}  // namespace hark
