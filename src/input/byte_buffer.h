// A recycled, padded buffer that an input is read into, piece behind piece; what has been dealt
// with is taken from its front.
//
// Not mmap: a log that is truncated while we read would be a SIGBUS, and pipes cannot be mapped.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "input/byte_stream.h"

namespace hark {

class ByteBuffer {
 public:
  static constexpr std::size_t kPadding = 64;  // SIMDJSON_PADDING

  enum class Step {
    kBytes,
    kNothing,  // yet: read again
    kEnd,      // what is left is all there will be
  };

  // `size`: bytes asked for at once. The buffer grows beyond it for what is not taken.
  ByteBuffer(ByteStream stream, std::size_t size);

  // One read of the stream. If it fails and bytes are left, these are the last ones first: kEnd,
  // with has_failed(), and the error is the next read's.
  Result<Step> read();

  // Read and not taken. kPadding zero bytes follow. Views die at the next read().
  std::string_view rest() const { return {buffer_.get() + taken_, filled_ - taken_}; }
  void take(std::size_t size) { taken_ += size; }

  bool at_end() const { return at_end_; }  // read() said kEnd
  bool has_failed() const { return failure_.has_value(); }
  // The next read() does not wait, whether fd() is readable or not.
  bool is_ready() const { return has_failed() || stream_.is_ready(); }
  int fd() const { return stream_.fd(); }
  Compression compression() const { return stream_.compression(); }
  std::uint64_t bytes_read() const { return bytes_read_; }  // decompressed

 private:
  struct Free {
    void operator()(char* p) const;
  };

  void make_room();
  void resize(std::size_t capacity);

  ByteStream stream_;
  std::size_t size_;
  std::unique_ptr<char, Free> buffer_;
  std::size_t capacity_ = 0;
  std::size_t taken_ = 0;
  std::size_t filled_ = 0;
  std::uint64_t bytes_read_ = 0;
  bool at_end_ = false;
  std::optional<Diagnostics> failure_;
};

}  // namespace hark
