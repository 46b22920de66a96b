#include "digest/tally.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>

#include "unit/digest/made_times.h"

namespace hark {
namespace {

Incident incident(Microseconds first, Microseconds last, std::uint64_t lines = 1) {
  return {first, last, lines, {}};
}

TEST(DaySet, CountsDaysOnceAndSpansAll) {
  DaySet days;
  EXPECT_EQ(days.count(), 0u);
  EXPECT_EQ(days.span(), 0u);
  for (const std::int64_t day : {10, 12, 10, 11, 20, 19}) days.add(day, day);
  EXPECT_EQ(days.count(), 5u);
  EXPECT_EQ(days.span(), 11u);
  days.add(8, 22);
  EXPECT_EQ(days.count(), 15u);
  EXPECT_EQ(days.span(), 15u);
}

TEST(DaySet, StaysSmallAndKeepsCounting) {
  DaySet days;
  for (std::int64_t day = 0; day < 100'000; day += 2) days.add(day, day);
  EXPECT_EQ(days.count(), 50'000u);
  EXPECT_EQ(days.span(), 99'999u);
}

TEST(Tally, CountsWhatIncidentsWere) {
  Tally tally;
  tally.add(incident(kMarch + 9 * kHour, kMarch + 9 * kHour + 5 * kSecond, 3), true);
  tally.add(incident(kMarch + 3 * kDay + 9 * kHour, kMarch + 3 * kDay + 11 * kHour, 4), true);
  EXPECT_EQ(tally.incidents, 2u);
  EXPECT_EQ(tally.lines, 7u);
  EXPECT_EQ(tally.first, kMarch + 9 * kHour);
  EXPECT_EQ(tally.last, kMarch + 3 * kDay + 11 * kHour);
  EXPECT_EQ(tally.longest, 2 * kHour);
  EXPECT_EQ(tally.hours[9], 2u);
  EXPECT_EQ(tally.days.count(), 2u);
  EXPECT_EQ(tally.days.span(), 4u);
}

TEST(Tally, AnIncidentOfDaysIsOnAllOfThem) {
  Tally tally;
  tally.add(incident(kMarch + 23 * kHour, kMarch + 4 * kDay), true);
  EXPECT_EQ(tally.days.count(), 5u);
}

TEST(Tally, DaysAndHoursAreLocal) {
  setenv("TZ", "Asia/Kathmandu", 1);  // 5:45 east
  tzset();
  Tally tally;
  tally.add(incident(kMarch + 18 * kHour, kMarch + 18 * kHour), false);
  tally.add(incident(kMarch + 18 * kHour + 15 * kMinute, kMarch + 18 * kHour + 15 * kMinute),
            false);
  EXPECT_EQ(tally.hours[23], 1u);
  EXPECT_EQ(tally.hours[0], 1u);
  EXPECT_EQ(tally.days.count(), 2u);
  setenv("TZ", "UTC", 1);
  tzset();
}

TEST(Tally, WithoutATimeAnIncidentIsCountedAlone) {
  Tally tally;
  tally.add(incident(kNoTime, kNoTime, 9), true);
  EXPECT_EQ(tally.incidents, 1u);
  EXPECT_EQ(tally.lines, 9u);
  EXPECT_EQ(tally.first, kNoTime);
  EXPECT_EQ(tally.days.count(), 0u);
}

TEST(Tally, KeepsTheNewestTimes) {
  Tally tally;
  Microseconds newest = 0;
  for (Microseconds i = 0; i < 100'000; i++) {
    // Out of order, as files are read one after the other.
    const Microseconds at = kMarch + (i * 7919 % 100'000) * kMinute;
    tally.add(incident(at, at), true);
    newest = std::max(newest, at);
    ASSERT_LT(tally.times.size(), 2 * Tally::kKeptTimes);
  }
  EXPECT_EQ(tally.incidents, 100'000u);
  EXPECT_EQ(*std::max_element(tally.times.begin(), tally.times.end()), newest);
  EXPECT_GE(tally.times.size(), Tally::kKeptTimes);
}

}  // namespace
}  // namespace hark
