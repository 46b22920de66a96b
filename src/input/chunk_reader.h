// An input cut into chunks of whole lines. A chunk is what one read brought: its size is not tied
// to the reader's, so a live event is handed on at once.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "input/byte_buffer.h"

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
  static constexpr std::size_t kPadding = ByteBuffer::kPadding;

  enum class Step {
    kChunk,
    kPartial,  // not a whole line yet, or nothing to read: read again
    kTooLong,  // a line over max_line has begun and is being dropped; told once a line
    kEnd,
  };

  // The buffer must outlive the reader; nobody else takes from it.
  ChunkReader(ByteBuffer& bytes, std::size_t max_line) : bytes_(bytes), max_line_(max_line) {}

  // One read of the buffer, then cut(). The error is the buffer's.
  Result<Step> read(Chunk& chunk);
  // A chunk of what is in the buffer.
  Step cut(Chunk& chunk);

 private:
  ByteBuffer& bytes_;
  std::size_t max_line_;
  std::size_t searched_ = 0;  // of what is left: it has no newline
  std::uint64_t sequence_ = 0;
  bool is_dropping_ = false;
};

}  // namespace hark
