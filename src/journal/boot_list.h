// The boots that journal files tell of.
#pragma once

#include <vector>

#include "journal/journal_file.h"

namespace hark {

// In the order in which the stream of their entries comes to each for the first time. Goes through
// all entries, without decoding any.
std::vector<Id128> list_boots(const std::vector<JournalFile>& files);

}  // namespace hark
