#include "app/field_plans.h"

#include <algorithm>
#include <utility>

#include "select/early_test.h"

namespace hark {
namespace {

bool has_constant_selector(const Matcher& matcher) {
  for (AtomId atom = 0; atom < matcher.size(); atom++) {
    if (matcher.run(atom) == AtomRun::kConstant) return true;
  }
  return false;
}

// Packs or units are asked, and whoever is to be heard must say who he is.
bool goes_by_speakers(const Options& options, const Run& run, const std::vector<FieldId>& judged) {
  const auto& all = run.selection.selectors;
  const bool asks =
      !options.units.empty() || !options.user_units.empty() ||
      std::any_of(all.begin(), all.end(), [](const Selector& one) { return !one.is_typed(); });
  return asks && std::all_of(kSpeakerFields.begin(), kSpeakerFields.end(), [&](FieldId id) {
           return std::find(judged.begin(), judged.end(), id) != judged.end();
         });
}

// Who looks at entries that are not kept needs all of them.
void make_screen(const Options& options, Run& run) {
  if (run.context || run.blind_spots || run.digest || run.coverage.has_details() ||
      options.cursor_file)
    return;
  auto early = find_early_test(run.selection, run.matcher);
  if (!early) return;
  run.early_test = std::move(early->predicate);
  run.screen = std::make_unique<Screen>(
      FieldPlan(run.fields, std::move(early->fields)), [&run](const Event& event) {
        if (run.coverage.seeks_speakers()) return true;
        if (run.near_misses && run.coverage.kept == 0) return true;
        return holds(run.early_test, {event, run.matcher, *run.match_state});
      });
}

}  // namespace

void plan_fields(const Options& options, const std::vector<FieldId>& further, Run& run) {
  std::vector<FieldId> judged = run.selection.fields(run.matcher);
  if (goes_by_speakers(options, run, judged)) run.coverage.ask_for_speakers();
  judged.insert(judged.end(), further.begin(), further.end());
  run.coverage.add_fields(judged);
  if (run.blind_spots) BlindSpots::add_fields(judged);
  if (run.near_misses) NearMisses::add_fields(judged);
  if (run.digest) Digest::add_fields(judged);
  std::vector<FieldId> written = judged;
  const bool writes_events = !options.count && !options.quiet && !options.digest;
  if (writes_events) run.formatter->add_fields(written);
  ContextOptions context;
  context.before = options.before_context;
  context.after = options.after_context;
  context.whole_stream = options.context_of_all;
  if (writes_events && context.is_wanted()) {
    run.context.emplace(context);
    ContextKeeper::add_fields(written);
  }
  const bool keeps_few = writes_events && !run.selection.inverts && !run.context &&
                         !has_constant_selector(run.matcher);
  if (keeps_few) run.plan = std::make_unique<FieldPlan>(run.fields, std::move(judged));
  auto& whole = keeps_few ? run.output_plan : run.plan;
  whole = std::make_unique<FieldPlan>(run.fields, std::move(written));
  make_screen(options, run);
}

}  // namespace hark
