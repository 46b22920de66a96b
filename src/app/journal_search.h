// Whether a run over journal files may pass over entries that it would not keep, and by what.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/setup.h"
#include "cli/options.h"
#include "journal/entry_bounds.h"
#include "journal/journal_index.h"
#include "journal/value_search.h"
#include "select/evidence.h"

namespace hark {

struct JournalSearch {
  std::unique_ptr<Evidence> evidence;  // null: every entry is decoded
  std::unique_ptr<FieldPlan> fields;
  std::unique_ptr<FieldPlan> crowd_fields;
  ValueSearch search;  // refers to the fields
  // What is found is to be shown with its neighbours, which are found after it.
  bool looks_around = false;
  bool is_followed = false;              // of what is there now alone anything is passed over
  std::string every_for;                 // the option that asks for every entry; empty: none
  std::unique_ptr<Selection> selection;  // of which the evidence is; null: the run's
};

// Outside of these no entry of a journal is read.
EntryBounds read_bounds(const Options& options, const Run& run);

// `run` must outlive the search.
// `boot`: the only one of which anything is wanted, beside what the options say; may be empty.
std::unique_ptr<JournalSearch> plan_search(const Options& options, const Run& run,
                                           const std::string& boot);

// Finds all entries of these neighbourhoods. Without evidence where that cannot be told by values.
std::unique_ptr<JournalSearch> plan_search_around(const Run& run, const Neighbourhoods& some);

// In how many threads these files are looked through.
unsigned search_threads(const Options& options, const JournalFiles& files);

// What earlier runs learnt of journal files; null where looking at all there is costs less.
std::unique_ptr<JournalIndex> open_journal_index(const Options& options, const JournalFiles& files);

// What an entry must have to be decoded, all of it, for people.
struct SoughtValue {
  std::string what;
  std::vector<FieldId> fields;  // in one of these
};
std::vector<SoughtValue> sought_values(const JournalSearch& plan);

}  // namespace hark
