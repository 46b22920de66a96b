// The parts of a message that are emphasised.
#pragma once

#include <vector>

#include "match/regex.h"

namespace hark {

// Sorted spans, overlapping ones merged.
std::vector<Span> merge_spans(std::vector<Span> spans);

}  // namespace hark
