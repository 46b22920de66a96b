#include "digest/phrases.h"

#include <gtest/gtest.h>

#include "unit/digest/made_times.h"

namespace hark {
namespace {

TEST(Phrases, Numbers) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(25'920), "25 920");
  EXPECT_EQ(grouped(400'000), "400 000");
  EXPECT_EQ(grouped(18'446'744'073'709'551'615u), "18 446 744 073 709 551 615");
  EXPECT_EQ(counted(1, "line"), "1 line");
  EXPECT_EQ(counted(0, "line"), "0 lines");
}

TEST(Phrases, Lengths) {
  EXPECT_EQ(length_in_words(3 * kDay + 4 * kHour + 20 * kMinute), "3 d 4 h");
  EXPECT_EQ(length_in_words(3 * kDay), "3 d");
  EXPECT_EQ(length_in_words(kDay - kSecond), "1 d");
  EXPECT_EQ(length_in_words(90 * kSecond), "1 min 30 s");
  EXPECT_EQ(length_in_words(61 * kMinute), "1 h 1 min");
  EXPECT_EQ(length_in_words(59 * kSecond + kSecond / 2), "1 min");
  EXPECT_EQ(length_in_words(12 * kSecond), "12 s");
  EXPECT_EQ(length_in_words(3'090'000), "3.1 s");
  EXPECT_EQ(length_in_words(3 * kSecond), "3 s");
  EXPECT_EQ(length_in_words(200'400), "200 ms");
  EXPECT_EQ(length_in_words(0), "0 ms");
}

TEST(Phrases, SpreadsAreRoundedUp) {
  EXPECT_EQ(spread_in_words(0), "1 s");
  EXPECT_EQ(spread_in_words(1'700'000), "2 s");
  EXPECT_EQ(spread_in_words(90 * kSecond), "90 s");
  EXPECT_EQ(spread_in_words(91 * kSecond), "2 min");
  EXPECT_EQ(spread_in_words(72 * kMinute), "72 min");
  EXPECT_EQ(spread_in_words(8 * kHour + 1), "9 h");
  EXPECT_EQ(spread_in_words(40 * kHour), "2 d");
}

TEST(Phrases, DatesAndTimes) {
  EXPECT_EQ(date_and_time(kMarch + 9 * kHour + 3 * kMinute + 51 * kSecond, true, true),
            "2026-03-01 09:03:51");
  EXPECT_EQ(date_and_time(kMarch, true, false), "2026-03-01 00:00");
  EXPECT_EQ(date_and_time(0, true, true), "1970-01-01 00:00:00");
}

TEST(Phrases, Rhythms) {
  using Kind = Rhythm::Kind;
  const Microseconds at = 9 * kHour + 3 * kMinute + 49'700'000;
  EXPECT_EQ(rhythm_in_words({Kind::kDaily, at, 0, 1'800'000}), "daily at 09:03:50 ±2 s");
  EXPECT_EQ(rhythm_in_words({Kind::kDaily, at, 0, 20 * kMinute}), "daily at 09:04 ±20 min");
  EXPECT_EQ(rhythm_in_words({Kind::kDaily, kDay - 1, 0, kSecond}), "daily at 00:00:00 ±1 s");
  EXPECT_EQ(rhythm_in_words({Kind::kWeekly, 2 * kDay + at, 0, 2 * kSecond}),
            "weekly on Wednesday at 09:03:50 ±2 s");
  EXPECT_EQ(rhythm_in_words({Kind::kWeekly, 7 * kDay - 1, 0, 5 * kMinute}),
            "weekly on Monday at 00:00 ±5 min");
  EXPECT_EQ(rhythm_in_words({Kind::kEvery, 0, 598 * kSecond, 12 * kSecond}), "every 10 min ±12 s");
  EXPECT_EQ(rhythm_in_words({Kind::kEvery, 0, 597 * kSecond, kSecond}), "every 9 min 57 s ±1 s");
  EXPECT_EQ(rhythm_in_words({Kind::kEvery, 0, 3'097'000, 90'000}), "every 3.1 s ±90 ms");
  EXPECT_EQ(rhythm_in_words({Kind::kEvery, 0, 2 * kDay, 0}), "every 2 d ±1 s");
  EXPECT_EQ(rhythm_in_words({Kind::kAfterEachStart, 0, 0, kSecond}), "after each start");
  EXPECT_EQ(rhythm_in_words({Kind::kOnce, 0, 0, 0}), "");
  EXPECT_EQ(rhythm_in_words({}), "");
}

TEST(Phrases, Sparklines) {
  std::array<std::uint64_t, 24> hours{};
  EXPECT_EQ(sparkline(hours), "▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁");
  hours[9] = 15;
  EXPECT_EQ(sparkline(hours), "▁▁▁▁▁▁▁▁▁█▁▁▁▁▁▁▁▁▁▁▁▁▁▁");
  hours[0] = 1'000'000;
  hours[23] = 500'000;
  EXPECT_EQ(sparkline(hours), "█▁▁▁▁▁▁▁▁▂▁▁▁▁▁▁▁▁▁▁▁▁▁▅");
}

}  // namespace
}  // namespace hark
