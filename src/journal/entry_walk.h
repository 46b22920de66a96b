// The entries of one journal file in the order in which they were written, as far as they can be
// had.
//
// journalctl follows the file's chain of entry arrays, and so does this walk. Where the chain does
// not hold, it looks itself at all objects between the last good entry and the next: entries lie in
// the file in their order, so nothing is lost but what was overwritten. The same behind the chain's
// end, in files that were not closed.
//
// In a file that is growing the end is where the list ends so far: next() may be called again.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "journal/journal_file.h"

namespace hark {

class EntryWalk {
 public:
  // The file must outlive the walk.
  explicit EntryWalk(const JournalFile& file);

  std::optional<JournalEntry> next();

  // Passes over entries up to this number, as far as the file's list tells which these are: numbers
  // ascend in it, so few of them are looked at. The last that was passed over; nullopt: none.
  std::optional<JournalEntry> skip_through(std::uint64_t seqnum);

  // All entries so far came from the file's list, and none of it was damaged.
  bool is_in_list() const { return !has_chain_ended_ && !was_broken_; }
  // Passes over so many entries of the list, of which the last lies at `end` if that is known, and
  // gives that one.
  // Nullopt, and nothing is passed over, if the list is not like that.
  std::optional<JournalEntry> skip(std::uint64_t count,
                                   std::optional<std::uint64_t> end = std::nullopt);

  // Passes over all but the last so many entries of the list. True if there are some before them.
  // To be called first.
  bool begin_with_last(std::uint64_t count);

  // What was found damaged since the last call: a run of damage is one, and of a file that consists
  // of damage no more than kMostNoted are told.
  static constexpr std::uint32_t kMostNoted = 10'000;
  struct Damage {
    std::uint64_t offset = 0;
    std::string what;
  };
  std::vector<Damage> take_damage() { return std::exchange(damage_, {}); }

 private:
  void break_chain() { is_broken_ = was_broken_ = true; }
  bool has_grown();
  std::optional<std::uint64_t> next_slot();
  bool is_out_of_order(std::uint64_t slot) const;
  void end_chain();
  std::optional<JournalEntry> search();
  std::optional<JournalObject> plausible(std::uint64_t offset) const;
  bool proves_itself(const JournalEntry& entry) const;
  void note(std::uint64_t offset, std::string what);

  const JournalFile* file_;
  std::vector<Damage> damage_;
  std::uint32_t noted_ = 0;  // since the beginning

  // The chain.
  JournalFile::EntryArray array_;
  std::uint64_t index_ = 0;
  std::uint64_t listed_;  // entries that it should have
  std::uint64_t left_;    // of them, those to come
  bool has_chain_ended_ = false;
  std::uint64_t mapped_to_ = 0;  // pages up to here were asked for
  bool is_broken_ = false;       // since the last good slot
  bool was_broken_ = false;      // at any time
  std::uint64_t last_ = 0;       // the last entry given
  std::uint64_t last_end_;       // where it ends

  // The search through [at_, search_end_).
  std::uint64_t at_ = 0, search_end_ = 0;
  bool is_in_step_ = true;  // at_ is where an object ended
  bool is_silent_ = false;  // what is not whole is no damage
  std::optional<JournalEntry> behind_search_;
};

}  // namespace hark
