#include "input/byte_buffer.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>

namespace hark {

void ByteBuffer::Free::operator()(char* p) const { std::free(p); }

ByteBuffer::ByteBuffer(ByteStream stream, std::size_t size)
    : stream_(std::move(stream)), size_(std::max(size, 2 * ByteStream::kLeastRoom)) {
  resize(size_);
}

// realloc: for large buffers the C library moves pages instead of bytes, so growing does not double
// the memory in use.
void ByteBuffer::resize(std::size_t capacity) {
  auto* grown = static_cast<char*>(std::realloc(buffer_.get(), capacity + kPadding));
  if (grown == nullptr) throw std::bad_alloc();
  (void)buffer_.release();
  buffer_.reset(grown);
  capacity_ = capacity;
  std::memset(grown + std::min(filled_, capacity), 0, kPadding);
}

void ByteBuffer::make_room() {
  const std::size_t left = filled_ - taken_;
  if (taken_ > 0 && left > 0) std::memmove(buffer_.get(), buffer_.get() + taken_, left);
  filled_ = left;
  taken_ = 0;
  if (filled_ > capacity_ / 2) {
    resize(capacity_ * 2);
  } else if (capacity_ > 4 * size_ && filled_ < size_ / 2) {
    resize(size_);  // something huge has passed
  }
}

Result<ByteBuffer::Step> ByteBuffer::read() {
  if (failure_) {
    Diagnostics failure = std::move(*failure_);
    failure_.reset();
    return failure;
  }
  if (at_end_) return Step::kEnd;
  make_room();
  auto piece = stream_.read(buffer_.get() + filled_, capacity_ - filled_);
  if (!piece) {
    at_end_ = true;
    if (filled_ == 0) return std::move(piece.errors());
    failure_ = std::move(piece.errors());
    return Step::kEnd;
  }
  filled_ += piece->size;
  bytes_read_ += piece->size;
  std::memset(buffer_.get() + filled_, 0, kPadding);
  at_end_ = piece->is_end;
  if (at_end_) return Step::kEnd;
  return piece->size > 0 ? Step::kBytes : Step::kNothing;
}

}  // namespace hark
