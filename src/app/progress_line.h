// How far a run got, on one line of a terminal, once it takes long.
//
// The line is never left behind: whoever writes anything else wipes it before.
#pragma once

#include <chrono>
#include <cstddef>
#include <string_view>

#include "input/source.h"

namespace hark {

class ProgressLine {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::milliseconds kPatience{1000};  // nothing is shown before
  static constexpr std::chrono::milliseconds kPeriod{200};

  // `columns`: of the terminal that `write` writes to; 0: there is none, and nothing is shown.
  ProgressLine(std::size_t columns, Clock::time_point started, void (*write)(std::string_view))
      : columns_(columns), due_(started + kPatience), write_(write) {}

  bool is_due(Clock::time_point now) const { return columns_ != 0 && now >= due_; }
  // Shows it where that is due.
  void show(const Progress& progress, Clock::time_point now);
  void wipe();

 private:
  std::size_t columns_;
  Clock::time_point due_;
  void (*write_)(std::string_view);
  bool is_shown_ = false;
};

}  // namespace hark
