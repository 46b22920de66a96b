// What is said of entries that could not be decoded: the first five of each input, then a sum, and
// when following that sum once an hour. One bad producer must not drown the terminal.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "input/source.h"

namespace hark {

class FaultReport {
 public:
  static constexpr std::uint64_t kShown = 5;

  explicit FaultReport(std::string input_name);

  // The text to print now; often empty.
  std::string add(const Fault& fault);
  // What was not shown one by one since the last sum.
  std::string sum();
  std::string hourly_sum();

 private:
  std::string name_;
  std::uint64_t seen_ = 0;
  std::uint64_t unreported_ = 0;
  bool is_of_places_ = false;  // in a journal file, which has no lines
  std::chrono::steady_clock::time_point last_sum_ = std::chrono::steady_clock::now();
};

}  // namespace hark
