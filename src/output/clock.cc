#include "output/clock.h"

#include <fmt/format.h>

#include <chrono>
#include <ctime>
#include <iterator>

#include "base/floor_division.h"

namespace hark {
namespace {

constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::int64_t kQuarter = 15 * 60;  // no zone changes its offset within one

}  // namespace

void Clock::look_up_zone(std::int64_t seconds) {
  const std::int64_t quarter = floor_divide(seconds, kQuarter);
  if (utc_ || quarter == quarter_) return;
  quarter_ = quarter;
  const auto t = static_cast<std::time_t>(seconds);
  std::tm tm{};
  localtime_r(&t, &tm);
  offset_ = tm.tm_gmtoff;
  zone_ = tm.tm_zone == nullptr ? "" : tm.tm_zone;
}

void Clock::append(std::string& out, std::optional<Microseconds> at) {
  if (!at) {
    out += "XXX XX XX:XX:XX";
    return;
  }
  const std::int64_t seconds = floor_divide(*at, kSecond);
  const auto micro = *at - seconds * kSecond;
  look_up_zone(seconds);
  const std::int64_t local = seconds + offset_;
  const std::int64_t days = floor_divide(local, 86400);
  const auto in_day = static_cast<int>(local - days * 86400);
  const int h = in_day / 3600, m = in_day / 60 % 60, s = in_day % 60;
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{days}}};
  const int year = static_cast<int>(date.year());
  const unsigned month = static_cast<unsigned>(date.month()),
                 day = static_cast<unsigned>(date.day());
  auto to = std::back_inserter(out);
  switch (form_) {
    case TimeForm::kShort:
      fmt::format_to(to, "{} {:02} {:02}:{:02}:{:02}", kMonths[month - 1], day, h, m, s);
      break;
    case TimeForm::kPrecise:
      fmt::format_to(to, "{} {:02} {:02}:{:02}:{:02}.{:06}", kMonths[month - 1], day, h, m, s,
                     micro);
      break;
    case TimeForm::kIso: {
      const std::int64_t east = offset_ < 0 ? -offset_ : offset_;
      fmt::format_to(to, "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}{:02}:{:02}", year, month, day, h, m,
                     s, offset_ < 0 ? '-' : '+', east / 3600, east / 60 % 60);
      break;
    }
    case TimeForm::kFull: {
      const auto weekday =
          static_cast<std::size_t>((days + 4) % 7 + 7) % 7;  // 1 January 1970: a Thursday
      fmt::format_to(to, "{} {:04}-{:02}-{:02} {:02}:{:02}:{:02} {}", kDays[weekday], year, month,
                     day, h, m, s, zone_);
      break;
    }
  }
}

}  // namespace hark
