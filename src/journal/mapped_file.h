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

  // `size` > 0. The descriptor may be closed afterwards. The error has no name in it.
  static Result<MappedFile> map(int fd, std::size_t size);

  MappedFile(MappedFile&& other) noexcept
      : at_(std::exchange(other.at_, nullptr)), size_(other.size_), region_(other.region_) {}
  MappedFile& operator=(MappedFile&&) = delete;
  ~MappedFile();

  const char* data() const { return at_; }
  std::size_t size() const { return size_; }
  bool was_truncated() const;  // and read behind its new end

 private:
  MappedFile(const char* at, std::size_t size, std::size_t region)
      : at_(at), size_(size), region_(region) {}

  const char* at_;
  std::size_t size_;
  std::size_t region_;  // which the handler knows
};

}  // namespace hark
