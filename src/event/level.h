// Priorities by number and word (syslog(3)): lower is worse.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "event/event.h"

namespace hark {

enum class Level : std::uint8_t { kEmerg, kAlert, kCrit, kErr, kWarning, kNotice, kInfo, kDebug };

inline constexpr std::array<std::string_view, 8> kLevelNames = {
    "emerg", "alert", "crit", "err", "warning", "notice", "info", "debug"};

// The names above, also panic, fatal, critical, error, warn, and a digit 0–7; in any case.
std::optional<Level> parse_level(std::string_view word);

// PRIORITY as journald means it: the first value that is one digit 0–7. Clients may send anything.
std::optional<Level> stated_priority(const Event& event);

// What hark shows and compares: stated_priority(), else info, as journald itself assumes.
Level priority(const Event& event);

}  // namespace hark
