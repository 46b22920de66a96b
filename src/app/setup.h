// Options, as typed → everything a run needs, resolved: patterns compiled, times and levels read,
// the field plan made.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "app/blind_spots.h"
#include "app/coverage.h"
#include "app/near_misses.h"
#include "app/packs.h"
#include "app/surroundings.h"
#include "base/result.h"
#include "cli/options.h"
#include "digest/digest.h"
#include "digest/digest_text.h"
#include "expr/predicate.h"
#include "input/screen.h"
#include "journal/entry_bounds.h"
#include "match/matcher.h"
#include "output/context.h"
#include "output/formatter.h"
#include "select/selection.h"

namespace hark {

// How the digest is written.
struct DigestForm {
  bool is_json = false;
  bool is_terminal = false;
  DigestTextOptions text;
  bool was_written = false;  // once before, by SIGUSR1
};

// One run's parts. They refer to each other, so the whole stays where it was made.
struct Run {
  Library library;
  FieldTable fields;
  Matcher matcher;
  Selection selection;
  std::unique_ptr<MatchState> match_state;
  std::unique_ptr<Annotator> annotator;
  std::unique_ptr<Formatter> formatter;
  // What sources decode, and what kept events are written from. Mostly few events are kept: then
  // the first names only what judging reads, and a kept event is decoded once more. Where all or
  // many are kept, both are the same plan.
  std::unique_ptr<FieldPlan> plan;
  std::unique_ptr<FieldPlan> output_plan;  // null: `plan` has it all
  // What -S, -U and -b leave: entries elsewhere are none of those that the run tells of.
  Predicate when = Predicate::constant(true);
  EntryBounds bounds;  // the same for a journal
  // What text inputs look at first, where most entries can go by it; else null.
  std::unique_ptr<Screen> screen;
  Predicate early_test;  // what it asks
  Coverage coverage{false};
  std::optional<ContextKeeper> context;  // if context lines are wanted
  // If anybody asks for them: then every event is looked at for more than the selection needs.
  std::optional<BlindSpots> blind_spots;
  std::optional<NearMisses> near_misses;  // if somebody is there to be told
  std::unique_ptr<Digest> digest;         // instead of kept events
  DigestForm digest_form;
  Diagnostics notes;
};

// All mistakes at once. `further`: fields that sources are to decode as well.
Result<std::unique_ptr<Run>> set_up(const Options& options, const Surroundings& surroundings,
                                    const std::vector<FieldId>& further);

}  // namespace hark
