#include "digest/tally.h"

#include <algorithm>
#include <iterator>

#include "base/floor_division.h"
#include "event/calendar.h"

namespace hark {
namespace {}  // namespace

void DaySet::add(std::int64_t from, std::int64_t to) {
  const bool is_first = runs_.empty() && forgotten_ == 0;
  first_ = is_first ? from : std::min(first_, from);
  last_ = is_first ? to : std::max(last_, to);
  // The runs that touch from…to become one with it.
  auto run = runs_.upper_bound(from);
  if (run != runs_.begin() && std::prev(run)->second >= from - 1) --run;
  while (run != runs_.end() && run->first <= to + 1) {
    from = std::min(from, run->first);
    to = std::max(to, run->second);
    run = runs_.erase(run);
  }
  runs_.emplace(from, to);
  if (runs_.size() < 2 * kKeptRuns) return;
  while (runs_.size() > kKeptRuns) {
    forgotten_ += static_cast<std::uint64_t>(runs_.begin()->second - runs_.begin()->first + 1);
    runs_.erase(runs_.begin());
  }
}

std::uint64_t DaySet::count() const {
  std::uint64_t days = forgotten_;
  for (const auto& [from, to] : runs_) days += static_cast<std::uint64_t>(to - from + 1);
  return days;
}

std::uint64_t DaySet::span() const {
  return runs_.empty() ? 0 : static_cast<std::uint64_t>(last_ - first_ + 1);
}

void Tally::add(const Incident& incident, bool utc) {
  incidents++;
  lines += incident.lines;
  if (incident.first == kNoTime) return;
  first = first == kNoTime ? incident.first : std::min(first, incident.first);
  last = std::max(last, incident.last);
  longest = std::max(longest, incident.last - incident.first);
  const Microseconds begin = local_time(incident.first, utc);
  const Microseconds end = local_time(incident.last, utc);
  hours[static_cast<std::size_t>(floor_divide(begin, kHour) - floor_divide(begin, kDay) * 24)]++;
  // Local time may go back within an incident, when the clocks are.
  days.add(floor_divide(begin, kDay), std::max(floor_divide(begin, kDay), floor_divide(end, kDay)));
  times.push_back(incident.first);
  if (times.size() < 2 * kKeptTimes) return;
  std::nth_element(times.begin(), times.begin() + kKeptTimes, times.end(), std::greater<>());
  times.resize(kKeptTimes);
}

}  // namespace hark
