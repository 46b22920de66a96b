#include "journal/entry_zones.h"

#include <algorithm>
#include <cstring>

namespace hark {

bool EntryZones::add(const JournalEntry& entry) {
  const bool is_new =
      zones_.empty() || zones_.back().count == kMostInOne || zones_.back().boot != entry.boot;
  if (is_new) {
    constexpr std::uint64_t kWorthOne = 32;
    if (zones_.size() > 16 + entries_ / kWorthOne) return false;
    EntryZone& zone = zones_.emplace_back();
    zone.least = zone.greatest = entry.realtime;
    zone.boot = entry.boot;
    zone.first_number = entry.seqnum;
    zone.first_monotonic = entry.monotonic;
  }
  EntryZone& zone = zones_.back();
  if (!is_new && (entry.seqnum <= zone.last_number || entry.monotonic < zone.last_monotonic))
    zone.is_in_order = false;
  zone.count++;
  zone.least = std::min(zone.least, entry.realtime);
  zone.greatest = std::max(zone.greatest, entry.realtime);
  zone.end = entry.offset;
  zone.last_number = entry.seqnum;
  zone.last_monotonic = entry.monotonic;
  entries_++;
  return true;
}

void EntryZones::append(const EntryZone& zone) {
  zones_.push_back(zone);
  entries_ += zone.count;
}

void EntryZones::append(const EntryZones& more) {
  for (const EntryZone& zone : more.zones_) append(zone);
}

void EntryZones::write(ByteWriter& out) const {
  out.number(zones_.size());
  for (const EntryZone& zone : zones_) {
    std::uint64_t boot[2];
    std::memcpy(boot, zone.boot.data(), sizeof boot);
    for (const std::uint64_t n : {zone.count, zone.least, zone.greatest, boot[0], boot[1], zone.end,
                                  zone.first_number, zone.last_number, zone.first_monotonic,
                                  zone.last_monotonic, std::uint64_t{zone.is_in_order}})
      out.number(n);
  }
}

EntryZones EntryZones::read(ByteReader& in) {
  EntryZones read;
  read.zones_.resize(in.count());
  for (EntryZone& zone : read.zones_) {
    std::uint64_t boot[2];
    for (std::uint64_t* const n :
         {&zone.count, &zone.least, &zone.greatest, &boot[0], &boot[1], &zone.end,
          &zone.first_number, &zone.last_number, &zone.first_monotonic, &zone.last_monotonic})
      *n = in.number();
    zone.is_in_order = in.number() != 0;
    std::memcpy(zone.boot.data(), boot, sizeof boot);
    read.entries_ += zone.count;
  }
  return read;
}

}  // namespace hark
