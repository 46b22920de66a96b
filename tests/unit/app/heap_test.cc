#include "app/heap.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdio>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hark {
namespace {

// Whether the mapping that holds the address is advised to use large pages. Nothing: the kernel
// does not say.
std::optional<bool> is_in_large_pages(const void* at) {
  const auto address = reinterpret_cast<std::uintptr_t>(at);
  std::ifstream maps("/proc/self/smaps");
  bool is_here = false;
  for (std::string line; std::getline(maps, line);) {
    unsigned long begin = 0, end = 0;
    if (std::sscanf(line.c_str(), "%lx-%lx ", &begin, &end) == 2) {
      is_here = begin <= address && address < end;
    } else if (is_here && line.starts_with("VmFlags:")) {
      return line.find(" hg") != line.npos;
    }
  }
  return std::nullopt;
}

TEST(Heap, WhatIsTakenLiesInLargePages) {
#ifdef HARK_IS_SANITIZED
  GTEST_SKIP() << "a sanitizer's allocator is not ours to tell";
#endif
  if (!std::ifstream("/sys/kernel/mm/transparent_hugepage/enabled"))
    GTEST_SKIP() << "this kernel has no large pages";
  use_large_pages();
  // What was free before is taken first, where tests ran before in this process.
  constexpr std::size_t kSize = 300'000, kMany = 256;
  std::vector<std::unique_ptr<char[]>> taken;
  bool is_large = false;
  while (!is_large && taken.size() < kMany) {
    taken.push_back(std::make_unique<char[]>(kSize));
    const auto told = is_in_large_pages(&taken.back()[kSize / 2]);
    if (!told) GTEST_SKIP() << "this kernel does not tell of its pages";
    is_large = *told;
  }
  EXPECT_TRUE(is_large);
}

}  // namespace
}  // namespace hark
