// What is known of fields that were read lately, by where they are stored. Most of an entry's
// fields are shared with the entries around it, and most are not wanted: those cost no look at the
// file again.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "event/field.h"

namespace hark {

// A field as it is stored. The views are of the file, or of the arena of the entry in hand.
struct StoredField {
  std::string_view text;  // NAME=value
  FieldId id = FieldPlan::kNotWanted;
  std::uint8_t name_size = 0;
  bool is_utf8 = false;  // the value; known only if the field is wanted

  std::string_view name() const { return text.substr(0, name_size); }
  std::string_view value() const { return text.substr(name_size + std::size_t{1}); }
};

class FieldMemory {
 public:
  FieldMemory() : slots_(std::size_t{1} << kBits) {}

  // Of the DATA at `offset` in the file of this number; null if it has been forgotten.
  const StoredField* find(std::uint64_t file, std::uint64_t offset) const {
    const Slot& slot = slots_[index(file, offset)];
    return slot.offset == offset && slot.file == file ? &slot.field : nullptr;
  }
  const StoredField& keep(std::uint64_t file, std::uint64_t offset, const StoredField& field) {
    Slot& slot = slots_[index(file, offset)];
    slot = {file, offset, field};
    return slot.field;
  }
  // All of a file that is closed.
  void forget(std::uint64_t file) {
    for (Slot& slot : slots_) {
      if (slot.file == file) slot = {};
    }
  }

 private:
  struct Slot {
    std::uint64_t file = ~std::uint64_t{0};  // free: any offset can be asked for
    std::uint64_t offset = 0;
    StoredField field;
  };
  static constexpr int kBits = 13;  // 8 192 slots, which fit the second cache

  static std::size_t index(std::uint64_t file, std::uint64_t offset) {
    return static_cast<std::size_t>((offset + file * 0x632BE59BD9B4E019u) * 0x9E3779B97F4A7C15u >>
                                    (64 - kBits));
  }

  std::vector<Slot> slots_;
};

}  // namespace hark
