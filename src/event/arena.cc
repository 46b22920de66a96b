#include "event/arena.h"

#include <algorithm>

namespace hark {

void Arena::grow(std::size_t size) {
  const std::size_t bytes = std::max(size, kBlock);
  blocks_.push_back({std::unique_ptr<char[]>(new char[bytes]), bytes});  // not zeroed
  next_ = blocks_.back().bytes.get();
  left_ = bytes;
}

// All but one of the usual size, if there is such.
void Arena::drop_blocks() {
  const auto keep =
      std::find_if(blocks_.begin(), blocks_.end(), [](const Block& b) { return b.size == kBlock; });
  if (keep != blocks_.end()) {
    std::swap(blocks_[0], *keep);
    blocks_.resize(1);
    return;
  }
  blocks_.clear();
  next_ = &nothing_;
  left_ = 0;
}

}  // namespace hark
