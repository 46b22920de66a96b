// When units were started, as their managers told: what "after each start" is found by.
//
// Only services are kept: scopes and transient sockets have names that never come again. Memory:
// the newest kKept to twice kKept starts of a unit, and of kUnits to twice kUnits units those that
// were started last.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "event/timestamps.h"

namespace hark {

class UnitStarts {
 public:
  static constexpr std::size_t kKept = 1024;
  static constexpr std::size_t kUnits = 10'000;

  // `unit` is any key. A start has two lines where the unit takes its time: "Starting", "Started";
  // they have the invocation in common (0 where systemd is so old that there are none).
  void add(const std::string& unit, Microseconds at, std::uint64_t invocation, bool is_beginning);

  // Sorted.
  std::vector<Microseconds> of(const std::string& unit) const;

 private:
  struct Start {
    Microseconds at;
    std::uint64_t invocation;
    bool awaits_end;  // a "Starting" whose "Started" has not come
  };

  void make_room();

  std::unordered_map<std::string, std::vector<Start>> units_;
};

}  // namespace hark
