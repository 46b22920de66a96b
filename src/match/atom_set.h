// A set of atoms: which regex-like tests an event passed.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace hark {

using AtomId = std::uint32_t;

class AtomSet {
 public:
  explicit AtomSet(std::size_t size = 0) : words_((size + 63) / 64) {}

  void clear() { std::fill(words_.begin(), words_.end(), 0); }
  void insert(AtomId atom) { words_[atom / 64] |= std::uint64_t{1} << atom % 64; }
  bool contains(AtomId atom) const { return (words_[atom / 64] >> atom % 64 & 1) != 0; }

 private:
  std::vector<std::uint64_t> words_;
};

}  // namespace hark
