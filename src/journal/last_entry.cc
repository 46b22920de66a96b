#include "journal/last_entry.h"

#include "journal/entry_walk.h"

namespace hark {

std::uint64_t last_slot(const JournalFile& file) {
  std::uint64_t left = file.entries();
  for (std::uint64_t at = file.entry_array(); at != 0 && left > 0;) {
    const auto array = file.entry_array(at);
    if (!array) return 0;
    if (left <= array->slots) return file.slot(*array, left - 1);
    left -= array->slots;
    at = array->next;
  }
  return 0;
}

std::optional<JournalEntry> last_entry(const JournalFile& file) {
  for (const std::uint64_t hint : {file.tail_entry(), file.tail_object(), last_slot(file)}) {
    if (hint == 0) continue;
    if (const auto entry = file.entry(hint)) return entry;
  }
  std::optional<JournalEntry> last;
  for (EntryWalk walk(file); auto entry = walk.next();) last = entry;
  return last;
}

}  // namespace hark
