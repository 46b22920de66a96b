#include "event/level.h"

#include <strings.h>

#include <utility>

namespace hark {

std::optional<Level> parse_level(std::string_view word) {
  if (word.size() == 1 && word[0] >= '0' && word[0] <= '7')
    return static_cast<Level>(word[0] - '0');
  const auto is = [&](std::string_view name) {
    return word.size() == name.size() && strncasecmp(word.data(), name.data(), name.size()) == 0;
  };
  for (std::size_t i = 0; i < kLevelNames.size(); i++) {
    if (is(kLevelNames[i])) return static_cast<Level>(i);
  }
  constexpr std::pair<std::string_view, Level> kOthers[] = {{"panic", Level::kEmerg},
                                                            {"fatal", Level::kCrit},
                                                            {"critical", Level::kCrit},
                                                            {"error", Level::kErr},
                                                            {"warn", Level::kWarning}};
  for (const auto& [name, level] : kOthers) {
    if (is(name)) return level;
  }
  return std::nullopt;
}

std::optional<Level> stated_priority(const Event& event) {
  for (const Value& value : event.values(field::kPriority)) {
    if (value.bytes.size() == 1 && value.bytes[0] >= '0' && value.bytes[0] <= '7') {
      return static_cast<Level>(value.bytes[0] - '0');
    }
  }
  return std::nullopt;
}

Level priority(const Event& event) { return stated_priority(event).value_or(Level::kInfo); }

}  // namespace hark
