#include "event/calendar.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>

namespace hark {
namespace {

constexpr Microseconds kAt = 1'774'749'600'000'000;  // 2026-03-29 02:00 UTC

class LocalTimeIn : public testing::Test {
 protected:
  void zone(const char* name) {
    setenv("TZ", name, 1);
    tzset();
  }
  void TearDown() override { zone("UTC"); }
};

TEST_F(LocalTimeIn, ShowsWhatTheClockShowed) {
  zone("Europe/Berlin");
  EXPECT_EQ(local_time(kAt, false), kAt + 2 * kHour);
  EXPECT_EQ(local_time(kAt - kHour, false), kAt + kHour);
  EXPECT_EQ(local_time(kAt - kHour - 1, false), kAt - 1);  // the last moment of winter time
  EXPECT_EQ(local_time(kAt, true), kAt);
}

TEST_F(LocalTimeIn, KnowsOffsetsThatAreNoHours) {
  zone("Asia/Kathmandu");
  EXPECT_EQ(local_time(kAt + 7, false), kAt + 7 + 5 * kHour + 45 * (kHour / 60));
}

TEST_F(LocalTimeIn, AgreesWithTheCalendar) {
  zone("America/St_Johns");
  for (Microseconds at = kAt - 48 * kHour; at < kAt + 48 * kHour; at += kHour / 4) {
    const CalendarTime time = calendar_time(at, false);
    const Microseconds minutes = local_time(at, false) / (kHour / 60);
    EXPECT_EQ(minutes % 60, time.minute);
    EXPECT_EQ(minutes / 60 % 24, time.hour);
  }
}

}  // namespace
}  // namespace hark
