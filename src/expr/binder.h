// Tree → predicate: names become fields or more, literals get the type of what they are compared
// with, what is constant is folded, and every mistake is found. What the pieces mean:
// hark-expressions(7).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "event/field.h"
#include "event/timestamps.h"
#include "expr/predicate.h"
#include "expr/tree.h"
#include "match/matcher.h"

namespace hark {

// A pattern that an expression may ask about: hit('ID'), tag('…'), capture('ID', '…').
struct KnownPattern {
  std::string id;
  std::vector<std::string> tags;
  std::vector<std::string> captures;  // names of its regexes' groups
};

// What an expression may know of patterns.
struct KnownPatterns {
  std::vector<KnownPattern> chosen;  // numbered by their place
  std::vector<KnownPattern> others;  // there are such, but not in this run
  std::string why_not_others;        // "only with -P PACK, or …": help for who asks about those
};

// What an expression is bound to. All of it must outlive the call.
struct BindTo {
  FieldTable& fields;
  Matcher& matcher;
  RegexSet set = RegexSet::kTyped;
  const KnownPatterns* patterns = nullptr;  // null: nothing may be asked about patterns (packs)
  Microseconds now = 0;                     // what `now` is, and what "today" counts from
  bool utc = false;                         // of strings that are times, and of time's parts
  // The same text was bound before without a mistake: regexes are not compiled to check them, which
  // is left to the matcher, and nothing is looked up to warn about.
  bool is_known_good = false;
};

struct Bound {
  Predicate predicate;
  std::vector<std::uint32_t> patterns;  // numbers of those asked about by id or tag; may repeat
  Diagnostics warnings;
};

// All mistakes at once, but for those beyond twenty, which are counted. `text` is what the tree was
// parsed from; origins as in parser.h.
Result<Bound> bind_expression(const Node& tree, std::string_view text, const Origin& origin,
                              bool is_verbatim, const BindTo& to);

// What an expression asks about patterns, so that its patterns can be loaded before it is bound.
struct PatternNeeds {
  bool any = false;  // hit, tag, hits, capture or severity is there at all
  bool all = false;  // hits() or severity: every pattern counts
};
PatternNeeds pattern_needs(const Node& tree);

}  // namespace hark
