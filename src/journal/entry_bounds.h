// Between which times entries lie, and of which boot they are, as their headers say.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>

#include "journal/entry_zones.h"
#include "journal/journal_file.h"

namespace hark {

struct EntryBounds {
  std::uint64_t from = 0;  // microseconds of the clock, inclusive
  std::uint64_t to = std::numeric_limits<std::uint64_t>::max();
  std::optional<Id128> boot = std::nullopt;

  bool hold(const JournalEntry& entry) const {
    return entry.realtime >= from && entry.realtime <= to && (!boot || entry.boot == *boot);
  }
  // Whether they hold some entry of the zone cannot be told; false: they hold none.
  bool may_hold(const EntryZone& zone) const {
    return zone.greatest >= from && zone.least <= to && (!boot || zone.boot == *boot);
  }
  // They hold whatever there is.
  bool are_open() const {
    return from == 0 && to == std::numeric_limits<std::uint64_t>::max() && !boot;
  }
};

}  // namespace hark
