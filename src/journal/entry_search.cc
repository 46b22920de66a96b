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
    : file(&of), first(EntryWalk(of).next()) {
  const EntryZones* const zones = means.index == nullptr ? nullptr : means.index->find(of);
  parts.emplace_back(
      GuidedWalk(of, search, zones == nullptr ? EntryZones() : *zones, gives, EntryWalk(of)));
  parts[0].reached = first ? first->realtime : 0;
  if (means.index == nullptr || !search.crowd) return;
  crowd.emplace();
  crowd->max_entry = means.max_entry;
  const auto* known = means.index->find_members(of, search.crowd->rule, means.max_entry);
  if (known != nullptr) crowd->members = *known;
}

EntrySearch::EntrySearch(const JournalFiles& files, const ValueSearch& search,
                         const SearchMeans& means, Gives gives)
    : search_(&search), means_(means), gives_(gives), state_(search) {
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
  if (means_.index == nullptr) return;
  for (Lane& lane : lanes_) {
    means_.index->put(*lane.file, zones(lane));
    if (lane.crowd && lane.crowd->is_found)
      means_.index->put(*lane.file, std::move(*lane.crowd->members));
  }
}

// What is known of a file now: of its list from the beginning, without gaps.
EntryZones EntrySearch::zones(const Lane& lane) {
  EntryZones all;
  for (std::size_t i = 0; i < lane.end; i++) {
    const GuidedWalk& walk = lane.parts[i].walk;
    if (walk.was_misled()) return {};
    all.append(walk.zones());
    if (!walk.knows_all()) break;
  }
  return all;
}

void EntrySearch::work(SieveState& state) {
  std::unique_lock lock(mutex_);
  while (!is_stopping_) {
    if (const Task task = most_urgent(); task.lane != nullptr) {
      look_on(task, state, lock);
    } else {
      has_changed_.wait(lock);
    }
  }
}

bool EntrySearch::is_free(const Lane& lane, std::size_t part) {
  const Part& of = lane.parts[part];
  return !lane.is_beginning && !of.is_taken && !of.has_ended;
}

// What will be asked for first: mostly the files follow each other.
EntrySearch::Task EntrySearch::most_urgent() {
  Task found;
  if (waiting_ >= kMostWaiting) return found;
  for (Lane& lane : lanes_) {
    for (std::size_t i = lane.current; i < lane.end; i++) {
      const bool is_sooner =
          found.lane == nullptr || lane.parts[i].reached < found.lane->parts[found.part].reached;
      if (is_sooner && is_free(lane, i)) found = {&lane, i};
    }
  }
  return found;
}

// Looks at a part's next run, unlocked.
void EntrySearch::look_on(Task task, SieveState& state, std::unique_lock<std::mutex>& lock) {
  Lane& lane = *task.lane;
  if (!lane.has_begun) begin(lane, state, lock);
  Part& part = lane.parts[task.part];
  part.is_taken = true;
  lock.unlock();
  auto run = std::make_unique<EntryRun>();
  const std::uint64_t wanted = fill(lane, part, state, *run);
  lock.lock();
  part.is_taken = false;
  has_changed_.notify_all();
  if (task.part >= lane.end) {  // meanwhile it was dropped
    looked_at_.fetch_sub(part.looked_at, std::memory_order_relaxed);
    return;
  }
  if (part.walk.goes_on()) drop_parts(lane, task.part + 1);
  part.has_ended = run->is_end || part.walk.is_at_limit();
  if (run->last) part.reached = run->last->realtime;
  lane.wanted += wanted;
  waiting_ += run->found.size();
  part.waiting.push_back(std::move(run));
  const auto from = lane.parts.begin(), to = from + static_cast<std::ptrdiff_t>(lane.end);
  if (!std::all_of(from, to, [](const Part& one) { return one.has_ended; })) return;
  constexpr std::uint64_t kFew = 16;  // one in so many
  if (lane.wanted >= lane.file->entries() / kFew) return;
  lock.unlock();
  lane.file->drop_pages();
  lock.lock();
}

// A part before them goes on to the end of the file.
void EntrySearch::drop_parts(Lane& lane, std::size_t from) {
  for (std::size_t i = from; i < lane.end; i++) {
    Part& part = lane.parts[i];
    for (const auto& run : part.waiting) waiting_ -= run->found.size();
    part.waiting.clear();
    part.has_ended = true;
    if (!part.is_taken) looked_at_.fetch_sub(part.looked_at, std::memory_order_relaxed);
  }
  lane.end = std::min(lane.end, from);
}

// Looks entries up instead of walking to them, if those are few; else shares the walk out.
void EntrySearch::begin(Lane& lane, SieveState& state, std::unique_lock<std::mutex>& lock) {
  constexpr std::uint64_t kWorthIt = 512;
  constexpr std::uint64_t kFewer = 4;
  lane.is_beginning = true;
  lock.unlock();
  const std::uint64_t entries = lane.parts[0].walk.to_look_at();
  std::optional<std::vector<std::uint64_t>> places;
  if (gives_ == Gives::kWanted && search_->enough == 0 && entries >= kWorthIt) {
    CrowdLookup* const crowd = lane.crowd ? &*lane.crowd : nullptr;
    places = look_up_entries(*lane.file, *search_, entries / kFewer, state, crowd);
  }
  std::deque<Part> parts;
  if (!places && means_.threads > 1 && entries > means_.part) parts = split(lane);
  lock.lock();
  if (places) {
    const std::uint64_t listed = lane.file->entries();
    looked_at_.fetch_add(listed - std::min(listed, places->size()), std::memory_order_relaxed);
    lane.places = std::move(places);
  } else if (!parts.empty()) {
    lane.parts = std::move(parts);
    lane.end = lane.parts.size();
  }
  lane.is_beginning = false;
  lane.has_begun = true;
  has_changed_.notify_all();
}

