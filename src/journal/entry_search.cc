#include "journal/entry_search.h"

#include <pthread.h>
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <initializer_list>
#include <system_error>
#include <utility>

namespace hark {
namespace {

// So many entries are looked at in one go: about a millisecond's work.
constexpr std::size_t kRun = 4096;
// Beyond so many entries that wait to be taken, none are looked at ahead.
constexpr std::size_t kMostWaiting = 128 * 1024;

// Signals are for the thread that waits for them; faults are for whoever raises them.
class SignalsBlocked {
 public:
  SignalsBlocked() {
    sigset_t blocked;
    sigfillset(&blocked);
    for (const int fault : {SIGBUS, SIGSEGV, SIGFPE, SIGILL, SIGABRT, SIGTRAP})
      sigdelset(&blocked, fault);
    pthread_sigmask(SIG_SETMASK, &blocked, &before_);
  }
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;
  ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_;
};

}  // namespace

EntrySearch::Lane::Lane(const JournalFile& of, const ValueSearch& search, const SearchMeans& means,
                        Gives gives)
    : file(&of),
      first(EntryWalk(of).next()),
      walk(of, search, means.index == nullptr ? nullptr : means.index->find(of), gives),
      sieve(std::in_place, of, search, means.max_entry),
      reached(first ? first->realtime : 0) {
  if (means.index == nullptr || !search.crowd) return;
  crowd.emplace();
  crowd->max_entry = means.max_entry;
  const auto* known = means.index->find_members(of, search.crowd->rule, means.max_entry);
  if (known != nullptr) crowd->members = *known;
}

EntrySearch::EntrySearch(const JournalFiles& files, const ValueSearch& search,
                         const SearchMeans& means, Gives gives)
    : search_(&search), index_(means.index), gives_(gives), state_(search) {
  lanes_.reserve(files.size());
  for (const JournalFile& file : files) lanes_.emplace_back(file, search, means, gives);
  for (unsigned i = 1; i < means.threads; i++)
    states_.push_back(std::make_unique<SieveState>(search));
  const SignalsBlocked blocked;
  for (const auto& state : states_) {
    try {
      threads_.emplace_back([this, &state = *state] { work(state); });
    } catch (const std::system_error&) {
      return;  // fewer do as well
    }
  }
}

EntrySearch::~EntrySearch() {
  {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
  }
  has_changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
  if (index_ == nullptr) return;
  for (Lane& lane : lanes_) {
    index_->put(*lane.file, lane.walk.zones());
    if (lane.crowd && lane.crowd->is_found)
      index_->put(*lane.file, std::move(*lane.crowd->members));
  }
}

void EntrySearch::work(SieveState& state) {
  std::unique_lock lock(mutex_);
  while (!is_stopping_) {
    if (Lane* lane = most_urgent()) {
      look_on(*lane, state, lock);
    } else {
      has_changed_.wait(lock);
    }
  }
}

// What will be asked for first: mostly the files follow each other.
EntrySearch::Lane* EntrySearch::most_urgent() {
  if (waiting_ >= kMostWaiting) return nullptr;
  Lane* found = nullptr;
  for (Lane& lane : lanes_) {
    if (!lane.is_taken && !lane.has_ended && (found == nullptr || lane.reached < found->reached))
      found = &lane;
  }
  return found;
}

// Looks at a lane's next run, unlocked.
void EntrySearch::look_on(Lane& lane, SieveState& state, std::unique_lock<std::mutex>& lock) {
  lane.is_taken = true;
  lock.unlock();
  auto run = std::make_unique<EntryRun>();
  fill(lane, state, *run);
  lock.lock();
  lane.is_taken = false;
  lane.has_ended = run->is_end;
  if (run->last) lane.reached = run->last->realtime;
  waiting_ += run->found.size();
  lane.waiting.push_back(std::move(run));
  has_changed_.notify_all();
}

// Looks entries up instead of walking to them, if those are few.
void EntrySearch::begin(Lane& lane, SieveState& state) {
  constexpr std::uint64_t kWorthIt = 512;
  constexpr std::uint64_t kFewer = 4;
  lane.has_begun = true;
  if (gives_ != Gives::kWanted || search_->enough != 0) return;
  const std::uint64_t entries = lane.walk.to_look_at();
  if (entries < kWorthIt) return;
  CrowdLookup* const crowd = lane.crowd ? &*lane.crowd : nullptr;
  lane.places = look_up_entries(*lane.file, *search_, entries / kFewer, state, crowd);
  if (lane.places)
    looked_at_.fetch_add(lane.file->entries() - std::min(lane.file->entries(), lane.places->size()),
                         std::memory_order_relaxed);
}

std::optional<JournalEntry> EntrySearch::next(Lane& lane, EntryRun& run) {
  if (lane.places) {
    std::optional<JournalEntry> entry;
    while (!entry && lane.place < lane.places->size())
      entry = lane.file->entry((*lane.places)[lane.place++]);
    if (entry) run.last = entry;
    return entry;
  }
  const auto entry = lane.walk.next();
  for (EntryWalk::Damage& damage : lane.walk.take_damage())
    run.damage.push_back({run.found.size(), std::move(damage)});
  return entry;
}

void EntrySearch::fill(Lane& lane, SieveState& state, EntryRun& run) {
  constexpr std::size_t kPart = 256;
  constexpr std::uint64_t kFew = 16;  // one in so many
  if (!lane.has_begun) begin(lane, state);
  for (std::size_t looked = 0; looked < kRun; looked += kPart) {
    if (is_stopping_.load(std::memory_order_relaxed)) return;
    const std::uint64_t passed_over = lane.walk.passed_over();
    std::size_t i = 0;
    for (; i < kPart; i++) {
      const auto entry = next(lane, run);
      if (!entry) {
        run.is_end = true;
        lane.sieve.reset();  // their memory is needed for the next file
        if (lane.places) lane.places.emplace();
        if (lane.wanted < lane.file->entries() / kFew) lane.file->drop_pages();
        break;
      }
      const bool is_read = search_->read.hold(*entry);
      const bool is_wanted = lane.sieve->passes(*entry, state);
      lane.wanted += is_wanted;
      run.has_outside |= !is_read;
      if (is_wanted || gives_ == Gives::kAll || (gives_ == Gives::kRead && is_read)) {
        auto& found = run.found.emplace_back(EntryRun::Found{*entry, is_wanted});
        if (!state.hosts.empty())
          found.hosts = std::make_unique<std::vector<std::string>>(std::exchange(state.hosts, {}));
      } else if (is_read) {
        run.passed_over++;
      }
    }
    looked_at_.fetch_add(i + lane.walk.passed_over() - passed_over, std::memory_order_relaxed);
    if (run.is_end) break;
  }
  run.has_outside |= gives_ == Gives::kRead && lane.walk.passed_over() > 0;
  if (!lane.places) run.last = lane.walk.last();
}

std::vector<EntrySearch::Left> EntrySearch::leave() const {
  std::vector<Left> left;
  for (const Lane& lane : lanes_) {
    left.push_back({lane.file, lane.walk.walk(), lane.walk.last()});
  }
  return left;
}

std::unique_ptr<EntryRun> EntrySearch::take(std::size_t file) {
  Lane& lane = lanes_[file];
  std::unique_lock lock(mutex_);
  if (lane.waiting.empty()) {
    if (!lane.is_taken) {
      look_on(lane, state_, lock);
    } else if (Lane* other = most_urgent()) {
      look_on(*other, state_, lock);
    } else {
      constexpr std::chrono::milliseconds kPatience{20};  // then signals are looked after
      has_changed_.wait_for(lock, kPatience);
    }
    if (lane.waiting.empty()) return nullptr;
  }
  auto run = std::move(lane.waiting.front());
  lane.waiting.pop_front();
  const bool was_full = waiting_ >= kMostWaiting;
  waiting_ -= run->found.size();
  if (was_full && waiting_ < kMostWaiting) has_changed_.notify_all();
  return run;
}

}  // namespace hark
