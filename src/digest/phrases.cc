#include "digest/phrases.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <iterator>

#include "event/calendar.h"

namespace hark {
namespace {

Microseconds rounded(Microseconds value, Microseconds step) {
  return (value + step / 2) / step * step;
}

struct Unit {
  Microseconds size;
  std::string_view name;
};
constexpr auto kUnits =
    std::to_array<Unit>({{kDay, "d"}, {kHour, "h"}, {kMinute, "min"}, {kSecond, "s"}});

// A time of day or of the week, as exact as its spread leaves a meaning.
Microseconds meaningful(Microseconds at, Microseconds spread) {
  return rounded(at, spread < kMinute ? kSecond : kMinute);
}

std::string time_of_day(Microseconds at, Microseconds spread) {
  const Microseconds time = at % kDay / kSecond;
  std::string text = fmt::format("{:02}:{:02}", time / 3600, time / 60 % 60);
  if (spread < kMinute) text += fmt::format(":{:02}", time % 60);
  return text;
}

// The roundest number that is as good as the period: "every 10 min ±12 s", not "9 min 58 s".
Microseconds round_period(Microseconds period, Microseconds spread) {
  constexpr auto kSteps = std::to_array<Microseconds>(
      {kHour, 30 * kMinute, 15 * kMinute, 10 * kMinute, 5 * kMinute, kMinute, 30 * kSecond,
       15 * kSecond, 10 * kSecond, 5 * kSecond, kSecond, kSecond / 10, kMillisecond});
  for (const Microseconds step : kSteps) {
    if (step <= spread && step * 2 <= period) return rounded(period, step);
  }
  return period;
}

}  // namespace

std::string grouped(std::uint64_t number) {
  std::string digits = fmt::format("{}", number);
  for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, 1, ' ');
  return digits;
}

std::string counted(std::uint64_t number, std::string_view noun) {
  return fmt::format("{} {}{}", grouped(number), noun, number == 1 ? "" : "s");
}

std::string length_in_words(Microseconds length) {
  if (length < kSecond) return fmt::format("{} ms", rounded(length, kMillisecond) / kMillisecond);
  if (length < 10 * kSecond) {
    const Microseconds tenths = rounded(length, kSecond / 10) / (kSecond / 10);
    if (tenths % 10 != 0) return fmt::format("{}.{} s", tenths / 10, tenths % 10);
  }
  for (std::size_t i = 0; i < kUnits.size(); i++) {
    const bool is_last = i + 1 == kUnits.size();
    const Unit large = kUnits[i], small = kUnits[is_last ? i : i + 1];
    const Microseconds whole = rounded(length, small.size);
    if (whole < large.size && !is_last) continue;
    std::string text =
        fmt::format("{} {}", grouped(static_cast<std::uint64_t>(whole / large.size)), large.name);
    if (const Microseconds rest = whole % large.size / small.size; rest > 0)
      text += fmt::format(" {} {}", rest, small.name);
    return text;
  }
  return {};
}

std::uint64_t days_in(Microseconds length) {
  return static_cast<std::uint64_t>(rounded(length, kDay) / kDay);
}

std::string spread_in_words(Microseconds spread) {
  const auto in = [&](Microseconds unit, std::string_view name) {
    const Microseconds up = std::max<Microseconds>((spread + unit - 1) / unit, 1);
    return fmt::format("{} {}", grouped(static_cast<std::uint64_t>(up)), name);
  };
  if (spread <= 90 * kSecond) return in(kSecond, "s");
  if (spread <= 90 * kMinute) return in(kMinute, "min");
  if (spread <= 36 * kHour) return in(kHour, "h");
  return in(kDay, "d");
}

std::string date_and_time(Microseconds at, bool utc, bool with_seconds) {
  using namespace std::chrono;
  const sys_time<microseconds> local{microseconds{local_time(at, utc)}};
  const sys_days day = floor<days>(local);
  const year_month_day date{day};
  const auto time = floor<seconds>(local - day).count();
  std::string text = fmt::format("{:04}-{:02}-{:02} {:02}:{:02}", static_cast<int>(date.year()),
                                 static_cast<unsigned>(date.month()),
                                 static_cast<unsigned>(date.day()), time / 3600, time / 60 % 60);
  if (with_seconds) text += fmt::format(":{:02}", time % 60);
  return text;
}

std::string rhythm_in_words(const Rhythm& rhythm) {
  constexpr auto kWeekdays = std::to_array<std::string_view>(
      {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"});
  const Microseconds at = meaningful(rhythm.at, rhythm.within);
  switch (rhythm.kind) {
    case Rhythm::Kind::kNone:
    case Rhythm::Kind::kOnce:
      return {};
    case Rhythm::Kind::kDaily:
      return fmt::format("daily at {} ±{}", time_of_day(at, rhythm.within),
                         spread_in_words(rhythm.within));
    case Rhythm::Kind::kWeekly:
      return fmt::format("weekly on {} at {} ±{}",
                         kWeekdays[static_cast<std::size_t>(at / kDay) % kWeekdays.size()],
                         time_of_day(at, rhythm.within), spread_in_words(rhythm.within));
    case Rhythm::Kind::kEvery: {
      const std::string spread = rhythm.period < 10 * kSecond ? length_in_words(rhythm.within)
                                                              : spread_in_words(rhythm.within);
      return fmt::format("every {} ±{}",
                         length_in_words(round_period(rhythm.period, rhythm.within)), spread);
    }
    case Rhythm::Kind::kAfterEachStart:
      return "after each start";
  }
  return {};
}

std::string sparkline(const std::array<std::uint64_t, 24>& hours) {
  constexpr auto kBars = std::to_array<std::string_view>({"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"});
  const std::uint64_t most =
      std::max<std::uint64_t>(*std::max_element(hours.begin(), hours.end()), 1);
  std::string line;
  for (const std::uint64_t count : hours) {
    const double height = static_cast<double>(count) / static_cast<double>(most) * 7;
    std::size_t bar = static_cast<std::size_t>(height + 0.5);
    if (count > 0) bar = std::max<std::size_t>(bar, 1);
    line += kBars[bar];
  }
  return line;
}

}  // namespace hark
