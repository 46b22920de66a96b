// Noise earns no rhythm, and rhythms are found in spite of jitter and misses. 500 simulations each,
// from a fixed seed; HARK_SIMULATIONS asks for another number (the test digest.simulations runs
// 10 000).
#include <gmock/gmock.h>

#include <cstdlib>
#include <functional>
#include <string>

#include "unit/digest/made_times.h"

namespace hark {
namespace {

using Kind = Rhythm::Kind;
using Make = std::function<Times(Chance&, std::size_t)>;

constexpr std::size_t kSizes[] = {3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 20, 50};

std::size_t simulations() {
  const char* wanted = std::getenv("HARK_SIMULATIONS");
  return wanted == nullptr ? 500 : std::strtoul(wanted, nullptr, 10);
}

double share(const Make& make, std::size_t size, const std::function<bool(const Rhythm&)>& counts) {
  Chance chance(size);
  const std::size_t all = simulations();
  std::size_t some = 0;
  for (std::size_t i = 0; i < all; i++) some += counts(rhythm_of(make(chance, size)));
  return static_cast<double>(some) / static_cast<double>(all);
}

// At most 1 %. Of 500, 12 and more would be seen once in 200 times if it were just that.
void expect_noise(const Make& make) {
  const double allowed = simulations() < 10'000 ? 0.022 : 0.01;
  for (const std::size_t size : kSizes) {
    EXPECT_LE(share(make, size, [](const Rhythm& r) { return r.kind != Kind::kNone; }), allowed)
        << size << " incidents";
  }
}

TEST(RhythmNoise, UniformTimesHaveNone) {
  for (const Microseconds span : {kHour, kDay, 3 * kDay, 30 * kDay, 365 * kDay}) {
    SCOPED_TRACE(span / kHour);
    expect_noise([=](Chance& chance, std::size_t size) {
      Times times;
      while (times.size() < size) times.push_back(kMarch + part_of(span, chance.uniform()));
      return times;
    });
  }
}

TEST(RhythmNoise, PoissonTimesHaveNone) {
  for (const Microseconds mean : {5 * kMinute, kHour, kDay}) {
    SCOPED_TRACE(mean / kMinute);
    expect_noise([=](Chance& chance, std::size_t size) {
      Times times;
      for (Microseconds at = kMarch; times.size() < size;)
        times.push_back(at += part_of(mean, chance.exponential()));
      return times;
    });
  }
}

// Lines that come at random, and are one incident where they are within 30 s: that leaves gaps of
// 30 s at least, which are more even than Poisson's.
TEST(RhythmNoise, PoissonLinesHaveNone) {
  for (const Microseconds mean : {15 * kSecond, 30 * kSecond, 60 * kSecond}) {
    SCOPED_TRACE(mean / kSecond);
    expect_noise([=](Chance& chance, std::size_t size) {
      Times times;
      for (Microseconds at = kMarch, last = 0; times.size() < size; last = at) {
        at += part_of(mean, chance.exponential());
        if (at - last > 30 * kSecond) times.push_back(at);
      }
      return times;
    });
  }
}

TEST(RhythmNoise, OneBurstHasNone) {
  for (const Microseconds width : {kMinute, kHour, kDay}) {
    SCOPED_TRACE(width / kMinute);
    expect_noise([=](Chance& chance, std::size_t size) {
      Times times;
      while (times.size() < size)
        times.push_back(kMarch + 40 * kDay + part_of(width, chance.normal()));
      return times;
    });
    expect_noise([=](Chance& chance, std::size_t size) {
      Times times;
      while (times.size() < size)
        times.push_back(kMarch + 40 * kDay + part_of(width, chance.exponential()));
      return times;
    });
  }
}

// Trouble that comes with work is no daily rhythm.
TEST(RhythmNoise, OfficeHoursHaveNone) {
  expect_noise([](Chance& chance, std::size_t size) {
    Times times;
    while (times.size() < size) {
      const auto day = static_cast<Microseconds>(chance.uniform() * 60);
      if (day % 7 != 0 && day % 7 != 6)
        times.push_back(kMarch + day * kDay + 9 * kHour + part_of(8 * kHour, chance.uniform()));
    }
    return times;
  });
}

TEST(RhythmNoise, StartsAtRandomAreFollowedByNothing) {
  const std::size_t all = simulations();
  for (const std::size_t size : kSizes) {
    Chance chance(size);
    std::size_t some = 0;
    for (std::size_t i = 0; i < all; i++) {
      Times times, starts;
      while (times.size() < size) {
        times.push_back(kMarch + part_of(30 * kDay, chance.uniform()));
        starts.push_back(kMarch + part_of(30 * kDay, chance.uniform()));
      }
      std::sort(times.begin(), times.end());
      std::sort(starts.begin(), starts.end());
      some += find_rhythm({times, starts, kMarch, kMarch + 30 * kDay, true}).kind != Kind::kNone;
    }
    EXPECT_LE(static_cast<double>(some) / static_cast<double>(all), all < 10'000 ? 0.022 : 0.01)
        << size << " incidents";
  }
}

// Each occurrence is off its time by up to 5 % of the period, and one in ten is missing.
Make on_a_grid(Microseconds period) {
  return [=](Chance& chance, std::size_t size) {
    const Microseconds phase = part_of(period, chance.uniform());
    Times times;
    for (Microseconds i = 0; times.size() < size; i++) {
      if (chance.happens(0.1)) continue;
      times.push_back(kMarch + phase + i * period + part_of(period, 0.05 * chance.around()));
    }
    return times;
  };
}

// Each occurrence comes one period after the one before, off by up to 5 %.
Make by_a_timer(Microseconds period) {
  return [=](Chance& chance, std::size_t size) {
    Times times;
    for (Microseconds at = kMarch; times.size() < size;) {
      at += part_of(period, 1 + 0.05 * chance.around());
      if (!chance.happens(0.1)) times.push_back(at);
    }
    return times;
  };
}

void expect_found(const Make& make, Kind kind) {
  for (const std::size_t size : kSizes) {
    if (size < 10) continue;
    EXPECT_GE(share(make, size, [=](const Rhythm& r) { return r.kind == kind; }), 0.95)
        << size << " incidents";
  }
}

TEST(RhythmNoise, DailyIsFound) { expect_found(on_a_grid(kDay), Kind::kDaily); }
TEST(RhythmNoise, WeeklyIsFound) { expect_found(on_a_grid(7 * kDay), Kind::kWeekly); }
TEST(RhythmNoise, TenMinutesAreFound) {
  expect_found(on_a_grid(10 * kMinute), Kind::kEvery);
  expect_found(by_a_timer(10 * kMinute), Kind::kEvery);
}
TEST(RhythmNoise, OtherPeriodsAreFound) {
  for (const Microseconds period : {45 * kSecond, kHour, 7 * kHour, 2 * kDay}) {
    SCOPED_TRACE(period / kSecond);
    expect_found(on_a_grid(period), Kind::kEvery);
    expect_found(by_a_timer(period), Kind::kEvery);
  }
}

}  // namespace
}  // namespace hark
