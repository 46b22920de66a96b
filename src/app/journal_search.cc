#include "app/journal_search.h"

#include <algorithm>
#include <utility>

namespace hark {
namespace {

// What looks at entries that are not kept, in words; empty: nothing.
std::string asks_for_all(const Options& options, const Run& run) {
  if (options.no_prefilter) return "--no-prefilter";
  if (options.digest) return "--digest";
  if (options.stats) return "--stats";
  if (options.strict) return "--strict";
  if (run.context) return "-A, -B, -C";
  if (options.follow) return "-f";
  if (options.lines && *options.lines != Options::kAllLines) return "-n";
  if (options.cursor_file) return "--cursor-file";
  if (options.after_cursor) return "--after-cursor";
  return {};
}

}  // namespace

std::unique_ptr<JournalSearch> plan_search(const Options& options, const Run& run) {
  auto plan = std::make_unique<JournalSearch>();
  plan->every_for = asks_for_all(options, run);
  if (!plan->every_for.empty()) return plan;
  plan->evidence = Evidence::find(run.selection, run.matcher, run.fields);
  if (plan->evidence == nullptr) return plan;
  Evidence& evidence = *plan->evidence;
  plan->fields = std::make_unique<FieldPlan>(run.fields, evidence.fields());
  ValueSearch& search = plan->search;
  search.fields = plan->fields.get();
  search.needed = evidence.needed();
  search.shown_by = [&evidence](FieldId id, const Value& value) {
    return evidence.shown_by(id, value);
  };
  search.from = static_cast<std::uint64_t>(std::max(evidence.from(), Microseconds{0}));
  search.to = static_cast<std::uint64_t>(std::max(evidence.to(), Microseconds{0}));
  if (evidence.boot()) search.boot = id128_in(*evidence.boot());
  return plan;
}

std::vector<SoughtValue> sought_values(const JournalSearch& plan) {
  std::vector<SoughtValue> all;
  if (plan.evidence == nullptr) return all;
  if (plan.evidence->has_times()) all.push_back({"a time within the bounds", {}});
  if (plan.evidence->boot()) all.push_back({"the boot " + *plan.evidence->boot(), {}});
  for (std::uint64_t left = plan.search.needed; left != 0; left &= left - 1) {
    SoughtValue sought{"a value sought in", plan.evidence->fields(left & ~(left - 1))};
    if (sought.fields.empty()) sought.what = "what nothing has";
    all.push_back(std::move(sought));
  }
  return all;
}

}  // namespace hark
