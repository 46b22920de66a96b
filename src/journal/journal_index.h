// EntryZones of the journal files that were searched, kept from run to run.
#pragma once

#include <cstdint>
#include <map>
#include <utility>

#include "base/private_cache.h"
#include "journal/entry_zones.h"
#include "journal/journal_file.h"

namespace hark {

class JournalIndex {
 public:
  // The cache is read once something is asked; there is nothing in it that could not be found out
  // again.
  explicit JournalIndex(PrivateCache cache) : cache_(std::move(cache)) {}

  // What is known of a file, by its id; null: nothing. Valid until something is put in. Whether it
  // is true is for the walk to see.
  const EntryZones* find(const JournalFile& file);
  void put(const JournalFile& file, EntryZones zones);

  // Keeps it if much of it is new.
  void save() const;

 private:
  struct Known {
    EntryZones zones;
    std::uint64_t use = 0;  // the greater, the later
  };

  void read();

  PrivateCache cache_;
  bool was_read_ = false;
  std::map<Id128, Known> files_;
  std::uint64_t uses_ = 0;
  std::uint64_t learnt_ = 0;  // entries
};

}  // namespace hark
