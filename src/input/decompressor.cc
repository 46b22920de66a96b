#include "input/decompressor.h"

#include <fmt/format.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <limits>
#include <new>

namespace hark {
namespace {

using namespace std::string_view_literals;

constexpr auto kGzipMagic = "\x1f\x8b"sv;
constexpr auto kZstdMagic = "\x28\xb5\x2f\xfd"sv;
constexpr auto kSkippableMagic = "\x2a\x4d\x18"sv;  // behind a byte of 0x50–0x5F: pzstd begins so

bool agree(std::string_view head, std::string_view magic) {
  const std::size_t size = std::min(head.size(), magic.size());
  return head.substr(0, size) == magic.substr(0, size);
}

bool begins_skippable(std::string_view head) {
  return !head.empty() && (head[0] & 0xF0) == 0x50 && agree(head.substr(1), kSkippableMagic);
}

Diagnostic damaged(std::string reason) {
  return error("the compressed data is damaged", std::move(reason));
}

Diagnostic garbage_behind(std::string_view kind) {
  return error("something else follows the compressed data",
               fmt::format("behind {} data only more of it may stand", kind));
}

class Gzip : public Decompressor {
 public:
  Gzip() {
    constexpr int kGzipOnly = 16;
    if (inflateInit2(&stream_, MAX_WBITS + kGzipOnly) != Z_OK) throw std::bad_alloc();
  }
  ~Gzip() override { inflateEnd(&stream_); }

  Status run(std::string_view& in, char* to, std::size_t room, std::size_t& written) override {
    written = 0;
    while (!in.empty() || has_more_) {
      if (is_whole_ && !begin_member(in)) {
        if (in.empty()) break;
        return garbage_behind("gzip");
      }
      if (written == room) break;
      constexpr std::size_t kMost = std::numeric_limits<uInt>::max();
      const std::size_t given = std::min(in.size(), kMost);
      const std::size_t free = std::min(room - written, kMost);
      stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(in.data()));  // only read
      stream_.avail_in = static_cast<uInt>(given);
      stream_.next_out = reinterpret_cast<Bytef*>(to + written);
      stream_.avail_out = static_cast<uInt>(free);
      const int code = inflate(&stream_, Z_NO_FLUSH);
      in.remove_prefix(given - stream_.avail_in);
      written += free - stream_.avail_out;
      has_more_ = code == Z_OK && stream_.avail_out == 0;
      if (code == Z_STREAM_END) {
        is_whole_ = true;
        members_++;
      } else if (code != Z_OK && code != Z_BUF_ERROR) {
        // A later member that does not even begin as one is none.
        if (members_ > 0 && stream_.total_out == 0 && stream_.total_in <= kGzipMagic.size())
          return garbage_behind("gzip");
        return damaged(stream_.msg == nullptr ? "" : stream_.msg);
      }
    }
    return Done{};
  }

  bool is_whole() const override { return is_whole_; }

 private:
  // Between members: true if another begins. Zeros are passed over, with which tapes and disks fill
  // their blocks.
  bool begin_member(std::string_view& in) {
    const std::size_t zeros = std::min(in.find_first_not_of('\0'), in.size());
    in.remove_prefix(zeros);
    is_padded_ |= zeros > 0;
    if (in.empty() || is_padded_ || in.front() != kGzipMagic.front()) return false;
    inflateReset(&stream_);
    is_whole_ = false;
    return true;
  }

  z_stream stream_{};
  bool is_whole_ = false;
  bool has_more_ = false;
  bool is_padded_ = false;
  std::uint64_t members_ = 0;
};

class Zstd : public Decompressor {
 public:
  Zstd() : stream_(ZSTD_createDCtx()) {
    if (stream_ == nullptr) throw std::bad_alloc();
    ZSTD_DCtx_setParameter(stream_.get(), ZSTD_d_windowLogMax, kMaxWindowLog);
  }

  Status run(std::string_view& in, char* to, std::size_t room, std::size_t& written) override {
    ZSTD_outBuffer out{to, room, 0};
    written = 0;
    while ((!in.empty() || has_more_) && out.pos < out.size) {
      // A call that fails does not tell what it has written before. So each call gets a block at
      // most, and none while an earlier one is still being handed out: damage costs no other block.
      ZSTD_inBuffer from{in.data(), has_more_ ? 0 : std::min(in.size(), wanted_), 0};
      const std::size_t left = ZSTD_decompressStream(stream_.get(), &out, &from);
      if (ZSTD_isError(left)) return why(left);
      in.remove_prefix(from.pos);
      written = out.pos;
      is_whole_ = left == 0;
      frames_ += is_whole_;
      has_more_ = !is_whole_ && out.pos == out.size;
      wanted_ = is_whole_ ? kFrameStart : left > kBlockHeader ? left - kBlockHeader : left;
    }
    return Done{};
  }

  bool is_whole() const override { return is_whole_; }

 private:
  struct Free {
    void operator()(ZSTD_DCtx* stream) const { ZSTD_freeDCtx(stream); }
  };

  Diagnostic why(std::size_t code) const {
    switch (ZSTD_getErrorCode(code)) {
      case ZSTD_error_frameParameter_windowTooLarge:
        return error("the compressed data needs too much memory",
                     fmt::format("its zstd window is larger than {} MiB",
                                 (std::size_t{1} << kMaxWindowLog) >> 20),
                     "zstd -dc --long=31 FILE | hark PATTERN");
      case ZSTD_error_prefix_unknown:
        if (frames_ > 0) return garbage_behind("zstd");
        [[fallthrough]];
      default:
        return damaged(ZSTD_getErrorName(code));
    }
  }

  static constexpr std::size_t kFrameStart = 2;  // less than any frame is long
  // zstd asks for a block and the header of the next one together.
  static constexpr std::size_t kBlockHeader = 3;

  std::unique_ptr<ZSTD_DCtx, Free> stream_;
  std::size_t wanted_ = kFrameStart;  // of what comes next, one block or less
  bool is_whole_ = false;
  bool has_more_ = false;
  std::uint64_t frames_ = 0;
};

}  // namespace

std::optional<Compression> recognise_compression(std::string_view head, bool is_all) {
  const bool is_gzip = agree(head, kGzipMagic);
  const bool is_zstd = agree(head, kZstdMagic) || begins_skippable(head);
  if (is_gzip && head.size() >= kGzipMagic.size()) return Compression::kGzip;
  if (is_zstd && head.size() >= kZstdMagic.size()) return Compression::kZstd;
  if ((is_gzip || is_zstd) && !is_all) return std::nullopt;
  return Compression::kNone;
}

std::unique_ptr<Decompressor> make_decompressor(Compression kind) {
  if (kind == Compression::kGzip) return std::make_unique<Gzip>();
  return std::make_unique<Zstd>();
}

}  // namespace hark
