#include "app/fault_report.h"

#include <fmt/format.h>

#include "base/printable.h"

namespace hark {

FaultReport::FaultReport(std::string input_name)
    : name_(input_name == "-" ? "standard input" : std::move(input_name)) {}

std::string FaultReport::add(const Fault& fault) {
  is_of_places_ = fault.line == 0;
  if (++seen_ > kShown) {
    unreported_++;
    return {};
  }
  const std::string place = printable(fault.file.empty() ? name_ : fault.file);
  if (fault.line == 0) return fmt::format("hark: {}: {}\n", place, printable(fault.reason));
  return fmt::format("hark: {}:{}: {}\n", place, fault.line, printable(fault.reason));
}

std::string FaultReport::sum() {
  if (unreported_ == 0) return {};
  const bool is_one = unreported_ == 1;
  std::string text = is_of_places_
                         ? fmt::format("hark: {}: {} more damaged {}\n", printable(name_),
                                       unreported_, is_one ? "place" : "places")
                         : fmt::format("hark: {}: {} more malformed {} skipped\n", printable(name_),
                                       unreported_, is_one ? "line was" : "lines were");
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
