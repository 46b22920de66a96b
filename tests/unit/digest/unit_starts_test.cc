#include "digest/unit_starts.h"

#include <gmock/gmock.h>

namespace hark {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST(UnitStarts, TwoLinesOfAStartAreOne) {
  UnitStarts starts;
  starts.add("a", 10, 7, true);
  starts.add("b", 11, 8, true);
  starts.add("a", 15, 7, false);
  starts.add("a", 20, 9, false);
  EXPECT_THAT(starts.of("a"), ElementsAre(10, 20));
  EXPECT_THAT(starts.of("b"), ElementsAre(11));
  EXPECT_THAT(starts.of("c"), IsEmpty());
}

TEST(UnitStarts, WithoutInvocationsStartedEndsStarting) {
  UnitStarts starts;
  starts.add("a", 10, 0, true);
  starts.add("a", 15, 0, false);
  starts.add("a", 20, 0, true);  // fails: no "Started"
  starts.add("a", 30, 0, true);
  starts.add("a", 40, 0, false);
  starts.add("a", 50, 0, false);  // Type=simple has no "Starting"
  EXPECT_THAT(starts.of("a"), ElementsAre(10, 20, 30, 50));
}

TEST(UnitStarts, AreSortedWhateverTheOrderTheyCameIn) {
  UnitStarts starts;
  starts.add("a", 30, 3, true);
  starts.add("a", 10, 1, true);
  EXPECT_THAT(starts.of("a"), ElementsAre(10, 30));
}

TEST(UnitStarts, StayBounded) {
  UnitStarts starts;
  for (std::uint64_t i = 1; i <= 10'000; i++)
    starts.add("a", static_cast<Microseconds>(i), i, true);
  const auto kept = starts.of("a");
  EXPECT_LT(kept.size(), 2 * UnitStarts::kKept);
  EXPECT_EQ(kept.back(), 10'000);
  for (std::size_t i = 0; i < 3 * UnitStarts::kUnits; i++)
    starts.add("run-" + std::to_string(i), static_cast<Microseconds>(20'000 + i), i + 1, true);
  EXPECT_THAT(starts.of("a"), IsEmpty());
  EXPECT_THAT(starts.of("run-" + std::to_string(3 * UnitStarts::kUnits - 1)), SizeIs(1));
}

}  // namespace
}  // namespace hark
