// Which entries of a file matter of a crowd (ValueSearch::Crowd), as it was found out once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/byte_codec.h"
#include "journal/journal_file.h"

namespace hark {

class CrowdMembers {
 public:
  // Found in this file, which was closed, by this rule, and with this as EntrySieve's max_entry.
  CrowdMembers(const JournalFile& file, std::string rule, std::size_t max_entry,
               std::vector<std::uint64_t> offsets);

  // They are what would be found again.
  bool are_of(const JournalFile& file, const std::string& rule, std::size_t max_entry) const;
  const std::vector<std::uint64_t>& offsets() const { return offsets_; }  // ascending

  void write(ByteWriter& out) const;
  static CrowdMembers read(ByteReader& in);

 private:
  // What changes when anything is written to a file.
  struct Extent {
    bool operator==(const Extent&) const = default;
    std::uint64_t size = 0, entries = 0, tail_object = 0, tail_entry = 0;
  };
  static Extent extent_of(const JournalFile& file) {
    return {file.size(), file.entries(), file.tail_object(), file.tail_entry()};
  }

  CrowdMembers() = default;

  Extent extent_;
  std::string rule_;
  std::uint64_t max_entry_ = 0;
  std::vector<std::uint64_t> offsets_;
};

}  // namespace hark
