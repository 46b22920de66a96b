#include "journal/moment_merge.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <utility>

#include "journal/journal_merge.h"

namespace hark {

MomentMerge::MomentMerge(const JournalFiles& files, EntrySearch& search, MomentOrder order,
                         BootOrder boots)
    : files_(files), order_(std::move(order)), boots_(std::move(boots)) {
  heads_.reserve(files.size());
  for (std::size_t i = 0; i < files.size(); i++)
    heads_.push_back(Head{&files[i], FoundEntries(search, i)});
}

void MomentMerge::advance(Head& head) {
  const EntryRun::Found* const found = head.found.advance();
  head.next.reset();
  if (found != nullptr) {
    head.next = found->entry;
    head.at = order_.of(found->entry);
  }
  head.is_sought = found == nullptr && !head.found.has_ended();
  if (head.found.has_ended()) head.file->drop_pages();
  for (EntryWalk::Damage& place : head.found.take_damage())
    damage_.push_back({head.file, place.offset, std::move(place.what)});
}

// A file that may still have something of the moment, or before it. The one that is furthest back,
// so that it does not depend on what some thread happens to have found already.
MomentMerge::Head* MomentMerge::to_seek(const Moment& moment) {
  Head* first = nullptr;
  Moment reached_by_first;
  for (Head& head : heads_) {
    if (!head.is_sought) continue;
    const JournalEntry* const reached = head.found.reached();
    if (reached == nullptr) return &head;
    const Moment at = order_.of(*reached);
    if (at > moment || (first != nullptr && at >= reached_by_first)) continue;
    first = &head;
    reached_by_first = at;
  }
  return first;
}

std::optional<Moment> MomentMerge::first_moment() const {
  std::optional<Moment> first;
  for (const Head& head : heads_) {
    if (head.next && (!first || head.at < *first)) first = head.at;
  }
  return first;
}

// Takes what was found of the moment. True if there was something, behind which may be more.
bool MomentMerge::gather(const Moment& moment) {
  bool has_some = false;
  for (Head& head : heads_) {
    while (head.next && head.at <= moment) {
      gathered_.push_back({head.file, *head.next});
      advance(head);
      has_some = true;
    }
  }
  return has_some;
}

std::optional<PlacedEntry> MomentMerge::next() {
  is_searching_ = false;
  for (;;) {
    if (!ordered_.empty()) {
      const PlacedEntry next = ordered_.front();
      ordered_.pop_front();
      return next;
    }
    const std::optional<Moment> moment = gathered_of_ ? gathered_of_ : first_moment();
    constexpr Moment kEver{std::numeric_limits<std::uint64_t>::max(),
                           std::numeric_limits<std::uint64_t>::max()};
    if (Head* const sought = to_seek(moment.value_or(kEver))) {
      if (sought->found.seek()) {
        passed_over_ += sought->found.run().passed_over;
        advance(*sought);
      }
      is_searching_ = true;
      return std::nullopt;
    }
    if (!moment) return std::nullopt;
    gathered_of_ = moment;
    if (gather(*moment)) continue;
    settle(*moment);
    gathered_of_.reset();
  }
}

// Puts what was gathered in its order, which is that of the file where all is of one.
void MomentMerge::settle(const Moment& moment) {
  const bool is_of_one_file =
      std::all_of(gathered_.begin(), gathered_.end(),
                  [&](const PlacedEntry& entry) { return entry.file == gathered_[0].file; });
  if (is_of_one_file) {
    ordered_.insert(ordered_.end(), gathered_.begin(), gathered_.end());
  } else {
    std::set<std::pair<const JournalFile*, std::uint64_t>> found;
    for (const PlacedEntry& one : gathered_) found.emplace(one.file, one.entry.offset);
    std::multimap<std::uint64_t, PlacedEntry> shown;  // by their values' hash
    for (const PlacedEntry& next : merge_all(moment)) {
      if (found.erase({next.file, next.entry.offset}) == 0) continue;
      ordered_.push_back(next);
      shown.emplace(next.entry.xor_hash, next);
    }
    // What is left are copies; and whatever the files have become meanwhile, nothing is lost.
    for (const PlacedEntry& one : gathered_) {
      if (!found.contains({one.file, one.entry.offset})) continue;
      const auto [from, to] = shown.equal_range(one.entry.xor_hash);
      const bool is_copy = std::any_of(
          from, to, [&](const auto& other) { return is_same_entry(one, other.second); });
      if (!is_copy) ordered_.push_back(one);
    }
  }
  gathered_.clear();
}

// All entries of the moment as they are merged where nothing is sifted before.
std::vector<PlacedEntry> MomentMerge::merge_all(const Moment& moment) {
  if (followers_.empty()) {
    followers_.reserve(files_.size());
    for (const JournalFile& file : files_) followers_.emplace_back(file);
  }
  std::vector<JournalMerge::Begin> begins;
  for (std::size_t i = 0; i < files_.size(); i++) {
    if (follow(i, moment)) begins.push_back({&files_[i], followers_[i].walk});
  }
  std::vector<PlacedEntry> all;
  JournalMerge merge(begins, boots_);
  while (const auto entry = merge.next()) {
    if (order_.of(entry->entry) != moment) break;
    all.push_back(*entry);
  }
  return all;
}

// Goes to where the file's entries of the moment begin. False if it has none.
bool MomentMerge::follow(std::size_t file, const Moment& moment) {
  Follower& follower = followers_[file];
  const std::vector<EntryZone>& zones = order_.zones(file).all();
  for (;;) {
    const std::size_t zone = follower.zone;
    if (zone < zones.size() && order_.end_of(zones[zone]) < moment &&
        follower.walk.skip(zones[zone].count - follower.of_zone, zones[zone].end)) {
      follower.zone++;
      follower.of_zone = 0;
      continue;
    }
    if (zone < zones.size() && moment < order_.begin_of(zones[zone])) return false;
    const EntryWalk before = follower.walk;
    const auto entry = follower.walk.next();
    if (!entry || order_.of(*entry) >= moment) {
      follower.walk = before;
      return entry && order_.of(*entry) == moment;
    }
    if (zone < zones.size() && ++follower.of_zone == zones[zone].count) {
      follower.zone++;
      follower.of_zone = 0;
    }
  }
}

std::optional<PlacedDamage> MomentMerge::take_damage() {
  if (damage_.empty()) return std::nullopt;
  PlacedDamage first = std::move(damage_.front());
  damage_.pop_front();
  return first;
}

}  // namespace hark
