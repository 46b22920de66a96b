#include "app/journal_search.h"

#include <algorithm>
#include <set>
#include <thread>
#include <utility>

#include "app/packs.h"
#include "event/ansi.h"
#include "event/effective_unit.h"
#include "hark_version.h"
#include "select/pattern_selector.h"

namespace hark {
namespace {

// What is passed over is counted.
bool counts_passed(const Run& run) { return run.coverage.has_details() || run.blind_spots; }

// What looks at entries that are not kept, in words; empty: nothing.
std::string asks_for_all(const Options& options, const Run& run) {
  if (options.no_prefilter) return "--no-prefilter";
  // Neighbours are found by the units of what is kept, as long as that is all that is asked.
  const bool is_only_around = !options.context_of_all && !options.lines && !counts_passed(run);
  if (run.context && !is_only_around) return "-A, -B, -C";
  if (options.follow && (run.context || counts_passed(run))) return "-f";
  if (options.cursor_file) return "--cursor-file";
  if (options.after_cursor) return "--after-cursor";
  return {};
}

// Fewer are looked at before help is there.
constexpr std::uint64_t kWorthHelp = 32 * 1024;

// Messages of the kernel are many and few of them name a unit, and those that do are the same
// whatever unit is sought.
ValueSearch::Crowd kernel_crowd(const Evidence& evidence, const FieldPlan& fields) {
  auto naming = std::make_shared<ValueSearch>();
  naming->fields = &fields;
  naming->needed = 1;
  naming->new_asker = []() -> ValueSearch::Asker {
    return {[](FieldId, const Value& message) -> std::uint64_t {
      return may_have_ansi(message.bytes) || !unit_of_oom_kill(message.bytes).name.empty();
    }};
  };
  ValueSearch::Crowd crowd;
  crowd.field = field::kTransport;
  crowd.value = "kernel";
  crowd.bits = evidence.shown_by_kernel();
  crowd.members = std::move(naming);
  crowd.rule = std::string(kOomKillRule) + ", hark " HARK_VERSION;
  return crowd;
}

std::uint64_t entries_of(const JournalFiles& files) {
  std::uint64_t entries = 0;
  for (const JournalFile& file : files) entries += file.entries();
  return entries;
}

// What of the selection can be told by single values.
void fill(JournalSearch& plan, const Selection& selection, const Run& run, bool counts) {
  plan.evidence = Evidence::find(selection, run.matcher, run.fields, counts);
  if (plan.evidence == nullptr) return;
  const Evidence& evidence = *plan.evidence;
  std::vector<FieldId> fields = evidence.fields();
  for (const std::uint64_t bit : evidence.bits()) {
    const auto leading = evidence.leading_fields(bit);
    fields.insert(fields.end(), leading.begin(), leading.end());
  }
  if (counts) fields.push_back(field::kHostname);
  plan.fields = std::make_unique<FieldPlan>(run.fields, std::move(fields));
  ValueSearch& search = plan.search;
  search.fields = plan.fields.get();
  search.needed = evidence.needed();
  search.enough = evidence.enough();
  search.counts_passed = counts;
  for (const std::uint64_t bit : evidence.bits()) {
    std::vector<FieldId> leading = evidence.leading_fields(bit);
    if (std::find(leading.begin(), leading.end(), field::kMessage) == leading.end())
      search.needs.push_back({bit, std::move(leading)});
  }
  if (evidence.shown_by_kernel() != 0) {
    plan.crowd_fields =
        std::make_unique<FieldPlan>(run.fields, std::vector<FieldId>{field::kMessage});
    search.crowd = kernel_crowd(evidence, *plan.crowd_fields);
  }
  search.new_asker = [&selection, &run, counts]() -> ValueSearch::Asker {
    std::shared_ptr<Evidence> own = Evidence::find(selection, run.matcher, run.fields, counts);
    return {[own](FieldId id, const Value& value) { return own->shown_by(id, value); },
            [own](FieldId id, const Value& value) { return own->leads_to(id, value); }};
  };
  search.bounds.from = static_cast<std::uint64_t>(std::max(evidence.from(), Microseconds{0}));
  search.bounds.to = static_cast<std::uint64_t>(std::max(evidence.to(), Microseconds{0}));
  if (evidence.boot()) search.bounds.boot = id128_in(*evidence.boot());
}

}  // namespace

EntryBounds read_bounds(const Options& options, const Run& run) {
  // Neighbours may lie outside, and the cursor moves on over what is dropped.
  if (run.context || options.cursor_file) return {};
  return run.bounds;
}

std::unique_ptr<JournalSearch> plan_search(const Options& options, const Run& run,
                                           const std::string& boot) {
  auto plan = std::make_unique<JournalSearch>();
  plan->search.read = read_bounds(options, run);
  plan->is_followed = options.follow;
  plan->every_for = asks_for_all(options, run);
  if (!plan->every_for.empty()) return plan;
  fill(*plan, run.selection, run, counts_passed(run));
  if (!boot.empty()) plan->search.bounds.boot = id128_in(boot);
  plan->looks_around = run.context.has_value() && plan->evidence != nullptr;
  return plan;
}

std::unique_ptr<JournalSearch> plan_search_around(const Run& run, const Neighbourhoods& some) {
  auto plan = std::make_unique<JournalSearch>();
  std::vector<Predicate> any;
  const auto add = [&](Operand::Kind kind, const std::set<std::string>& names) {
    if (!names.empty()) any.push_back(Predicate::is_one_of({kind}, {names.begin(), names.end()}));
  };
  add(Operand::Kind::kUnit, some.units);
  add(Operand::Kind::kIdentifier, some.identifiers);
  plan->selection = std::make_unique<Selection>();
  plan->selection->selectors.push_back(typed_selector({}, Predicate::any_of(std::move(any))));
  plan->selection->prepare(run.matcher);
  fill(*plan, *plan->selection, run, false);
  return plan;
}

unsigned search_threads(const Options& options, const JournalFiles& files) {
  constexpr std::uint64_t kMostTyped = 256;
  if (options.threads) return static_cast<unsigned>(std::min(*options.threads, kMostTyped));
  constexpr std::uint64_t kMost = 8;
  const std::uint64_t cores = std::max(std::thread::hardware_concurrency(), 1U);
  return static_cast<unsigned>(std::min({cores, kMost, 1 + entries_of(files) / kWorthHelp}));
}

std::unique_ptr<JournalIndex> open_journal_index(const Options& options,
                                                 const JournalFiles& files) {
  if (options.no_cache || entries_of(files) < kWorthHelp) return nullptr;
  return std::make_unique<JournalIndex>(PrivateCache(cache_folder(), "journal"));
}

std::vector<SoughtValue> sought_values(const JournalSearch& plan) {
  std::vector<SoughtValue> all;
  if (plan.evidence == nullptr) return all;
  if (plan.evidence->has_times()) all.push_back({"a time within the bounds", {}});
  if (plan.evidence->boot()) all.push_back({"the boot " + *plan.evidence->boot(), {}});
  for (const std::uint64_t bit : plan.evidence->bits()) {
    SoughtValue sought{"a value sought in", plan.evidence->fields(bit)};
    if (sought.fields.empty()) sought.what = "what nothing has";
    all.push_back(std::move(sought));
  }
  if (plan.search.enough != 0)
    all.push_back({plan.search.read.are_open()
                       ? "or tell of the start of a unit, or of messages that were lost"
                       : "or, within -S, -U and -b, tell of a unit's start or of lost messages",
                   {}});
  return all;
}

}  // namespace hark
