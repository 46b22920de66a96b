#include "input/byte_stream.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace hark {
namespace {

Result<ByteStream::Piece> read_some(int fd, char* to, std::size_t room) {
  const ssize_t got = ::read(fd, to, room);
  if (got >= 0) return ByteStream::Piece{static_cast<std::size_t>(got), got == 0};
  if (errno == EINTR || errno == EAGAIN) return ByteStream::Piece{};
  return error("cannot read", std::strerror(errno));
}

}  // namespace

Result<ByteStream::Piece> ByteStream::read(char* to, std::size_t room) {
  if (!is_known_) return read_first(to, room);
  if (decompressor_ == nullptr) return read_some(fd_.get(), to, room);
  return read_packed(to, room);
}

Result<ByteStream::Piece> ByteStream::read_first(char* to, std::size_t room) {
  std::memcpy(to, held_.data(), held_.size());
  auto piece = read_some(fd_.get(), to + held_.size(), room - held_.size());
  if (!piece || (piece->size == 0 && !piece->is_end)) return piece;
  const std::string_view head(to, held_.size() + piece->size);
  const auto kind = recognise_compression(head, piece->is_end);
  if (!kind) {
    held_ = head;
    return Piece{};
  }
  is_known_ = true;
  held_ = {};
  if (*kind == Compression::kNone) {
    // At the end there may be bytes that were held until now; the next read(2) tells the end again.
    return Piece{head.size(), head.empty()};
  }
  compression_ = *kind;
  decompressor_ = make_decompressor(*kind);
  buffer_ = head;
  packed_ = buffer_;
  return unpack(to, room);
}

Result<ByteStream::Piece> ByteStream::read_packed(char* to, std::size_t room) {
  if (failure_) return *std::exchange(failure_, std::nullopt);
  if (!is_ready()) {
    buffer_.resize(kPackedSize);
    auto piece = read_some(fd_.get(), buffer_.data(), buffer_.size());
    if (piece && piece->is_end && !decompressor_->is_whole())
      return error("the compressed data ends early", "it was cut off");
    if (!piece || piece->size == 0) return piece;
    packed_ = {buffer_.data(), piece->size};
  }
  return unpack(to, room);
}

Result<ByteStream::Piece> ByteStream::unpack(char* to, std::size_t room) {
  std::size_t size = 0;
  auto status = decompressor_->run(packed_, to, room, size);
  is_full_ = size == room;
  if (!status) {
    packed_ = {};
    is_full_ = false;
    if (size == 0) return std::move(status.errors());
    failure_ = std::move(status.errors());
  }
  return Piece{size, false};
}

}  // namespace hark
