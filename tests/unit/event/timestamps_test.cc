// Times as people type them. The expected values are those that `systemd-analyze timestamp` (252)
// prints, but for what it says itself where hark means to differ.
#include "event/timestamps.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

#include "unit/event/made_event.h"

namespace hark {
namespace {

using ::testing::HasSubstr;

class InZone {
 public:
  explicit InZone(const char* zone) {
    if (const char* before = std::getenv("TZ")) before_ = before;
    ::setenv("TZ", zone, 1);
    ::tzset();
  }
  ~InZone() {
    before_.empty() ? ::unsetenv("TZ") : ::setenv("TZ", before_.c_str(), 1);
    ::tzset();
  }

 private:
  std::string before_;
};

struct Case {
  const char* text;
  Microseconds seconds;
  Microseconds fraction = 0;
};

// 2026-03-15 12:34:56.5 UTC, a Sunday
constexpr Microseconds kNow = 1773578096 * kSecond + 500'000;

void check(const std::vector<Case>& cases, bool utc = false, Microseconds now = kNow) {
  for (const Case& c : cases) {
    const auto at = parse_time(c.text, now, utc);
    ASSERT_TRUE(at) << c.text << ": " << render(at.errors());
    EXPECT_EQ(*at, c.seconds * kSecond + c.fraction) << c.text;
  }
}

TEST(ParseTime, InBerlin) {
  const InZone zone("Europe/Berlin");
  check({
      {"2026-03-01", 1772319600},
      {"2026-03-01 09:00", 1772352000},
      {"2026-03-01 09:00:30", 1772352030},
      {"2026-03-01 09:00:30.5", 1772352030, 500'000},
      {"2026-03-01T09:00", 1772352000},
      {"2026-03-01T09:00:30.25", 1772352030, 250'000},
      {"2026-3-1 9:00", 1772352000},
      {"2026-03-01 9:5", 1772352300},
      {"  2026-03-01   09:00  ", 1772352000},
      {"Sun 2026-03-01", 1772319600},
      {"sunday 2026-03-01 09:00", 1772352000},
      {"Sun, 2026-03-01 09:00", 1772352000},
      {"2026-03-01 UTC", 1772323200},
      {"2026-03-01 09:00 UTC", 1772355600},
      {"2026-03-01 09:00 utc", 1772355600},
      {"2026-03-01 09:00:00Z", 1772355600},
      {"2026-03-01T09:00:00Z", 1772355600},
      {"2026-03-01T09:00:00.5Z", 1772355600, 500'000},
      {"2026-03-01T09:00+02:00", 1772348400},
      {"2026-03-01 09:00 +02:00", 1772348400},
      {"2026-03-01 09:00:00.5 -0330", 1772368200, 500'000},
      {"2026-03-01T09:00:00+01", 1772352000},
      // around the spring's lost hour and in summer
      {"2026-03-29 01:59:59", 1774745999},
      {"2026-03-29 03:00", 1774746000},
      {"2026-07-01 12:00", 1782900000},
      {"2026-10-25 01:59", 1792886340},
      {"2026-10-25 03:00", 1792893600},
      // relative to now, which is 13:34:56.5 in Berlin
      {"now", 1773578096, 500'000},
      {"today", 1773529200},
      {"yesterday", 1773442800},
      {"tomorrow", 1773615600},
      {"09:00", 1773561600},
      {"9:00", 1773561600},
      {"09:00:30.125", 1773561630, 125'000},
      {"13:34:56", 1773578096},
      {"-1h", 1773574496, 500'000},
      {"-1h 30min", 1773572696, 500'000},
      {"1h30min ago", 1773572696, 500'000},
      {"90 ago", 1773578006, 500'000},
      {"1.5d ago", 1773448496, 500'000},
      {"+5min", 1773578396, 500'000},
      {"5min left", 1773578396, 500'000},
      {"@1772355600", 1772355600},
      {"@1772355600.25", 1772355600, 250'000},
      {"@0", 0},
  });
  // A time that the clocks skip is an hour later, as for systemd; one they show twice is one of the
  // two.
  check({{"2026-03-29 02:30", 1774747800}});
  const auto twice = parse_time("2026-10-25 02:30", kNow, false);
  ASSERT_TRUE(twice);
  EXPECT_TRUE(*twice == 1792891800 * kSecond || *twice == 1792888200 * kSecond) << *twice;
}

TEST(ParseTime, ShortFullsZoneNamesAreTheLocalZones) {
  // What short-full prints can be typed back.
  const InZone zone("Europe/Berlin");
  check({{"Sun 2026-03-01 09:00:00 CET", 1772352000},
         {"Wed 2026-07-01 12:00:00 CEST", 1782900000},
         {"2026-10-25 02:30 CEST", 1792888200},
         {"2026-10-25 02:30 CET", 1792891800},
         {"2026-03-01 CET", 1772319600}});
  for (const char* text : {"2026-03-01 09:00 XYZ", "2026-03-01 09:00 C"})
    EXPECT_FALSE(parse_time(text, kNow, false)) << text;
}

TEST(ParseTime, ZonesOfTheDatabaseAreKnownByName) {
  const InZone zone("Europe/Berlin");
  check({{"2026-03-01 09:00 Asia/Tokyo", 1772323200},
         {"2026-07-01 12:00 America/New_York", 1782921600},
         {"today America/New_York", 1773547200},
         {"2026-03-01 09:00 Europe/Berlin", 1772352000},
         {"2026-03-01 09:00", 1772352000}});  // and the local zone is what it was
  for (const char* text :
       {"2026-03-01 09:00 Europe/Nowhere", "2026-03-01 09:00 Europe",
        "2026-03-01 09:00 Europe/../UTC", "Asia/Tokyo", "2026-03-01 09:00 /UTC", "Asia/Tokyo "})
    EXPECT_FALSE(parse_time(text, kNow, false)) << text;
}

TEST(ParseTime, WhatShortPrintsIsTheLastSuchTime) {
  const InZone zone("Europe/Berlin");
  check({
      {"Mar 15 13:34:56", 1773578096},
      {"Mar 15 13:34:57", 1742042097},
      {"Mar 03 10:13:00", 1772529180},
      {"mar 3 10:13", 1772529180},
      {"Mar  3 10:13:00", 1772529180},
      {"Jul 01 12:00:00", 1751364000},
      {"Feb 29 00:00:00", 1709161200},
      {"Mar 10 09:03:50 UTC", 1773133430},
      {"Mar 10 09:03:50 Asia/Tokyo", 1773101030},
      {"Mar 10", 1773097200},
      {"Mar 10 09:03:50.25", 1773129830, 250'000},
  });
  for (const char* text : {"Mar", "Mar 32 09:00", "Feb 30 09:00", "Mrz 10 09:00", "Mar 10 25:00",
                           "Mar 10 09:00 2026", "March 10 09:00"})
    EXPECT_FALSE(parse_time(text, kNow, false)) << text;
  // Where a new year has begun in another zone alone.
  const Microseconds silvester = 1767222000 * kSecond;  // 2025-12-31 23:00 UTC
  check({{"Jan 01 00:30:00 +02:00", 1767220200}, {"Dec 31 23:00:00 UTC", 1767222000}}, false,
        silvester);
}

// All examples of systemd.time(7), in a zone an hour east of Greenwich at 18:15:22.
TEST(ParseTime, TheManualsExamples) {
  const InZone zone("CET-1");
  const Microseconds now = 1353690922 * kSecond;  // Fri 2012-11-23 18:15:22
  check(
      {
          {"Fri 2012-11-23 11:12:13", 1353665533},
          {"2012-11-23 11:12:13", 1353665533},
          {"2012-11-23 11:12:13 UTC", 1353669133},
          {"2012-11-23T11:12:13Z", 1353669133},
          {"2012-11-23T11:12+02:00", 1353661920},
          {"2012-11-23", 1353625200},
          {"12-11-23", 1353625200},
          {"11:12:13", 1353665533},
          {"11:12", 1353665520},
          {"now", 1353690922},
          {"today", 1353625200},
          {"today UTC", 1353628800},
          {"yesterday", 1353538800},
          {"tomorrow", 1353711600},
          {"tomorrow Pacific/Auckland", 1353754800},
          {"+3h30min", 1353703522},
          {"-5s", 1353690917},
          {"11min ago", 1353690262},
          {"@1395716396", 1395716396},
      },
      false, now);
}

TEST(ParseTime, InUtcByOptionOrByZone) {
  const std::vector<Case> cases = {
      {"2026-03-01", 1772323200},
      {"2026-03-01 09:00", 1772355600},
      {"today", 1773532800},
      {"yesterday", 1773446400},
      {"tomorrow", 1773619200},
      {"09:00", 1773565200},
      {"2026-03-29 02:30", 1774751400},
      {"2026-03-01T09:00+02:00", 1772348400},
      {"1969-12-31 23:59:59", -1},
      {"2024-02-29", 1709164800},
  };
  {
    const InZone zone("Europe/Berlin");
    check(cases, true);
  }
  const InZone zone("UTC");
  check(cases, false);
}

TEST(ParseTime, DaysAreCalendarDaysAcrossDst) {
  const InZone zone("Europe/Berlin");
  const Microseconds now =
      1774782000 * kSecond;  // 2026-03-29 13:00 CEST; the clocks went on that night
  check({{"today", 1774738800},
         {"yesterday", 1774652400},
         {"tomorrow", 1774821600},
         {"00:30", 1774740600}},
        false, now);
}

TEST(ParseTime, RefusesOthersAndSaysWhatATimeIs) {
  const InZone zone("Europe/Berlin");
  for (const char* text : {"",
                           " ",
                           "x",
                           "2026",
                           "2026-03",
                           "2026-13-01",
                           "2026-00-01",
                           "2026-03-00",
                           "2026-04-31",
                           "2026-02-29",
                           "2026-03-01 24:00",
                           "2026-03-01 09:60",
                           "2026-03-01 09:00:61",
                           "2026-03-01 09",
                           "2026-03-01 09:",
                           "2026-03-01 09:00:",
                           "2026-03-01 09:00:30.",
                           "2026-03-01x",
                           "2026-03-01T",
                           "2026-03-01 09:00 +2",
                           "2026-03-01 09:00 +25:00",
                           "2026-03-01 09:00+02:60",
                           "Mon 2026-03-01",
                           "Foo 2026-03-01",
                           "@",
                           "@x",
                           "@1.",
                           "@-1",
                           "@1772355600s",
                           "@99999999999999999999",
                           "ago",
                           "1h agoo",
                           "-",
                           "+",
                           "-1x",
                           "- -1h",
                           "--1h",
                           "1h",
                           "1 parsec ago",
                           "yesterday 09:00",
                           "99999999999999999y ago",
                           "-9223372036854775807",
                           "20260301",
                           "01.03.2026",
                           "2026/03/01",
                           "2026-003-01",
                           "002026-03-01",
                           "2026-03-01 009:00",
                           "\xff",
                           "now now"}) {
    const auto at = parse_time(text, kNow, false);
    ASSERT_FALSE(at) << text;
    EXPECT_THAT(at.errors()[0].message, HasSubstr("is not a time"));
    EXPECT_THAT(at.errors()[0].help, HasSubstr("yesterday"));
  }
}

TEST(ParseTimeSpan, KnowsSystemdsUnits) {
  const std::pair<const char*, Microseconds> cases[] = {
      {"2h 30min", 9'000'000'000},
      {"2h30min", 9'000'000'000},
      {"1.5d", 129'600'000'000},
      {"90", 90'000'000},
      {"0", 0},
      {"1m", 60'000'000},
      {"1M", 2'629'800'000'000},
      {"1month", 2'629'800'000'000},
      {"1y", 31'557'600'000'000},
      {"2 weeks", 1'209'600'000'000},
      {"1hr30", 3'630'000'000},
      {"3hours 5", 10'805'000'000},
      {"5us", 5},
      {"5µs", 5},
      {"1msec", 1000},
      {"0.1234567s", 123'456},
      {"1d1d", 172'800'000'000},
      {" 1 s ", 1'000'000},
      {"100years", 3'155'760'000'000'000},
  };
  for (const auto& [text, length] : cases) EXPECT_EQ(parse_time_span(text), length) << text;
  for (const char* text : {"", " ", "s", "-1", "1H", "1 x", "1..5s", "1.s", "1s x", "s1", "1e5s",
                           "999999999999999999999999y", "200000y 200000y"}) {
    EXPECT_EQ(parse_time_span(text), std::nullopt) << text;
  }
}

TEST(Timestamp, IsDigitsAlone) {
  EXPECT_EQ(parse_timestamp("0"), 0);
  EXPECT_EQ(parse_timestamp("1772532672250000"), 1772532672250000);
  EXPECT_EQ(parse_timestamp("999999999999999999"), 999999999999999999);
  for (const char* text : {"", "-1", "+1", "1.5", " 1", "1 ", "x", "99999999999999999999"})
    EXPECT_EQ(parse_timestamp(text), std::nullopt) << text;
}

TEST(Timestamp, ShownIsTheSendersTimeFiltersUseJournalds) {
  MadeEvent both({{field::kRealtime, "2000000"}, {field::kSourceRealtime, "1000000"}});
  EXPECT_EQ(realtime(*both), 2000000);
  EXPECT_EQ(shown_time(*both), 1000000);
  MadeEvent one({{field::kRealtime, "2000000"}});
  EXPECT_EQ(shown_time(*one), 2000000);
  MadeEvent bad({{field::kRealtime, "2000000"}, {field::kSourceRealtime, "x"}});
  EXPECT_EQ(shown_time(*bad), 2000000);
  MadeEvent none({});
  EXPECT_EQ(realtime(*none), std::nullopt);
  EXPECT_EQ(shown_time(*none), std::nullopt);
}

}  // namespace
}  // namespace hark
