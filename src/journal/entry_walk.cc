#include "journal/entry_walk.h"

#include <fmt/format.h>

#include <algorithm>

namespace hark {
namespace {

constexpr std::uint64_t round_up(std::uint64_t offset) { return (offset + 7) & ~std::uint64_t{7}; }

}  // namespace

// An entry and its slot take at least 72 bytes: a list that goes over itself ends somewhere.
EntryWalk::EntryWalk(const JournalFile& file)
    : file_(&file),
      listed_(std::min(file.entries(), file.size() / 72)),
      left_(listed_),
      last_end_(round_up(file.header_size())) {
  array_.next = file.entry_array();
}

void EntryWalk::note(std::uint64_t offset, std::string what) {
  if (is_silent_ || noted_ == kMostNoted) return;
  noted_++;
  damage_.push_back({offset, std::move(what)});
}

// The slots point ever further on; one that is beyond its successor was not written as it is now.
bool EntryWalk::is_out_of_order(std::uint64_t slot) const {
  if (slot <= last_) return true;
  if (left_ == 0 || index_ >= array_.slots) return false;
  const std::uint64_t next = file_->slot(array_, index_);
  return next != 0 && next < slot && next > last_;
}

// The list has more entries than when it was looked at last.
bool EntryWalk::has_grown() {
  const std::uint64_t now = std::min(file_->entries(), file_->size() / 72);
  if (now <= listed_) return false;
  left_ += now - listed_;
  listed_ = now;
  // The array in hand may have a successor by now, and an empty list its first array.
  if (array_.offset == 0) {
    array_.next = file_->entry_array();
  } else if (const auto array = file_->entry_array(array_.offset)) {
    array_ = *array;
  }
  return true;
}

// The next slot of the chain, whatever it holds; nullopt at its end.
std::optional<std::uint64_t> EntryWalk::next_slot() {
  if (left_ == 0) return std::nullopt;
  if (index_ >= array_.slots) {
    if (array_.next == 0) {
      if (!is_broken_)
        note(last_end_, fmt::format("the header tells of {} entries, and its list has {}",
                                    file_->entries(), listed_ - left_));
      break_chain();
      return std::nullopt;
    }
    const auto array = file_->entry_array(array_.next);
    if (!array) {
      note(array_.next, "no list of entries where one should be");
      break_chain();
      return std::nullopt;
    }
    array_ = *array;
    index_ = 0;
  }
  left_--;
  // Entries lie far apart: to wait for each would be most of the walk.
  constexpr std::uint64_t kAhead = 12;
  if (index_ + kAhead < array_.slots) {
    const std::uint64_t further = file_->slot(array_, index_ + kAhead);
    file_->prefetch(further);
    file_->prefetch(further + 64);
    // Nor for the fault of each few pages: mostly an entry lies behind its fields and the one
    // before.
    constexpr std::uint64_t kTogether = 1 << 20;
    if (further >= mapped_to_) {
      file_->map_pages(further, kTogether);
      mapped_to_ = further + kTogether;
    }
  }
  return file_->slot(array_, index_++);
}

bool EntryWalk::begin_with_last(std::uint64_t count) {
  std::uint64_t left = listed_ - std::min(listed_, count);
  while (left > 0) {
    if (index_ >= array_.slots) {
      const auto array = array_.next == 0 ? std::nullopt : file_->entry_array(array_.next);
      if (!array) break;
      array_ = *array;
      index_ = 0;
    }
    const std::uint64_t step = std::min(left, array_.slots - index_);
    index_ += step;
    left_ -= step;
    left -= step;
    if (const auto entry = file_->entry(file_->slot(array_, index_ - 1))) {
      last_ = entry->offset;
      last_end_ = round_up(entry->offset + entry->size);
    }
  }
  return left_ < listed_;
}

std::optional<JournalEntry> EntryWalk::skip(std::uint64_t count, std::optional<std::uint64_t> end) {
  if (!is_in_list() || count == 0 || count > left_) return std::nullopt;
  JournalFile::EntryArray array = array_;
  std::uint64_t index = index_;
  for (std::uint64_t left = count; left > 0;) {
    if (index >= array.slots) {
      const auto next = array.next == 0 ? std::nullopt : file_->entry_array(array.next);
      if (!next) return std::nullopt;
      array = *next;
      index = 0;
    }
    const std::uint64_t step = std::min(left, array.slots - index);
    index += step;
    left -= step;
  }
  const std::uint64_t slot = file_->slot(array, index - 1);
  if ((end && slot != *end) || slot <= last_) return std::nullopt;
  const auto entry = file_->entry(slot);
  if (!entry) return std::nullopt;
  array_ = array;
  index_ = index;
  left_ -= count;
  last_ = slot;
  last_end_ = round_up(slot + entry->size);
  return entry;
}

std::optional<JournalEntry> EntryWalk::skip_through(std::uint64_t seqnum) {
  std::optional<JournalEntry> passed;
  if (is_broken_ || has_chain_ended_ || at_ < search_end_) return passed;
  while (left_ > 0) {
    if (index_ >= array_.slots) {
      const auto array =
          array_.next == 0 ? std::nullopt : file_->entry_array(array_.next);  // damage is next()'s
      if (!array) break;
      array_ = *array;
      index_ = 0;
    }
    const std::uint64_t slots = std::min(array_.slots, index_ + left_);
    std::uint64_t from = index_, to = slots;
    std::uint64_t middle = slots - 1;  // mostly all of the array is passed over
    for (; from < to; middle = from + (to - from) / 2) {
      const auto entry = file_->entry(file_->slot(array_, middle));
      if (!entry) break;
      if (entry->seqnum <= seqnum) {
        from = middle + 1;
        passed = entry;
      } else {
        to = middle;
      }
    }
    if (from == index_) break;
    left_ -= from - index_;
    index_ = from;
    last_ = passed->offset;
    last_end_ = round_up(passed->offset + passed->size);
    if (from < slots) break;
  }
  return passed;
}

// What is behind the last entry of the chain: nothing, unless the chain is not whole, or the file
// was written to until something happened.
void EntryWalk::end_chain() {
  has_chain_ended_ = true;
  if (!is_broken_ && file_->state() != JournalFile::State::kOnline) return;
  // What is there beyond a whole list is being written, or was when the machine stopped.
  is_silent_ = !is_broken_;
  at_ = last_end_;
  search_end_ = file_->size();
  is_in_step_ = true;
}

std::optional<JournalEntry> EntryWalk::next() {
  for (;;) {
    if (at_ < search_end_) {
      if (auto found = search()) return found;
    }
    if (behind_search_) return std::exchange(behind_search_, std::nullopt);
    if (has_chain_ended_) return std::nullopt;
    if (left_ == 0 && !has_grown() && file_->is_growing()) return std::nullopt;
    const auto slot = next_slot();
    if (!slot) {
      end_chain();
      continue;
    }
    const auto entry = is_out_of_order(*slot) ? std::nullopt : file_->entry(*slot);
    if (!entry && left_ == 0 && file_->is_growing() && !has_grown()) {
      // The newest may be counted before it can be seen; what others follow is damaged.
      left_++;
      index_--;
      return std::nullopt;
    }
    if (!entry) {
      if (!is_broken_)
        note(array_.offset,
             fmt::format("its list of entries is damaged at entry {}", listed_ - left_));
      break_chain();
      continue;
    }
    const std::uint64_t searched_from = last_end_;
    last_ = entry->offset;
    last_end_ = round_up(entry->offset + entry->size);
    if (!is_broken_) return entry;
    is_broken_ = false;
    at_ = searched_from;
    search_end_ = entry->offset;
    is_in_step_ = true;
    behind_search_ = entry;
  }
}

// An entry's fields lie before it. In step one of them is enough, as others may be lost; what
// stands where nothing says that an object begins could be part of anything, of a message as well,
// and what is being written may lack some yet.
bool EntryWalk::proves_itself(const JournalEntry& entry) const {
  constexpr std::uint64_t kEnough = 64;
  const bool one_is_enough = is_in_step_ && !is_silent_;
  if (!file_->has_zero_reserved(entry.offset)) return false;
  for (std::uint64_t i = 0; i < std::min(entry.items, kEnough); i++) {
    const std::uint64_t item = file_->item(entry, i);
    const bool is_field = item < entry.offset && file_->data(item);
    if (is_field == one_is_enough) return is_field;
  }
  return !one_is_enough;
}

// What may be an object within what is searched.
std::optional<JournalObject> EntryWalk::plausible(std::uint64_t offset) const {
  const auto object = file_->object(offset);
  if (!object || object->type > ObjectType::kTag || !file_->has_zero_reserved(offset)) return {};
  if (offset >= search_end_ || object->size > search_end_ - offset) return {};
  if (object->flags != 0 && object->type != ObjectType::kData) return {};
  return object;
}

// The next entry in what is searched; nullopt at its end.
std::optional<JournalEntry> EntryWalk::search() {
  constexpr std::uint64_t kPage = 4096;
  constexpr std::uint64_t kUnused = std::uint64_t{1} << 20;  // so many zeros end a file
  std::uint64_t zeros = 0;
  while (at_ < search_end_) {
    const auto object = plausible(at_);
    if (!object) {
      const std::uint64_t page = std::min(kPage, search_end_ - at_);
      const bool is_empty = file_->is_zero(at_, at_ + page);
      if (is_in_step_ && zeros == 0 && !(is_empty && at_ > file_->tail_object()))
        note(at_, "no object where one should be");
      is_in_step_ = is_in_step_ && is_empty;
      if (is_empty) {
        zeros += page;
        at_ += page;
        if (at_ > file_->tail_object() && zeros >= kUnused) at_ = search_end_;
      } else {
        zeros = 0;
        at_ += 8;
      }
      continue;
    }
    zeros = 0;
    const std::uint64_t offset = at_;
    if (object->type == ObjectType::kEntry) {
      const auto entry = file_->entry(offset);
      if (entry && proves_itself(*entry)) {
        at_ = round_up(offset + object->size);
        is_in_step_ = true;
        return entry;
      }
      if (is_in_step_) note(offset, "an entry is damaged");
    }
    // Among what is no object, one is believed if another follows it.
    const std::uint64_t end = round_up(offset + object->size);
    if (is_in_step_ || (object->type != ObjectType::kEntry && plausible(end))) {
      at_ = end;
      is_in_step_ = true;
    } else {
      at_ += 8;
    }
  }
  return std::nullopt;
}

}  // namespace hark
