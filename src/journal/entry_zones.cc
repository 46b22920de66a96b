#include "journal/entry_zones.h"

#include <algorithm>
#include <cstring>

namespace hark {

bool EntryZones::add(const JournalEntry& entry) {
  if (zones_.empty() || zones_.back().count == kMostInOne || zones_.back().boot != entry.boot) {
    constexpr std::uint64_t kWorthOne = 32;
    if (zones_.size() > 16 + entries_ / kWorthOne) return false;
    zones_.push_back({0, entry.realtime, entry.realtime, entry.boot, 0});
  }
  EntryZone& zone = zones_.back();
  zone.count++;
  zone.least = std::min(zone.least, entry.realtime);
  zone.greatest = std::max(zone.greatest, entry.realtime);
  zone.end = entry.offset;
  entries_++;
  return true;
}

void EntryZones::write(ByteWriter& out) const {
  out.number(zones_.size());
  for (const EntryZone& zone : zones_) {
    std::uint64_t boot[2];
    std::memcpy(boot, zone.boot.data(), sizeof boot);
    for (const std::uint64_t n :
         {zone.count, zone.least, zone.greatest, boot[0], boot[1], zone.end})
      out.number(n);
  }
}

EntryZones EntryZones::read(ByteReader& in) {
  EntryZones read;
  read.zones_.resize(in.count());
  for (EntryZone& zone : read.zones_) {
    std::uint64_t boot[2];
    for (std::uint64_t* const n :
         {&zone.count, &zone.least, &zone.greatest, &boot[0], &boot[1], &zone.end})
      *n = in.number();
    std::memcpy(zone.boot.data(), boot, sizeof boot);
    read.entries_ += zone.count;
  }
  return read;
}

}  // namespace hark
