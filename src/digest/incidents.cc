#include "digest/incidents.h"

#include <algorithm>
#include <cstdlib>

namespace hark {
namespace {

// `earlier` ends, `later` begins.
bool touch(Microseconds earlier, Microseconds later) {
  if (earlier == kNoTime || later == kNoTime) return earlier == later;
  return later - earlier <= Incidents::kApart;
}

}  // namespace

void Incident::join(const Incident& other) {
  first = std::min(first, other.first);
  last = std::max(last, other.last);
  lines += other.lines;
  if (other.telling.tells_before(telling)) telling = other.telling;
}

void Incidents::add(std::uint64_t invocation, const Telling& telling) {
  const Microseconds at = telling.at;
  const Stretch line{{at, at, 1, telling}, ++lines_};
  auto next = stretches_.upper_bound({invocation, at});
  if (next != stretches_.begin()) {
    const auto before = std::prev(next);
    if (before->first.first == invocation && touch(before->second.incident.last, at)) {
      before->second.incident.join(line.incident);
      before->second.touched = line.touched;
      join_next(before);
      return;
    }
  }
  join_next(stretches_.emplace_hint(next, std::pair{invocation, at}, line));
}

// A stretch that has grown, or is new, may touch the one behind it.
void Incidents::join_next(Stretches::iterator stretch) {
  const auto next = std::next(stretch);
  if (next == stretches_.end() || next->first.first != stretch->first.first ||
      !touch(stretch->second.incident.last, next->second.incident.first)) {
    return;
  }
  stretch->second.incident.join(next->second.incident);
  stretches_.erase(next);
}

// An incident and what it is made of.
struct Incidents::Union {
  Incident incident;
  std::uint64_t invocation = 0;
  std::uint64_t touched = 0;
  std::vector<Stretches::const_iterator> parts;
};

std::vector<Incidents::Union> Incidents::unite(const Stretches& stretches) const {
  std::vector<Stretches::const_iterator> in_time;
  in_time.reserve(stretches.size());
  for (auto it = stretches.begin(); it != stretches.end(); ++it) in_time.push_back(it);
  std::stable_sort(in_time.begin(), in_time.end(), [](const auto& a, const auto& b) {
    return a->second.incident.first < b->second.incident.first;
  });

  std::vector<Union> unions;
  std::vector<std::size_t> open;  // those that a later stretch may touch
  for (const auto& stretch : in_time) {
    const Incident& incident = stretch->second.incident;
    const std::uint64_t invocation = stretch->first.first;
    const std::uint64_t touched = stretch->second.touched;
    std::erase_if(open,
                  [&](std::size_t i) { return !touch(unions[i].incident.last, incident.first); });
    // Its own invocation's, else the one that was there last and fits.
    const auto is_better = [&](std::size_t a, std::size_t b) {
      const bool a_is_own = unions[a].invocation == invocation;
      const bool b_is_own = unions[b].invocation == invocation;
      if (invocation != 0 && a_is_own != b_is_own) return a_is_own;
      return unions[a].incident.last > unions[b].incident.last;
    };
    std::size_t best = unions.size();
    for (const std::size_t i : open) {
      const bool fits =
          invocation == 0 || unions[i].invocation == 0 || unions[i].invocation == invocation;
      if (fits && (best == unions.size() || is_better(i, best))) best = i;
    }
    if (best == unions.size()) {
      open.push_back(best);
      unions.push_back({incident, invocation, touched, {stretch}});
      continue;
    }
    unions[best].incident.join(incident);
    unions[best].touched = std::max(unions[best].touched, touched);
    unions[best].parts.push_back(stretch);
    if (invocation != 0) unions[best].invocation = invocation;
  }
  return unions;
}

std::vector<Incident> Incidents::all() const {
  std::vector<Incident> incidents;
  for (const Union& one : unite(stretches_)) incidents.push_back(one.incident);
  return incidents;
}

std::vector<Incident> Incidents::take_settled() {
  std::vector<Union> unions = unite(stretches_);
  std::stable_sort(unions.begin(), unions.end(),
                   [](const Union& a, const Union& b) { return a.touched < b.touched; });
  std::vector<Incident> settled;
  for (const Union& one : unions) {
    if (stretches_.size() <= kKept) break;
    settled.push_back(one.incident);
    for (const auto& part : one.parts) stretches_.erase(part);
  }
  return settled;
}

}  // namespace hark
