// Memory for decoded values, freed all at once. One arena serves one event at a time; views into it
// die at reset().
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

namespace hark {

class Arena {
 public:
  char* allocate(std::size_t size) {
    if (size > left_) grow(size);
    char* at = next_;
    next_ += size;
    left_ -= size;
    return at;
  }
  // Gives the unused end of the newest allocation back.
  void give_back(std::size_t size) {
    next_ -= size;
    left_ += size;
  }
  void reset();

 private:
  static constexpr std::size_t kBlock = 64 * 1024;  // kept between events; larger blocks are not

  struct Block {
    std::unique_ptr<char[]> bytes;
    std::size_t size = 0;
  };

  void grow(std::size_t size);

  std::vector<Block> blocks_;
  char* next_ = nullptr;
  std::size_t left_ = 0;
};

}  // namespace hark
