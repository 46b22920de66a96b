// Times as journalctl's short forms show them, with English names whatever the locale.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "event/timestamps.h"

namespace hark {

enum class TimeForm : std::uint8_t {
  kShort,    // Mar 03 10:11:12
  kPrecise,  // Mar 03 10:11:12.123456
  kIso,      // 2026-03-03T10:11:12+01:00
  kFull,     // Tue 2026-03-03 10:11:12 CET
};

// Remembers the zone's offset of the quarter of an hour it was last asked about: localtime_r(3)
// costs more than the rest of a line. Not shared between threads.
class Clock {
 public:
  Clock(TimeForm form, bool utc) : form_(form), utc_(utc) {}

  // A missing time is shown as journalctl shows one that is out of range.
  void append(std::string& out, std::optional<Microseconds> at);

 private:
  void look_up_zone(std::int64_t seconds);

  TimeForm form_;
  bool utc_;
  std::int64_t quarter_ = INT64_MIN;
  std::int64_t offset_ = 0;  // seconds east of UTC
  std::string zone_ = "UTC";
};

}  // namespace hark
