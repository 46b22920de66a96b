// Where a journal file's entries end.
#pragma once

#include <cstdint>
#include <optional>

#include "journal/journal_file.h"

namespace hark {

// The last slot of the file's list of entries; 0 if the list does not hold, or there is none.
std::uint64_t last_slot(const JournalFile& file);

// The last entry of a file, by what its header says where that is right; nullopt: it has none.
std::optional<JournalEntry> last_entry(const JournalFile& file);

}  // namespace hark
