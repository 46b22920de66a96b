// What was learnt of the journal files that were searched, kept from run to run: their EntryZones,
// and of a crowd those that matter.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "base/private_cache.h"
#include "journal/crowd_members.h"
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

  // Those that were found in just this file, by this rule; null: nobody looked. Valid as above.
  const CrowdMembers* find_members(const JournalFile& file, const std::string& rule,
                                   std::size_t max_entry);
  void put(const JournalFile& file, CrowdMembers members);

  // Keeps it if much of it is new.
  void save() const;

 private:
  struct Known {
    EntryZones zones = {};
    std::optional<CrowdMembers> members = std::nullopt;
    std::uint64_t use = 0;  // the greater, the later
  };

  void read();
  static void write(const Known& known, ByteWriter& out);

  PrivateCache cache_;
  bool was_read_ = false;
  std::map<Id128, Known> files_;
  std::uint64_t uses_ = 0;
  std::uint64_t learnt_ = 0;  // entries
};

}  // namespace hark
