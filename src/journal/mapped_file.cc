#include "journal/mapped_file.h"

#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>

namespace hark {
namespace {

// What the signal handler sees of a mapping. An end of 0: free.
struct Region {
  std::atomic<std::uintptr_t> begin{0};
  std::atomic<std::uintptr_t> end{0};
  std::atomic<bool> was_truncated{false};
  std::atomic<bool> is_taken{false};
};

// journalctl opens no more files (JOURNAL_FILES_MAX), and a handler can look at so many.
std::array<Region, 7168> regions;

std::size_t page_size() {
  static const auto size = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  return size;
}

void on_bus_error(int signal, siginfo_t* info, void*) {
  const int saved = errno;
  const auto at = reinterpret_cast<std::uintptr_t>(info->si_addr);
  for (Region& region : regions) {
    const std::uintptr_t end = region.end.load(std::memory_order_acquire);
    if (at < region.begin.load(std::memory_order_relaxed) || at >= end) continue;
    // What follows the page is gone as well.
    const std::uintptr_t page = at & ~(page_size() - 1);
    void* const zeros = mmap(reinterpret_cast<void*>(page), end - page, PROT_READ,
                             MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    if (zeros == MAP_FAILED) break;
    region.was_truncated.store(true, std::memory_order_relaxed);
    errno = saved;
    return;
  }
  ::signal(signal, SIG_DFL);  // it comes again when we return
  errno = saved;
}

void install_handler() {
  static const bool done = [] {
    (void)page_size();
    struct sigaction action {};
    action.sa_sigaction = on_bus_error;
    action.sa_flags = SA_SIGINFO;
    sigemptyset(&action.sa_mask);
    sigaction(SIGBUS, &action, nullptr);
    return true;
  }();
  (void)done;
}

std::size_t whole_pages(std::size_t size) {
  return (size + MappedFile::kPadding + page_size() - 1) & ~(page_size() - 1);
}

}  // namespace

Result<MappedFile> MappedFile::map(int fd, std::size_t size, std::size_t room) {
  install_handler();
  std::size_t index = 0;
  while (index < regions.size() && regions[index].is_taken.exchange(true)) index++;
  if (index == regions.size())
    return error("too many journal files", "hark opens at most 7168 together");
  Region& region = regions[index];
  // Memory for file and padding first, so that the padding is there whatever the size.
  std::size_t reserved = whole_pages(std::max(size, room));
  const auto reserve = [&] {
    return mmap(nullptr, reserved, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  };
  void* all = reserve();
  if (all == MAP_FAILED && room > size) {  // a limit of addresses (ulimit -v)
    reserved = whole_pages(size);
    all = reserve();
  }
  if (all == MAP_FAILED ||
      mmap(all, size, PROT_READ, MAP_SHARED | MAP_FIXED, fd, 0) == MAP_FAILED) {
    const int reason = errno;
    if (all != MAP_FAILED) munmap(all, reserved);
    region.is_taken.store(false);
    return error("cannot map the file to memory", std::strerror(reason));
  }
  const auto begin = reinterpret_cast<std::uintptr_t>(all);
  region.was_truncated.store(false, std::memory_order_relaxed);
  region.begin.store(begin, std::memory_order_relaxed);
  region.end.store(begin + reserved, std::memory_order_release);
  return MappedFile(static_cast<const char*>(all), size, reserved, index);
}

bool MappedFile::grow(int fd, std::size_t size) {
  if (size <= size_) return true;
  if (whole_pages(size) > room_) return false;
  const std::size_t from = size_ & ~(page_size() - 1);
  if (mmap(const_cast<char*>(at_) + from, size - from, PROT_READ, MAP_SHARED | MAP_FIXED, fd,
           static_cast<off_t>(from)) == MAP_FAILED)
    return false;
  size_ = size;
  return true;
}

void MappedFile::drop_pages() const {
  if (at_ != nullptr) (void)madvise(const_cast<char*>(at_), whole_pages(size_), MADV_DONTNEED);
}

void MappedFile::map_pages([[maybe_unused]] std::size_t from,
                           [[maybe_unused]] std::size_t size) const {
#ifdef MADV_POPULATE_READ
  from &= ~(page_size() - 1);
  if (from >= size_) return;
  // What cannot be mapped is found out when it is read.
  (void)madvise(const_cast<char*>(at_) + from, whole_pages(std::min(size, size_ - from)),
                MADV_POPULATE_READ);
#endif
}

void MappedFile::release() {
  if (at_ == nullptr) return;
  Region& region = regions[region_];
  region.end.store(0, std::memory_order_release);
  munmap(const_cast<char*>(at_), room_);
  region.is_taken.store(false);
  at_ = nullptr;
  size_ = 0;
}

bool MappedFile::was_truncated() const {
  return at_ != nullptr && regions[region_].was_truncated.load(std::memory_order_relaxed);
}

}  // namespace hark
