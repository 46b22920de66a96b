#include "app/fault_report.h"

#include <fmt/format.h>

#include "base/printable.h"

namespace hark {

FaultReport::FaultReport(std::string input_name)
    : name_(input_name == "-" ? "standard input" : std::move(input_name)) {}

std::string FaultReport::add(const Fault& fault) {
  if (++seen_ > kShown) {
    unreported_++;
    return {};
  }
  return fmt::format("hark: {}:{}: {}\n", printable(name_), fault.line, printable(fault.reason));
}

std::string FaultReport::sum() {
  if (unreported_ == 0) return {};
  std::string text = fmt::format("hark: {}: {} more malformed {} skipped\n", printable(name_),
                                 unreported_, unreported_ == 1 ? "line was" : "lines were");
  unreported_ = 0;
  last_sum_ = std::chrono::steady_clock::now();
  return text;
}

std::string FaultReport::hourly_sum() {
  if (unreported_ == 0 || std::chrono::steady_clock::now() - last_sum_ < std::chrono::hours(1))
    return {};
  return sum();
}

}  // namespace hark
