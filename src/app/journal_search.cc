#include "app/journal_search.h"

#include <algorithm>
#include <thread>
#include <utility>

namespace hark {
namespace {

// What looks at entries that are not kept, in words; empty: nothing.
std::string asks_for_all(const Options& options, const Run& run) {
  if (options.no_prefilter) return "--no-prefilter";
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
  const bool counts = run.coverage.has_details() || run.blind_spots;
  plan->evidence = Evidence::find(run.selection, run.matcher, run.fields, counts);
  if (plan->evidence == nullptr) return plan;
  const Evidence& evidence = *plan->evidence;
  std::vector<FieldId> fields = evidence.fields();
  if (counts) fields.push_back(field::kHostname);
  plan->fields = std::make_unique<FieldPlan>(run.fields, std::move(fields));
  ValueSearch& search = plan->search;
  search.fields = plan->fields.get();
  search.needed = evidence.needed();
  search.enough = evidence.enough();
  search.counts_passed = counts;
  search.new_shown_by = [&run, counts]() -> ValueSearch::ShownBy {
    std::shared_ptr<Evidence> own = Evidence::find(run.selection, run.matcher, run.fields, counts);
    return [own](FieldId id, const Value& value) { return own->shown_by(id, value); };
  };
  search.from = static_cast<std::uint64_t>(std::max(evidence.from(), Microseconds{0}));
  search.to = static_cast<std::uint64_t>(std::max(evidence.to(), Microseconds{0}));
  if (evidence.boot()) search.boot = id128_in(*evidence.boot());
  return plan;
}

unsigned search_threads(const Options& options, const JournalFiles& files) {
  constexpr std::uint64_t kMostTyped = 256;
  if (options.threads) return static_cast<unsigned>(std::min(*options.threads, kMostTyped));
  constexpr std::uint64_t kMost = 8;
  // Of fewer entries one thread has looked at most before another has begun.
  constexpr std::uint64_t kWorthOne = 32 * 1024;
  std::uint64_t entries = 0;
  for (const JournalFile& file : files) entries += file.entries();
  const std::uint64_t cores = std::max(std::thread::hardware_concurrency(), 1U);
  return static_cast<unsigned>(std::min({cores, kMost, 1 + entries / kWorthOne}));
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
  if (plan.search.enough != 0)
    all.push_back({"or tell of the start of a unit, or of messages that were lost", {}});
  return all;
}

}  // namespace hark
