#include "digest/rhythm.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <vector>

#include "base/floor_division.h"
#include "digest/chance.h"
#include "event/calendar.h"

namespace hark {
namespace {

constexpr Microseconds kWeek = 7 * kDay;
constexpr Microseconds kFirstMonday = 4 * kDay;  // 1 January 1970 was a Thursday

constexpr double kSurely = 0.001;
constexpr std::size_t kEnough = 10;  // incidents for which sizes alone decide on gaps

std::size_t most_of(std::size_t n) { return (n * 4 + 4) / 5; }

double ratio(Microseconds a, Microseconds b) {
  return static_cast<double>(a) / static_cast<double>(b);
}

template <class T>
T median(std::vector<T>& values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// More than half of the steps from one of these sorted numbers to the next are 1.
bool mostly_follow(const std::vector<Microseconds>& cycles) {
  std::size_t single = 0;
  for (std::size_t i = 1; i < cycles.size(); i++) single += cycles[i] - cycles[i - 1] == 1;
  return 2 * single > cycles.size() - 1;
}

struct Arc {
  Microseconds start = 0;
  Microseconds width = 0;
};

// The shortest arc of a circle with this circumference that holds most of the points.
Arc shortest_arc(std::vector<Microseconds> phases, Microseconds circle) {
  std::sort(phases.begin(), phases.end());
  const std::size_t n = phases.size(), held = most_of(n);
  Arc best{0, circle};
  for (std::size_t i = 0; i < n; i++) {
    const std::size_t last = i + held - 1;
    const Microseconds end = last < n ? phases[last] : phases[last - n] + circle;
    if (end - phases[i] < best.width) best = {phases[i], end - phases[i]};
  }
  return best;
}

// `local` are local times; those of a circle's cycles begin at `origin`.
std::optional<Rhythm> by_the_clock(const std::vector<Microseconds>& local, Microseconds circle,
                                   Microseconds origin, Rhythm::Kind kind) {
  constexpr Microseconds kLeastReach = kMinute;
  std::vector<Microseconds> phases;
  phases.reserve(local.size());
  for (const Microseconds at : local) phases.push_back(floor_modulo(at - origin, circle));
  const Arc arc = shortest_arc(std::move(phases), circle);
  const Microseconds widest = circle / 100 * 14;
  if (arc.width > widest) return std::nullopt;

  const Microseconds middle = arc.start + arc.width / 2;
  const Microseconds reach = std::clamp(arc.width + arc.width / 2, kLeastReach, widest);
  const Microseconds turn = origin + middle - circle / 2;  // where cycles begin
  Microseconds low = circle, high = -circle;
  std::vector<Microseconds> all, hit;  // cycles
  for (const Microseconds at : local) {
    const Microseconds cycle = floor_divide(at - turn, circle);
    const Microseconds off = at - turn - cycle * circle - circle / 2;
    if (all.empty() || all.back() != cycle) all.push_back(cycle);
    if (std::abs(off) > reach) continue;
    if (hit.empty() || hit.back() != cycle) hit.push_back(cycle);
    low = std::min(low, off);
    high = std::max(high, off);
  }
  // Where clocks are set back local times are not sorted.
  for (auto* cycles : {&all, &hit}) {
    std::sort(cycles->begin(), cycles->end());
    cycles->erase(std::unique(cycles->begin(), cycles->end()), cycles->end());
  }
  if (hit.size() < 3 || !mostly_follow(hit)) return std::nullopt;
  if (crowded_arc(hit.size(), all.size(), ratio(high - low, circle)) >= kSurely)
    return std::nullopt;
  return Rhythm{kind, floor_modulo(middle + (low + high) / 2, circle), 0, (high - low + 1) / 2};
}

// A gap as a whole number of periods and what is left.
struct Steps {
  std::size_t count = 0;  // 0: it is none
  double off = 0;         // of a period
};
Steps steps_of(double gap, double period) {
  constexpr double kMost = 4;
  const double count = std::max(1.0, std::round(gap / period));
  if (count > kMost) return {};
  return {static_cast<std::size_t>(count), std::abs(gap / period - count)};
}

std::optional<Rhythm> at_even_gaps(std::span<const Microseconds> times) {
  constexpr double kNear = 0.2, kMad = 0.08;
  std::vector<double> gaps;
  for (std::size_t i = 1; i < times.size(); i++)
    gaps.push_back(static_cast<double>(times[i] - times[i - 1]));
  std::vector<double> sorted = gaps;
  double period = median(sorted);
  if (period <= 0) return std::nullopt;
  std::vector<double> units;  // what single periods would be
  for (const double gap : gaps) {
    const Steps steps = steps_of(gap, period);
    if (steps.count > 0 && steps.off <= kNear)
      units.push_back(gap / static_cast<double>(steps.count));
  }
  if (units.empty()) return std::nullopt;
  period = median(units);

  std::vector<double> near;  // of gaps that are near a multiple, how far from it
  std::size_t single = 0, periods = 0;
  bool all_are_steps = true;
  double worst = 0;
  for (const double gap : gaps) {
    const Steps steps = steps_of(gap, period);
    all_are_steps &= steps.count > 0;
    single += steps.count == 1 && steps.off <= kNear;
    periods += steps.count;
    worst = std::max(worst, steps.off);
    if (steps.count > 0 && steps.off <= kNear) near.push_back(steps.off);
  }
  if (2 * single <= gaps.size()) return std::nullopt;
  if (times.size() < kEnough) {
    if (!all_are_steps || even_gaps(gaps.size(), periods, worst) >= kSurely) return std::nullopt;
  } else {
    if (near.size() < most_of(gaps.size())) return std::nullopt;
    std::vector<double> offs = near;
    if (median(offs) > kMad) return std::nullopt;
  }
  std::sort(near.begin(), near.end());
  const double within = near[(near.size() * 9 + 9) / 10 - 1] * period;
  return Rhythm{Rhythm::Kind::kEvery, 0, static_cast<Microseconds>(std::llround(period)),
                static_cast<Microseconds>(std::llround(within))};
}

std::optional<Rhythm> after_each_start(const RhythmQuestion& q) {
  if (q.starts.size() < 3) return std::nullopt;
  // What a manager's child says before it runs the program may come before "Started".
  constexpr Microseconds kEarly = kSecond / 10;
  std::vector<Microseconds> starts(q.starts.begin(), q.starts.end());
  for (Microseconds& start : starts) start -= kEarly;
  // The delay of each incident since the start before it; -1 where none was seen.
  std::vector<Microseconds> delays, known;
  for (const Microseconds at : q.times) {
    const auto after = std::upper_bound(starts.begin(), starts.end(), at);
    delays.push_back(after == starts.begin() ? -1 : at - *(after - 1));
    if (delays.back() >= 0) known.push_back(delays.back());
  }
  const std::size_t enough = most_of(q.times.size());
  if (known.size() < enough) return std::nullopt;
  std::sort(known.begin(), known.end());
  const Microseconds soon = known[enough - 1];

  std::size_t followed = 0;  // starts with an incident soon after
  std::size_t troubled = 0;  // starts with an incident before the next start
  Microseconds covered = 0;  // time that lies soon after a start
  auto next = q.times.begin();
  for (std::size_t i = 0; i < starts.size(); i++) {
    const bool is_last = i + 1 == starts.size();
    const Microseconds until = is_last ? q.seen_to : starts[i + 1];
    covered += std::clamp<Microseconds>(until - starts[i], 0, soon);
    next = std::lower_bound(next, q.times.end(), starts[i]);
    if (next == q.times.end()) continue;
    if (!is_last && *next >= until) continue;
    troubled++;
    followed += *next - starts[i] <= soon;
  }
  const Microseconds seen = q.seen_to - q.seen_from;
  if (followed < 3 || followed < most_of(starts.size()) || seen <= 0) return std::nullopt;
  const double each = 1 - std::pow(1 - std::min(1.0, ratio(covered, seen)),
                                   ratio(static_cast<Microseconds>(q.times.size()),
                                         static_cast<Microseconds>(troubled)));
  if (at_least(followed, troubled, each) >= kSurely) return std::nullopt;
  return Rhythm{Rhythm::Kind::kAfterEachStart, 0, 0, std::max<Microseconds>(soon - kEarly, 0)};
}

}  // namespace

std::string_view rhythm_name(Rhythm::Kind kind) {
  switch (kind) {
    case Rhythm::Kind::kNone:
      break;
    case Rhythm::Kind::kOnce:
      return "once";
    case Rhythm::Kind::kDaily:
      return "daily";
    case Rhythm::Kind::kWeekly:
      return "weekly";
    case Rhythm::Kind::kEvery:
      return "every";
    case Rhythm::Kind::kAfterEachStart:
      return "after-each-start";
  }
  return "none";
}

Rhythm find_rhythm(const RhythmQuestion& q) {
  if (q.times.size() == 1) return {Rhythm::Kind::kOnce, 0, 0, 0};
  if (q.times.size() < 3) return {};
  std::vector<Microseconds> local;
  local.reserve(q.times.size());
  for (const Microseconds at : q.times) local.push_back(local_time(at, q.utc));
  auto clock = by_the_clock(local, kDay, 0, Rhythm::Kind::kDaily);
  if (!clock) clock = by_the_clock(local, kWeek, kFirstMonday, Rhythm::Kind::kWeekly);
  const auto gaps = at_even_gaps(q.times);
  if (clock && !(gaps && gaps->within * 4 < clock->within)) return *clock;
  if (gaps) return *gaps;
  return after_each_start(q).value_or(Rhythm{});
}

}  // namespace hark
