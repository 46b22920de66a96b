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
  // Begins where `begin` is. File and search must outlive the walk. `known`: of what comes from
  // there on in this file, or in what it was. It passes over what is not to be given, as far as
  // that is known.
  GuidedWalk(const JournalFile& file, const ValueSearch& search, EntryZones known, Gives gives,
             EntryWalk begin);
  // Ends behind so many entries, if up to there all is well with the list: else it goes on to the
  // end of the file, for nobody knows what is behind them. To be called first.
  void end_behind(std::uint64_t entries) { limit_ = entries; }

  std::optional<JournalEntry> next();
  bool goes_on() const { return limit_ && !walk_.is_in_list(); }  // beyond that
  // It has ended there.
  bool is_at_limit() const { return limit_ && walked_ >= *limit_ && walk_.is_in_list(); }
  // The last one that was given or passed over.
  const std::optional<JournalEntry>& last() const { return last_; }
  std::uint64_t passed_over() const { return passed_over_; }
  // How many it would look at, by what is known.
  std::uint64_t to_look_at() const;
  std::vector<EntryWalk::Damage> take_damage() { return walk_.take_damage(); }

  // The walk itself, to go on with.
  const EntryWalk& walk() const { return walk_; }

  // What is known now; nothing if it turned out to be of another file.
  const EntryZones& zones() const { return zones_; }
  bool was_misled() const { return was_misled_; }
  // All of what is before its end is known.
  bool knows_all() const { return limit_ && zones_.entries() == *limit_; }

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
  bool was_misled_ = false;
  std::size_t zone_ = 0;  // it is in this one
  std::uint64_t left_in_zone_ = 0;
  std::optional<JournalEntry> last_;
  std::uint64_t passed_over_ = 0;
  std::uint64_t walked_ = 0;  // given or passed over
  std::optional<std::uint64_t> limit_;
};

}  // namespace hark
