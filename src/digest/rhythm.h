// The rhythm of a block's incidents: by the clock, at even gaps, or after each start of the unit.
//
// What is looked at are the times at which incidents begin. Each test has a size that must be met
// and a chance that must be small: with 3 to 9 incidents noise has to look so with p < 0.001, from
// 10 on the same bounds hold and need not be so small where said. The tests, in the order in which
// they are tried:
//
// - Daily, weekly: the local time of day (or of the week, from Monday 00:00) on a circle. The
//   shortest arc that holds four of five incidents must be at most 14 % of the circle; the window
//   is what lies within twice that arc around its middle, T the middle of what is there, d half its
//   width. A cycle is a day (week) from opposite T to opposite T, so that 23:59 and 00:01 are no
//   two days. At least 3 cycles have an incident in the window, and more than half of the steps
//   from one such cycle to the next are a single one: every second day is no daily rhythm, Monday
//   to Friday is. p: that random times, one a cycle, crowd so on an arc of that width somewhere
//   (chance.h, crowded_arc); always < 0.001. Local time, so a daily job stays daily when the clocks
//   change.
// - Every P: the gaps between incidents. P is the median of the gaps, made better by the gaps that
//   are whole numbers of it; a gap counts as 1 to 4 P (incidents may be missing), and more than
//   half of all must be one P. With less than 10 incidents all gaps count, and p is that of
//   chance.h, even_gaps, < 0.001. From 10 on four of five gaps lie within 20 % of P of their
//   multiple, and the median distance from it (the MAD) is at most 8 % of P. d: nine of ten of
//   these gaps are within it. Where the clock tests hold as well they win, unless the gaps are four
//   times as exact: then it is a timer that does not follow the local clock.
// - After each start: within some time after a start of the unit there are four of five incidents,
//   and four of five starts have one. p: that as many starts would have one if incidents fell
//   anywhere in what was seen (at_least); always < 0.001. A unit that runs into trouble sooner or
//   later and is started again has an incident after each start too, but its windows cover all of
//   the time, and p is 1.
//
// So noise earns a rhythm in less than 1 % of cases, whatever its number of incidents: uniform
// times, Poisson's, bursts. tests/unit/digest/rhythm_noise_test.cc simulates it.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "event/timestamps.h"

namespace hark {

struct Rhythm {
  enum class Kind : std::uint8_t { kNone, kOnce, kDaily, kWeekly, kEvery, kAfterEachStart };

  Kind kind = Kind::kNone;
  Microseconds at = 0;      // kDaily: local time of day; kWeekly: local time since Monday 00:00
  Microseconds period = 0;  // kEvery
  // kDaily, kWeekly, kEvery: the ±; kAfterEachStart: how soon.
  Microseconds within = 0;
};

// "none", "once", "daily", "weekly", "every", "after-each-start".
std::string_view rhythm_name(Rhythm::Kind kind);

struct RhythmQuestion {
  std::span<const Microseconds> times;   // incidents, sorted
  std::span<const Microseconds> starts;  // of the unit, sorted
  // What was seen in all: times and starts lie within.
  Microseconds seen_from = 0;
  Microseconds seen_to = 0;
  bool utc = false;  // local time is UTC
};
Rhythm find_rhythm(const RhythmQuestion& question);

}  // namespace hark
