// The boots that journal files tell of.
#pragma once

#include <optional>
#include <vector>

#include "journal/journal_file.h"
#include "journal/journal_index.h"

namespace hark {

// In the order in which the stream of their entries comes to each for the first time. Goes through
// all entries, without decoding any, but for those that the index knows of, which learns the rest;
// it may be null.
std::vector<Id128> list_boots(const JournalFiles& files, JournalIndex* index = nullptr);

// The one that the stream ends in.
std::optional<Id128> last_boot(const JournalFiles& files);

}  // namespace hark
