#include "digest/unit_starts.h"

#include <algorithm>
#include <utility>

namespace hark {

void UnitStarts::add(const std::string& unit, Microseconds at, std::uint64_t invocation,
                     bool is_beginning) {
  std::vector<Start>& starts = units_[unit];
  // The other line of a start is mostly the last one that came.
  constexpr std::ptrdiff_t kNear = 4;
  const auto near =
      starts.end() - std::min<std::ptrdiff_t>(invocation == 0 ? 1 : kNear, std::ssize(starts));
  const auto same = std::find_if(near, starts.end(), [&](const Start& start) {
    if (start.invocation != invocation) return false;
    return invocation != 0 || (start.awaits_end && !is_beginning);
  });
  if (same != starts.end()) {
    same->at = std::min(same->at, at);
    same->awaits_end = false;
    return;
  }
  starts.push_back({at, invocation, is_beginning});
  if (starts.size() == 2 * kKept) {
    std::nth_element(starts.begin(), starts.begin() + kKept, starts.end(),
                     [](const Start& a, const Start& b) { return a.at > b.at; });
    starts.resize(kKept);
  }
  if (units_.size() == 2 * kUnits) make_room();
}

void UnitStarts::make_room() {
  std::vector<std::pair<Microseconds, const std::string*>> last;
  for (const auto& [unit, starts] : units_) last.emplace_back(starts.back().at, &unit);
  std::nth_element(last.begin(), last.begin() + kUnits, last.end(), std::greater<>());
  std::vector<std::string> old;
  for (auto it = last.begin() + kUnits; it != last.end(); ++it) old.push_back(*it->second);
  for (const std::string& unit : old) units_.erase(unit);
}

std::vector<Microseconds> UnitStarts::of(const std::string& unit) const {
  std::vector<Microseconds> times;
  if (const auto found = units_.find(unit); found != units_.end()) {
    for (const Start& start : found->second) times.push_back(start.at);
  }
  std::sort(times.begin(), times.end());
  return times;
}

}  // namespace hark
