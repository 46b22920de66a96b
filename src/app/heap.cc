#include "app/heap.h"

#include <cstdlib>

#if defined(__GLIBC__) && !defined(HARK_IS_SANITIZED)
#include <malloc.h>
#include <sys/mman.h>

#include <cstdint>

namespace hark {
namespace {

constexpr std::size_t kLargePage = std::size_t{2} << 20;  // x86-64, and arm64 with pages of 4 KiB
constexpr std::size_t kHeap = 4 * kLargePage;  // the packs and their databases, with room
constexpr int kKept = 16 << 20;                // at the heap's end, before it is given back
constexpr int kMappedAlone = 4 << 20;          // larger blocks are mapped and given back one by one

// Kept for good: what lies before the first large page. Nothing of it is ever touched. (Volatile,
// or the compiler sees that nobody needs it and takes the allocation away.)
void* volatile before_first_large_page = nullptr;

}  // namespace

void use_large_pages() {
  // glibc moves these two by itself until one is set; from then on they are ours to say.
  mallopt(M_TRIM_THRESHOLD, kKept);
  mallopt(M_MMAP_THRESHOLD, kKept);
  // The heap grows by a block, which is then free again, at its end: what comes next lies in it.
  void* const grown = std::malloc(kHeap);
  const auto begin = reinterpret_cast<std::uintptr_t>(grown);
  const std::uintptr_t first = (begin + kLargePage - 1) / kLargePage * kLargePage;
  const std::uintptr_t end = (begin + kHeap) / kLargePage * kLargePage;
  std::free(grown);
  mallopt(M_MMAP_THRESHOLD, kMappedAlone);
  if (grown == nullptr || madvise(reinterpret_cast<void*>(first), end - first, MADV_HUGEPAGE) != 0)
    return;
  // Advice for whole large pages only: the small ones before them are left out.
  if (first - begin > kLargePage / 16) before_first_large_page = std::malloc(first - begin - 64);
}

}  // namespace hark

#else

void hark::use_large_pages() {}

#endif