// Empty: it stays in one piece.
std::deque<EntrySearch::Part> EntrySearch::split(const Lane& lane) const {
  const JournalFile& file = *lane.file;
  const std::vector<EntryZone>& known = lane.parts[0].walk.zones().all();
  std::deque<Part> parts;
  EntryWalk begin(file);
  std::uint64_t time = lane.parts[0].reached;
  std::size_t zone = 0;
  for (std::uint64_t left = file.entries(); left > 0;) {
    EntryZones zones;  // of the part
    while (zone < known.size() && zones.entries() < means_.part) zones.append(known[zone++]);
    const bool is_of_zones = zones.entries() >= means_.part || zones.entries() == left;
    const std::uint64_t entries = is_of_zones ? zones.entries() : means_.part;
    if (zones.entries() > left) return {};  // they are not of what the file holds now
    Part& part = parts.emplace_back(GuidedWalk(file, *search_, std::move(zones), gives_, begin));
    part.reached = time;
    if (entries >= left) break;
    const auto end = is_of_zones ? std::optional(known[zone - 1].end) : std::nullopt;
    const auto last = begin.skip(entries, end);
    if (!last) break;  // it goes on to the end of the file
    part.walk.end_behind(entries);
    left -= entries;
    time = last->realtime;
  }
  return parts;
}

std::optional<JournalEntry> EntrySearch::next(Lane& lane, Part& part, EntryRun& run) {
  if (lane.places) {
    std::optional<JournalEntry> entry;
    while (!entry && lane.place < lane.places->size())
      entry = lane.file->entry((*lane.places)[lane.place++]);
    if (entry) run.last = entry;
    return entry;
  }
  const auto entry = part.walk.next();
  for (EntryWalk::Damage& damage : part.walk.take_damage())
    run.damage.push_back({run.found.size(), std::move(damage)});
  return entry;
}

// How many of them are wanted.
std::uint64_t EntrySearch::fill(Lane& lane, Part& part, SieveState& state, EntryRun& run) {
  constexpr std::size_t kPart = 256;
  if (!part.sieve) part.sieve.emplace(*lane.file, *search_, means_.max_entry);
  std::uint64_t wanted = 0;
  bool has_ended = false;
  for (std::size_t looked = 0; looked < kRun && !has_ended; looked += kPart) {
    if (is_stopping_.load(std::memory_order_relaxed)) return wanted;
    const std::uint64_t passed_over = part.walk.passed_over();
    std::size_t i = 0;
    for (; i < kPart; i++) {
      const auto entry = next(lane, part, run);
      if (!entry) {
        has_ended = true;
        break;
      }
      const bool is_read = search_->read.hold(*entry);
      const bool is_wanted = part.sieve->passes(*entry, state);
      wanted += is_wanted;
      run.has_outside |= !is_read;
      if (is_wanted || gives_ == Gives::kAll || (gives_ == Gives::kRead && is_read)) {
        auto& found = run.found.emplace_back(EntryRun::Found{*entry, is_wanted});
        if (!state.hosts.empty())
          found.hosts = std::make_unique<std::vector<std::string>>(std::exchange(state.hosts, {}));
      } else if (is_read) {
        run.passed_over++;
      }
    }
    const std::uint64_t more = i + part.walk.passed_over() - passed_over;
    part.looked_at += more;
    looked_at_.fetch_add(more, std::memory_order_relaxed);
  }
  run.is_end = has_ended && !part.walk.is_at_limit();
  // Their memory is needed for the next part.
  if (has_ended || part.walk.is_at_limit()) part.sieve.reset();
  if (has_ended && lane.places) lane.places.emplace();
  run.has_outside |= gives_ == Gives::kRead && part.walk.passed_over() > 0;
  if (!lane.places) run.last = part.walk.last();
  return wanted;
}

std::vector<EntrySearch::Left> EntrySearch::leave() const {
  std::vector<Left> left;
  for (const Lane& lane : lanes_) {
    const GuidedWalk& walk = lane.parts[lane.end - 1].walk;
    Left& of = left.emplace_back(Left{lane.file, walk.walk(), std::nullopt});
    for (std::size_t i = lane.end; i > 0 && !of.last; i--) of.last = lane.parts[i - 1].walk.last();
  }
  return left;
}

// The part from which runs are taken; its next one may still have to be found.
EntrySearch::Part& EntrySearch::current(Lane& lane) {
  const auto is_through = [&] {
    const Part& part = lane.parts[lane.current];
    return part.has_ended && part.waiting.empty() && lane.current + 1 < lane.end;
  };
  while (is_through()) lane.current++;
  return lane.parts[lane.current];
}

std::unique_ptr<EntryRun> EntrySearch::take(std::size_t file) {
  Lane& lane = lanes_[file];
  std::unique_lock lock(mutex_);
  if (current(lane).waiting.empty()) {
    const Task other = is_free(lane, lane.current) ? Task{&lane, lane.current} : most_urgent();
    if (other.lane != nullptr) {
      look_on(other, state_, lock);
    } else {
      constexpr std::chrono::milliseconds kPatience{20};  // then signals are looked after
      has_changed_.wait_for(lock, kPatience);
    }
    if (current(lane).waiting.empty()) return nullptr;
  }
  Part& part = current(lane);
  auto run = std::move(part.waiting.front());
  part.waiting.pop_front();
  const bool was_full = waiting_ >= kMostWaiting;
  waiting_ -= run->found.size();
  if (was_full && waiting_ < kMostWaiting) has_changed_.notify_all();
  return run;
}

}  // namespace hark
