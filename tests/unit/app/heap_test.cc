#include "app/heap.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdio>
#include <fstream>
#include <memory>
#include <optional>
#include <string>

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
  constexpr std::size_t kPack = 300'000;
  const auto taken = std::make_unique<char[]>(kPack);
  for (const std::size_t i : {kPack / 2, kPack - 1}) {
    const auto is_large = is_in_large_pages(&taken[i]);
    if (!is_large) GTEST_SKIP() << "this kernel does not tell of its pages";
    EXPECT_TRUE(*is_large) << i;
  }
}

}  // namespace
}  // namespace hark
