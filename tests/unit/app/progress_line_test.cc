#include "app/progress_line.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace hark {
namespace {

using std::chrono::milliseconds;

std::string written;
void write(std::string_view text) { written += text; }

class ProgressLineTest : public testing::Test {
 protected:
  ProgressLineTest() { written.clear(); }
  static std::string take() { return std::exchange(written, {}); }

  const ProgressLine::Clock::time_point start_{};
};

TEST_F(ProgressLineTest, SaysNothingOfShortRuns) {
  ProgressLine line(80, start_, write);
  line.show({500, 1000}, start_ + milliseconds(999));
  line.wipe();
  EXPECT_EQ(take(), "");
}

TEST_F(ProgressLineTest, IsShownNowAndThenAndWipedOnce) {
  ProgressLine line(80, start_, write);
  line.show({123'456, 1'234'567}, start_ + milliseconds(1000));
  EXPECT_EQ(take(), "\r\x1b[Khark: 10 % of 1 234 567 entries read");
  line.show({200'000, 1'234'567}, start_ + milliseconds(1199));
  EXPECT_EQ(take(), "");
  line.show({2'000'000, 1'234'567}, start_ + milliseconds(1200));
  EXPECT_EQ(take(), "\r\x1b[Khark: 100 % of 1 234 567 entries read");
  line.wipe();
  EXPECT_EQ(take(), "\r\x1b[K");
  line.wipe();
  EXPECT_EQ(take(), "");
  line.show({1, 1'234'567}, start_ + milliseconds(1300));
  EXPECT_EQ(take(), "") << "what was wiped for something else comes back when it is due";
  line.show({1, 1'234'567}, start_ + milliseconds(1400));
  EXPECT_NE(take(), "");
}

TEST_F(ProgressLineTest, KeepsToItsLine) {
  ProgressLine line(20, start_, write);
  line.show({1, 2}, start_ + milliseconds(5000));
  EXPECT_EQ(take(), "\r\x1b[Khark: 50 % of 2 ent");
}

TEST_F(ProgressLineTest, NeedsATerminalAndAnEnd) {
  ProgressLine nowhere(0, start_, write);
  nowhere.show({1, 2}, start_ + milliseconds(5000));
  ProgressLine line(80, start_, write);
  line.show({1, 0}, start_ + milliseconds(5000));
  EXPECT_EQ(take(), "");
}

}  // namespace
}  // namespace hark
