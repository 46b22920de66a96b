#include "select/pattern_selector.h"

#include <fmt/format.h>

#include "expr/binder.h"
#include "expr/parser.h"

namespace hark {

Selector typed_selector(std::string text, AtomId atom) {
  return {std::move(text), std::nullopt, {{Predicate::on_atom(atom), {atom}, {}, true}}, nullptr};
}

Selector typed_selector(std::string text, Predicate predicate) {
  std::vector<AtomId> atoms;
  add_positive_atoms(predicate, atoms);
  return {std::move(text),
          std::nullopt,
          {{std::move(predicate), std::move(atoms), {}, false}},
          nullptr};
}

namespace {

// The alternative's keys without its regexes and its expression.
Predicate keys_of(const Alternative& alternative, FieldTable& fields) {
  std::vector<Predicate> keys;
  const auto operand = [](FieldId id) { return Operand{Operand::Kind::kField, id}; };
  if (!alternative.message_ids.empty()) {
    keys.push_back(Predicate::is_one_of(operand(field::kMessageId), alternative.message_ids));
  }
  if (alternative.from) keys.push_back(Predicate::from(*alternative.from));
  for (const auto& [name, values] : alternative.fields) {
    keys.push_back(Predicate::is_one_of(operand(fields.intern(name)), values));
  }
  if (!alternative.identifiers.empty()) {
    keys.push_back(
        Predicate::glob({Operand::Kind::kIdentifier, field::kMessage}, alternative.identifiers));
  }
  return Predicate::all_of(std::move(keys));
}

Result<Predicate> bind_where(const LocatedText& where, FieldTable& fields, Matcher& matcher,
                             const PackClock& clock, Diagnostics* warnings) {
  const bool is_verbatim = where.is_verbatim();
  auto tree = parse_expression(where.text, where.origin, is_verbatim);
  if (!tree) return std::move(tree.errors());
  auto bound = bind_expression(
      *tree, where.text, where.origin, is_verbatim,
      {fields, matcher, RegexSet::kPacks, nullptr, clock.now, clock.utc, clock.is_known_good});
  if (!bound) return std::move(bound.errors());
  if (warnings != nullptr)
    warnings->insert(warnings->end(), bound->warnings.begin(), bound->warnings.end());
  return std::move(bound->predicate);
}

}  // namespace

Result<Selector> pattern_selector(const Pattern& pattern, FieldTable& fields, Matcher& matcher,
                                  const PackClock& clock, Diagnostics* warnings) {
  Selector selector{pattern.id, pattern.severity, {}, &pattern};
  Diagnostics mistakes;
  for (const Alternative& alternative : pattern.any) {
    SelectorWay way;
    way.message_ids = alternative.message_ids;
    const FieldId looked_at = fields.intern(alternative.field);
    std::vector<Predicate> regexes;
    for (const LocatedText& regex : alternative.regexes) {
      const AtomId atom =
          matcher.add(looked_at, {regex.text, alternative.ignore_case, false, false, regex.origin},
                      RegexSet::kPacks);
      way.atoms.push_back(atom);
      regexes.push_back(Predicate::on_atom(atom));
    }
    way.needs_atom = !regexes.empty();
    std::vector<Predicate> all;
    all.push_back(keys_of(alternative, fields));
    if (!regexes.empty()) all.push_back(Predicate::any_of(std::move(regexes)));
    if (alternative.where) {
      if (auto where = bind_where(*alternative.where, fields, matcher, clock, warnings)) {
        all.push_back(std::move(*where));
      } else {
        for (Diagnostic& mistake : where.errors()) mistakes.push_back(std::move(mistake));
      }
    }
    way.predicate = Predicate::all_of(std::move(all));
    selector.ways.push_back(std::move(way));
  }
  if (!mistakes.empty()) return mistakes;
  return selector;
}

}  // namespace hark
