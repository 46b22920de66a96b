#include "input/chunk_reader.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <new>

namespace hark {

void ChunkReader::Free::operator()(char* p) const { std::free(p); }

ChunkReader::ChunkReader(UniqueFd fd, ChunkReaderOptions options)
    : fd_(std::move(fd)), options_(options) {
  resize(options_.chunk_size);
}

// realloc: for large buffers the C library moves pages instead of bytes, so growing does not double
// the memory in use.
void ChunkReader::resize(std::size_t capacity) {
  auto* grown = static_cast<char*>(std::realloc(buffer_.get(), capacity + kPadding));
  if (grown == nullptr) throw std::bad_alloc();
  (void)buffer_.release();
  buffer_.reset(grown);
  capacity_ = capacity;
  std::memset(grown + std::min(filled_, capacity), 0, kPadding);
}

void ChunkReader::make_room() {
  const std::size_t left = filled_ - taken_;
  if (taken_ > 0 && left > 0) std::memmove(buffer_.get(), buffer_.get() + taken_, left);
  filled_ = left;
  taken_ = 0;
  const std::size_t normal = options_.chunk_size;
  if (filled_ > capacity_ / 2) {
    resize(capacity_ * 2);
  } else if (capacity_ > 4 * normal && filled_ < normal / 2) {
    resize(normal);  // a huge line has passed
  }
}

Result<ChunkReader::Step> ChunkReader::read(Chunk& chunk) {
  if (at_end_) return Step::kEnd;
  if (is_dropping_) taken_ = filled_;
  make_room();
  const ssize_t got = ::read(fd_.get(), buffer_.get() + filled_, capacity_ - filled_);
  if (got < 0) {
    if (errno == EINTR || errno == EAGAIN) return Step::kPartial;
    const int why = errno;
    at_end_ = true;
    return error("cannot read", std::strerror(why));
  }
  char* const fresh = buffer_.get() + filled_;
  const auto count = static_cast<std::size_t>(got);
  bytes_read_ += count;
  filled_ += count;
  std::memset(buffer_.get() + filled_, 0, kPadding);
  at_end_ = count == 0;

  if (is_dropping_) {
    const void* newline = count == 0 ? nullptr : std::memchr(fresh, '\n', count);
    if (newline == nullptr) {
      filled_ = 0;
      return at_end_ ? Step::kEnd : Step::kPartial;
    }
    is_dropping_ = false;
    taken_ = static_cast<std::size_t>(static_cast<const char*>(newline) + 1 - buffer_.get());
    if (taken_ == filled_) return Step::kPartial;
  }
  const char* const begin = buffer_.get() + taken_;
  const std::size_t size = filled_ - taken_;
  // What was left before this read has no newline: looking at it again with each 4096 bytes that
  // journalctl writes would make a long line cost its length squared.
  const char* const unseen = std::max<const char*>(begin, fresh);
  const void* last =
      memrchr(unseen, '\n', static_cast<std::size_t>(buffer_.get() + filled_ - unseen));
  if (last == nullptr && !at_end_) {
    if (size <= options_.max_line) return Step::kPartial;
    is_dropping_ = true;
    return Step::kTooLong;
  }
  if (at_end_ && size == 0) return Step::kEnd;
  const std::size_t whole =
      at_end_ ? size : static_cast<std::size_t>(static_cast<const char*>(last) + 1 - begin);
  chunk = {sequence_++, {begin, whole}, at_end_};
  taken_ += whole;
  return Step::kChunk;
}

}  // namespace hark
