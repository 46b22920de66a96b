// Plain, gzip and zstd inputs, made by the libraries themselves, in reads of any size.
#include "input/byte_stream.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <zlib.h>
#include <zstd.h>

#include <ostream>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "unit/input/feed.h"

namespace hark {
namespace {

using ::testing::HasSubstr;
using namespace std::literals;

std::string gzip(std::string_view text, int flush = Z_FINISH) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&stream, text.size()) + 100, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, flush);
  out.resize(out.size() - stream.avail_out);
  deflateEnd(&stream);
  return out;
}

std::string zstd(std::string_view text, int window_log = 0) {
  ZSTD_CCtx* context = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
  if (window_log != 0) ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, window_log);
  std::string out(ZSTD_compressBound(text.size()) + 100, '\0');
  ZSTD_inBuffer in{text.data(), text.size(), 0};
  ZSTD_outBuffer to{out.data(), out.size(), 0};
  // Of unknown size, so that the window is not made to fit it.
  EXPECT_EQ(ZSTD_compressStream2(context, &to, &in, ZSTD_e_flush), 0u);
  EXPECT_EQ(ZSTD_compressStream2(context, &to, &in, ZSTD_e_end), 0u);
  out.resize(to.pos);
  ZSTD_freeCCtx(context);
  return out;
}

struct Got {
  std::string text;
  std::string error;

  bool operator==(const Got&) const = default;
};

void PrintTo(const Got& got, std::ostream* out) {
  *out << got.text.size() << " bytes, error '" << got.error << "'";
}

// Each piece is written when all before it has been read, `room` bytes at a time.
Got read_pieces(const std::vector<std::string_view>& pieces, std::size_t room) {
  int ends[2];
  EXPECT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  UniqueFd writer(ends[1]);
  ByteStream stream((UniqueFd(ends[0])));
  Got got;
  std::string to(room, '\0');
  const auto read_one = [&] {
    const auto piece = stream.read(to.data(), room);
    if (!piece) {
      got.error = piece.errors()[0].message;
      return false;
    }
    got.text.append(to, 0, piece->size);
    return !piece->is_end;
  };
  for (const std::string_view piece : pieces) {
    if (piece.empty()) continue;
    EXPECT_EQ(::write(writer.get(), piece.data(), piece.size()),
              static_cast<ssize_t>(piece.size()));
    pollfd readable{ends[0], POLLIN, 0};
    while (stream.is_ready() || ::poll(&readable, 1, 0) > 0) {
      if (!read_one()) return got;
    }
  }
  writer = UniqueFd();
  while (read_one()) {
  }
  return got;
}

