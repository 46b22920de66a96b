// gzip and zstd data → the bytes they hold, in pieces of any size both ways, in bounded memory.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

#include "base/result.h"

namespace hark {

enum class Compression { kNone, kGzip, kZstd };

// What an input that begins with `head` is; nullopt if more bytes could make it another kind.
std::optional<Compression> recognise_compression(std::string_view head, bool is_all);

// Members and frames behind one another are one text, as for gzip(1) and zstd(1).
class Decompressor {
 public:
  // zstd's back references reach at most this far, which is what a decoder must keep: log2 of
  // bytes. Levels up to 20 need no more; a stream that asks for more is refused.
  static constexpr int kMaxWindowLog = 25;

  virtual ~Decompressor() = default;

  // Takes what it can from the front of `in` and writes at most `room` bytes; `written` says how
  // many, also where it fails. If that is less than `room`, all of `in` was taken and everything it
  // holds was written. After an error it is not called again.
  virtual Status run(std::string_view& in, char* to, std::size_t room, std::size_t& written) = 0;

  // What was taken so far is whole: the input may end here.
  virtual bool is_whole() const = 0;
};

// `kind` is not kNone.
std::unique_ptr<Decompressor> make_decompressor(Compression kind);

}  // namespace hark
