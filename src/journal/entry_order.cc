#include "journal/entry_order.h"

#include <tuple>

namespace hark {

void BootOrder::add(const JournalFile& file, const JournalEntry& last) {
  if (last.monotonic > last.realtime) return;  // its clock was not set
  const auto [at, is_new] = boots_.try_emplace(last.boot);
  Newest& newest = at->second;
  if (is_new || last.monotonic > newest.monotonic)
    newest = {last.monotonic, last.realtime, file.machine_id()};
}

std::weak_ordering BootOrder::compare(const Id128& a, const Id128& b) const {
  const auto one = boots_.find(a), other = boots_.find(b);
  if (one == boots_.end() || other == boots_.end() || one->second.machine != other->second.machine)
    return std::weak_ordering::equivalent;
  return one->second.realtime <=> other->second.realtime;
}

std::optional<std::uint64_t> BootOrder::newest(const Id128& boot) const {
  const auto known = boots_.find(boot);
  if (known == boots_.end()) return std::nullopt;
  return known->second.realtime;
}

bool is_same_entry(const PlacedEntry& a, const PlacedEntry& b) {
  const JournalEntry &one = a.entry, &other = b.entry;
  return one.boot == other.boot && one.monotonic == other.monotonic &&
         one.realtime == other.realtime && one.xor_hash == other.xor_hash &&
         (one.seqnum == other.seqnum || a.file->seqnum_id() != b.file->seqnum_id());
}

std::weak_ordering compare(const PlacedEntry& a, const PlacedEntry& b, const BootOrder& boots) {
  const JournalEntry &one = a.entry, &other = b.entry;
  if (a.file->seqnum_id() == b.file->seqnum_id() && one.seqnum != other.seqnum)
    return one.seqnum <=> other.seqnum;
  if (one.boot == other.boot) {
    if (one.monotonic != other.monotonic) return one.monotonic <=> other.monotonic;
  } else if (const auto by_boot = boots.compare(one.boot, other.boot); by_boot != 0) {
    return by_boot;
  }
  return std::tie(one.realtime, one.xor_hash) <=> std::tie(other.realtime, other.xor_hash);
}

}  // namespace hark
