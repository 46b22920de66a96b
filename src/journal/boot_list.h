// The boots that journal files tell of.
#pragma once

#include <optional>
#include <vector>

#include "journal/journal_file.h"

namespace hark {

// In the order in which the stream of their entries comes to each for the first time. Goes through
// all entries, without decoding any.
std::vector<Id128> list_boots(const JournalFiles& files);

// The one that the stream ends in.
std::optional<Id128> last_boot(const JournalFiles& files);

}  // namespace hark
