#include "output/clock.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>

namespace hark {
namespace {

std::string shown(TimeForm form, std::optional<Microseconds> at, bool utc = false) {
  std::string out;
  Clock(form, utc).append(out, at);
  return out;
}

class ClockIn : public testing::Test {
 protected:
  void zone(const char* name) {
    setenv("TZ", name, 1);
    tzset();
  }
  void TearDown() override { zone("UTC"); }
};

constexpr Microseconds kAt = 1772532672123456;  // 2026-03-03 10:11:12.123456 UTC, a Tuesday

TEST_F(ClockIn, WritesJournalctlsForms) {
  zone("UTC");
  EXPECT_EQ(shown(TimeForm::kShort, kAt), "Mar 03 10:11:12");
  EXPECT_EQ(shown(TimeForm::kPrecise, kAt), "Mar 03 10:11:12.123456");
  EXPECT_EQ(shown(TimeForm::kIso, kAt), "2026-03-03T10:11:12+00:00");
  EXPECT_EQ(shown(TimeForm::kFull, kAt), "Tue 2026-03-03 10:11:12 UTC");
  EXPECT_EQ(shown(TimeForm::kShort, std::nullopt), "XXX XX XX:XX:XX");
}

TEST_F(ClockIn, KnowsTheZone) {
  zone("Europe/Berlin");
  EXPECT_EQ(shown(TimeForm::kIso, kAt), "2026-03-03T11:11:12+01:00");
  EXPECT_EQ(shown(TimeForm::kFull, kAt), "Tue 2026-03-03 11:11:12 CET");
  EXPECT_EQ(shown(TimeForm::kIso, kAt, true), "2026-03-03T10:11:12+00:00");
  zone("America/St_Johns");
  EXPECT_EQ(shown(TimeForm::kIso, kAt), "2026-03-03T06:41:12-03:30");
}

TEST_F(ClockIn, NoticesThatTheOffsetChanges) {
  zone("Europe/Berlin");
  Clock clock(TimeForm::kIso, false);
  std::string out;
  const Microseconds spring = 1774746000LL * 1'000'000;  // 2026-03-29 01:00 UTC
  clock.append(out, spring - 1);
  out += ' ';
  clock.append(out, spring);
  EXPECT_EQ(out, "2026-03-29T01:59:59+01:00 2026-03-29T03:00:00+02:00");
}

// Against the C library, over centuries.
TEST_F(ClockIn, AgreesWithStrftime) {
  zone("Europe/Berlin");
  Clock clock(TimeForm::kFull, false);
  for (std::int64_t t = -3'000'000'000; t < 9'000'000'000; t += 86'413'001) {
    std::string out;
    clock.append(out, t * 1'000'000);
    const auto seconds = static_cast<std::time_t>(t);
    std::tm tm{};
    localtime_r(&seconds, &tm);
    char expected[64];
    std::strftime(expected, sizeof expected, "%a %Y-%m-%d %H:%M:%S %Z", &tm);
    ASSERT_EQ(out, expected) << t;
  }
}

}  // namespace
}  // namespace hark
