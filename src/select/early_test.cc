#include "select/early_test.h"

#include <algorithm>
#include <utility>

namespace hark {
namespace {

using Op = Predicate::Op;

// Of one test and of all together: what reads a dozen fields spares nothing.
constexpr std::size_t kMostFields = 4;

// MESSAGE is most of an entry, and what is asked of it is better asked once, by a scan.
bool is_early(const Predicate& p) {
  switch (p.op) {
    case Op::kTrue:
    case Op::kFalse:
    case Op::kAtom:
    case Op::kRegex:
    case Op::kHit:
      return false;
    case Op::kNot:
    case Op::kAnd:
    case Op::kOr:
      return std::all_of(p.children.begin(), p.children.end(), is_early);
    default:
      break;
  }
  const auto asks_for_hits = [](const Operand& operand) {
    return operand.kind == Operand::Kind::kHits || operand.kind == Operand::Kind::kCapture ||
           operand.kind == Operand::Kind::kSeverity;
  };
  return !asks_for_hits(p.operand) && std::none_of(p.others.begin(), p.others.end(), asks_for_hits);
}

// Adds what of `condition` comes into question: all of it, or some of what it joins by `and`.
void add_tests(const Predicate& condition, const Matcher& matcher, std::vector<Predicate>& tests,
               std::vector<FieldId>& fields) {
  if (condition.op == Op::kAnd) {
    for (const Predicate& child : condition.children) add_tests(child, matcher, tests, fields);
    return;
  }
  if (!is_early(condition)) return;
  std::vector<FieldId> together = fields;
  add_fields(condition, matcher, together);
  std::sort(together.begin(), together.end());
  together.erase(std::unique(together.begin(), together.end()), together.end());
  if (together.size() > kMostFields ||
      std::find(together.begin(), together.end(), field::kMessage) != together.end())
    return;
  fields = std::move(together);
  tests.push_back(condition);
}

// The one condition under which anything is picked, if that is one.
const Predicate* only_way(const Selection& selection) {
  if (selection.inverts) return nullptr;
  const Predicate* only = nullptr;
  for (const Selector& selector : selection.selectors) {
    if (selector.is_witness || selector.is_muted) continue;
    for (const SelectorWay& way : selector.ways) {
      if (only != nullptr) return nullptr;
      only = &way.predicate;
    }
  }
  return only;
}

}  // namespace

std::optional<EarlyTest> find_early_test(const Selection& selection, const Matcher& matcher) {
  std::vector<Predicate> tests;
  EarlyTest early;
  add_tests(selection.filter, matcher, tests, early.fields);
  if (const Predicate* only = only_way(selection)) add_tests(*only, matcher, tests, early.fields);
  if (tests.empty()) return std::nullopt;
  early.predicate = Predicate::all_of(std::move(tests));
  return early;
}

}  // namespace hark
