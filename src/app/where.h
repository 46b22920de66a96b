// -w: the typed expression, from its text to what the selection takes.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "expr/binder.h"
#include "expr/tree.h"
#include "pattern/library.h"

namespace hark {

struct TypedWhere {
  std::string text;
  Node tree;
  PatternNeeds needs;
};
Result<TypedWhere> parse_where(const std::string& text);

// The patterns of a run as expressions know them: those chosen are numbered by their place.
KnownPatterns known_patterns(const Library& library, const std::vector<const Pattern*>& chosen);

Result<Bound> bind_where(const TypedWhere& where, const BindTo& to);

}  // namespace hark
