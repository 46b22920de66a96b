// The digest of a run, at its end or so far.
#pragma once

#include <string>

#include "app/setup.h"
#include "input/source.h"

namespace hark {

// Appends it. `unfinished` is what the source in hand has counted, if it is not in the coverage
// yet.
void append_digest(Run& run, const SourceCounts& unfinished, std::string& out);

}  // namespace hark
