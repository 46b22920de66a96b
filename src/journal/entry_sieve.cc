#include "journal/entry_sieve.h"

#include <algorithm>
#include <bit>

#include "base/printable.h"

namespace hark {
namespace {

constexpr std::uint64_t kShowsAll = ~std::uint64_t{0};
constexpr std::uint64_t kMostItems = 1024;
// Beyond that values are looked at again and again; journald's own files end at 4 GiB.
constexpr std::uint64_t kMostNoted = std::uint64_t{4} << 30;

}  // namespace

EntrySieve::EntrySieve(const JournalFile& file, const ValueSearch& search, std::size_t max_entry)
    : file_(&file),
      search_(&search),
      max_entry_(max_entry),
      places_(std::min(file.size(), kMostNoted) / 8) {
  silent_.reset(static_cast<std::uint64_t*>(std::calloc(places_ / 64 + 1, 8)));
  if (silent_ == nullptr) places_ = 0;
}

bool EntrySieve::passes(const JournalEntry& entry, SieveState& state) {
  if (!search_->read.hold(entry)) return false;
  const bool is_apart = !search_->bounds.hold(entry);
  if (is_apart && search_->enough == 0) return false;
  // Where most entries pass, asking is in vain.
  constexpr std::uint64_t kEnough = 4096;
  if (asked_ >= kEnough && passed_ > asked_ / 2) return true;
  asked_++;
  std::uint64_t lacking = search_->needed;
  bool passes = (lacking == 0 && !is_apart) || entry.items > kMostItems;
  if (!passes) {
    const std::uint64_t* const silent = silent_.get();
    const std::uint64_t places = places_;
    file_->each_item(entry, [&, silent, places](std::uint64_t offset) {
      const std::uint64_t place = std::rotr(offset, 3);  // beyond all where there is a remainder
      if (place < places && (silent[place / 64] >> place % 64 & 1) != 0) return true;
      const std::uint64_t shown = shown_at(offset, state);
      lacking &= ~shown;
      passes = (lacking == 0 && !is_apart) || (shown & search_->enough) != 0;
      return !passes;
    });
  }
  passed_ += passes;
  return passes;
}

std::uint64_t EntrySieve::shown_at(std::uint64_t offset, SieveState& state) {
  const auto number = reinterpret_cast<std::uintptr_t>(file_);
  if (const std::uint64_t* known = state.shown.find(number, offset)) return *known;
  const std::uint64_t shows = look(offset, state);
  if (const std::uint64_t place = offset / 8; shows == 0 && place < places_) {
    silent_[place / 64] |= std::uint64_t{1} << place % 64;
  } else {
    state.shown.keep(number, offset, shows);
  }
  return shows;
}

std::uint64_t EntrySieve::look(std::uint64_t offset, SieveState& state) const {
  state.arena.reset();
  StoredField field;
  const std::size_t most = max_entry_ / kMostItems;  // so many of such size still fit
  if (read_field(*file_, offset, most, state.arena, state.names, field) != FieldFault::kNone)
    return kShowsAll;
  if (field.id == FieldPlan::kNotWanted) return 0;
  if (search_->counts_passed && field.id == field::kHostname)
    state.hosts.emplace_back(field.value());
  return state.asker.shows(field.id, {field.value(), is_valid_utf8(field.value())});
}

}  // namespace hark
