// What is known of a journal file's list of entries from having walked through it once: for each
// part of the list between which times its entries lie, of which boot they are, and whether they
// are in order. A search by time need not look at parts that lie elsewhere. Clocks are set back, so
// that nothing in a file itself says where a time begins.
//
// Entries that were written do not change, so what is known stays true while a file grows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/byte_codec.h"
#include "journal/journal_file.h"

namespace hark {

// Neighbours in the list.
struct EntryZone {
  std::uint64_t count = 0;
  std::uint64_t least = 0, greatest = 0;  // realtime
  Id128 boot{};                           // of all of them
  std::uint64_t end = 0;                  // the offset of the last one
  // Of the first and the last one: number, and time since the boot.
  std::uint64_t first_number = 0, last_number = 0;
  std::uint64_t first_monotonic = 0, last_monotonic = 0;
  bool is_in_order = true;  // in it numbers ascend, and these times do not go back
};

class EntryZones {
 public:
  static constexpr std::uint64_t kMostInOne = 1024;  // entries of a zone

  // Takes the list's next entry in. False if there is no point in going on: boots change too often.
  bool add(const JournalEntry& entry);

  const std::vector<EntryZone>& all() const { return zones_; }
  std::uint64_t entries() const { return entries_; }  // in all of them

  // What comes behind it in the list.
  void append(const EntryZone& zone);
  void append(const EntryZones& more);

  void write(ByteWriter& out) const;
  static EntryZones read(ByteReader& in);

 private:
  std::vector<EntryZone> zones_;
  std::uint64_t entries_ = 0;
};

}  // namespace hark
