// Terminal colours (SGR sequences), of the sixteen basic ones alone: the person's own theme decides
// what they look like, on black and on white. No colour is the only sign of anything: what differs
// in colour is also bold, underlined or reversed where the other is not.
#pragma once

#include <string_view>

namespace hark::color {

inline constexpr std::string_view kReset = "\x1b[0m";
inline constexpr std::string_view kDim = "\x1b[2m";
inline constexpr std::string_view kRed = "\x1b[31m";
inline constexpr std::string_view kBoldRed = "\x1b[1;31m";
inline constexpr std::string_view kUnderlinedRed = "\x1b[1;4;31m";
inline constexpr std::string_view kReversedRed = "\x1b[1;7;31m";
// Not bold, which many terminals take for bright: that cannot be read on white.
inline constexpr std::string_view kUnderlinedYellow = "\x1b[4;33m";
inline constexpr std::string_view kCyan = "\x1b[36m";

}  // namespace hark::color
