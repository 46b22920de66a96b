#include "app/progress_line.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "digest/phrases.h"

namespace hark {

namespace {
constexpr std::string_view kToItsStart = "\r\x1b[K";  // and what is there erased
}  // namespace

void ProgressLine::show(const Progress& progress, Clock::time_point now) {
  if (progress.total == 0 || !is_due(now)) return;
  due_ = now + kPeriod;
  const std::uint64_t done = std::min(progress.done, progress.total);
  std::string line =
      fmt::format("hark: {:.0f} % of {} entries read",
                  100.0 * static_cast<double>(done) / static_cast<double>(progress.total),
                  grouped(progress.total));
  // In the last column some terminals would go on to the next line.
  if (line.size() >= columns_) line.resize(columns_ - 1);
  write_(std::string(kToItsStart) + line);
  is_shown_ = true;
}

void ProgressLine::wipe() {
  if (!is_shown_) return;
  is_shown_ = false;
  write_(kToItsStart);
}

}  // namespace hark
