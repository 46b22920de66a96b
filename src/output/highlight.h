// Colours of the line formats, and the parts of a message that patterns hit.
#pragma once

#include <string_view>
#include <vector>

#include "event/level.h"
#include "match/regex.h"

namespace hark::color {

inline constexpr std::string_view kReset = "\x1b[0m";
inline constexpr std::string_view kPattern = "\x1b[1;35m";  // ids of patterns
inline constexpr std::string_view kMatched =
    "\x1b[1;4m";  // on top of the message's own colour: bold, underlined

// journalctl's scheme: err and worse red, warning yellow, notice bold, debug grey; empty for info.
std::string_view of_level(Level level);

}  // namespace hark::color

namespace hark {

// Sorted spans, overlapping ones merged.
std::vector<Span> merge_spans(std::vector<Span> spans);

}  // namespace hark
