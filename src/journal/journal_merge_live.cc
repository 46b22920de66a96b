// How a merge goes on with what is written to its files, and with files that come and go.
#include <utility>

#include "journal/journal_merge.h"
#include "journal/last_entry.h"

namespace hark {

// All that was sought is found: files that are growing are read on from where they were left.
void JournalMerge::end_search() {
  if (moments_) {
    passed_over_.entries = moments_->passed_over();
    while (auto damage = moments_->take_damage()) damage_.push_back(*std::move(damage));
    moments_.reset();
  }
  is_queued_ = false;
  heads_.clear();
  for (EntrySearch::Left& left : search_->leave()) {
    const auto last = left.last ? left.last : last_entry(*left.file);
    const PlacedEntry at{left.file, last.value_or(JournalEntry{})};
    if (is_ordered_ && last && (!last_ || order(at, *last_) > 0)) last_ = at;
    if (left.file->is_growing()) {
      heads_.push_back(Head{left.file, left.walk, left.walk, {}, true});
    } else {
      ended_.push_back(left.file);
    }
  }
  is_ordered_ = by_numbers_;
  looked_at_ = search_->looked_at();
  search_.reset();
}

void JournalMerge::go_live() {
  if (is_live_) return;
  if (search_) end_search();
  is_live_ = remembers_ = true;
  shown_.clear();
  live_start_ = last_;
}

void JournalMerge::look_again(const std::vector<const JournalFile*>& further) {
  go_live();
  is_queued_ = false;
  for (const JournalFile* file : further) {
    if (!writer_) writer_ = file->seqnum_id();
    by_numbers_ = is_ordered_ = by_numbers_ && file->seqnum_id() == *writer_;
    const EntryWalk begin(*file);
    Head& head = heads_.emplace_back(Head{file, begin, begin, {file, {}}, true});
    head.is_further = true;
    advance(head);
  }
  for (Head& head : heads_) {
    if (head.next.file == nullptr) advance(head);
  }
}

std::vector<const JournalFile*> JournalMerge::take_ended() {
  is_queued_ = false;
  auto ended = std::exchange(ended_, {});
  for (std::size_t i = 0; i < heads_.size();) {
    const Head& head = heads_[i];
    if (head.next.file == nullptr && !head.file->is_growing()) {
      ended.push_back(head.file);
      heads_.erase(heads_.begin() + static_cast<std::ptrdiff_t>(i));
    } else {
      i++;
    }
  }
  return ended;
}

}  // namespace hark
