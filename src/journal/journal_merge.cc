#include "journal/journal_merge.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <utility>

#include "journal/last_entry.h"

namespace hark {
namespace {

// So many entries are passed over before somebody else has a turn.
constexpr int kPassedAtOnce = 8192;

constexpr std::size_t kMostBoots = 100'000;  // that a hostile journal can make us keep

// Of entries of one moment no more than this are kept, or looked through.
constexpr std::size_t kMostOfOneMoment = 1024;

bool are_of_one_writer(const JournalFiles& files) {
  return std::all_of(files.begin(), files.end(), [&](const JournalFile& file) {
    return file.seqnum_id() == files[0].seqnum_id();
  });
}

bool is_same_moment(const JournalEntry& a, const JournalEntry& b) {
  return a.boot == b.boot && a.monotonic == b.monotonic;
}

std::uint64_t identity(const JournalEntry& entry) {
  std::uint64_t boot;
  std::memcpy(&boot, entry.boot.data(), sizeof boot);
  std::uint64_t hash = boot;
  for (const std::uint64_t part : {entry.monotonic, entry.realtime, entry.xor_hash})
    hash = (hash ^ part) * 0x9E3779B97F4A7C15u;
  return hash;
}

}  // namespace

JournalMerge::JournalMerge(const JournalFiles& files, std::optional<std::uint64_t> last) {
  by_numbers_ = is_ordered_ = are_of_one_writer(files);
  if (!files.empty()) writer_ = files[0].seqnum_id();
  heads_.reserve(files.size());
  for (const JournalFile& file : files) {
    if (files.size() > 1) {
      if (const auto entry = last_entry(file)) boots_.add(file, *entry);
    }
    EntryWalk begin(file);
    const bool is_cut = last && begin.begin_with_last(*last);
    Head& head = heads_.emplace_back(Head{&file, begin, begin, {&file, {}}, !is_cut});
    is_cut_ |= is_cut;
    not_begun_ += is_cut;
    advance(head);
  }
}

JournalMerge::JournalMerge(const std::vector<Begin>& begins, const BootOrder& boots)
    : boots_(boots) {
  heads_.reserve(begins.size());
  for (const Begin& begin : begins) {
    Head& head =
        heads_.emplace_back(Head{begin.file, begin.walk, begin.walk, {begin.file, {}}, true});
    advance(head);
  }
}

JournalMerge::JournalMerge(const JournalFiles& files, const ValueSearch& search,
                           const SearchMeans& means) {
  if (files.size() > 1) {
    for (const JournalFile& file : files) {
      if (const auto entry = last_entry(file)) boots_.add(file, *entry);
    }
  }
  counts_passed_ = search.counts_passed;
  read_ = search.read;
  by_numbers_ = are_of_one_writer(files);
  if (!files.empty()) writer_ = files[0].seqnum_id();
  std::optional<MomentOrder> order;
  if (!by_numbers_ && means.index != nullptr)
    order = MomentOrder::find(files, boots_, *means.index);
  is_ordered_ = by_numbers_ || order;
  const Gives gives = !is_ordered_ ? Gives::kAll : counts_passed_ ? Gives::kRead : Gives::kWanted;
  search_ = std::make_shared<EntrySearch>(files, search, means, gives);
  if (order && !counts_passed_) {
    moments_ = std::make_shared<MomentMerge>(files, *search_, *std::move(order), boots_);
    return;
  }
  heads_.reserve(files.size());
  for (const JournalFile& file : files) {
    const EntryWalk begin(file);
    Head& head = heads_.emplace_back(Head{&file, begin, begin, {}, true});
    head.found.emplace(*search_, heads_.size() - 1);
    await(head);
  }
}

void JournalMerge::note_hosts(const EntryRun::Found& found) {
  if (found.hosts == nullptr || passed_over_.hosts.size() >= kMostBoots) return;
  passed_over_.hosts.insert(found.hosts->begin(), found.hosts->end());
}

void JournalMerge::pass_over(const JournalEntry& passed) {
  if (!read_.hold(passed)) {
    has_outside_ = true;
    return;
  }
  passed_over_.entries++;
  if (!counts_passed_) return;
  if (passed_over_.entries == 1) passed_over_.first = passed.realtime;
  passed_over_.first = std::min(passed_over_.first, passed.realtime);
  passed_over_.last = std::max(passed_over_.last, passed.realtime);
  if (passed.boot != last_passed_boot_ && passed_boots_.size() < kMostBoots) {
    last_passed_boot_ = passed.boot;
    passed_boots_.insert(passed.boot);
  }
}

PassedOver JournalMerge::passed_over() const {
  PassedOver told = passed_over_;
  if (moments_) told.entries = moments_->passed_over();
  for (const Id128& boot : passed_boots_) told.boots.insert(to_hex(boot));
  return told;
}

void JournalMerge::advance(Head& head) {
  if (head.found) return advance_found(head);
  do {
    const auto entry = head.walk.next();
    looked_at_ += entry.has_value();
    take_damage_of(head, head.walk.take_damage());
    head.next.file = entry ? head.file : nullptr;
    if (entry) head.next.entry = *entry;
  } while (is_old(head));
  if (head.next.file == nullptr && !head.file->is_growing()) head.file->drop_pages();
}

// Of what came when the others were live: what was there before, copies of which, as of a journal
// that is moved to the disk, need not come first.
bool JournalMerge::is_old(const Head& head) const {
  return head.is_further && head.next.file != nullptr && live_start_ &&
         compare(head.next, *live_start_, boots_) <= 0;
}

void JournalMerge::take_damage_of(Head& head, std::vector<EntryWalk::Damage> damage) {
  for (EntryWalk::Damage& place : damage)
    damage_.push_back({head.file, place.offset, std::move(place.what)});
}

void JournalMerge::advance_found(Head& head) {
  const EntryRun::Found* const found = head.found->advance();
  head.next.file = found == nullptr ? nullptr : head.file;
  if (found != nullptr) head.next.entry = found->entry;
  head.is_sought = false;
  if (found == nullptr && !head.found->has_ended()) await(head);
  take_damage_of(head, head.found->take_damage());
  if (head.found->has_ended()) head.file->drop_pages();
}

// What comes next in it is still to be found.
void JournalMerge::await(Head& head) {
  head.is_sought = true;
  const JournalEntry* const reached = head.found->reached();
  head.bound = reached == nullptr ? PlacedEntry{} : PlacedEntry{head.file, *reached};
}

// Where entries have no order of their own: the head whose next one is known and comes first, or is
// not beyond the one that was shown last.
JournalMerge::Head* JournalMerge::find_least() {
  Head* least = nullptr;
  for (Head& head : heads_) {
    if (head.next.file == nullptr) continue;
    if (is_passed_over(head)) return &head;
    if (least == nullptr || compare(head.next, least->next, boots_) < 0) least = &head;
  }
  return least;
}

// There: a file whose next entry has to be known before anything is given; null: there is none. It
// never depends on what some thread happens to have found already.
JournalMerge::Head* JournalMerge::to_seek() {
  Head* first = nullptr;
  for (Head& head : heads_) {
    if (!head.is_sought) continue;
    if (head.bound.file == nullptr) return &head;
    if (first == nullptr || head.bound.entry.realtime < first->bound.entry.realtime) first = &head;
  }
  return first;
}

std::weak_ordering JournalMerge::order(const PlacedEntry& a, const PlacedEntry& b) const {
  if (by_numbers_ && a.entry.seqnum != b.entry.seqnum) return a.entry.seqnum <=> b.entry.seqnum;
  return compare(a, b, boots_);
}

bool JournalMerge::is_passed_over(const Head& head) const {
  return last_ && order(head.next, *last_) <= 0;
}

// Of heads that have more: what is still to be found in one comes behind its bound. Of copies that
// in the first file comes first.
bool JournalMerge::comes_before(std::size_t one, std::size_t other) const {
  const Head &a = heads_[one], &b = heads_[other];
  const PlacedEntry &x = a.is_sought ? a.bound : a.next, &y = b.is_sought ? b.bound : b.next;
  if (x.file == nullptr || y.file == nullptr) return y.file != nullptr;
  const auto ordered = order(x, y);
  return ordered < 0 || (ordered == 0 && one < other);
}

// Where all entries are in one order: the head that comes first, or whose next entry has to be
// found before; null: all have ended. Only what was in front before may have changed since, but for
// what is not queued.
JournalMerge::Head* JournalMerge::front() {
  const auto comes_behind = [this](std::size_t a, std::size_t b) { return comes_before(b, a); };
  const auto has_ended = [this](std::size_t i) {
    return heads_[i].next.file == nullptr && !heads_[i].is_sought;
  };
  if (!is_queued_) {
    is_queued_ = true;
    queue_.clear();
    for (std::size_t i = 0; i < heads_.size(); i++) {
      if (!has_ended(i)) queue_.push_back(i);
    }
    std::make_heap(queue_.begin(), queue_.end(), comes_behind);
  } else if (!queue_.empty() && has_ended(queue_.front())) {
    queue_.front() = queue_.back();
    queue_.pop_back();
  }
  if (queue_.empty()) return nullptr;
  sink_front();
  return &heads_[queue_.front()];
}

// Mostly it stays where it is: files follow each other.
void JournalMerge::sink_front() {
  const std::size_t sinking = queue_.front();
  std::size_t at = 0;
  for (std::size_t child = 1; child < queue_.size(); child = 2 * at + 1) {
    if (child + 1 < queue_.size() && comes_before(queue_[child + 1], queue_[child])) child++;
    if (!comes_before(queue_[child], sinking)) break;
    queue_[at] = queue_[child];
    at = child;
  }
  queue_[at] = sinking;
}

void JournalMerge::seek(Head& head) {
  if (!head.found->seek()) return;
  passed_over_.entries += head.found->run().passed_over;
  has_outside_ |= head.found->run().has_outside;
  advance_found(head);
}

// What is passed over was told of when it was read.
void JournalMerge::pass(Head& head) {
  is_queued_ = false;
  note_begun(head);  // what was left out is before that
  std::erase_if(damage_, [&](const Damage& damage) { return damage.file == head.file; });
  advance(head);
}

void JournalMerge::note_begun(Head& head) {
  if (head.has_begun) return;
  head.has_begun = true;
  not_begun_--;
}

std::optional<JournalMerge::Damage> JournalMerge::take_damage() {
  if (moments_) return moments_->take_damage();
  if (damage_.empty()) return std::nullopt;
  Damage first = std::move(damage_.front());
  damage_.pop_front();
  return first;
}

void JournalMerge::remember(const PlacedEntry& entry) {
  if (!remembers_) {
    of_moment_.push_back(entry);
    if (of_moment_.size() > kMostOfOneMoment) remember_all();
    return;
  }
  const std::uint64_t hash = identity(entry.entry);
  shown_.emplace(hash, entry);
  if (!is_live_) return;
  recent_.push_back(hash);
  if (recent_.size() <= kMostRemembered) return;
  if (const auto oldest = shown_.find(recent_.front()); oldest != shown_.end())
    shown_.erase(oldest);
  recent_.pop_front();
}

bool JournalMerge::was_shown(const PlacedEntry& entry) {
  if (!remembers_) {
    return std::any_of(of_moment_.begin(), of_moment_.end(),
                       [&](const PlacedEntry& shown) { return is_same_entry(shown, entry); });
  }
  const auto [from, to] = shown_.equal_range(identity(entry.entry));
  for (auto it = from; it != to; ++it) {
    if (is_same_entry(it->second, entry)) return true;
  }
  return false;
}

std::optional<PlacedEntry> JournalMerge::next() {
  if (moments_) return moments_->next();
  is_searching_ = false;
  for (int passed = 0; passed < kPassedAtOnce; passed++) {
    Head* const least = is_ordered_ ? front() : find_least();
    Head* sought = nullptr;
    if (!is_ordered_) {
      sought = to_seek();
    } else if (least != nullptr && least->is_sought) {
      sought = least;
    }
    if (sought != nullptr) {
      seek(*sought);
      is_searching_ = true;
      return std::nullopt;
    }
    if (least == nullptr) return std::nullopt;
    const bool was_passed_over = is_passed_over(*least);
    const PlacedEntry entry = least->next;
    bool is_wanted = true;
    if (least->found) {
      is_wanted = least->found->current()->is_wanted;
      note_hosts(*least->found->current());
    }
    note_begun(*least);
    if (was_passed_over && is_same_entry(entry, *last_)) {
      advance(*least);
      continue;
    }
    const bool goes_back = last_ && entry.entry.realtime < last_->entry.realtime;
    // Of one writer copies have the same number, and follow each other whatever the clock does.
    const bool has_copies_apart = heads_.size() > 1 && !by_numbers_;
    if (!remembers_ && (was_passed_over || (goes_back && has_copies_apart))) remember_all();
    const bool is_of_moment = last_ && is_same_moment(entry.entry, last_->entry);
    if (!is_of_moment) of_moment_.clear();
    if (was_passed_over && is_ahead_elsewhere(*least)) {
      advance(*least);
      continue;
    }
    const bool is_repeat = was_shown(entry);
    advance(*least);
    if (is_repeat) continue;
    if (heads_.size() > 1 || is_live_) remember(entry);
    if (!was_passed_over) last_ = entry;
    if (is_wanted) return entry;
    pass_over(entry.entry);
  }
  is_searching_ = true;
  return std::nullopt;
}

// Another file still has it, and will show it in its turn. Entries of one moment, as the lines of a
// stack trace are, have an order in each file but none between files of different writers.
bool JournalMerge::is_ahead_elsewhere(const Head& passed) {
  const JournalEntry& sought = passed.next.entry;
  for (Head& head : heads_) {
    if (&head == &passed || head.next.file == nullptr) continue;
    bool is_there = false;
    std::size_t left = kMostOfOneMoment;
    const auto look = [&](const JournalEntry& entry) {
      const bool is_of_moment = is_same_moment(entry, sought);
      is_there = is_of_moment && is_same_entry({head.file, entry}, passed.next);
      return is_of_moment && !is_there && --left > 0;
    };
    if (head.found) {
      head.found->each_ahead(look);
    } else {
      EntryWalk walk = head.walk;
      std::optional<JournalEntry> entry = head.next.entry;
      while (entry && look(*entry)) entry = walk.next();
    }
    if (is_there) return true;
  }
  return false;
}

// What was shown before anything was remembered: it is still in the files.
void JournalMerge::remember_all() {
  remembers_ = true;
  for (const Head& head : heads_) {
    if (head.found && !head.found->has_begun()) continue;
    std::uint64_t end = std::numeric_limits<std::uint64_t>::max();  // of what was shown of it
    if (head.next.file != nullptr) end = head.next.entry.offset;
    if (head.is_sought) end = head.found->reached()->offset + 1;
    EntryWalk walk = head.begin;
    for (auto entry = walk.next(); entry; entry = walk.next()) {
      if (entry->offset >= end) break;
      if (read_.hold(*entry)) remember({head.file, *entry});
    }
  }
}

}  // namespace hark
