// Division that rounds down, for times before 1970 too: C++ rounds towards zero. `b` is positive.
#pragma once

#include <cstdint>

namespace hark {

constexpr std::int64_t floor_divide(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0); }

// What is left: within 0…b - 1.
constexpr std::int64_t floor_modulo(std::int64_t a, std::int64_t b) {
  return a % b + (a % b < 0 ? b : 0);
}

}  // namespace hark
