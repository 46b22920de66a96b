#include "pattern/pattern.h"

#include <strings.h>

#include <array>

namespace hark {
namespace {

constexpr std::array<std::string_view, 4> kSeverities = {"info", "warning", "error", "critical"};
constexpr std::array<std::string_view, 4> kSpeakers = {"app", "manager", "kernel", "journald"};

}  // namespace

std::string_view severity_name(Severity severity) {
  return kSeverities[static_cast<std::size_t>(severity)];
}

std::optional<Severity> parse_severity(std::string_view word) {
  for (std::size_t i = 0; i < kSeverities.size(); i++) {
    const std::string_view name = kSeverities[i];
    if (word.size() == name.size() && strncasecmp(word.data(), name.data(), name.size()) == 0)
      return static_cast<Severity>(i);
  }
  return std::nullopt;
}

std::string_view speaker_name(Speaker speaker) {
  return kSpeakers[static_cast<std::size_t>(speaker)];
}

std::optional<Speaker> parse_speaker(std::string_view word) {
  for (std::size_t i = 0; i < kSpeakers.size(); i++) {
    if (word == kSpeakers[i]) return static_cast<Speaker>(i);
  }
  return std::nullopt;
}

bool LocatedText::is_verbatim() const {
  return origin.offset <= origin.text.size() &&
         std::string_view(origin.text).substr(origin.offset, text.size()) == text;
}

}  // namespace hark
