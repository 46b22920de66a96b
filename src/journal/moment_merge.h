// What a search found in files whose entries are ordered by moments, as one stream. It comes as if
// all entries were merged and then sifted, though only those that were found are looked at: and all
// of a moment, where files of different writers have found entries of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <utility>
#include <vector>

#include "journal/entry_order.h"
#include "journal/entry_search.h"
#include "journal/entry_walk.h"
#include "journal/found_entries.h"
#include "journal/moment_order.h"

namespace hark {

class MomentMerge {
 public:
  // Files and search must outlive it; the search gives what is wanted alone.
  MomentMerge(const JournalFiles& files, EntrySearch& search, MomentOrder order, BootOrder boots);

  std::optional<PlacedEntry> next();
  // next() gave nothing because what it needs is still sought: it is to be called again.
  bool is_searching() const { return is_searching_; }
  std::uint64_t passed_over() const { return passed_over_; }  // as far as was looked
  std::optional<PlacedDamage> take_damage();

 private:
  struct Head {
    const JournalFile* file;
    FoundEntries found;
    std::optional<JournalEntry> next = std::nullopt;  // null: at its end, or is_sought
    Moment at = {};                                   // of it
    bool is_sought = true;
  };
  // Goes through all entries of a file, from moment to moment.
  struct Follower {
    explicit Follower(const JournalFile& file) : walk(file) {}
    EntryWalk walk;
    std::size_t zone = 0;       // the walk is in this one
    std::uint64_t of_zone = 0;  // so many entries of it are behind the walk
  };

  void advance(Head& head);
  Head* to_seek(const Moment& moment);
  std::optional<Moment> first_moment() const;
  bool gather(const Moment& moment);
  void settle(const Moment& moment);
  bool follow(std::size_t file, const Moment& moment);
  std::vector<PlacedEntry> merge_all(const Moment& moment);

  const JournalFiles& files_;
  MomentOrder order_;
  BootOrder boots_;
  std::vector<Head> heads_;
  std::vector<Follower> followers_;  // made when first needed
  std::optional<Moment> gathered_of_;
  std::vector<PlacedEntry> gathered_;  // found of that moment, not ordered yet
  std::deque<PlacedEntry> ordered_;    // to be given
  std::deque<PlacedDamage> damage_;
  std::uint64_t passed_over_ = 0;
  bool is_searching_ = false;
};

}  // namespace hark
