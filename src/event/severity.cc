#include "event/severity.h"

#include <strings.h>

#include "base/color.h"

namespace hark {

std::string_view severity_name(Severity severity) {
  return kSeverityNames[static_cast<std::size_t>(severity)];
}

std::optional<Severity> parse_severity(std::string_view word) {
  for (std::size_t i = 0; i < kSeverityNames.size(); i++) {
    const std::string_view name = kSeverityNames[i];
    if (word.size() == name.size() && strncasecmp(word.data(), name.data(), name.size()) == 0)
      return static_cast<Severity>(i);
  }
  return std::nullopt;
}

std::string_view severity_color(Severity severity) {
  switch (severity) {
    case Severity::kCritical:
      return color::kReversedRed;
    case Severity::kError:
      return color::kBoldRed;
    case Severity::kWarning:
      return color::kUnderlinedYellow;
    case Severity::kInfo:
      break;
  }
  return {};
}

}  // namespace hark
