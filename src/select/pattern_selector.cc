#include "select/pattern_selector.h"

#include <fmt/format.h>

namespace hark {

Selector typed_selector(std::string text, AtomId atom) {
  return {std::move(text), std::nullopt, {{Predicate::on_atom(atom), {atom}, {}, true}}, nullptr};
}

Predicate keys_of(const Alternative& alternative, FieldTable& fields, bool with_speaker) {
  std::vector<Predicate> keys;
  const auto operand = [](FieldId id) { return Operand{Operand::Kind::kField, id}; };
  if (!alternative.message_ids.empty()) {
    keys.push_back(Predicate::is_one_of(operand(field::kMessageId), alternative.message_ids));
  }
  if (with_speaker && alternative.from) keys.push_back(Predicate::from(*alternative.from));
  for (const auto& [name, values] : alternative.fields) {
    keys.push_back(Predicate::is_one_of(operand(fields.intern(name)), values));
  }
  if (!alternative.identifiers.empty()) {
    keys.push_back(
        Predicate::glob({Operand::Kind::kIdentifier, field::kMessage}, alternative.identifiers));
  }
  return Predicate::all_of(std::move(keys));
}

Result<Selector> pattern_selector(const Pattern& pattern, FieldTable& fields, Matcher& matcher) {
  Selector selector{pattern.id, pattern.severity, {}, &pattern};
  for (const Alternative& alternative : pattern.any) {
    if (alternative.where) {
      Diagnostic refused = error(fmt::format("{}: 'where' cannot be evaluated", pattern.id),
                                 "this version of hark has no expression language yet");
      refused.origin = alternative.where->origin;
      return refused;
    }
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
    way.predicate = Predicate::all_of(std::move(all));
    selector.ways.push_back(std::move(way));
  }
  return selector;
}

}  // namespace hark
