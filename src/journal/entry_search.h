// What a search wants of several files, found file by file, by one thread or by several.
//
// Entries are looked at in runs, at several places of a file at once, each by whoever has time: by
// threads of the search's own, which begin with what is earliest and go on until enough is waiting,
// and by whoever asks for a run that nobody has begun. What a run holds does not depend on who
// looked at it, or when.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "journal/entry_sieve.h"
#include "journal/entry_walk.h"
#include "journal/guided_walk.h"
#include "journal/journal_index.h"
#include "journal/value_lookup.h"

namespace hark {

// Neighbours in one file, looked at together.
struct EntryRun {
  struct Found {
    JournalEntry entry;
    bool is_wanted = true;
    // Hosts that were seen in looking at it, if passed ones are counted; null: none.
    std::unique_ptr<std::vector<std::string>> hosts = nullptr;
  };
  std::vector<Found> found;          // those that are given
  std::uint64_t passed_over = 0;     // that are not in it, of those to be read
  bool has_outside = false;          // there are others, or there were before
  std::optional<JournalEntry> last;  // that was looked at, be it in it or not; nullopt: none was
  bool is_end = false;               // of the file
  struct Damage {
    std::size_t before = 0;  // found[before], which may be behind the last
    EntryWalk::Damage what;
  };
  std::vector<Damage> damage;  // in this order
};

// What a search is made with; nothing but its speed depends on threads, index and part.
struct SearchMeans {
  std::size_t max_entry = 0;  // as of EntrySieve
  unsigned threads = 1;       // of which one is the caller's
  // Tells of parts of files that need no look, and learns of them. Null: every entry is looked at.
  JournalIndex* index = nullptr;
  std::uint64_t part = 32 * 1024;  // entries of a file: where several threads are, each has some
};

class EntrySearch {
 public:
  // Files, search and index must outlive it.
  EntrySearch(const JournalFiles& files, const ValueSearch& search, const SearchMeans& means,
              Gives gives);
  EntrySearch(const EntrySearch&) = delete;
  EntrySearch& operator=(const EntrySearch&) = delete;
  // Waits for its threads, which stop at once. The index learns what they saw.
  ~EntrySearch();

  // The next run of a file, by its place among the files; not to be called after its end. Null:
  // others are at it, and it is to be called again. For one thread.
  std::unique_ptr<EntryRun> take(std::size_t file);

  // A file's first entry; nullopt: it has none.
  const std::optional<JournalEntry>& first(std::size_t file) const { return lanes_[file].first; }

  // Where files were left, once all have ended: in those that are growing there may be more later.
  struct Left {
    const JournalFile* file;
    EntryWalk walk;
    std::optional<JournalEntry> last;  // that it gave or passed over
  };
  std::vector<Left> leave() const;

  std::uint64_t looked_at() const { return looked_at_.load(std::memory_order_relaxed); }

 private:
  // Neighbours in one file's list of entries, for whoever has time: a file is looked at in several
  // places at once. As long as the list holds, what one part finds does not depend on the others;
  // where it turns out not to hold, a part goes on to the end of the file instead of those behind
  // it.
  struct Part {
    explicit Part(GuidedWalk begin) : walk(std::move(begin)) {}

    GuidedWalk walk;
    std::optional<EntrySieve> sieve;  // once it has begun
    std::deque<std::unique_ptr<EntryRun>> waiting;
    std::uint64_t reached = 0;  // the time of the last entry that was looked at
    std::uint64_t looked_at = 0;
    bool is_taken = false;  // by some thread
    bool has_ended = false;
  };
  struct Lane {  // of one file
    Lane(const JournalFile& of, const ValueSearch& search, const SearchMeans& means, Gives gives);

    const JournalFile* file;
    std::optional<JournalEntry> first;
    std::deque<Part> parts;  // those from `end` on are dropped; until it has begun there is one
    std::size_t end = 1;
    std::size_t current = 0;  // from which take() takes
    bool is_beginning = false, has_begun = false;
    // Where all that may be wanted is, if the file tells; else walks find it.
    std::optional<std::vector<std::uint64_t>> places = std::nullopt;
    std::size_t place = 0;
    std::optional<CrowdLookup> crowd = std::nullopt;  // where the index can keep what is found
    std::uint64_t wanted = 0;                         // entries
  };

  void work(SieveState& state);
  struct Task {
    Lane* lane = nullptr;
    std::size_t part = 0;
  };
  static bool is_free(const Lane& lane, std::size_t part);
  static Part& current(Lane& lane);
  static EntryZones zones(const Lane& lane);
  Task most_urgent();
  void look_on(Task task, SieveState& state, std::unique_lock<std::mutex>& lock);
  void begin(Lane& lane, SieveState& state, std::unique_lock<std::mutex>& lock);
  std::deque<Part> split(const Lane& lane) const;
  void drop_parts(Lane& lane, std::size_t from);
  std::optional<JournalEntry> next(Lane& lane, Part& part, EntryRun& run);
  std::uint64_t fill(Lane& lane, Part& part, SieveState& state, EntryRun& run);

  const ValueSearch* search_;
  const SearchMeans means_;
  const Gives gives_;
  SieveState state_;        // of the caller's thread
  std::deque<Lane> lanes_;  // parts are whose thread has taken them, but for what follows mutex_
  std::atomic<std::uint64_t> looked_at_{0};
  std::atomic<bool> is_stopping_{false};

  std::mutex mutex_;         // guards all flags and queues of lanes, and
  std::size_t waiting_ = 0;  // entries in them
  std::condition_variable has_changed_;
  std::vector<std::unique_ptr<SieveState>> states_;
  std::vector<std::thread> threads_;
};

}  // namespace hark
