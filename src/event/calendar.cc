#include "event/calendar.h"

#include <ctime>
#include <limits>

#include "base/floor_division.h"

namespace hark {
namespace {

constexpr Microseconds kQuarter = 15 * kMinute;

struct Quarter {
  Microseconds start = std::numeric_limits<Microseconds>::min();
  bool utc = false;
  CalendarTime at_start;
};

struct Offset {
  Microseconds start = std::numeric_limits<Microseconds>::min();  // of a quarter
  Microseconds east = 0;
};

// The edges of 64 bits: nothing to floor to, and no calendar either.
bool is_beyond_calendars(Microseconds at) {
  constexpr Microseconds kEdge = std::numeric_limits<Microseconds>::max() / 2;
  return at > kEdge || at < -kEdge;
}

Microseconds floor_to(Microseconds at, Microseconds unit) { return at - floor_modulo(at, unit); }

CalendarTime broken_down(Microseconds at, bool utc) {
  const std::time_t seconds = floor_divide(at, kSecond);
  std::tm tm{};
  if ((utc ? gmtime_r(&seconds, &tm) : localtime_r(&seconds, &tm)) == nullptr) return {};
  return {tm.tm_hour, tm.tm_min, (tm.tm_wday + 6) % 7,
          (tm.tm_year + 1900) * 10000 + (tm.tm_mon + 1) * 100 + tm.tm_mday};
}

}  // namespace

CalendarTime calendar_time(Microseconds at, bool utc) {
  thread_local Quarter last;
  if (is_beyond_calendars(at)) return broken_down(at, utc);
  const Microseconds start = floor_to(at, kQuarter);
  if (last.start != start || last.utc != utc) last = {start, utc, broken_down(start, utc)};
  CalendarTime time = last.at_start;
  // Zones of old had offsets that are no quarters, so the minute may run over.
  time.minute += static_cast<int>((at - start) / kMinute);
  return time.minute < 60 ? time : broken_down(at, utc);
}

Microseconds local_time(Microseconds at, bool utc) {
  thread_local Offset last;
  if (utc || is_beyond_calendars(at)) return at;
  const Microseconds start = floor_to(at, kQuarter);
  if (last.start != start) {
    const std::time_t seconds = start / kSecond;
    std::tm tm{};
    last = {start, localtime_r(&seconds, &tm) == nullptr ? 0 : tm.tm_gmtoff * kSecond};
  }
  return at + last.east;
}

}  // namespace hark
