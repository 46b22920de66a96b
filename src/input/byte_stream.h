// The bytes of an input: what read(2) brings, decompressed where they begin as gzip or zstd data
// does. Told by the first bytes; plain input is read straight to where it is wanted.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/unique_fd.h"
#include "input/decompressor.h"

namespace hark {

class ByteStream {
 public:
  explicit ByteStream(UniqueFd fd) : fd_(std::move(fd)) {}

  struct Piece {
    std::size_t size = 0;
    bool is_end = false;  // if neither: nothing yet, read again
  };

  // At most one read(2), and at most `room` bytes (kLeastRoom at least). What can be decompressed
  // of what has been read is handed out at once, an error behind it by the next read(). The error
  // has no name in it.
  Result<Piece> read(char* to, std::size_t room);
  static constexpr std::size_t kLeastRoom = 8;

  // The next read() brings bytes without read(2).
  bool is_ready() const { return !packed_.empty() || is_full_ || failure_.has_value(); }
  int fd() const { return fd_.get(); }
  Compression compression() const { return compression_; }  // known once bytes have come

 private:
  static constexpr std::size_t kPackedSize = 64 * 1024;  // compressed bytes asked for at once

  Result<Piece> read_first(char* to, std::size_t room);
  Result<Piece> read_packed(char* to, std::size_t room);
  Result<Piece> unpack(char* to, std::size_t room);

  UniqueFd fd_;
  bool is_known_ = false;  // whether it is compressed
  std::string held_;       // the first bytes, while they do not tell
  Compression compression_ = Compression::kNone;
  std::unique_ptr<Decompressor> decompressor_;  // null: plain
  std::string buffer_;                          // compressed
  std::string_view packed_;                     // what is left of it
  std::optional<Diagnostics> failure_;          // to be told next
  bool is_full_ = false;                        // the last piece filled its room: there may be more
};

}  // namespace hark
