// Calendar parts of a time, local or UTC.
#pragma once

#include "event/timestamps.h"

namespace hark {

struct CalendarTime {
  int hour = 0;
  int minute = 0;
  int weekday = 0;  // 0 is Monday
  int date = 0;     // 20260310
};

// Local time is that of $TZ, across its changes of offset (localtime_r(3)). Consecutive events
// mostly fall into one quarter of an hour, within which no zone changes its offset: a thread
// remembers the last one, so that a change of $TZ while it runs may be seen late.
CalendarTime calendar_time(Microseconds at, bool utc);

// What the local clock showed, as microseconds since its own 1 January 1970: days and times of day
// are plain arithmetic on it. With `utc` it is the time itself.
Microseconds local_time(Microseconds at, bool utc);

}  // namespace hark
