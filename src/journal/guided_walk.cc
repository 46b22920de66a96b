#include "journal/guided_walk.h"

#include <algorithm>
#include <utility>

namespace hark {

GuidedWalk::GuidedWalk(const JournalFile& file, const ValueSearch& search, EntryZones known,
                       Gives gives, EntryWalk begin)
    : file_(&file),
      search_(&search),
      gives_(gives),
      walk_(std::move(begin)),
      zones_(std::move(known)),
      is_guided_(!zones_.all().empty()) {}

// Nothing in it is to be given.
bool GuidedWalk::is_apart(const EntryZone& zone) const {
  const bool is_outside = gives_ != Gives::kAll && !search_->read.may_hold(zone);
  const bool is_unwanted =
      gives_ == Gives::kWanted && search_->enough == 0 && !search_->bounds.may_hold(zone);
  return is_outside || is_unwanted;
}

std::uint64_t GuidedWalk::to_look_at() const {
  std::uint64_t entries = file_->entries();
  for (const EntryZone& zone : zones_.all()) {
    if (is_apart(zone)) entries -= std::min(entries, zone.count);
  }
  return entries;
}

// They are not of what the file holds now.
void GuidedWalk::forget() {
  zones_ = {};
  is_guided_ = is_learning_ = false;
  was_misled_ = true;
}

// At the beginning of a zone.
void GuidedWalk::pass_over() {
  const std::vector<EntryZone>& zones = zones_.all();
  std::uint64_t count = 0;
  std::size_t next = zone_;
  while (next < zones.size() && is_apart(zones[next])) count += zones[next++].count;
  if (count > 0) {
    const auto passed = walk_.skip(count, zones[next - 1].end);
    if (!passed) return forget();
    last_ = passed;
    passed_over_ += count;
    walked_ += count;
    zone_ = next;
    is_guided_ = next < zones.size();
  }
  if (is_guided_) left_in_zone_ = zones[next].count;
}

void GuidedWalk::note(const JournalEntry& entry) {
  last_ = entry;
  if (!walk_.is_in_list()) {
    if (is_guided_) forget();
    is_learning_ = false;
  } else if (!is_guided_) {
    is_learning_ = is_learning_ && zones_.add(entry);
  } else if (--left_in_zone_ == 0) {
    if (zones_.all()[zone_].end != entry.offset) return forget();
    zone_++;
    is_guided_ = zone_ < zones_.all().size();
  }
}

std::optional<JournalEntry> GuidedWalk::next() {
  if (is_guided_ && left_in_zone_ == 0) pass_over();
  if (is_at_limit()) return std::nullopt;
  const auto entry = walk_.next();
  if (entry) {
    walked_++;
    note(*entry);
  }
  return entry;
}

}  // namespace hark
