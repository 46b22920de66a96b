#include "pattern/mistakes.h"

#include <fmt/format.h>

#include <algorithm>

namespace hark {

void Mistakes::add(const Place& place, std::string message, std::string reason, std::string help) {
  if (found_.size() == kMostShown) {
    not_shown_++;
    return;
  }
  found_.emplace_back(place, error(std::move(message), std::move(reason), std::move(help)));
}

Origin Mistakes::origin(const Place& place) {
  const bool had_room = origin_bytes_ <= kMostOriginBytes;
  origin_bytes_ += document_.line(place.line).size();
  if (origin_bytes_ <= kMostOriginBytes) return document_.origin(place);
  if (had_room) {
    Place start = place;
    start.offset = 0;
    add(start, "too much on too few lines", "the line of every text is kept, to show it",
        "write each alternative and each example on a line of its own");
  }
  return {};
}

Diagnostics Mistakes::take() {
  std::stable_sort(found_.begin(), found_.end(), [](const auto& a, const auto& b) {
    return std::pair(a.first.line, a.first.offset) < std::pair(b.first.line, b.first.offset);
  });
  Diagnostics out;
  std::size_t bytes = 0;
  for (auto& [place, diagnostic] : found_) {
    bytes += document_.line(place.line).size();
    if (bytes > kMostOriginBytes) {
      not_shown_++;
      continue;
    }
    diagnostic.origin = document_.origin(place);
    out.push_back(std::move(diagnostic));
  }
  if (not_shown_ > 0) {
    out.push_back(
        error(fmt::format("and {} more {}", not_shown_, not_shown_ == 1 ? "mistake" : "mistakes")));
  }
  return out;
}

}  // namespace hark
