// What is known of objects that were looked at lately, by where they are stored: a fixed number of
// places, where the newer takes the older's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace hark {

// 2^kBits of them are remembered.
template <class T, int kBits>
class PlaceMemory {
 public:
  PlaceMemory() : slots_(std::size_t{1} << kBits) {}

  // Of what lies at `offset` in the file of this number; null if it has been forgotten.
  const T* find(std::uint64_t file, std::uint64_t offset) const {
    const Slot& slot = slots_[index(file, offset)];
    return slot.offset == offset && slot.file == file ? &slot.known : nullptr;
  }
  const T& keep(std::uint64_t file, std::uint64_t offset, const T& known) {
    Slot& slot = slots_[index(file, offset)];
    slot = {file, offset, known};
    return slot.known;
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
    T known{};
  };

  static std::size_t index(std::uint64_t file, std::uint64_t offset) {
    return static_cast<std::size_t>((offset + file * 0x632BE59BD9B4E019u) * 0x9E3779B97F4A7C15u >>
                                    (64 - kBits));
  }

  std::vector<Slot> slots_;
};

}  // namespace hark
