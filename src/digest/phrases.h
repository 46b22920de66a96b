// Numbers, times and rhythms as the digest's text words them.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "digest/rhythm.h"

namespace hark {

std::string grouped(std::uint64_t number);  // 25 920

// "1 line", "25 920 lines".
std::string counted(std::uint64_t number, std::string_view noun);

// The two largest units of a length of time, rounded: "3 d 4 h", "10 min", "3.1 s", "200 ms".
std::string length_in_words(Microseconds length);

// As a whole number of days, rounded.
std::uint64_t days_in(Microseconds length);

// How far something strays, in one unit, rounded up: "2 s", "72 min".
std::string spread_in_words(Microseconds spread);

// 2026-03-01 09:03, with seconds if asked for.
std::string date_and_time(Microseconds at, bool utc, bool with_seconds);

// "daily at 09:03:50 ±2 s", "weekly on Monday at 09:03 ±5 min", "every 10 min ±30 s", "after each
// start"; empty for once and none.
std::string rhythm_in_words(const Rhythm& rhythm);

// By hour, 24 bars: nothing is ▁, the most is █, and what is there at all is above ▁.
std::string sparkline(const std::array<std::uint64_t, 24>& hours);

}  // namespace hark
