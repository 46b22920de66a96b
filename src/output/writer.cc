#include "output/writer.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace hark {

bool Writer::is_out_of_patience() {
  if (!asked_to_end_()) return false;
  const auto now = std::chrono::steady_clock::now();
  if (!deadline_) deadline_ = now + kPatience;
  return now >= *deadline_;
}

void Writer::flush() {
  std::size_t written = 0;
  while (written < buffer_.size() && !has_failed()) {
    if (is_out_of_patience()) {
      failure_ = error("output dropped", "nobody reads it, and hark was asked to end");
      break;
    }
    const ssize_t n = ::write(fd_, buffer_.data() + written, buffer_.size() - written);
    if (n >= 0) {
      written += static_cast<std::size_t>(n);
    } else if (errno == EAGAIN) {
      // Somebody else's O_NONBLOCK on a description we share: wait, do not clear it.
      pollfd out{fd_, POLLOUT, 0};
      ::poll(&out, 1, 100);
    } else if (errno == EPIPE) {
      reader_is_gone_ = true;
    } else if (errno != EINTR) {
      failure_ = error("cannot write the output", std::strerror(errno));
    }
  }
  buffer_.clear();
}

}  // namespace hark
