// A pattern's claim of how bad it is that it hit. Higher is worse. Not a level: levels are what
// the writer of an event says.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace hark {

enum class Severity : std::uint8_t { kInfo, kWarning, kError, kCritical };

inline constexpr std::array<std::string_view, 4> kSeverityNames = {"info", "warning", "error",
                                                                   "critical"};

std::string_view severity_name(Severity severity);
std::optional<Severity> parse_severity(std::string_view word);  // any case
// How a terminal shows the word, or the id of a pattern that claims it; empty: plain
// (base/color.h).
std::string_view severity_color(Severity severity);

}  // namespace hark
