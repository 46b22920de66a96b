// read(2) into a recycled, padded buffer, cut into chunks of whole lines.
//
// Not mmap: a log that is truncated while we read would be a SIGBUS, and pipes cannot be mapped. A
// chunk is what one read brought: its size is not tied to the reader's, so a live event is handed
// on at once.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "base/result.h"
#include "base/unique_fd.h"

namespace hark {

// Whole lines as read together. Only at the end of the input may the last line lack its newline. At
// least kPadding bytes behind `text` are readable, so that a line can be parsed in place. Views die
// at the next read().
struct Chunk {
  std::uint64_t sequence = 0;  // 0, 1, 2 … in the order read
  std::string_view text;
  bool is_last = false;
};

struct ChunkReaderOptions {
  std::size_t chunk_size = 256 * 1024;           // bytes asked for at once
  std::size_t max_line = std::size_t{32} << 20;  // longer lines are dropped up to their newline
};

class ChunkReader {
 public:
  static constexpr std::size_t kPadding = 64;  // SIMDJSON_PADDING

  enum class Step {
    kChunk,
    kPartial,  // not a whole line yet, or nothing to read: read again
    kTooLong,  // a line over max_line has begun and is being dropped; told once a line
    kEnd,
  };

  ChunkReader(UniqueFd fd, ChunkReaderOptions options);

  // One read(2). The error is the system's.
  Result<Step> read(Chunk& chunk);

  int fd() const { return fd_.get(); }
  std::uint64_t bytes_read() const { return bytes_read_; }
  // What has been read of a line that is not whole yet, or, after kTooLong, of the line that is
  // being dropped. Views die at the next read().
  std::string_view partial_line() const { return {buffer_.get() + taken_, filled_ - taken_}; }

 private:
  struct Free {
    void operator()(char* p) const;
  };

  void make_room();
  void resize(std::size_t capacity);

  UniqueFd fd_;
  ChunkReaderOptions options_;
  std::unique_ptr<char, Free> buffer_;
  std::size_t capacity_ = 0;
  std::size_t taken_ = 0;   // handed out in the last chunk
  std::size_t filled_ = 0;  // read into the buffer
  std::uint64_t sequence_ = 0;
  std::uint64_t bytes_read_ = 0;
  bool is_dropping_ = false;
  bool at_end_ = false;
};

}  // namespace hark
