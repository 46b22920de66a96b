#include "differential/expr/naive_time.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "differential/expr/naive_text.h"

namespace hark::reference {
namespace {

constexpr std::int64_t kSecond = 1'000'000;

std::int64_t floored_seconds(std::int64_t microseconds) {
  const std::int64_t seconds = microseconds / kSecond;
  return microseconds % kSecond < 0 ? seconds - 1 : seconds;
}

std::tm broken_down(std::int64_t microseconds, bool utc) {
  const std::time_t seconds = floored_seconds(microseconds);
  std::tm tm{};
  utc ? gmtime_r(&seconds, &tm) : localtime_r(&seconds, &tm);
  return tm;
}

std::int64_t put_together(std::tm tm, bool utc) {
  tm.tm_isdst = -1;
  return (utc ? timegm(&tm) : std::mktime(&tm)) * kSecond;
}

std::int64_t midnight(const Zone& zone, int days_on) {
  std::tm tm = broken_down(zone.now, zone.utc);
  tm.tm_hour = tm.tm_min = tm.tm_sec = 0;
  tm.tm_mday += days_on;
  return put_together(tm, zone.utc);
}

std::optional<int> days_on(const std::string& word) {
  if (word == "today") return 0;
  if (word == "yesterday") return -1;
  if (word == "tomorrow") return 1;
  return std::nullopt;
}

}  // namespace

std::optional<std::int64_t> timestamp(const std::string& digits) {
  if (digits.empty() || digits.find_first_not_of("0123456789") != std::string::npos)
    return std::nullopt;
  errno = 0;
  const std::int64_t value = std::strtoll(digits.c_str(), nullptr, 10);
  if (errno != 0) return std::nullopt;
  return value;
}

std::optional<std::int64_t> time_of(const std::string& text, const Zone& shown) {
  const Zone zone{.utc = false, .now = shown.now};  // what is typed is local time
  if (const auto days = days_on(text)) return midnight(zone, *days);
  if (text == "now") return zone.now;
  if (text.starts_with("@")) {
    const auto seconds = timestamp(text.substr(1));
    return seconds ? std::optional(*seconds * kSecond) : std::nullopt;
  }
  int amount = 0, used = 0;
  char unit = 0;
  if (std::sscanf(text.c_str(), "-%d%c%n", &amount, &unit, &used) == 2 &&
      used == static_cast<int>(text.size()) && (unit == 'h' || unit == 's' || unit == 'd')) {
    return zone.now - amount * kSecond * (unit == 'h' ? 3600 : unit == 'd' ? 86400 : 1);
  }
  int milliseconds = 0;
  std::string rest = text;
  const bool is_utc = rest.ends_with(" UTC");
  if (is_utc) rest.resize(rest.size() - 4);
  if (const std::size_t dot = rest.find('.'); dot != std::string::npos) {
    if (rest.size() != dot + 4) return std::nullopt;
    milliseconds = std::atoi(rest.c_str() + dot + 1);
    rest.resize(dot);
  }
  for (const char* form : {"%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d"}) {
    std::tm tm{};
    const char* const end = strptime(rest.c_str(), form, &tm);
    if (end == nullptr || *end != '\0') continue;
    return put_together(tm, is_utc) + milliseconds * 1000;
  }
  return std::nullopt;
}

DateParts parts_of(std::int64_t microseconds, bool utc) {
  const std::tm tm = broken_down(microseconds, utc);
  return {tm.tm_hour, tm.tm_min, (tm.tm_wday + 6) % 7,
          (tm.tm_year + 1900) * 10000 + (tm.tm_mon + 1) * 100 + tm.tm_mday};
}

std::optional<int> weekday_of(const std::string& name) {
  const char* const names[] = {"monday", "tuesday",  "wednesday", "thursday",
                               "friday", "saturday", "sunday"};
  for (int i = 0; i < 7; i++) {
    const std::string full = names[i];
    if (lower(name) == full || lower(name) == full.substr(0, 3)) return i;
  }
  return std::nullopt;
}

std::optional<int> day_of(const std::string& text, const Zone& zone) {
  if (const auto days = days_on(text)) return parts_of(midnight(zone, *days), zone.utc).day;
  int year = 0, month = 0, day = 0, used = 0;
  if (std::sscanf(text.c_str(), "%d-%d-%d%n", &year, &month, &day, &used) == 3 &&
      used == static_cast<int>(text.size()))
    return year * 10000 + month * 100 + day;
  return std::nullopt;
}

}  // namespace hark::reference
