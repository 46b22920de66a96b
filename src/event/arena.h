// Memory for decoded values, freed all at once. One arena serves one event at a time; views into it
// die at reset().
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <type_traits>
#include <vector>

namespace hark {

class Arena {
 public:
  // Never null, not even for nothing: memcpy(3) and its kin do not take null.
  char* allocate(std::size_t size) {
    if (size > left_) grow(size);
    char* at = next_;
    next_ += size;
    left_ -= size;
    return at;
  }
  // Room for `count` objects, aligned and not yet constructed. They are never destroyed.
  template <class T>
  T* allocate_array(std::size_t count) {
    static_assert(std::is_trivially_destructible_v<T>);
    constexpr std::size_t slack = alignof(T) - 1;
    char* at = allocate(sizeof(T) * count + slack);
    const std::size_t past = reinterpret_cast<std::uintptr_t>(at) % alignof(T);
    const std::size_t padding = past == 0 ? 0 : alignof(T) - past;
    give_back(slack - padding);
    return reinterpret_cast<T*>(at + padding);
  }
  // Gives the unused end of the newest allocation back.
  void give_back(std::size_t size) {
    next_ -= size;
    left_ += size;
  }
  // Keeps one block, as the next event will need it; what was larger is given back.
  void reset() {
    if (blocks_.empty()) return;
    if (blocks_.size() > 1 || blocks_[0].size > kBlock) drop_blocks();
    if (blocks_.empty()) return;
    next_ = blocks_[0].bytes.get();
    left_ = blocks_[0].size;
  }

 private:
  static constexpr std::size_t kBlock = 64 * 1024;  // kept between events; larger blocks are not

  struct Block {
    std::unique_ptr<char[]> bytes;
    std::size_t size = 0;
  };

  void grow(std::size_t size);
  void drop_blocks();

  inline static char nothing_ = '\0';  // what stands at next_ while there are no blocks

  std::vector<Block> blocks_;
  char* next_ = &nothing_;
  std::size_t left_ = 0;
};

}  // namespace hark
