// What a search found in one file, one entry after the other.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "journal/entry_search.h"

namespace hark {

class FoundEntries {
 public:
  // The search must outlive them.
  FoundEntries(EntrySearch& search, std::size_t file) : search_(&search), file_(file) {}

  // The next one; null: in what was found so far there is none. Valid until advance() is called
  // again.
  const EntryRun::Found* advance();
  const EntryRun::Found* current() const { return current_; }
  // Nothing will be found any more.
  bool has_ended() const { return run_ != nullptr && run_->is_end && current_ == nullptr; }

  // Takes what was found further on, where advance() gave null before the end. False if others are
  // at it.
  bool seek();
  const EntryRun& run() const { return *run_; }  // taken last
  // What was found damaged since the last call, as far as advance() has come.
  std::vector<EntryWalk::Damage> take_damage();

  // Whatever comes behind what was found so far comes behind this as well; null: nothing is known.
  const JournalEntry* reached() const;
  bool has_begun() const { return run_ != nullptr; }

  // Calls on_entry with the current one and those behind it until it says false, as far as the next
  // run goes.
  template <class OnEntry>
  void each_ahead(OnEntry&& on_entry);

 private:
  EntrySearch* search_;
  std::size_t file_;
  std::shared_ptr<EntryRun> run_;
  std::size_t index_ = 0;   // of what comes next
  std::size_t damage_ = 0;  // likewise
  const EntryRun::Found* current_ = nullptr;
  std::shared_ptr<EntryRun> further_;  // the run behind it, if it was needed already
};

template <class OnEntry>
void FoundEntries::each_ahead(OnEntry&& on_entry) {
  for (std::size_t i = index_ - 1; i < run_->found.size(); i++) {
    if (!on_entry(run_->found[i].entry)) return;
  }
  if (run_->is_end) return;
  while (further_ == nullptr) further_ = search_->take(file_);
  for (const EntryRun::Found& found : further_->found) {
    if (!on_entry(found.entry)) return;
  }
}

}  // namespace hark
