#include "output/highlight.h"

#include <algorithm>

namespace hark {

std::string_view color::of_level(Level level) {
  switch (level) {
    case Level::kEmerg:
    case Level::kAlert:
    case Level::kCrit:
    case Level::kErr:
      return "\x1b[1;31m";
    case Level::kWarning:
      return "\x1b[1;33m";
    case Level::kNotice:
      return "\x1b[1m";
    case Level::kInfo:
      return "";
    case Level::kDebug:
      return "\x1b[90m";
  }
  return "";
}

std::vector<Span> merge_spans(std::vector<Span> spans) {
  std::sort(spans.begin(), spans.end(),
            [](const Span& a, const Span& b) { return a.start < b.start; });
  std::vector<Span> merged;
  for (const Span& span : spans) {
    if (!merged.empty() && span.start <= merged.back().end) {
      merged.back().end = std::max(merged.back().end, span.end);
    } else {
      merged.push_back(span);
    }
  }
  return merged;
}

}  // namespace hark
