// Where the entries of several files are in one order whatever is left out of them.
//
// Numbers order what one writer wrote, times since the boot what is of one boot, and the clock the
// rest (entry_order.h): over three files that need be no order at all, and then what comes first
// depends on every entry. Where boots follow each other by the clock in all files, and numbers and
// times ascend in each, these three agree, and entries are ordered by their boot and their time in
// it: by moments. Only of one moment, of which different writers can have entries, the order
// depends on all entries of that moment.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "journal/entry_order.h"
#include "journal/entry_zones.h"
#include "journal/journal_file.h"
#include "journal/journal_index.h"

namespace hark {

struct Moment {
  std::uint64_t boot = 0;  // the greater, the later
  std::uint64_t monotonic = 0;

  auto operator<=>(const Moment&) const = default;
};

class MomentOrder {
 public:
  // Nullopt where nobody can say so: earlier walks have left too much open, or it is not so.
  // `boots`: of the same files.
  static std::optional<MomentOrder> find(const JournalFiles& files, const BootOrder& boots,
                                         JournalIndex& index);

  // Each entry of a file has one not before that of the entry before it.
  Moment of(const JournalEntry& entry) const;
  Moment begin_of(const EntryZone& zone) const { return {rank(zone.boot), zone.first_monotonic}; }
  Moment end_of(const EntryZone& zone) const { return {rank(zone.boot), zone.last_monotonic}; }

  // All entries of a file, by its place among the files.
  const EntryZones& zones(std::size_t file) const { return zones_[file]; }

 private:
  explicit MomentOrder(std::vector<EntryZones> zones) : zones_(std::move(zones)) {}
  bool rank_boots(const BootOrder& boots);
  bool ascends(const JournalFiles& files) const;
  std::uint64_t rank(const Id128& boot) const;

  std::vector<EntryZones> zones_;
  std::map<Id128, std::uint64_t> ranks_;
};

}  // namespace hark
