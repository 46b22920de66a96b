#include "digest/rhythm.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>

#include "unit/digest/made_times.h"

namespace hark {
namespace {

using Kind = Rhythm::Kind;

class RhythmIn : public testing::Test {
 protected:
  void zone(const char* name) {
    setenv("TZ", name, 1);
    tzset();
  }
  void TearDown() override { zone("UTC"); }
};

Times daily(std::size_t days, Microseconds at, Microseconds jitter = 0) {
  Chance chance(1);
  Times times;
  for (std::size_t day = 0; day < days; day++) {
    times.push_back(kMarch + static_cast<Microseconds>(day) * kDay + at +
                    part_of(jitter, chance.around()));
  }
  return times;
}

TEST(Rhythm, OnceAndTooFew) {
  EXPECT_EQ(rhythm_of({kMarch}).kind, Kind::kOnce);
  EXPECT_EQ(rhythm_of({kMarch, kMarch + kDay}).kind, Kind::kNone);
  EXPECT_EQ(find_rhythm({}).kind, Kind::kNone);
}

TEST(Rhythm, RestartsEachMorning) {
  const Microseconds at = 9 * kHour + 3 * kMinute + 50 * kSecond;
  const Rhythm rhythm = rhythm_of(daily(15, at, 2 * kSecond));
  EXPECT_EQ(rhythm.kind, Kind::kDaily);
  EXPECT_NEAR(static_cast<double>(rhythm.at), static_cast<double>(at), kSecond);
  EXPECT_LE(rhythm.within, 2 * kSecond);
  EXPECT_GT(rhythm.within, kSecond);
}

TEST(Rhythm, ThreeExactDaysAreEnoughAndThreeVagueOnesAreNot) {
  EXPECT_EQ(rhythm_of(daily(3, 9 * kHour, 2 * kSecond)).kind, Kind::kDaily);
  EXPECT_EQ(rhythm_of({kMarch, kMarch + kDay + kHour, kMarch + 2 * kDay - kHour}).kind,
            Kind::kNone);
}

TEST(Rhythm, MidnightIsNoBorder) {
  Times times;
  for (Microseconds day = 0; day < 12; day++)
    times.push_back(kMarch + day * kDay + (day % 2 == 0 ? 20 : -20) * kSecond);
  const Rhythm rhythm = rhythm_of(times);
  EXPECT_EQ(rhythm.kind, Kind::kDaily);
  EXPECT_EQ(rhythm.at % kDay, 0);
  EXPECT_EQ(rhythm.within, 20 * kSecond);
}

TEST(Rhythm, WorkdaysAreDailyAndEverySecondDayIsNot) {
  Times workdays, second_days, mondays;
  for (Microseconds day = 0; day < 70; day++) {
    const Microseconds at = kMarch + day * kDay + 9 * kHour;
    if (day % 7 != 0 && day % 7 != 6) workdays.push_back(at);
    if (day % 2 == 0) second_days.push_back(at);
    if (day % 7 == 1) mondays.push_back(at);
  }
  EXPECT_EQ(rhythm_of(workdays).kind, Kind::kDaily);
  const Rhythm second = rhythm_of(second_days);
  EXPECT_EQ(second.kind, Kind::kEvery);
  EXPECT_EQ(second.period, 2 * kDay);
  const Rhythm weekly = rhythm_of(mondays);
  EXPECT_EQ(weekly.kind, Kind::kWeekly);
  EXPECT_EQ(weekly.at, 9 * kHour);  // on Monday
}

TEST(Rhythm, SundayNightIsTheEndOfTheWeek) {
  Times sundays;
  for (Microseconds week = 0; week < 10; week++)
    sundays.push_back(kMarch + week * 7 * kDay + 23 * kHour);
  EXPECT_EQ(rhythm_of(sundays).at, 6 * kDay + 23 * kHour);
}

TEST(Rhythm, SomethingElseMayHappenAsWell) {
  Times times = daily(16, 9 * kHour, kSecond);
  for (const Microseconds at : {2 * kDay + 3 * kHour, 7 * kDay + 17 * kHour, 9 * kDay + 14 * kHour})
    times.push_back(kMarch + at);
  const Rhythm rhythm = rhythm_of(times);
  EXPECT_EQ(rhythm.kind, Kind::kDaily);
  EXPECT_LE(rhythm.within, kSecond);
}

TEST(Rhythm, SeveralTriesADayAreDaily) {
  Times times;
  for (Microseconds day = 0; day < 10; day++) {
    for (const Microseconds retry : {0, 1, 2, 3})
      times.push_back(kMarch + day * kDay + 3 * kHour + retry * kMinute);
  }
  EXPECT_EQ(rhythm_of(times).kind, Kind::kDaily);
}

TEST(Rhythm, OneNightIsNoDailyRhythm) {
  Times times;
  for (Microseconds i = 0; i < 40; i++) times.push_back(kMarch + 3 * kHour + i * i * kSecond);
  EXPECT_EQ(rhythm_of(times).kind, Kind::kNone);
}

TEST_F(RhythmIn, ADailyJobStaysDailyWhenTheClocksChange) {
  // Summer time begins on 29 March 2026 in Berlin: 09:03 is 08:03 UTC, and then 07:03 UTC.
  Times local, utc;
  for (Microseconds day = 15; day < 45; day++) {
    const Microseconds at = kMarch + day * kDay + 8 * kHour + 3 * kMinute;
    local.push_back(day < 28 ? at : at - kHour);
    utc.push_back(at);
  }
  zone("Europe/Berlin");
  const Rhythm of_local = rhythm_of(local, false);
  EXPECT_EQ(of_local.kind, Kind::kDaily);
  EXPECT_EQ(of_local.at, 9 * kHour + 3 * kMinute);
  EXPECT_EQ(of_local.within, 0);
  // One that follows UTC keeps its gaps instead.
  const Rhythm of_utc = rhythm_of(utc, false);
  EXPECT_EQ(of_utc.kind, Kind::kEvery);
  EXPECT_EQ(of_utc.period, kDay);
  EXPECT_EQ(rhythm_of(utc, true).kind, Kind::kDaily);
}

TEST_F(RhythmIn, TheHourThatComesTwiceIsOneTimeOfDay) {
  // 25 October 2026, 02:30 in Berlin, and 02:30 on the days around it.
  zone("Europe/Berlin");
  constexpr Microseconds kOctober25 = 1'792'886'400 * kSecond;  // 00:00 UTC
  Times times;
  for (Microseconds day = -5; day <= 5; day++)
    times.push_back(kOctober25 + day * kDay + (day <= 0 ? 0 : kHour) + 30 * kMinute);
  const Rhythm rhythm = rhythm_of(times, false);
  EXPECT_EQ(rhythm.kind, Kind::kDaily);
  EXPECT_EQ(rhythm.at, 2 * kHour + 30 * kMinute);
}

TEST(Rhythm, EvenGapsMayHaveHolesAndAPause) {
  Times times;
  for (Microseconds i = 0; i < 60; i++) {
    if (i % 10 == 7 || (i > 20 && i < 30)) continue;
    times.push_back(kMarch + i * 10 * kMinute + (i % 3) * kSecond);
  }
  const Rhythm rhythm = rhythm_of(times);
  EXPECT_EQ(rhythm.kind, Kind::kEvery);
  EXPECT_NEAR(static_cast<double>(rhythm.period), 10 * kMinute, kSecond);
  EXPECT_LE(rhythm.within, 3 * kSecond);
}

TEST(Rhythm, FewGapsMustBeVeryEven) {
  const auto with_gaps = [](std::initializer_list<Microseconds> gaps) {
    Times times = {kMarch};
    for (const Microseconds gap : gaps) times.push_back(times.back() + gap * kSecond);
    return rhythm_of(times).kind;
  };
  EXPECT_EQ(with_gaps({3000, 3000}), Kind::kEvery);
  EXPECT_EQ(with_gaps({3000, 3010}), Kind::kNone);
  EXPECT_EQ(with_gaps({3000, 3010, 2995, 6000, 3005}), Kind::kEvery);
  EXPECT_EQ(with_gaps({3000, 3500, 2500, 6600, 3005}), Kind::kNone);
}

TEST(Rhythm, SimultaneousIncidentsHaveNoPeriod) {
  EXPECT_EQ(rhythm_of(Times(20, kMarch)).kind, Kind::kNone);
}

Rhythm after_starts(const Times& times, const Times& starts) {
  return find_rhythm({times, starts, kMarch, kMarch + 30 * kDay, true});
}

TEST(Rhythm, AfterEachStart) {
  Chance chance(7);
  Times starts, times;
  for (Microseconds at = kMarch; starts.size() < 6;) {
    at += kHour + part_of(4 * kDay, chance.uniform());
    starts.push_back(at);
    times.push_back(at + part_of(20 * kSecond, chance.uniform()));
  }
  const Rhythm rhythm = after_starts(times, starts);
  EXPECT_EQ(rhythm.kind, Kind::kAfterEachStart);
  EXPECT_LE(rhythm.within, 20 * kSecond);
  // As many starts again that went well: no longer each.
  Times more = starts;
  for (const Microseconds start : starts) more.push_back(start + 30 * kMinute);
  std::sort(more.begin(), more.end());
  EXPECT_EQ(after_starts(times, more).kind, Kind::kNone);
}

TEST(Rhythm, ACrashSoonerOrLaterIsNotAfterEachStart) {
  Chance chance(8);
  Times starts = {kMarch}, times;
  while (times.size() < 12) {
    times.push_back(starts.back() + part_of(2 * kDay, chance.exponential()));
    starts.push_back(times.back() + kSecond);
  }
  EXPECT_EQ(after_starts(times, starts).kind, Kind::kNone);
}

TEST(Rhythm, HostileTimesAreNoTrouble) {
  constexpr Microseconds kEnd = 253'402'300'799'000'000;
  Times times;
  for (Microseconds i = 0; i < 20; i++) times.push_back(i % 2 == 0 ? i * i * i : kEnd - i * i * i);
  EXPECT_EQ(rhythm_of(times).kind, Kind::kNone);
  EXPECT_EQ(rhythm_of({0, 0, kEnd, kEnd}).kind, Kind::kNone);
}

}  // namespace
}  // namespace hark
