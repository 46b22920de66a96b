// Entries found through the values that they have: a journal file has, for each field, a chain of
// its values, and with each value the list of entries that have it.
//
// These chains are believed only in files that were closed, and only where they are as journald
// makes them: whatever is not, be it one object, means that the file is walked through instead.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "journal/crowd_members.h"
#include "journal/entry_sieve.h"
#include "journal/journal_file.h"
#include "journal/value_search.h"

namespace hark {

// Whether the search's crowd is gone through, to find which of it matter.
struct CrowdLookup {
  std::size_t max_entry = 0;  // as of EntrySieve
  // What is known of the file; what is found if nothing was is put here.
  std::optional<CrowdMembers> members = std::nullopt;
  bool is_found = false;
};

// The offsets, ascending, of at most so many entries among which are all that may be wanted.
// Nullopt: there are more, or the file does not tell. Without a crowd lookup all of a crowd are
// among them; with one only those that matter, and `most` does not count the others.
std::optional<std::vector<std::uint64_t>> look_up_entries(const JournalFile& file,
                                                          const ValueSearch& search,
                                                          std::uint64_t most, SieveState& state,
                                                          CrowdLookup* crowd = nullptr);

}  // namespace hark
