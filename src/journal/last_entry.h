#pragma once

#include <optional>

#include "journal/journal_file.h"

namespace hark {

// The last entry of a file, by what its header says where that is right; nullopt: it has none.
std::optional<JournalEntry> last_entry(const JournalFile& file);

}  // namespace hark
