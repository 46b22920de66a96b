#include "app/where.h"

#include <algorithm>
#include <unordered_set>

#include "expr/parser.h"
#include "pattern/spelling_rules.h"

namespace hark {
namespace {

Origin origin_of(const std::string& text) { return {"-w", text, 0, text.size(), 0}; }

KnownPattern known(const Pattern& pattern) {
  CaptureNames captures;
  for (const Alternative& alternative : pattern.any) {
    for (const LocatedText& regex : alternative.regexes) collect_captures(regex.text, captures);
  }
  return {pattern.id, pattern.tags, {captures.begin(), captures.end()}};
}

}  // namespace

Result<TypedWhere> parse_where(const std::string& text) {
  auto tree = parse_expression(text, origin_of(text));
  if (!tree) return std::move(tree.errors());
  const PatternNeeds needs = pattern_needs(*tree);
  return TypedWhere{text, std::move(*tree), needs};
}

KnownPatterns known_patterns(const Library& library, const std::vector<const Pattern*>& chosen) {
  KnownPatterns all;
  std::unordered_set<const Pattern*> taken;
  for (const Pattern* pattern : chosen) {
    all.chosen.push_back(known(*pattern));
    taken.insert(pattern);
  }
  for (const Pack& pack : library.packs()) {
    for (const Pattern& pattern : pack.patterns) {
      if (!taken.contains(&pattern)) all.others.push_back(known(pattern));
    }
  }
  all.why_not_others =
      "-P PACK brings in other packs, --severity info less severe patterns; --without takes out";
  return all;
}

Result<Bound> bind_where(const TypedWhere& where, const BindTo& to) {
  return bind_expression(where.tree, where.text, origin_of(where.text), true, to);
}

}  // namespace hark
