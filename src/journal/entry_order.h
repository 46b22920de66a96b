// The order of entries of different files, as journalctl of systemd 254 and later has it.
//
// It is no order of all entries: over three files it need not be transitive. What journalctl does
// is to compare the files' next entries, and so does JournalMerge.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "journal/journal_file.h"

namespace hark {

// Which boot came first, where files of both say so: each file tells of the boot that it ends in.
class BootOrder {
 public:
  void add(const JournalFile& file, const JournalEntry& last);
  std::weak_ordering compare(const Id128& a, const Id128& b) const;  // equivalent: not known
  // By which it is compared; nullopt: nothing is known of it.
  std::optional<std::uint64_t> newest(const Id128& boot) const;

 private:
  struct Newest {
    std::uint64_t monotonic = 0;
    std::uint64_t realtime = 0;
    Id128 machine{};
  };
  std::map<Id128, Newest> boots_;
};

struct PlacedEntry {
  const JournalFile* file = nullptr;
  JournalEntry entry;
};

// What was found damaged in a file.
struct PlacedDamage {
  const JournalFile* file = nullptr;
  std::uint64_t offset = 0;
  std::string what;
};

// Equivalent: the same entry, in one file or in two.
std::weak_ordering compare(const PlacedEntry& a, const PlacedEntry& b, const BootOrder& boots);

// The same entry, whatever lies between.
bool is_same_entry(const PlacedEntry& a, const PlacedEntry& b);

}  // namespace hark
