#include "select/evidence.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

#include "base/ascii.h"
#include "event/effective_unit.h"
#include "expr/planner.h"
#include "select/probes.h"

namespace hark {
namespace {

using Op = Predicate::Op;
using Kind = Operand::Kind;

constexpr std::uint64_t kShowsAll = ~std::uint64_t{0};

// The fields such that whatever the operand is computed from is one value of one of them. Nullopt:
// it takes more.
std::optional<std::vector<FieldId>> sources_of(const Operand& operand) {
  switch (operand.kind) {
    case Kind::kField:
      return std::vector<FieldId>{operand.field};
    case Kind::kIdentifier:
      return std::vector<FieldId>{field::kSyslogIdentifier, field::kComm};
    case Kind::kJson:
      return std::vector<FieldId>{field::kMessage};
    case Kind::kPriority:
      return std::vector<FieldId>{field::kPriority};
    default:
      return std::nullopt;
  }
}

// Appends what must all hold for the predicate to hold.
void add_conjuncts(const Predicate& predicate, std::vector<const Predicate*>& conjuncts) {
  if (predicate.op != Op::kAnd) {
    conjuncts.push_back(&predicate);
    return;
  }
  for (const Predicate& child : predicate.children) add_conjuncts(child, conjuncts);
}

// It holds for most events, or wherever another does: it would only cost a look at each value.
bool is_vain(const Predicate& predicate, const std::vector<const Predicate*>& all) {
  if (predicate.op != Op::kExists) return estimate(predicate).holds > 0.8;
  return std::any_of(all.begin(), all.end(), [&](const Predicate* other) {
    return other->op == Op::kGlob && other->operand.kind == predicate.operand.kind &&
           other->operand.field == predicate.operand.field;
  });
}

}  // namespace

Evidence::Evidence(const Selection& selection, const Matcher& matcher, const FieldTable& fields)
    : selection_(selection),
      matcher_(matcher),
      fields_(fields),
      state_(matcher),
      event_(fields),
      by_field_(fields.size()),
      from_(std::numeric_limits<Microseconds>::min()),
      to_(std::numeric_limits<Microseconds>::max()) {}

std::unique_ptr<Evidence> Evidence::find(const Selection& selection, const Matcher& matcher,
                                         const FieldTable& fields, bool with_probes) {
  std::unique_ptr<Evidence> found(new Evidence(selection, matcher, fields));
  std::vector<const Predicate*> conjuncts;
  add_conjuncts(selection.filter, conjuncts);
  // A lone expression that selects is as good as a filter.
  const auto& all = selection.selectors;
  const bool is_expression = !selection.inverts && all.size() == 1 && all[0].is_typed() &&
                             all[0].ways.size() == 1 && !all[0].ways[0].needs_atom;
  if (is_expression) add_conjuncts(all[0].ways[0].predicate, conjuncts);
  for (const Predicate* conjunct : conjuncts) {
    if (!found->take_address(*conjunct) && !is_vain(*conjunct, conjuncts))
      found->add(found->tests_of(*conjunct));
  }
  if (!is_expression) found->add(found->tests_of_selectors());
  const bool is_any = found->needed_ == 0 && !found->boot_ && !found->has_times();
  if (is_any) return nullptr;
  if (with_probes) found->add_probes();
  return found;
}

bool Evidence::has_times() const {
  return from_ != std::numeric_limits<Microseconds>::min() ||
         to_ != std::numeric_limits<Microseconds>::max();
}

// Tests of what an entry itself says.
bool Evidence::take_address(const Predicate& p) {
  if (p.op == Op::kWithin && p.operand.kind == Kind::kTime) {
    from_ = std::max(from_, p.low);
    to_ = std::min(to_, p.high);
    return true;
  }
  if (p.op == Op::kIsOneOf && p.operand.is_plain_field() && p.operand.field == field::kBootId &&
      p.texts.size() == 1 && is_id128(p.texts[0]) && !boot_) {
    boot_ = p.texts[0];
    return true;
  }
  return false;
}

void Evidence::add(std::optional<Tests> tests) {
  if (!tests || needed_ == kShowsAll >> 1) return;
  const std::uint64_t bit = needed_ + 1;
  needed_ |= bit;
  for (Test& test : *tests) {
    test.bit = bit;
    if (test.kind == Test::Kind::kNamesUnit) shown_by_kernel_ |= bit;
    by_field_[test.field].push_back(std::move(test));
  }
}

void Evidence::add_probes() {
  enough_ = ~(kShowsAll >> 1);
  for (const FieldId id : kProbeFields)
    by_field_[id].push_back({Test::Kind::kProbe, id, {}, enough_});
}

// Tests one of which some value passes if the predicate holds. Nullopt: it may hold whatever the
// values are.
std::optional<Evidence::Tests> Evidence::tests_of(const Predicate& predicate) {
  switch (predicate.op) {
    case Op::kFalse:
      return Tests{};
    case Op::kAnd: {
      std::optional<Tests> best;
      double least = std::numeric_limits<double>::infinity();
      for (const Predicate& child : predicate.children) {
        const double share = estimate(child).holds;
        if (share >= least) continue;
        if (auto tests = tests_of(child)) {
          best = std::move(tests);
          least = share;
        }
      }
      return best;
    }
    case Op::kOr: {
      Tests all;
      for (const Predicate& child : predicate.children) {
        auto tests = tests_of(child);
        if (!tests) return std::nullopt;
        std::move(tests->begin(), tests->end(), std::back_inserter(all));
      }
      return all;
    }
    case Op::kTrue:
    case Op::kNot:
    case Op::kSpeaker:
    case Op::kHit:
    case Op::kPair:
    case Op::kPairBetween:
      return std::nullopt;
    default:
      return tests_of_leaf(predicate);
  }
}

std::optional<Evidence::Tests> Evidence::tests_of_leaf(const Predicate& leaf) {
  Operand operand = leaf.operand;
  if (leaf.op == Op::kAtom) operand = Operand{Kind::kField, matcher_.field(leaf.atom)};
  if (leaf.op == Op::kHasPriority) operand = Operand{Kind::kPriority};
  const bool is_unit = operand.kind == Kind::kUnit && !operand.is_integer();
  const auto sources =
      is_unit ? std::optional(std::vector<FieldId>(kUnitNameFields.begin(), kUnitNameFields.end()))
              : sources_of(operand);
  if (!sources ||
      !std::all_of(sources->begin(), sources->end(), [&](FieldId id) { return is_stored(id); }))
    return std::nullopt;
  // What a missing value passes shows nothing.
  event_.reset();
  state_.begin_event();
  const std::size_t gave_up = state_.gave_up();
  if (holds(leaf, {event_, matcher_, state_}) || state_.gave_up() != gave_up) return std::nullopt;
  Tests tests;
  for (const FieldId id : *sources) {
    Predicate of_value = leaf;
    if (is_unit) {
      of_value.operand.kind = Kind::kField;
      of_value.operand.field = id;
    }
    tests.push_back({Test::Kind::kHolds, id, std::move(of_value)});
  }
  if (is_unit) {
    tests.push_back({Test::Kind::kNamesUnit, field::kMessage});
  }
  return tests;
}

std::optional<Evidence::Tests> Evidence::tests_of_selectors() {
  const auto trigger_fields = selection_.trigger_fields(matcher_);
  if (!trigger_fields) return std::nullopt;
  Tests tests;
  for (const FieldId id : *trigger_fields) {
    if (!is_stored(id)) return std::nullopt;
    tests.push_back({Test::Kind::kTriggers, id});
  }
  return tests;
}

// The others are said by the entry's header, and what a value says may differ from that.
bool Evidence::is_stored(FieldId id) const {
  return id != field::kBootId && !fields_.name(id).starts_with("__");
}

bool Evidence::passes(const Test& test) {
  const Witness witness{event_, matcher_, state_};
  switch (test.kind) {
    case Test::Kind::kHolds:
      return holds(test.predicate, witness);
    case Test::Kind::kProbe:
      return may_be_probe(event_);
    case Test::Kind::kTriggers:
      return selection_.triggers(witness);
    case Test::Kind::kNamesUnit: {
      const auto messages = event_.text(field::kMessage);
      return std::any_of(messages.begin(), messages.end(), [](const Value& message) {
        return !unit_of_oom_kill(message.bytes).name.empty();
      });
    }
  }
  return true;
}

std::uint64_t Evidence::shown_by(FieldId id, const Value& value) { return ask(id, value, false); }

std::uint64_t Evidence::leads_to(FieldId id, const Value& value) { return ask(id, value, true); }

std::uint64_t Evidence::ask(FieldId id, const Value& value, bool is_for_leading) {
  std::uint64_t shown = 0;
  event_.reset();
  event_.add_value(id, value);
  state_.begin_event();
  const std::size_t gave_up = state_.gave_up();
  for (const Test& test : by_field_[id]) {
    if ((!is_for_leading || test.leads()) && (shown & test.bit) == 0 && passes(test))
      shown |= test.bit;
  }
  // Nobody knows what it shows.
  return state_.gave_up() == gave_up ? shown : kShowsAll;
}

std::vector<FieldId> Evidence::fields() const { return fields(kShowsAll, false); }

std::vector<FieldId> Evidence::fields(std::uint64_t bit) const { return fields(bit, false); }

std::vector<FieldId> Evidence::leading_fields(std::uint64_t bit) const {
  std::vector<FieldId> leading = fields(bit, true);
  if ((shown_by_kernel_ & bit) == 0) return leading;
  const auto place = std::lower_bound(leading.begin(), leading.end(), field::kTransport);
  if (place == leading.end() || *place != field::kTransport)
    leading.insert(place, field::kTransport);
  return leading;
}

std::vector<std::uint64_t> Evidence::bits() const {
  std::vector<std::uint64_t> all;
  for (std::uint64_t left = needed_; left != 0; left &= left - 1) all.push_back(left & ~(left - 1));
  return all;
}

std::vector<FieldId> Evidence::fields(std::uint64_t bits, bool is_for_leading) const {
  std::vector<FieldId> found;
  for (FieldId id = 0; id < by_field_.size(); id++) {
    if (std::any_of(by_field_[id].begin(), by_field_[id].end(), [&](const Test& test) {
          return (test.bit & bits) != 0 && (!is_for_leading || test.leads());
        }))
      found.push_back(id);
  }
  return found;
}

}  // namespace hark
