#include "journal/journal_merge.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <utility>

namespace hark {
namespace {

// The last slot of the file's list of entries; 0 if the list does not hold.
std::uint64_t last_slot(const JournalFile& file) {
  std::uint64_t left = file.entries();
  for (std::uint64_t at = file.entry_array(); at != 0 && left > 0;) {
    const auto array = file.entry_array(at);
    if (!array) return 0;
    if (left <= array->slots) return file.slot(*array, left - 1);
    left -= array->slots;
    at = array->next;
  }
  return 0;
}

// The last entry of a file, by what its header says where that is right.
std::optional<JournalEntry> last_entry(const JournalFile& file) {
  for (const std::uint64_t hint : {file.tail_entry(), file.tail_object(), last_slot(file)}) {
    if (hint == 0) continue;
    if (const auto entry = file.entry(hint)) return entry;
  }
  std::optional<JournalEntry> last;
  for (EntryWalk walk(file); auto entry = walk.next();) last = entry;
  return last;
}

// So many entries are passed over before somebody else has a turn.
constexpr int kPassedAtOnce = 8192;

constexpr std::size_t kMostBoots = 100'000;  // that a hostile journal can make us keep

// Of entries of one moment no more than this are kept, or looked through.
constexpr std::size_t kMostOfOneMoment = 1024;

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
  const bool is_of_one_writer = std::all_of(
      files.begin(), files.end(),
      [&](const JournalFile& file) { return file.seqnum_id() == files[0].seqnum_id(); });
  // Of what is counted all is given, so that each can be counted once: only where something is not
  // to be read there is anything to leave out.
  const bool leaves_out = !counts_passed_ || !read_.are_open();
  std::optional<MomentOrder> order;
  if (leaves_out && !is_of_one_writer && means.index != nullptr)
    order = MomentOrder::find(files, boots_, *means.index);
  sifts_before_ = leaves_out && (is_of_one_writer || order);
  const Gives gives = !sifts_before_ ? Gives::kAll : counts_passed_ ? Gives::kRead : Gives::kWanted;
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
    head.is_sought = true;
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
  const auto entry = head.walk.next();
  looked_at_ += entry.has_value();
  take_damage_of(head, head.walk.take_damage());
  head.next.file = entry ? head.file : nullptr;
  if (entry) head.next.entry = *entry;
  if (!entry && !head.file->is_growing()) head.file->drop_pages();
}

void JournalMerge::take_damage_of(Head& head, std::vector<EntryWalk::Damage> damage) {
  for (EntryWalk::Damage& place : damage)
    damage_.push_back({head.file, place.offset, std::move(place.what)});
}

void JournalMerge::advance_found(Head& head) {
  const EntryRun::Found* const found = head.found->advance();
  head.next.file = found == nullptr ? nullptr : head.file;
  if (found != nullptr) head.next.entry = found->entry;
  head.is_sought = found == nullptr && !head.found->has_ended();
  take_damage_of(head, head.found->take_damage());
  if (head.found->has_ended()) head.file->drop_pages();
}

// The file whose next entry has to be known before the least of those that are known is given;
// null: there is none. It never depends on what some thread happens to have found already.
JournalMerge::Head* JournalMerge::to_seek(const Head* least) {
  Head* first = nullptr;
  for (Head& head : heads_) {
    if (!head.is_sought) continue;
    const JournalEntry* const reached = head.found->reached();
    const bool is_behind = sifts_before_ && least != nullptr && reached != nullptr &&
                           compare(least->next, {head.file, *reached}, boots_) <= 0;
    if (is_behind) continue;
    if (reached == nullptr) return &head;
    if (first == nullptr || reached->realtime < first->found->reached()->realtime) first = &head;
  }
  return first;
}

void JournalMerge::seek(Head& head) {
  if (!head.found->seek()) return;
  passed_over_.entries += head.found->run().passed_over;
  has_outside_ |= head.found->run().has_outside;
  advance_found(head);
}

void JournalMerge::begin_live() {
  is_live_ = remembers_ = true;
  shown_.clear();
  live_start_ = last_;
}

void JournalMerge::look_again(const std::vector<const JournalFile*>& further) {
  if (!is_live_) begin_live();
  for (const JournalFile* file : further) {
    const EntryWalk begin(*file);
    Head& head = heads_.emplace_back(Head{file, begin, begin, {file, {}}, true});
    advance(head);
    while (live_start_ && head.next.file != nullptr &&
           compare(head.next, *live_start_, boots_) <= 0)
      pass(head);
  }
  for (Head& head : heads_) {
    if (head.next.file == nullptr) advance(head);
  }
}

std::vector<const JournalFile*> JournalMerge::take_ended() {
  std::vector<const JournalFile*> ended;
  for (std::size_t i = 0; i < heads_.size();) {
    const Head& head = heads_[i];
    if (head.next.file == nullptr && !head.file->is_growing()) {
      ended.push_back(head.file);
      heads_.erase(heads_.begin() + static_cast<std::ptrdiff_t>(i));
    } else {
      i++;
    }
  }
  return ended;
}

// What is passed over was told of when it was read.
void JournalMerge::pass(Head& head) {
  note_begun(head);  // what was left out is before that
  std::erase_if(damage_, [&](const Damage& damage) { return damage.file == head.file; });
  advance(head);
}

bool JournalMerge::start_after(const Cursor& cursor) {
  bool is_found = false;
  std::set<Id128> later_boots;
  const auto counts_as_cursor = [&](const Head& head) {
    return cursor.seqnum && cursor.seqnum_id && *cursor.seqnum_id == head.file->seqnum_id();
  };
  const bool all_count = std::all_of(heads_.begin(), heads_.end(), counts_as_cursor);
  for (Head& head : heads_) {
    if (!counts_as_cursor(head)) continue;
    is_found |= pass_numbers(head, cursor);
    if (head.next.file == nullptr || all_count) continue;
    later_boots.insert(head.next.entry.boot);
    EntryWalk rest = head.walk;
    while (const auto entry = rest.next()) later_boots.insert(entry->boot);
  }
  if (cursor.boot) later_boots.erase(*cursor.boot);
  for (Head& head : heads_) {
    if (!counts_as_cursor(head)) is_found |= pass_times(head, cursor, later_boots);
  }
  if (is_found) return true;
  // A cursor that does not say everything may name several entries; one of them is behind us.
  JournalMerge ahead = *this;
  const auto first = ahead.next();
  if (!first || !is_named(*first, cursor)) return false;
  (void)next();
  return true;
}

// In a file with the cursor's own numbers. True if the entry is in it.
bool JournalMerge::pass_numbers(Head& head, const Cursor& cursor) {
  bool is_found = false;
  while (head.next.file != nullptr && head.next.entry.seqnum <= *cursor.seqnum) {
    is_found |= is_named(head.next, cursor);
    if (const auto passed = head.walk.skip_through(*cursor.seqnum))
      is_found |= is_named({head.file, *passed}, cursor);
    pass(head);
  }
  return is_found;
}

// In another file, which may have entries of the cursor's boot. Of the others it is known whether
// they are of a later boot if the files of the cursor's numbers say so, or the files' ends; else by
// the clock. What could be behind the cursor is not passed over. True if a copy of the entry is.
bool JournalMerge::pass_times(Head& head, const Cursor& cursor,
                              const std::set<Id128>& later_boots) {
  const bool is_complete =
      cursor.boot && cursor.monotonic && cursor.realtime && cursor.xor_hash.has_value();
  bool is_found = false;
  const auto is_copy = [&](const JournalEntry& entry) {
    return is_complete && is_named({head.file, entry}, cursor);
  };
  const auto is_before = [&](const JournalEntry& entry) {
    if (is_copy(entry)) return true;
    if (cursor.boot && cursor.monotonic && entry.boot == *cursor.boot)
      return entry.monotonic < *cursor.monotonic;
    if (later_boots.contains(entry.boot)) return false;
    if (cursor.boot) {
      if (const auto order = boots_.compare(entry.boot, *cursor.boot); order != 0) return order < 0;
    }
    return cursor.realtime && entry.realtime < *cursor.realtime;
  };
  // The first that is not before it was still to come when the cursor's entry was shown.
  while (head.next.file != nullptr && is_before(head.next.entry)) {
    is_found |= is_copy(head.next.entry);
    pass(head);
  }
  return is_found;
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
    Head* least = nullptr;
    bool is_passed_over = false;
    for (Head& head : heads_) {
      if (head.next.file == nullptr) continue;
      if (last_ && compare(head.next, *last_, boots_) <= 0) {
        least = &head;
        is_passed_over = true;
        break;
      }
      if (least == nullptr || compare(head.next, least->next, boots_) < 0) least = &head;
    }
    if (Head* const sought = is_passed_over && sifts_before_ ? nullptr : to_seek(least)) {
      seek(*sought);
      is_searching_ = true;
      return std::nullopt;
    }
    if (least == nullptr) return std::nullopt;
    const PlacedEntry entry = least->next;
    bool is_wanted = true;
    if (least->found) {
      is_wanted = least->found->current()->is_wanted;
      note_hosts(*least->found->current());
    }
    note_begun(*least);
    if (is_passed_over && is_same_entry(entry, *last_)) {
      advance(*least);
      continue;
    }
    const bool goes_back = last_ && entry.entry.realtime < last_->entry.realtime;
    if (!remembers_ && (is_passed_over || (goes_back && heads_.size() > 1))) remember_all();
    const bool is_of_moment = last_ && is_same_moment(entry.entry, last_->entry);
    if (!is_of_moment) of_moment_.clear();
    if (is_passed_over && is_ahead_elsewhere(*least)) {
      advance(*least);
      continue;
    }
    const bool is_repeat = was_shown(entry);
    advance(*least);
    if (is_repeat) continue;
    if (heads_.size() > 1) remember(entry);
    if (!is_passed_over) last_ = entry;
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
