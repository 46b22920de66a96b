#include "journal/entry_sieve.h"

#include <algorithm>
#include <bit>

#include "base/field_name.h"
#include "base/printable.h"
#include "journal/payload.h"

namespace hark {
namespace {

constexpr std::uint64_t kShowsAll = ~std::uint64_t{0};
constexpr std::uint64_t kMostItems = 1024;
constexpr int kKnownBits = 12;
// Beyond that values are looked at again and again; journald's own files end at 4 GiB.
constexpr std::uint64_t kMostNoted = std::uint64_t{4} << 30;

std::size_t place_of(std::uint64_t offset) {
  return static_cast<std::size_t>(offset * 0x9E3779B97F4A7C15u >> (64 - kKnownBits));
}

}  // namespace

EntrySieve::EntrySieve(const JournalFile& file, const ValueSearch& search, std::size_t max_entry)
    : file_(&file),
      search_(&search),
      max_entry_(max_entry),
      places_(std::min(file.size(), kMostNoted) / 8),
      known_(std::size_t{1} << kKnownBits) {
  silent_.reset(static_cast<std::uint64_t*>(std::calloc(places_ / 64 + 1, 8)));
  if (silent_ == nullptr) places_ = 0;
}

bool EntrySieve::passes(const JournalEntry& entry) {
  const bool is_apart = entry.realtime < search_->from || entry.realtime > search_->to ||
                        (search_->boot && entry.boot != *search_->boot);
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
    file_->each_item(entry, [&](std::uint64_t offset) {
      const std::uint64_t place = std::rotr(offset, 3);  // beyond all where there is a remainder
      if (place < places && (silent[place / 64] >> place % 64 & 1) != 0) return true;
      const std::uint64_t shown = shown_at(offset);
      lacking &= ~shown;
      passes = (lacking == 0 && !is_apart) || (shown & search_->enough) != 0;
      return !passes;
    });
  }
  passed_ += passes;
  return passes;
}

std::uint64_t EntrySieve::shown_at(std::uint64_t offset) {
  Known& known = known_[place_of(offset)];
  if (offset != 0 && known.offset == offset) return known.shows;
  const std::uint64_t shows = look(offset);
  if (const std::uint64_t place = offset / 8; shows == 0 && place < places_) {
    silent_[place / 64] |= std::uint64_t{1} << place % 64;
  } else {
    known = {offset, shows};
  }
  return shows;
}

// As decoding would see it.
std::uint64_t EntrySieve::look(std::uint64_t offset) {
  const auto data = file_->data(offset);
  if (!data) return kShowsAll;
  const std::size_t most = max_entry_ / kMostItems;  // so many of such size still fit
  if (data->packing != Packing::kNone) arena_.reset();
  const Payload payload = unpack(*data, most, arena_);
  const std::string_view text = payload.text;
  if (payload.state != Payload::State::kWhole || text.size() > most) return kShowsAll;
  const std::size_t size = size_of_field_name(text);
  if (size == 0 || size == text.size() || text[size] != '=') return kShowsAll;
  const FieldId id = search_->fields->find(text.data(), size);
  if (id == FieldPlan::kNotWanted) return 0;
  const std::string_view value = text.substr(size + 1);
  return search_->shown_by(id, {value, is_valid_utf8(value)});
}

}  // namespace hark
