#include "journal/payload.h"

#include <gmock/gmock.h>
#include <lz4.h>
#include <lzma.h>
#include <zstd.h>

#include <string>

namespace hark {
namespace {

const std::string kText = "MESSAGE=" + std::string(5'000, 'a') + "bcd" + std::string(5'000, 'e');

std::string zstd(std::string_view text) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 1));
  return out;
}

std::string lz4(std::string_view text) {
  std::string out(8 + LZ4_compressBound(static_cast<int>(text.size())), '\0');
  for (int i = 0; i < 8; i++) out[i] = static_cast<char>(text.size() >> 8 * i);
  const int size = LZ4_compress_default(text.data(), out.data() + 8, static_cast<int>(text.size()),
                                        static_cast<int>(out.size() - 8));
  out.resize(8 + static_cast<std::size_t>(size));
  return out;
}

std::string xz(std::string_view text) {
  std::string out(lzma_stream_buffer_bound(text.size()), '\0');
  std::size_t size = 0;
  (void)lzma_easy_buffer_encode(0, LZMA_CHECK_NONE, nullptr,
                                reinterpret_cast<const std::uint8_t*>(text.data()), text.size(),
                                reinterpret_cast<std::uint8_t*>(out.data()), &size, out.size());
  out.resize(size);
  return out;
}

struct Stored {
  Packing packing;
  std::string bytes;
};
const Stored kAll[] = {{Packing::kXz, xz(kText)},
                       {Packing::kLz4, lz4(kText)},
                       {Packing::kZstd, zstd(kText)},
                       {Packing::kNone, kText}};

TEST(Payload, EveryPackingComesOutAsItWentIn) {
  Arena arena;
  for (const Stored& stored : kAll) {
    const Payload out = unpack({stored.bytes, stored.packing}, kText.size(), arena);
    EXPECT_EQ(out.state, Payload::State::kWhole);
    EXPECT_EQ(out.text, kText);
  }
}

TEST(Payload, WhatIsLargerThanTheLimitIsNotUnpacked) {
  Arena arena;
  for (const Stored& stored : kAll) {
    const Payload out = unpack({stored.bytes, stored.packing}, kText.size() - 1, arena);
    EXPECT_EQ(out.state, Payload::State::kTooLarge);
  }
}

TEST(Payload, WhatIsCutOffIsDamaged) {
  Arena arena;
  for (const Stored& stored : kAll) {
    if (stored.packing == Packing::kNone) continue;
    for (std::size_t size = 0; size < stored.bytes.size(); size++) {
      const std::string cut = stored.bytes.substr(0, size);
      EXPECT_EQ(unpack({cut, stored.packing}, kText.size(), arena).state, Payload::State::kDamaged)
          << size;
    }
  }
}

TEST(Payload, WhatStandsBehindAZstdFrameIsNoMatter) {
  Arena arena;
  const std::string stored = zstd(kText) + "junk";
  EXPECT_EQ(unpack({stored, Packing::kZstd}, kText.size(), arena).text, kText);
}

TEST(Payload, NonsenseIsDamagedOrSomethingElseButNoFault) {
  Arena arena;
  for (const Stored& stored : kAll) {
    if (stored.packing == Packing::kNone) continue;
    for (std::size_t i = 0; i < stored.bytes.size(); i++) {
      std::string flipped = stored.bytes;
      flipped[i] = static_cast<char>(~flipped[i]);
      EXPECT_LE(unpack({flipped, stored.packing}, 100'000, arena).text.size(), 100'000u);
    }
  }
}

}  // namespace
}  // namespace hark
