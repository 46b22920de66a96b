#include "digest/chance.h"

#include <gtest/gtest.h>

#include "unit/digest/made_times.h"

namespace hark {
namespace {

TEST(AtLeast, IsTheTailOfABinomialDistribution) {
  EXPECT_DOUBLE_EQ(at_least(0, 5, 0.5), 1);
  EXPECT_NEAR(at_least(1, 2, 0.5), 0.75, 1e-12);
  EXPECT_NEAR(at_least(2, 2, 0.1), 0.01, 1e-12);
  EXPECT_NEAR(at_least(3, 10, 0.3), 0.6172172136, 1e-9);
  EXPECT_DOUBLE_EQ(at_least(3, 2, 0.5), 0);
  EXPECT_DOUBLE_EQ(at_least(2, 2, 0), 0);
  EXPECT_DOUBLE_EQ(at_least(2, 2, 1), 1);
  EXPECT_NEAR(at_least(4000, 8000, 0.5), 0.5, 0.01);
}

TEST(CrowdedArc, IsExactForAllPointsOnASmallArc) {
  EXPECT_NEAR(crowded_arc(3, 3, 0.01), 3 * 0.01 * 0.01, 1e-12);
}

// P(all gaps of a Poisson process are near the same number), by simulation: never more than said.
TEST(EvenGaps, IsAnUpperBound) {
  Chance chance(3);
  constexpr int kTries = 200'000;
  for (const auto& [gaps, error] : {std::pair{2, 0.05}, {3, 0.2}, {4, 0.35}}) {
    int even = 0;
    for (int i = 0; i < kTries; i++) {
      double sum = 0, least = 1e9, most = 0;
      for (int g = 0; g < gaps; g++) {
        const double gap = chance.exponential();
        sum += gap;
        least = std::min(least, gap);
        most = std::max(most, gap);
      }
      const double mean = sum / gaps;
      even += most <= mean * (1 + error) && least >= mean * (1 - error);
    }
    const auto n = static_cast<std::size_t>(gaps);
    EXPECT_LE(even / static_cast<double>(kTries), even_gaps(n, n, error)) << gaps;
    EXPECT_GT(even, 0);
  }
}

TEST(EvenGaps, CountsTheWaysInWhichSomeMayBeMissing) {
  EXPECT_GT(even_gaps(5, 7, 0.1), even_gaps(5, 5, 0.1));
  EXPECT_DOUBLE_EQ(even_gaps(3, 3, 10), 1);
  EXPECT_DOUBLE_EQ(even_gaps(3, 3, 0), 0);
}

}  // namespace
}  // namespace hark
