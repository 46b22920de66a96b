#include "expr/planner.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <optional>

namespace hark {
namespace {

using Op = Predicate::Op;
using Kind = Operand::Kind;

// Looking at an operand. The unit takes a dozen fields, a JSON member a parse of the message.
double cost_of(const Operand& operand) {
  switch (operand.kind) {
    case Kind::kText:
    case Kind::kPriority:
      return 1;
    case Kind::kField:
      return operand.field == field::kMessage ? 6 : 2;
    case Kind::kIdentifier:
    case Kind::kTime:
      return 3;
    case Kind::kUnit:
    case Kind::kScope:
      return 8;
    case Kind::kHourOfDay:
    case Kind::kMinuteOfHour:
    case Kind::kWeekday:
    case Kind::kDate:
      return 5;
    case Kind::kLevel:
      return 15;
    case Kind::kJson:
      return 60;
    case Kind::kHits:
    case Kind::kCapture:
    case Kind::kSeverity:
      return 300;
  }
  return 1;
}

constexpr double kScan = 40;      // of a message, by all atoms together
constexpr double kRegexRun = 25;  // PCRE2 on a short text

bool is_constant(const Predicate& p, bool value) {
  return p.op == (value ? Op::kTrue : Op::kFalse);
}

Estimate of_leaf(const Predicate& p) {
  switch (p.op) {
    case Op::kTrue:
      return {0, 1};
    case Op::kFalse:
      return {0, 0};
    case Op::kExists:
      return {cost_of(p.operand), 0.5};
    case Op::kAtom:
      return {kScan, 0.05};
    case Op::kRegex:
      return {cost_of(p.operand) + kRegexRun, 0.05};
    case Op::kGlob:
      return {cost_of(p.operand) + 10.0 * static_cast<double>(p.texts.size()), 0.1};
    case Op::kHasPriority:
    case Op::kWithin: {
      // Most entries are info.
      const bool is_level = p.operand.kind == Kind::kPriority || p.operand.kind == Kind::kLevel;
      constexpr auto kUsual = static_cast<std::int64_t>(Level::kInfo);
      if (is_level) return {cost_of(p.operand), p.low <= kUsual && kUsual <= p.high ? 0.9 : 0.1};
      return {cost_of(p.operand), 0.3};
    }
    case Op::kTextWithin:
    case Op::kNumberWithin:
    case Op::kPairBetween:
      return {cost_of(p.operand) + 3, 0.3};
    case Op::kPair:
      return {cost_of(p.operand) + cost_of(p.others[0]) + 2, 0.1};
    case Op::kSpeaker:
      return {8, 0.2};
    case Op::kHit:
      return {300, 0.02};
    default:
      return {cost_of(p.operand) + 1, 0.05};
  }
}

// Ascending by cost for each event that it settles: in `and` by being false, in `or` by being true.
void order(std::vector<Predicate>& children, bool settles_by) {
  std::vector<double> ranks;
  ranks.reserve(children.size());
  for (const Predicate& child : children) {
    const Estimate its = estimate(child);
    const double settled = settles_by ? its.holds : 1 - its.holds;
    ranks.push_back(its.cost / std::max(settled, 1e-6));
  }
  if (std::is_sorted(ranks.begin(), ranks.end())) return;
  std::vector<std::size_t> places(children.size());
  std::iota(places.begin(), places.end(), std::size_t{0});
  std::stable_sort(places.begin(), places.end(),
                   [&](std::size_t a, std::size_t b) { return ranks[a] < ranks[b]; });
  std::vector<Predicate> ordered;
  ordered.reserve(children.size());
  for (const std::size_t place : places) ordered.push_back(std::move(children[place]));
  children = std::move(ordered);
}

// Hundreds of patterns are planned at each start: trees are changed where they stand.
void plan_in_place(Predicate& p, const Matcher& matcher);

// The children of children that join in the same way become children.
void flatten(Predicate& p) {
  if (std::none_of(p.children.begin(), p.children.end(),
                   [&](const Predicate& child) { return child.op == p.op; }))
    return;
  std::vector<Predicate> flat;
  for (Predicate& child : p.children) {
    if (child.op == p.op) {
      std::move(child.children.begin(), child.children.end(), std::back_inserter(flat));
    } else {
      flat.push_back(std::move(child));
    }
  }
  p.children = std::move(flat);
}

// The group of atoms that all children are of, if that is so.
std::optional<std::uint32_t> common_group(const Predicate& p, const Matcher& matcher) {
  const auto group = [&](const Predicate& child) { return matcher.group(child.atom); };
  const bool is_one =
      std::all_of(p.children.begin(), p.children.end(), [&](const Predicate& child) {
        return child.op == Op::kAtom && group(child) == group(p.children[0]);
      });
  return is_one ? std::optional(group(p.children[0])) : std::nullopt;
}

void plan_joined(Predicate& p, const Matcher& matcher) {
  const bool is_and = p.op == Op::kAnd;
  for (Predicate& child : p.children) {
    plan_in_place(child, matcher);
    if (!is_constant(child, !is_and)) continue;
    p = Predicate::constant(!is_and);
    return;
  }
  std::erase_if(p.children, [&](const Predicate& child) { return is_constant(child, is_and); });
  flatten(p);
  if (p.children.size() > 1) {
    if (!is_and) p.group = common_group(p, matcher);
    return order(p.children, !is_and);
  }
  Predicate only = p.children.empty() ? Predicate::constant(is_and) : std::move(p.children[0]);
  p = std::move(only);
}

void plan_negation(Predicate& p, const Matcher& matcher) {
  Predicate& child = p.children[0];
  plan_in_place(child, matcher);
  if (child.op == Op::kTrue || child.op == Op::kFalse) {
    p = Predicate::constant(child.op == Op::kFalse);
  } else if (child.op == Op::kNot) {
    Predicate inner = std::move(child.children[0]);
    p = std::move(inner);
  }
}

void plan_in_place(Predicate& p, const Matcher& matcher) {
  switch (p.op) {
    case Op::kAnd:
    case Op::kOr:
      return plan_joined(p, matcher);
    case Op::kNot:
      return plan_negation(p, matcher);
    case Op::kAtom:
      if (matcher.run(p.atom) == AtomRun::kConstant) p = Predicate::constant(true);
      return;
    case Op::kWithin:
      // An empty range, but for the length of a missing field.
      if (p.low > p.high) p = Predicate::constant(false);
      return;
    default:
      return;
  }
}

}  // namespace

Estimate estimate(const Predicate& p) {
  if (p.op == Op::kNot) {
    const Estimate inner = estimate(p.children[0]);
    return {inner.cost, 1 - inner.holds};
  }
  if (p.op != Op::kAnd && p.op != Op::kOr) return of_leaf(p);
  // As tried in order: each child is reached by the events that those before left open. One scan
  // serves all atoms.
  Estimate all;
  double open = 1;
  bool has_scanned = false;
  for (const Predicate& child : p.children) {
    Estimate its = estimate(child);
    if (child.op == Op::kAtom) {
      if (has_scanned) its.cost = 1;
      has_scanned = true;
    }
    all.cost += open * its.cost;
    open *= p.op == Op::kAnd ? its.holds : 1 - its.holds;
  }
  all.holds = p.op == Op::kAnd ? open : 1 - open;
  return all;
}

Predicate plan(Predicate p, const Matcher& matcher) {
  plan_in_place(p, matcher);
  return p;
}

}  // namespace hark
