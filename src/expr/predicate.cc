#include "expr/predicate.h"

#include <string.h>

#include <algorithm>
#include <functional>

#include "base/glob.h"

namespace hark {
namespace {

using Op = Predicate::Op;
using End = Predicate::End;

// A missing field is compared as the empty string.
template <class Test>
bool any_or_empty(const Operand& operand, const Witness& w, Test test) {
  if (operand.is_plain_field()) {
    const auto all = w.event.text(operand.field);
    return all.empty() ? test(Value{}) : std::any_of(all.begin(), all.end(), test);
  }
  bool is_missing = true;
  const bool held = any_text(operand, w, [&](const Value& value) {
    is_missing = false;
    return test(value);
  });
  return held || (is_missing && test(Value{}));
}

template <class T>
bool is_within(const T& value, End low_end, const T& low, End high_end, const T& high) {
  if (low_end == End::kInclusive && value < low) return false;
  if (low_end == End::kExclusive && !(low < value)) return false;
  if (high_end == End::kInclusive && high < value) return false;
  if (high_end == End::kExclusive && !(value < high)) return false;
  return true;
}

template <class T>
bool compares(const T& a, Comparison comparison, const T& b) {
  switch (comparison) {
    case Comparison::kEqual:
      return a == b;
    case Comparison::kLess:
      return a < b;
    case Comparison::kLessOrEqual:
      return !(b < a);
    default:
      return false;
  }
}

// memmem(3) is linear however the two repeat themselves; find() is not.
bool contains(std::string_view text, std::string_view part) {
  if (part.empty() || text.empty()) return part.empty();
  return memmem(text.data(), text.size(), part.data(), part.size()) != nullptr;
}

bool texts_compare(std::string_view a, Comparison comparison, std::string_view b) {
  switch (comparison) {
    case Comparison::kContains:
      return contains(a, b);
    case Comparison::kStartsWith:
      return a.starts_with(b);
    case Comparison::kEndsWith:
      return a.ends_with(b);
    default:
      return compares(a, comparison, b);
  }
}

bool is_ordering(Comparison comparison) {
  return comparison == Comparison::kLess || comparison == Comparison::kLessOrEqual;
}

// The operand's values as numbers. Where values are equal, a missing field counts as the empty
// string, which is no number but has a length.
template <class Test>
bool any_number(const Operand& operand, const Witness& w, bool is_equality, Test test) {
  if (operand.is_integer()) {
    if (is_equality && operand.is_length && !has_value(operand, w)) return test(0.0);
    return any_integer(operand, w,
                       [&](std::int64_t value) { return test(static_cast<double>(value)); });
  }
  return any_text(operand, w, [&](const Value& value) {
    const auto number = parse_number(value.bytes);
    return number && test(*number);
  });
}

bool pair_holds(const Predicate& p, const Witness& w) {
  const Operand& other = p.others[0];
  if (p.as_numbers) {
    const bool is_equality = p.comparison == Comparison::kEqual;
    return any_number(p.operand, w, is_equality, [&](double a) {
      return any_number(other, w, is_equality,
                        [&](double b) { return compares(a, p.comparison, b); });
    });
  }
  if (is_ordering(p.comparison)) {
    return any_text(p.operand, w, [&](const Value& a) {
      return any_text(other, w,
                      [&](const Value& b) { return compares(a.bytes, p.comparison, b.bytes); });
    });
  }
  return any_or_empty(p.operand, w, [&](const Value& a) {
    return any_or_empty(
        other, w, [&](const Value& b) { return texts_compare(a.bytes, p.comparison, b.bytes); });
  });
}

bool pair_between_holds(const Predicate& p, const Witness& w) {
  const auto lies = [&](const auto& value, auto any) {
    return any(p.others[0], w, [&](const auto& low) { return !(value < low); }) &&
           any(p.others[1], w, [&](const auto& high) { return !(high < value); });
  };
  if (p.as_numbers) {
    return any_number(p.operand, w, false, [&](double value) {
      return lies(value, [](const Operand& o, const Witness& x, auto test) {
        return any_number(o, x, false, test);
      });
    });
  }
  return any_text(p.operand, w, [&](const Value& value) {
    return lies(value.bytes, [](const Operand& o, const Witness& x, auto test) {
      return any_text(o, x, [&](const Value& v) { return test(v.bytes); });
    });
  });
}

bool within_holds(const Predicate& p, const Witness& w) {
  const auto test = [&](std::int64_t value) { return value >= p.low && value <= p.high; };
  if (any_integer(p.operand, w, test)) return true;
  return p.is_equality && p.operand.is_length && !has_value(p.operand, w) && test(0);
}

Predicate on_operand(Op op, Operand operand) {
  Predicate p;
  p.op = op;
  p.operand = std::move(operand);
  return p;
}

Predicate joined(Op op, std::vector<Predicate> children) {
  if (children.empty()) return Predicate::constant(op == Op::kAnd);
  if (children.size() == 1) return std::move(children[0]);
  Predicate p;
  p.op = op;
  p.children = std::move(children);
  return p;
}

}  // namespace

Predicate Predicate::negation(Predicate child) {
  Predicate p;
  p.op = Op::kNot;
  p.children.push_back(std::move(child));
  return p;
}

Predicate Predicate::all_of(std::vector<Predicate> children) {
  return joined(Op::kAnd, std::move(children));
}

Predicate Predicate::any_of(std::vector<Predicate> children) {
  return joined(Op::kOr, std::move(children));
}

Predicate Predicate::exists(Operand operand) { return on_operand(Op::kExists, std::move(operand)); }

Predicate Predicate::on_atom(AtomId atom) {
  Predicate p;
  p.op = Op::kAtom;
  p.atom = atom;
  return p;
}

Predicate Predicate::on_regex(Operand operand, std::shared_ptr<const Regex> regex) {
  Predicate p = on_operand(Op::kRegex, std::move(operand));
  p.regex = std::move(regex);
  return p;
}

Predicate Predicate::glob(Operand operand, std::vector<std::string> globs) {
  Predicate p = on_operand(Op::kGlob, std::move(operand));
  p.texts = std::move(globs);
  return p;
}

Predicate Predicate::is_one_of(Operand operand, std::vector<std::string> texts) {
  Predicate p = on_operand(Op::kIsOneOf, std::move(operand));
  p.texts = std::move(texts);
  std::sort(p.texts.begin(), p.texts.end());
  return p;
}

Predicate Predicate::has_part(Op op, Operand operand, std::string text) {
  Predicate p = on_operand(op, std::move(operand));
  p.texts.push_back(std::move(text));
  return p;
}

Predicate Predicate::within(Operand operand, std::int64_t low, std::int64_t high) {
  Predicate p = on_operand(Op::kWithin, std::move(operand));
  p.low = low;
  p.high = high;
  return p;
}

Predicate Predicate::pair(Operand operand, Comparison comparison, Operand other, bool as_numbers) {
  Predicate p = on_operand(Op::kPair, std::move(operand));
  p.comparison = comparison;
  p.as_numbers = as_numbers;
  p.others.push_back(std::move(other));
  return p;
}

Predicate Predicate::in_scope(Scope scope) {
  return is_one_of({Operand::Kind::kScope}, {scope == Scope::kUser ? "user" : "system"});
}

Predicate Predicate::from(Speaker speaker) {
  Predicate p;
  p.op = Op::kSpeaker;
  p.speaker = speaker;
  return p;
}

Predicate Predicate::has_priority_between(Level worst, Level least) {
  Predicate p = within({Operand::Kind::kPriority}, static_cast<std::int64_t>(worst),
                       static_cast<std::int64_t>(least));
  p.op = Op::kHasPriority;
  return p;
}

Predicate Predicate::time_between(Microseconds from, Microseconds to) {
  return within({Operand::Kind::kTime}, from, to);
}

Predicate Predicate::hits_any(std::vector<std::uint32_t> patterns) {
  Predicate p;
  p.op = Op::kHit;
  p.patterns = std::move(patterns);
  return p;
}

namespace {

// Most children of long joins are atoms: one costs a look at a bit, not a call.
inline bool child_holds(const Predicate& child, const Witness& w) {
  if (child.op == Op::kAtom) return w.matcher.test(child.atom, w.event, w.state);
  return holds(child, w);
}

}  // namespace

bool holds(const Predicate& p, const Witness& w) {
  switch (p.op) {
    case Op::kTrue:
      return true;
    case Op::kFalse:
      return false;
    case Op::kNot:
      return !holds(p.children[0], w);
    case Op::kAnd:
      return std::all_of(p.children.begin(), p.children.end(),
                         [&](const Predicate& child) { return child_holds(child, w); });
    case Op::kOr:
      // Mostly no atom at all is found: then none of many is looked for.
      if (p.group) {
        w.matcher.settle(*p.group, w.event, w.state);
        if (w.state.hits().empty()) return false;
      }
      return std::any_of(p.children.begin(), p.children.end(),
                         [&](const Predicate& child) { return child_holds(child, w); });
    case Op::kExists:
      return has_value(p.operand, w);
    case Op::kAtom:
      return w.matcher.test(p.atom, w.event, w.state);
    case Op::kRegex:
      return any_or_empty(p.operand, w, [&](const Value& value) {
        return w.state.search(*p.regex, value) == Regex::Answer::kYes;
      });
    case Op::kGlob:
      return any_or_empty(p.operand, w, [&](const Value& value) {
        return std::any_of(p.texts.begin(), p.texts.end(),
                           [&](const std::string& g) { return fits_glob(g, value.bytes); });
      });
    case Op::kIsOneOf:
      return any_or_empty(p.operand, w, [&](const Value& value) {
        if (p.texts.size() == 1) return value.bytes == p.texts[0];
        return std::binary_search(p.texts.begin(), p.texts.end(), value.bytes, std::less<>());
      });
    case Op::kContains:
      return any_or_empty(p.operand, w,
                          [&](const Value& value) { return contains(value.bytes, p.texts[0]); });
    case Op::kStartsWith:
      return any_or_empty(p.operand, w,
                          [&](const Value& value) { return value.bytes.starts_with(p.texts[0]); });
    case Op::kEndsWith:
      return any_or_empty(p.operand, w,
                          [&](const Value& value) { return value.bytes.ends_with(p.texts[0]); });
    case Op::kTextWithin:
      return any_text(p.operand, w, [&](const Value& value) {
        return is_within<std::string_view>(value.bytes, p.low_end, p.texts[0], p.high_end,
                                           p.texts[1]);
      });
    case Op::kNumberWithin:
      return any_number(p.operand, w, false, [&](double value) {
        return is_within(value, p.low_end, p.least, p.high_end, p.most);
      });
    case Op::kWithin:
      return within_holds(p, w);
    case Op::kPair:
      return pair_holds(p, w);
    case Op::kPairBetween:
      return pair_between_holds(p, w);
    case Op::kSpeaker:
      return w.event.speaker() == p.speaker;
    case Op::kHasPriority: {
      const auto stated = stated_priority(w.event);
      const auto level = static_cast<std::int64_t>(stated.value_or(Level::kDebug));
      return stated && level >= p.low && level <= p.high;
    }
    case Op::kHit:
      return w.hits != nullptr &&
             std::any_of(p.patterns.begin(), p.patterns.end(),
                         [&](std::uint32_t pattern) { return w.hits->is_hit(pattern, w); });
  }
  return false;
}

namespace {

Possible decided(bool answer) { return {answer, !answer}; }

// Operands that are computed from the patterns that hit.
bool is_about_hits(const Operand& operand) {
  using OperandKind = Operand::Kind;
  return operand.kind == OperandKind::kHits || operand.kind == OperandKind::kCapture ||
         operand.kind == OperandKind::kSeverity;
}

bool has_undecided_pack(const Witness& w) {
  const auto& undecided = w.state.undecided();
  return std::any_of(undecided.begin(), undecided.end(),
                     [&](AtomId atom) { return w.matcher.set(atom) == RegexSet::kPacks; });
}

}  // namespace

Possible possible(const Predicate& p, const Witness& w) {
  switch (p.op) {
    case Op::kNot: {
      const Possible child = possible(p.children[0], w);
      return {child.no, child.yes};
    }
    case Op::kAnd:
    case Op::kOr: {
      const bool is_and = p.op == Op::kAnd;
      Possible all = decided(is_and);
      for (const Predicate& child : p.children) {
        const Possible one = possible(child, w);
        all.yes = is_and ? all.yes && one.yes : all.yes || one.yes;
        all.no = is_and ? all.no || one.no : all.no && one.no;
      }
      return all;
    }
    case Op::kAtom:
      if (w.matcher.test(p.atom, w.event, w.state)) return decided(true);
      return {w.state.is_undecided(p.atom), true};
    case Op::kRegex: {
      const std::size_t before = w.state.gave_up();
      if (holds(p, w)) return decided(true);
      return {w.state.gave_up() != before, true};
    }
    case Op::kHit:
      if (holds(p, w)) return decided(true);
      return {w.hits != nullptr &&
                  std::any_of(p.patterns.begin(), p.patterns.end(),
                              [&](std::uint32_t pattern) { return w.hits->may_hit(pattern, w); }),
              true};
    default: {
      const bool is_open = (is_about_hits(p.operand) ||
                            std::any_of(p.others.begin(), p.others.end(), is_about_hits)) &&
                           has_undecided_pack(w);
      return is_open ? Possible{true, true} : decided(holds(p, w));
    }
  }
}

void add_fields(const Predicate& p, const Matcher& matcher, std::vector<FieldId>& fields) {
  switch (p.op) {
    case Op::kTrue:
    case Op::kFalse:
    case Op::kNot:
    case Op::kAnd:
    case Op::kOr:
    case Op::kHit:
      break;
    case Op::kAtom:
      fields.push_back(matcher.field(p.atom));
      break;
    case Op::kSpeaker:
      fields.insert(fields.end(), kSpeakerFields.begin(), kSpeakerFields.end());
      break;
    default:
      add_fields(p.operand, fields);
      for (const Operand& other : p.others) add_fields(other, fields);
      break;
  }
  for (const Predicate& child : p.children) add_fields(child, matcher, fields);
}

void add_positive_atoms(const Predicate& p, std::vector<AtomId>& atoms) {
  if (p.op == Op::kNot) return;
  if (p.op == Op::kAtom) atoms.push_back(p.atom);
  for (const Predicate& child : p.children) add_positive_atoms(child, atoms);
}

}  // namespace hark
