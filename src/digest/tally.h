// What is counted over the incidents of one block, without keeping the incidents.
//
// Counts, days and hours are exact. The times at which incidents began, which the rhythm is found
// in, are kept for the newest 4096 to 8192 of them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include "digest/incidents.h"
#include "event/timestamps.h"

namespace hark {

// Local days, by number since 1970, as runs of days: a daily incident takes one run, whatever the
// number of days. Of scattered days the newest 2048 to 4096 runs are kept; the days of older ones
// are only counted.
class DaySet {
 public:
  void add(std::int64_t from, std::int64_t to);  // inclusive
  std::uint64_t count() const;
  // From the first to the last day, both counted; 0 without any.
  std::uint64_t span() const;

 private:
  static constexpr std::size_t kKeptRuns = 2048;

  std::map<std::int64_t, std::int64_t> runs_;  // first day → last day; no two touch
  std::uint64_t forgotten_ = 0;                // days in runs that were let go
  std::int64_t first_ = 0, last_ = 0;
};

struct Tally {
  static constexpr std::size_t kKeptTimes = 4096;

  std::uint64_t incidents = 0;
  std::uint64_t lines = 0;
  Microseconds first = kNoTime;
  Microseconds last = kNoTime;            // when the last line of an incident came
  Microseconds longest = 0;               // how long the longest incident was
  std::array<std::uint64_t, 24> hours{};  // local hours in which incidents began
  DaySet days;                            // local days with an incident
  std::vector<Microseconds> times;        // when incidents began, in the order they were added

  void add(const Incident& incident, bool utc);
};

}  // namespace hark
