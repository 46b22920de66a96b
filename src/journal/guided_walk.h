// A walk through a file's entries that passes over parts of the list in which, as an earlier walk
// has found, nothing is within a search's bounds of time and boot; and that learns of the parts
// which nobody has walked through yet.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "journal/entry_walk.h"
#include "journal/entry_zones.h"
#include "journal/value_search.h"

namespace hark {

class GuidedWalk {
 public:
  // File and search must outlive the walk. `known`: of this file, or of what it was; may be null.
  // It passes over what is not to be given, as far as that is known.
  GuidedWalk(const JournalFile& file, const ValueSearch& search, const EntryZones* known,
             Gives gives);

  std::optional<JournalEntry> next();
  // The last one that was given or passed over.
  const std::optional<JournalEntry>& last() const { return last_; }
  std::uint64_t passed_over() const { return passed_over_; }
  // How many it would look at, by what is known.
  std::uint64_t to_look_at() const;
  std::vector<EntryWalk::Damage> take_damage() { return walk_.take_damage(); }

  // The walk itself, to go on with.
  const EntryWalk& walk() const { return walk_; }

  // What is known now; empty if it turned out to be of another file.
  const EntryZones& zones() const { return zones_; }

 private:
  bool is_apart(const EntryZone& zone) const;
  void pass_over();
  void forget();
  void note(const JournalEntry& entry);

  const JournalFile* file_;
  const ValueSearch* search_;
  Gives gives_;
  EntryWalk walk_;
  EntryZones zones_;
  bool is_guided_;           // zones tell of what is ahead
  bool is_learning_ = true;  // behind them
  std::size_t zone_ = 0;     // it is in this one
  std::uint64_t left_in_zone_ = 0;
  std::optional<JournalEntry> last_;
  std::uint64_t passed_over_ = 0;
};

}  // namespace hark
