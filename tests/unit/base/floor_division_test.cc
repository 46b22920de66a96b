#include "base/floor_division.h"

#include <gtest/gtest.h>

#include <limits>

namespace hark {
namespace {

constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

TEST(FloorDivision, RoundsDownOnBothSidesOfZero) {
  EXPECT_EQ(floor_divide(7, 5), 1);
  EXPECT_EQ(floor_divide(5, 5), 1);
  EXPECT_EQ(floor_divide(0, 5), 0);
  EXPECT_EQ(floor_divide(-1, 5), -1);
  EXPECT_EQ(floor_divide(-5, 5), -1);
  EXPECT_EQ(floor_divide(-6, 5), -2);
}

TEST(FloorDivision, WhatIsLeftIsNeverNegative) {
  for (std::int64_t a = -12; a <= 12; a++) {
    EXPECT_GE(floor_modulo(a, 5), 0);
    EXPECT_LT(floor_modulo(a, 5), 5);
    EXPECT_EQ(floor_divide(a, 5) * 5 + floor_modulo(a, 5), a);
  }
}

TEST(FloorDivision, ReachesTheEdges) {
  EXPECT_EQ(floor_divide(kLeast, 1'000'000), -9'223'372'036'855);
  EXPECT_EQ(floor_modulo(kLeast, 1'000'000), 224'192);
  EXPECT_EQ(floor_divide(kMost, 1'000'000), 9'223'372'036'854);
  EXPECT_EQ(floor_modulo(kMost, 1'000'000), 775'807);
}

}  // namespace
}  // namespace hark
