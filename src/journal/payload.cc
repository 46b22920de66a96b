#include "journal/payload.h"

#include <lz4.h>
#include <lzma.h>
#include <zstd.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <memory>
#include <string>

namespace hark {
namespace {

constexpr Payload kDamaged{Payload::State::kDamaged, {}};
constexpr Payload kTooLarge{Payload::State::kTooLarge, {}};

Payload whole(char* text, std::size_t size) {
  std::memset(text + size, 0, Payload::kPadding);
  return {Payload::State::kWhole, {text, size}};
}

// One frame, which tells its length; journalctl looks at nothing behind it.
Payload unpack_zstd(std::string_view stored, std::size_t limit, Arena& arena) {
  const auto size = ZSTD_getFrameContentSize(stored.data(), stored.size());
  if (size == ZSTD_CONTENTSIZE_UNKNOWN || size == ZSTD_CONTENTSIZE_ERROR) return kDamaged;
  if (size > limit) return kTooLarge;
  const std::size_t frame = ZSTD_findFrameCompressedSize(stored.data(), stored.size());
  if (ZSTD_isError(frame)) return kDamaged;
  char* const text = arena.allocate(size + Payload::kPadding);
  static thread_local const std::unique_ptr<ZSTD_DCtx, std::size_t (*)(ZSTD_DCtx*)> context(
      ZSTD_createDCtx(), ZSTD_freeDCtx);
  if (ZSTD_decompressDCtx(context.get(), text, size, stored.data(), frame) != size) return kDamaged;
  return whole(text, size);
}

// The length in eight bytes, then one block without a frame.
Payload unpack_lz4(std::string_view stored, std::size_t limit, Arena& arena) {
  constexpr std::size_t kLength = 8;
  if (stored.size() <= kLength || stored.size() - kLength > std::numeric_limits<int>::max()) {
    return kDamaged;
  }
  std::uint64_t size = 0;
  for (std::size_t i = kLength; i > 0; i--)
    size = size << 8 | static_cast<unsigned char>(stored[i - 1]);
  if (size > std::numeric_limits<int>::max()) return kDamaged;
  if (size > limit) return kTooLarge;
  char* const text = arena.allocate(size + Payload::kPadding);
  const std::string_view block = stored.substr(kLength);
  const int got = LZ4_decompress_safe(block.data(), text, static_cast<int>(block.size()),
                                      static_cast<int>(size));
  if (got < 0 || static_cast<std::uint64_t>(got) != size) return kDamaged;
  return whole(text, size);
}

// A stream of .xz, which tells no length.
Payload unpack_xz(std::string_view stored, std::size_t limit, Arena& arena) {
  constexpr std::uint64_t kMemory = std::uint64_t{256} << 20;
  lzma_stream stream = LZMA_STREAM_INIT;
  if (lzma_stream_decoder(&stream, kMemory, 0) != LZMA_OK) return kDamaged;
  const std::unique_ptr<lzma_stream, void (*)(lzma_stream*)> end(&stream, lzma_end);
  stream.next_in = reinterpret_cast<const std::uint8_t*>(stored.data());
  stream.avail_in = stored.size();
  const std::size_t room = limit + 1;  // so that what ends at the limit is told from what does not
  std::string text(std::min<std::size_t>(4096, room), '\0');
  for (;;) {
    stream.next_out = reinterpret_cast<std::uint8_t*>(text.data()) + stream.total_out;
    stream.avail_out = text.size() - stream.total_out;
    const lzma_ret status = lzma_code(&stream, LZMA_FINISH);
    if (status == LZMA_STREAM_END) break;
    if (status != LZMA_OK || stream.avail_out > 0) return kDamaged;
    if (text.size() == room) return kTooLarge;
    text.resize(std::min(text.size() * 2, room));
  }
  const std::size_t size = stream.total_out;
  if (size > limit) return kTooLarge;
  char* const kept = arena.allocate(size + Payload::kPadding);
  std::memcpy(kept, text.data(), size);
  return whole(kept, size);
}

}  // namespace

Payload unpack(const JournalData& data, std::size_t limit, Arena& arena) {
  switch (data.packing) {
    case Packing::kNone:
      if (data.payload.size() > limit) return kTooLarge;
      return {Payload::State::kWhole, data.payload};
    case Packing::kXz:
      return unpack_xz(data.payload, limit, arena);
    case Packing::kLz4:
      return unpack_lz4(data.payload, limit, arena);
    case Packing::kZstd:
      return unpack_zstd(data.payload, limit, arena);
  }
  return kDamaged;
}

}  // namespace hark
