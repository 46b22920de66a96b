// Times and lengths of time, as journald counts them.
#pragma once

#include <cstdint>

namespace hark {

// Since 1970 in UTC, or as long as that.
using Microseconds = std::int64_t;

inline constexpr Microseconds kMillisecond = 1'000;
inline constexpr Microseconds kSecond = 1'000 * kMillisecond;
inline constexpr Microseconds kMinute = 60 * kSecond;
inline constexpr Microseconds kHour = 60 * kMinute;
inline constexpr Microseconds kDay = 24 * kHour;

}  // namespace hark
