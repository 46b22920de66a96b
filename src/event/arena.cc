#include "event/arena.h"

#include <algorithm>

namespace hark {

void Arena::grow(std::size_t size) {
  const std::size_t bytes = std::max(size, kBlock);
  blocks_.push_back({std::unique_ptr<char[]>(new char[bytes]), bytes});  // not zeroed
  next_ = blocks_.back().bytes.get();
  left_ = bytes;
}

void Arena::reset() {
  if (blocks_.empty()) return;
  if (blocks_.size() > 1 || blocks_[0].size > kBlock) {
    const auto keep = std::find_if(blocks_.begin(), blocks_.end(),
                                   [](const Block& b) { return b.size == kBlock; });
    if (keep == blocks_.end()) {
      blocks_.clear();
      next_ = &nothing_;
      left_ = 0;
      return;
    }
    std::swap(blocks_[0], *keep);
    blocks_.resize(1);
  }
  next_ = blocks_[0].bytes.get();
  left_ = blocks_[0].size;
}

}  // namespace hark
