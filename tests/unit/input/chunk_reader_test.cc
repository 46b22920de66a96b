// Chunks of whole lines out of reads of any size.
#include "input/chunk_reader.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <string>
#include <vector>

namespace hark {
namespace {

class ChunkReaderTest : public ::testing::Test {
 protected:
  void open(ChunkReaderOptions options) {
    int ends[2];
    ASSERT_EQ(::pipe2(ends, O_CLOEXEC | O_NONBLOCK), 0);
    writer_ = UniqueFd(ends[1]);
    bytes_ = std::make_unique<ByteBuffer>(ByteStream(UniqueFd(ends[0])), options.chunk_size);
    reader_ = std::make_unique<ChunkReader>(*bytes_, options.max_line);
  }
  void write(std::string_view text) {
    ASSERT_EQ(::write(writer_.get(), text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }
  // "chunk TEXT", "partial", "too long" or "end"
  std::string read() {
    Chunk chunk;
    const auto step = reader_->read(chunk);
    if (!step) return "error " + step.errors()[0].reason;
    switch (*step) {
      case ChunkReader::Step::kPartial:
        return "partial";
      case ChunkReader::Step::kTooLong:
        return "too long";
      case ChunkReader::Step::kEnd:
        return "end";
      case ChunkReader::Step::kChunk:
        break;
    }
    EXPECT_EQ(chunk.sequence, sequence_++);
    // The sanitizer objects if the padding is not there.
    for (std::size_t i = 0; i < ChunkReader::kPadding; i++)
      sum_ = sum_ + static_cast<unsigned char>(chunk.text.data()[chunk.text.size() + i]);
    return "chunk " + std::string(chunk.text) + (chunk.is_last ? "$" : "");
  }

  UniqueFd writer_;
  std::unique_ptr<ByteBuffer> bytes_;
  std::unique_ptr<ChunkReader> reader_;
  std::uint64_t sequence_ = 0;
  volatile unsigned sum_ = 0;
};

TEST_F(ChunkReaderTest, HandsOutWholeLines) {
  open({});
  EXPECT_EQ(read(), "partial");  // nothing there yet
  write("a\nb\nc");
  EXPECT_EQ(read(), "chunk a\nb\n");
  EXPECT_EQ(bytes_->rest(), "c");
  write("d");
  EXPECT_EQ(read(), "partial");
  write("\n");
  EXPECT_EQ(read(), "chunk cd\n");
  write("e");
  EXPECT_EQ(read(), "partial");
  EXPECT_EQ(bytes_->rest(), "e");
  writer_ = UniqueFd();
  EXPECT_EQ(read(), "chunk e$");
  EXPECT_EQ(read(), "end");
  EXPECT_EQ(read(), "end");
  EXPECT_EQ(bytes_->bytes_read(), 8u);
}

TEST_F(ChunkReaderTest, EndsWithoutAChunkBehindALastNewline) {
  open({});
  write("a\n");
  EXPECT_EQ(read(), "chunk a\n");
  writer_ = UniqueFd();
  EXPECT_EQ(read(), "end");
}

TEST_F(ChunkReaderTest, GrowsForALongLineAndShrinksAgain) {
  open({4, 1000});
  std::string line;
  for (int i = 0; i < 100; i++) {
    write("1234567");
    line += "1234567";
  }
  while (bytes_->rest().size() < line.size()) ASSERT_EQ(read(), "partial");
  write("\n");
  EXPECT_EQ(read(), "chunk " + line + "\n");
  write("abc\n");
  std::string rest;
  for (std::string got = read(); rest != "abc\n"; got = read()) {
    if (got.starts_with("chunk ")) rest += got.substr(6);
    if (rest == "abc\n") break;
    ASSERT_EQ(got, "partial");
  }
}

TEST_F(ChunkReaderTest, DropsWhatIsTooLongUpToItsNewline) {
  open({64, 10});
  write("0123456789");
  EXPECT_EQ(read(), "partial");  // as long as allowed
  write("x");
  EXPECT_EQ(read(), "too long");
  EXPECT_EQ(bytes_->rest(), "0123456789x");
  write("yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy");
  EXPECT_EQ(read(), "partial");
  EXPECT_EQ(bytes_->rest(), "");
  write("yy\n");
  EXPECT_EQ(read(), "partial");
  write("a\n");
  EXPECT_EQ(read(), "chunk a\n");
  write("yyyyyyyyyyyyyy");
  EXPECT_EQ(read(), "too long");
  write("y\nb\nc");
  EXPECT_EQ(read(), "chunk b\n");
  write("\nyyyyyyyyyyyyyyyyyy");
  EXPECT_EQ(read(), "chunk c\n");
  write("y");  // the long line is noticed by the next read
  EXPECT_EQ(read(), "too long");
  write("y\nyyyyyyyyyyyyyyy");
  EXPECT_EQ(read(), "too long");
  writer_ = UniqueFd();
  EXPECT_EQ(read(), "end");
}

TEST_F(ChunkReaderTest, TheEndWhileDroppingIsAnEnd) {
  open({64, 3});
  write("abcdef");
  EXPECT_EQ(read(), "too long");
  write("\nx");
  EXPECT_EQ(read(), "partial");
  writer_ = UniqueFd();
  EXPECT_EQ(read(), "chunk x$");
  EXPECT_EQ(read(), "end");
}

TEST_F(ChunkReaderTest, AnErrorIsTheSystemsAndTheEnd) {
  ByteBuffer bytes(ByteStream{UniqueFd()}, 4096);
  ChunkReader reader(bytes, 100);
  Chunk chunk;
  const auto step = reader.read(chunk);
  ASSERT_FALSE(step);
  EXPECT_EQ(step.errors()[0].reason, "Bad file descriptor");
  const auto again = reader.read(chunk);
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, ChunkReader::Step::kEnd);
}

}  // namespace
}  // namespace hark
