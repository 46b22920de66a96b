// A file mapped to memory for reading, which others may truncate meanwhile.
//
// Reading a page that a file no longer has raises SIGBUS. The first mapping installs a handler for
// it, for the whole process: it puts zeros where the file was and remembers that. A SIGBUS anywhere
// else ends the process as before.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

#include "base/result.h"

namespace hark {

class MappedFile {
 public:
  // Zero bytes that can be read behind the last one.
  static constexpr std::size_t kPadding = 64;

  // `size` > 0. The descriptor may be closed afterwards. `room`: how large the file may become by
  // grow(), which costs addresses alone; there may be less. The error has no name in it.
  static Result<MappedFile> map(int fd, std::size_t size, std::size_t room = 0);

  MappedFile(MappedFile&& other) noexcept
      : at_(std::exchange(other.at_, nullptr)),
        size_(std::exchange(other.size_, 0)),
        room_(other.room_),
        region_(other.region_) {}
  MappedFile& operator=(MappedFile&&) = delete;
  ~MappedFile() { release(); }

  const char* data() const { return at_; }
  std::size_t size() const { return size_; }  // 0 once it is released
  // Maps what the file has grown to; all that was handed out stays valid. False if there is no
  // room.
  bool grow(int fd, std::size_t size);
  // Gives pages back that were looked at. They stay readable: the system has them, or reads them
  // anew.
  void drop_pages() const;
  // Faults the pages of [from, from + size) in that the file has, where the kernel can
  // (Linux 5.14).
  void map_pages(std::size_t from, std::size_t size) const;
  // Gives the memory back, before the end of its life.
  void release();
  bool was_truncated() const;  // and read behind its new end

 private:
  MappedFile(const char* at, std::size_t size, std::size_t room, std::size_t region)
      : at_(at), size_(size), room_(room), region_(region) {}

  const char* at_;
  std::size_t size_;
  std::size_t room_;    // that is reserved, in whole pages
  std::size_t region_;  // which the handler knows
};

}  // namespace hark
