// The incidents of one unit (on one host) and one group of patterns: hits no more than 30 s apart,
// with no two different invocations among them.
//
// Lines may come in any order of time: files are read one after the other, clocks are set back.
// What is kept are stretches: hits of one invocation, no two neighbours more than 30 s apart.
// Joining them is commutative, so the order in which lines came does not matter. Incidents are made
// of stretches when they are asked for, in order of time: lines without an invocation fit any, and
// go with the stretch that was last there.
//
// Memory: kKept to twice kKept stretches. Incidents for which no line has come for longest are
// settled: take_settled() gives them away, and a line that comes later still for such a time begins
// an incident of its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <utility>
#include <vector>

#include "event/timestamps.h"

namespace hark {

// Stands for the time of a hit that has none. All such hits of one invocation are one incident.
inline constexpr Microseconds kNoTime = -1;

// Which pattern tells an incident: the most severe, of equals the first in time, of those the lower
// number.
struct Telling {
  std::uint32_t pattern = 0;  // index of a selector
  int severity = 0;           // higher is worse
  Microseconds at = kNoTime;

  bool tells_before(const Telling& other) const {
    if (severity != other.severity) return severity > other.severity;
    return at != other.at ? at < other.at : pattern < other.pattern;
  }
};

struct Incident {
  Microseconds first = kNoTime;
  Microseconds last = kNoTime;
  std::uint64_t lines = 0;
  Telling telling;

  void join(const Incident& other);
};

class Incidents {
 public:
  static constexpr Microseconds kApart = 30'000'000;
  static constexpr std::size_t kKept = 1024;

  // One line; `invocation` 0: it has none.
  void add(std::uint64_t invocation, const Telling& telling);

  // In order of `first`. What was settled is not among them.
  std::vector<Incident> all() const;

  bool is_crowded() const { return stretches_.size() >= 2 * kKept; }
  // Those that have been quiet longest, which are then forgotten: call it when it is crowded.
  std::vector<Incident> take_settled();

 private:
  struct Stretch {
    Incident incident;
    std::uint64_t touched = 0;  // the number of the line that came last
  };
  using Stretches = std::map<std::pair<std::uint64_t, Microseconds>, Stretch>;
  struct Union;

  void join_next(Stretches::iterator stretch);
  std::vector<Union> unite(const Stretches& stretches) const;

  Stretches stretches_;  // by invocation, then first time
  std::uint64_t lines_ = 0;
};

}  // namespace hark