Got read_all(std::string_view input) {
  const Got got = read_pieces(in_pieces_of(input, 60'000), 100'000);
  for (const std::size_t size : {1u, 2u, 3u, 100u}) {
    if (input.size() / size > 5000) continue;
    for (const std::size_t room : {8u, 9u, 4096u}) {
      EXPECT_EQ(read_pieces(in_pieces_of(input, size), room), got) << size << ", " << room;
    }
  }
  return got;
}

std::string sample(std::size_t size) {
  std::mt19937 random(static_cast<unsigned>(size));
  std::string text;
  while (text.size() < size)
    text += "{\"MESSAGE\":\"number " + std::to_string(random() % 5000) + "\"}\n";
  text.resize(size);
  return text;
}

TEST(ByteStream, PlainBytesAreLeftAlone) {
  for (const std::string& text :
       {""s, "x"s, "\x1f"s, "\x1fx"s, "\x28"s, "\x28\xb5\x2f"s, "\x28\xb5x"s, "P"s, "P*"s, "P*M"s,
        "P*Mx"s, "{}\n"s, "\0\0\0"s, sample(1000), "x" + gzip("inside")}) {
    EXPECT_EQ(read_all(text), (Got{text, ""}));
  }
}

TEST(ByteStream, CompressedBytesAreDecompressed) {
  for (const std::size_t size : {0u, 1u, 100u, 5000u, 300'000u, 3'000'000u}) {
    const std::string text = sample(size);
    EXPECT_EQ(read_all(gzip(text)), (Got{text, ""})) << size;
    EXPECT_EQ(read_all(zstd(text)), (Got{text, ""})) << size;
  }
}

TEST(ByteStream, MembersAndFramesBehindOneAnotherAreOneText) {
  const std::string a = sample(700), b = sample(900);
  const std::string skippable = "\x5a\x2a\x4d\x18\x03\0\0\0abc"s;
  EXPECT_EQ(read_all(gzip(a) + gzip("") + gzip(b)), (Got{a + b, ""}));
  EXPECT_EQ(read_all(zstd(a) + zstd("") + zstd(b)), (Got{a + b, ""}));
  EXPECT_EQ(read_all(skippable + zstd(a) + skippable + zstd(b) + skippable), (Got{a + b, ""}));
  // Tapes and disks fill their blocks with zeros.
  EXPECT_EQ(read_all(gzip(a) + std::string(600, '\0')), (Got{a, ""}));
}

TEST(ByteStream, WhatFollowsMustBeCompressedToo) {
  const std::string a = sample(700);
  const char* const error = "something else follows the compressed data";
  for (const std::string& garbage :
       {"x"s, "garbage"s, "\x1f"s + "x", "\0x"s, "{}\n"s, zstd("x"), "\0"s + gzip("x")}) {
    EXPECT_EQ(read_all(gzip(a) + garbage), (Got{a, error}));
  }
  for (const std::string& garbage : {"garbage"s, "\0\0\0\0\0"s, "{}\n{}\n"s, gzip("x")})
    EXPECT_EQ(read_all(zstd(a) + garbage), (Got{a, error}));
}

TEST(ByteStream, ACutOffInputIsAnErrorBehindWhatItHolds) {
  const std::string a = sample(400), b = sample(300);
  for (const auto& [first, whole] :
       {std::pair{gzip(a), gzip(a) + gzip(b)}, std::pair{zstd(a), zstd(a) + zstd(b)}}) {
    for (std::size_t size = 4; size < whole.size(); size++) {
      const Got got = read_pieces({std::string_view(whole).substr(0, size)}, 4096);
      EXPECT_EQ(got.error, size == first.size() ? "" : "the compressed data ends early") << size;
      EXPECT_TRUE((a + b).starts_with(got.text));
      EXPECT_TRUE(size < first.size() || got.text.starts_with(a));
    }
  }
}

TEST(ByteStream, ADamagedInputIsAnError) {
  const std::string text = sample(3000);
  for (const std::string& whole : {gzip(text), zstd(text)}) {
    std::size_t errors = 0;
    for (std::size_t i = 4; i < whole.size(); i++) {
      std::string damaged = whole;
      damaged[i] = static_cast<char>(damaged[i] ^ 0x40);
      const Got got = read_pieces(in_pieces_of(damaged, 60'000), 4096);
      // Some bytes of a header mean nothing; no other text passes for right.
      EXPECT_TRUE(!got.error.empty() || got.text == text) << i;
      errors += !got.error.empty();
    }
    EXPECT_GT(errors, whole.size() - 20);
  }
}

// Two parts of a text, the first flushed before the second is compressed; and where the second
// begins.
std::pair<std::string, std::size_t> gzip_parts(std::string_view a, std::string_view b) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(a.size() + b.size() + 200, '\0');
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(a.data()));
  stream.avail_in = static_cast<uInt>(a.size());
  deflate(&stream, Z_SYNC_FLUSH);
  const std::size_t border = out.size() - stream.avail_out;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(b.data()));
  stream.avail_in = static_cast<uInt>(b.size());
  deflate(&stream, Z_FINISH);
  out.resize(out.size() - stream.avail_out);
  deflateEnd(&stream);
  return {out, border};
}

std::pair<std::string, std::size_t> zstd_parts(std::string_view a, std::string_view b) {
  ZSTD_CCtx* context = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
  std::string out(a.size() + b.size() + 200, '\0');
  ZSTD_outBuffer to{out.data(), out.size(), 0};
  ZSTD_inBuffer in{a.data(), a.size(), 0};
  EXPECT_EQ(ZSTD_compressStream2(context, &to, &in, ZSTD_e_flush), 0u);
  const std::size_t border = to.pos;
  in = {b.data(), b.size(), 0};
  EXPECT_EQ(ZSTD_compressStream2(context, &to, &in, ZSTD_e_end), 0u);
  out.resize(to.pos);
  ZSTD_freeCCtx(context);
  return {out, border};
}

TEST(ByteStream, DamageCostsNothingBeforeIt) {
  const std::string a = sample(900), b = sample(700);
  for (const auto& [whole, border] : {gzip_parts(a, b), zstd_parts(a, b)}) {
    ASSERT_EQ(read_all(whole), (Got{a + b, ""}));
    for (std::size_t i = border; i < whole.size(); i++) {
      std::string damaged = whole;
      damaged[i] = static_cast<char>(damaged[i] ^ 0x06);
      // The same in pieces of any size.
      EXPECT_TRUE(read_all(damaged).text.starts_with(a)) << i;
    }
  }
}

TEST(ByteStream, AWindowBeyondTheLimitIsRefused) {
  const std::string text = sample(3000);
  EXPECT_EQ(read_pieces({zstd(text, Decompressor::kMaxWindowLog)}, 4096), (Got{text, ""}));
  EXPECT_EQ(read_pieces({zstd(text, Decompressor::kMaxWindowLog + 1)}, 4096),
            (Got{"", "the compressed data needs too much memory"}));
}

TEST(ByteStream, WhatWasFlushedComesAtOnce) {
  const std::string first = gzip("{}\n", Z_SYNC_FLUSH);
  const std::string frame = zstd("{}\n{}\n");
  for (const std::string& begun : {first, frame.substr(0, frame.size() - 7)}) {
    int ends[2];
    ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
    UniqueFd writer(ends[1]);
    ByteStream stream((UniqueFd(ends[0])));
    ASSERT_EQ(::write(writer.get(), begun.data(), begun.size()),
              static_cast<ssize_t>(begun.size()));
    char to[100];
    const auto piece = stream.read(to, sizeof to);
    ASSERT_TRUE(piece);
    EXPECT_TRUE(std::string_view(to, piece->size).starts_with("{}\n"));
    EXPECT_FALSE(stream.is_ready());
  }
}

TEST(ByteStream, ALittleInputCannotFillTheMemory) {
  const std::string zeros(50 << 20, '\0');
  for (const std::string& bomb : {gzip(zeros), zstd(zeros)}) {
    ASSERT_LT(bomb.size(), 60'000u);
    const Got got = read_pieces({bomb}, 100'000);
    EXPECT_EQ(got.error, "");
    EXPECT_TRUE(got.text == zeros);
  }
}

}  // namespace
}  // namespace hark
