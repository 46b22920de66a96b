#include "pattern/pattern.h"

#include <array>

namespace hark {
namespace {

constexpr std::array<std::string_view, 4> kSpeakers = {"app", "manager", "kernel", "journald"};

}  // namespace

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
