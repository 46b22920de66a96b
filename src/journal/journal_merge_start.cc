// Where a merge begins that goes on behind a cursor.
#include <algorithm>

#include "journal/journal_merge.h"

namespace hark {

bool JournalMerge::start_after(const Cursor& cursor) {
  bool is_found = false;
  std::set<Id128> later_boots;
  const auto counts_as_cursor = [&](const Head& head) {
    return cursor.seqnum && cursor.seqnum_id && *cursor.seqnum_id == head.file->seqnum_id();
  };
  const bool all_count = std::all_of(heads_.begin(), heads_.end(), counts_as_cursor);
  for (Head& head : heads_) {
    if (!counts_as_cursor(head)) continue;
    is_found |= pass_numbers(head, cursor);
    if (head.next.file == nullptr || all_count) continue;
    later_boots.insert(head.next.entry.boot);
    EntryWalk rest = head.walk;
    while (const auto entry = rest.next()) later_boots.insert(entry->boot);
  }
  if (cursor.boot) later_boots.erase(*cursor.boot);
  for (Head& head : heads_) {
    if (!counts_as_cursor(head)) is_found |= pass_times(head, cursor, later_boots);
  }
  if (is_found) return true;
  // A cursor that does not say everything may name several entries; one of them is behind us.
  JournalMerge ahead = *this;
  const auto first = ahead.next();
  if (!first || !is_named(*first, cursor)) return false;
  (void)next();
  return true;
}

// In a file with the cursor's own numbers. True if the entry is in it.
bool JournalMerge::pass_numbers(Head& head, const Cursor& cursor) {
  bool is_found = false;
  while (head.next.file != nullptr && head.next.entry.seqnum <= *cursor.seqnum) {
    is_found |= is_named(head.next, cursor);
    if (const auto passed = head.walk.skip_through(*cursor.seqnum))
      is_found |= is_named({head.file, *passed}, cursor);
    pass(head);
  }
  return is_found;
}

// In another file, which may have entries of the cursor's boot. Of the others it is known whether
// they are of a later boot if the files of the cursor's numbers say so, or the files' ends; else by
// the clock. What could be behind the cursor is not passed over. True if a copy of the entry is.
bool JournalMerge::pass_times(Head& head, const Cursor& cursor,
                              const std::set<Id128>& later_boots) {
  const bool is_complete =
      cursor.boot && cursor.monotonic && cursor.realtime && cursor.xor_hash.has_value();
  bool is_found = false;
  const auto is_copy = [&](const JournalEntry& entry) {
    return is_complete && is_named({head.file, entry}, cursor);
  };
  const auto is_before = [&](const JournalEntry& entry) {
    if (is_copy(entry)) return true;
    if (cursor.boot && cursor.monotonic && entry.boot == *cursor.boot)
      return entry.monotonic < *cursor.monotonic;
    if (later_boots.contains(entry.boot)) return false;
    if (cursor.boot) {
      if (const auto order = boots_.compare(entry.boot, *cursor.boot); order != 0) return order < 0;
    }
    return cursor.realtime && entry.realtime < *cursor.realtime;
  };
  // The first that is not before it was still to come when the cursor's entry was shown.
  while (head.next.file != nullptr && is_before(head.next.entry)) {
    is_found |= is_copy(head.next.entry);
    pass(head);
  }
  return is_found;
}

}  // namespace hark
