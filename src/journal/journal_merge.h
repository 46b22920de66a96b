// The entries of several journal files as one stream, each once, in journalctl's order.
//
// journalctl shows the least of the files' next entries, and drops for good those that are not
// beyond the one it showed last: copies, and, where boots and clocks cross over in several files,
// entries of which there is no other. Here the latter are shown where they are passed.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "input/source.h"
#include "journal/cursor.h"
#include "journal/entry_order.h"
#include "journal/entry_search.h"
#include "journal/entry_walk.h"
#include "journal/found_entries.h"
#include "journal/moment_merge.h"
#include "journal/value_search.h"

namespace hark {

class JournalMerge {
 public:
  // The files must outlive the merge. With `last` of each file only so many entries, its last ones.
  explicit JournalMerge(const JournalFiles& files,
                        std::optional<std::uint64_t> last = std::nullopt);
  // Gives only what may be wanted: all others are passed over, and the rest comes as it would with
  // them. The search and what it is made with must outlive the merge; nothing but speed depends on
  // threads and index.
  JournalMerge(const JournalFiles& files, const ValueSearch& search, const SearchMeans& means);
  // Begins where these walks are; of files of which `boots` tells, and which outlive the merge.
  struct Begin {
    const JournalFile* file;
    EntryWalk walk;
  };
  JournalMerge(const std::vector<Begin>& begins, const BootOrder& boots);

  // Begins behind the entry that the cursor names, or where it would be: what comes then is every
  // entry that would come behind it, and where the order of files cannot be told also some that
  // would come before it. False if the journal does not have the entry. To be called first.
  bool start_after(const Cursor& cursor);

  std::optional<PlacedEntry> next();
  // next() gave nothing because what it needs is still sought: it is to be called again.
  bool is_searching() const { return moments_ ? moments_->is_searching() : is_searching_; }
  // Times, boots and hosts of them are told only if they are counted.
  PassedOver passed_over() const;
  // There are entries that the search was not to read. Known where those passed over are counted.
  bool has_outside() const { return has_outside_; }
  // Entries of all files, copies too.
  std::uint64_t looked_at() const { return search_ ? search_->looked_at() : looked_at_; }

  // At the end, where files are growing, before they are refreshed: from now on what is written to
  // them is read as well. A search ends with that, and looks for nothing any more.
  void go_live();
  // They were refreshed, and there are further files: of those nothing is given that comes before
  // what was given when it went live.
  void look_again(const std::vector<const JournalFile*>& further);
  // Files that no more will come from, each once.
  std::vector<const JournalFile*> take_ended();

  // Some entries come before the first ones.
  bool is_cut() const { return is_cut_; }
  // From the entry given last on nothing is left out: all files have begun.
  bool is_gapless() const { return not_begun_ == 0; }

  using Damage = PlacedDamage;
  // The next thing that was found damaged; nullopt if there is none (yet).
  std::optional<Damage> take_damage();

 private:
  struct Head {
    const JournalFile* file;
    EntryWalk begin;  // where it was entered
    EntryWalk walk;
    PlacedEntry next;  // without a file: at its end, or is_sought
    bool has_begun = false;
    bool is_further = false;  // it came when the others were live

    std::optional<FoundEntries> found = std::nullopt;  // of a search, which walks itself
    bool is_sought = false;                            // what comes next in it
    PlacedEntry bound = {};  // which that is not before; without a file: nothing is known of it
  };

  void advance(Head& head);
  bool is_old(const Head& head) const;
  void take_damage_of(Head& head, std::vector<EntryWalk::Damage> damage);
  void advance_found(Head& head);
  void await(Head& head);
  Head* find_least();
  Head* to_seek();
  std::weak_ordering order(const PlacedEntry& a, const PlacedEntry& b) const;
  bool is_passed_over(const Head& head) const;
  bool comes_before(std::size_t one, std::size_t other) const;
  Head* front();
  void sink_front();
  void seek(Head& head);
  void note_hosts(const EntryRun::Found& found);
  void pass_over(const JournalEntry& entry);
  void note_begun(Head& head);
  void end_search();
  void pass(Head& head);
  bool pass_numbers(Head& head, const Cursor& cursor);
  bool pass_times(Head& head, const Cursor& cursor, const std::set<Id128>& later_boots);
  bool is_ahead_elsewhere(const Head& passed);
  bool was_shown(const PlacedEntry& entry);
  void remember(const PlacedEntry& entry);
  void remember_all();

  std::shared_ptr<EntrySearch> search_;
  std::vector<Head> heads_;
  // Numbers or moments order all entries, so that what comes first does not depend on what is left
  // out: those of a file are sifted before the files are merged. Clocks can contradict each other,
  // and then it depends on every entry: there all are merged, and sifted after that.
  bool is_ordered_ = false;
  bool by_numbers_ = false;         // all entries are of one writer
  std::optional<Id128> writer_;     // the first; known where more files may come
  std::vector<std::size_t> queue_;  // of heads that have more, where that is so: a heap
  bool is_queued_ = false;
  std::shared_ptr<MomentMerge> moments_;  // by moments: it does the merging, and heads_ are none
  bool counts_passed_ = false;
  EntryBounds read_;
  bool has_outside_ = false;
  bool is_searching_ = false;
  std::uint64_t looked_at_ = 0;
  PassedOver passed_over_;
  std::set<Id128> passed_boots_;
  Id128 last_passed_boot_{};
  bool is_cut_ = false;
  std::size_t not_begun_ = 0;  // heads of which entries were left out, and that gave none yet
  BootOrder boots_;
  std::optional<PlacedEntry> last_;
  std::deque<Damage> damage_;
  // The entries shown, by a hash of what identifies them. Kept only once times go back or an entry
  // is passed over, without which nothing comes twice but within a moment: the journal of a machine
  // whose clock is right needs no memory.
  bool remembers_ = false;
  std::unordered_multimap<std::uint64_t, PlacedEntry> shown_;
  std::vector<PlacedEntry> of_moment_;  // those of the moment of last_, before anything is kept
  // Live no more than the newest are kept, and from the beginning: files are looked at one after
  // the other, and what is written meanwhile comes a little out of order.
  static constexpr std::size_t kMostRemembered = 8192;
  bool is_live_ = false;
  std::deque<std::uint64_t> recent_;  // their hashes, the oldest first
  std::optional<PlacedEntry> live_start_;
  std::vector<const JournalFile*> ended_;  // with the search
};

}  // namespace hark
