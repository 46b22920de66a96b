#include "journal/moment_order.h"

#include <algorithm>
#include <utility>

#include "journal/entry_walk.h"

namespace hark {
namespace {

// So many entries of a file may not be known yet: walking through them costs less than merging all.
constexpr std::uint64_t kMostUnknown = 32 * 1024;

// The zones of all entries that a walk would give; nullopt: too few are known, or the file is
// damaged. What was learnt by the way is put into the index.
std::optional<EntryZones> all_zones(const JournalFile& file, JournalIndex& index) {
  const EntryZones* const known = index.find(file);
  EntryZones zones = known == nullptr ? EntryZones{} : *known;
  if (zones.entries() > file.entries() || file.entries() - zones.entries() > kMostUnknown)
    return std::nullopt;
  EntryWalk walk(file);
  if (!zones.all().empty()) {
    // It is still what it was: entries are only ever added. To look at each zone would be a wait
    // for each where the file has to come from a disk.
    const EntryZone& zone = zones.all().back();
    const auto last = walk.skip(zones.entries(), zone.end);
    if (!last || last->boot != zone.boot || last->seqnum != zone.last_number ||
        last->monotonic != zone.last_monotonic)
      return std::nullopt;
  }
  const std::uint64_t before = zones.entries();
  std::optional<EntryZones> of_list;  // without what an unfinished file has behind its list
  while (const auto entry = walk.next()) {
    if (!walk.is_in_list() && !of_list) of_list = zones;
    if (!zones.add(*entry) || zones.entries() - before > 2 * kMostUnknown) return std::nullopt;
  }
  if (!walk.take_damage().empty()) return std::nullopt;
  if (!of_list) of_list = zones;
  if (of_list->entries() > before) index.put(file, *std::move(of_list));
  return zones;
}

}  // namespace

std::optional<MomentOrder> MomentOrder::find(const JournalFiles& files, const BootOrder& boots,
                                             JournalIndex& index) {
  std::vector<EntryZones> zones;
  for (const JournalFile& file : files) {
    auto of_file = all_zones(file, index);
    if (!of_file) return std::nullopt;
    zones.push_back(*std::move(of_file));
  }
  MomentOrder order(std::move(zones));
  if (!order.rank_boots(boots) || !order.ascends(files)) return std::nullopt;
  return order;
}

// Boots by the clock, if each was over when the next began, and files that end in them say nothing
// else.
bool MomentOrder::rank_boots(const BootOrder& boots) {
  struct Span {
    std::uint64_t least, greatest;
    Id128 boot;
  };
  std::map<Id128, Span> spans;
  for (const EntryZones& of_file : zones_) {
    for (const EntryZone& zone : of_file.all()) {
      const auto [at, is_new] =
          spans.try_emplace(zone.boot, Span{zone.least, zone.greatest, zone.boot});
      at->second.least = std::min(at->second.least, zone.least);
      at->second.greatest = std::max(at->second.greatest, zone.greatest);
    }
  }
  std::vector<Span> sorted;
  for (const auto& [boot, span] : spans) sorted.push_back(span);
  std::sort(sorted.begin(), sorted.end(),
            [](const Span& a, const Span& b) { return a.least < b.least; });
  for (std::size_t i = 0; i < sorted.size(); i++) {
    const Span& span = sorted[i];
    if (i > 0 && sorted[i - 1].greatest >= span.least) return false;
    const auto newest = boots.newest(span.boot);
    if (newest && (*newest < span.least || *newest > span.greatest)) return false;
    ranks_[span.boot] = i;
  }
  return true;
}

// In what each writer wrote numbers ascend, and moments do not go back.
bool MomentOrder::ascends(const JournalFiles& files) const {
  std::map<Id128, std::vector<const EntryZones*>> writers;
  for (std::size_t i = 0; i < files.size(); i++) {
    if (!zones_[i].all().empty()) writers[files[i].seqnum_id()].push_back(&zones_[i]);
  }
  for (auto& [id, parts] : writers) {
    std::sort(parts.begin(), parts.end(), [](const EntryZones* a, const EntryZones* b) {
      return a->all()[0].first_number < b->all()[0].first_number;
    });
    const EntryZone* before = nullptr;
    for (const EntryZones* part : parts) {
      for (const EntryZone& zone : part->all()) {
        // A moment is put in order in memory.
        const bool is_one_moment =
            zone.count == EntryZones::kMostInOne && zone.first_monotonic == zone.last_monotonic;
        if (!zone.is_in_order || is_one_moment) return false;
        if (before != nullptr &&
            (zone.first_number <= before->last_number || begin_of(zone) < end_of(*before)))
          return false;
        before = &zone;
      }
    }
  }
  return true;
}

// Of a boot that nobody knew of, as a file may have by now: after all others.
std::uint64_t MomentOrder::rank(const Id128& boot) const {
  const auto known = ranks_.find(boot);
  return known == ranks_.end() ? ranks_.size() : known->second;
}

Moment MomentOrder::of(const JournalEntry& entry) const {
  return {rank(entry.boot), entry.monotonic};
}

}  // namespace hark
