// Times as the C library tells them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace hark::reference {

struct Zone {
  bool utc = false;  // else local
  std::int64_t now = 0;
};

std::optional<std::int64_t> timestamp(const std::string& digits);

// A time as text, in some of the forms of --since. None: a form that this does not know.
std::optional<std::int64_t> time_of(const std::string& text, const Zone& zone);

struct DateParts {
  int hour = 0, minute = 0;
  int weekday = 0;  // Monday is 0
  int day = 0;      // as YYYYMMDD
};
DateParts parts_of(std::int64_t microseconds, bool utc);

std::optional<int> weekday_of(const std::string& name);
std::optional<int> day_of(const std::string& text, const Zone& zone);

}  // namespace hark::reference
