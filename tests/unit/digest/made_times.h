// Times of incidents as noise and as rhythms make them, the same for a seed with any library.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

#include "digest/rhythm.h"

namespace hark {

inline constexpr Microseconds kMarch = 1'772'323'200 * kSecond;  // 2026-03-01 00:00 UTC, a Sunday

using Times = std::vector<Microseconds>;

class Chance {
 public:
  explicit Chance(std::uint64_t seed) : engine_(seed) {}

  double uniform() { return static_cast<double>(engine_() >> 11) * 0x1p-53; }  // 0 to 1
  double around() { return 2 * uniform() - 1; }                                // -1 to 1
  double exponential() { return -std::log1p(-uniform()); }                     // with mean 1
  double normal() { return std::sqrt(2 * exponential()) * std::cos(6.283185307179586 * uniform()); }
  bool happens(double probability) { return uniform() < probability; }

 private:
  std::mt19937_64 engine_;
};

inline Microseconds part_of(Microseconds length, double part) {
  return static_cast<Microseconds>(static_cast<double>(length) * part);
}

// As their rhythm is looked for.
inline Rhythm rhythm_of(Times times, bool utc = true) {
  std::sort(times.begin(), times.end());
  return find_rhythm({times, {}, times.front(), times.back(), utc});
}

}  // namespace hark
