// Buffered bytes to a file descriptor. Kept events gather in the buffer; the loop flushes when the
// next read would wait, so a live event leaves in one write and history in large ones.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "base/result.h"

namespace hark {

class Writer {
 public:
  static constexpr std::size_t kFull = 64 * 1024;
  static constexpr std::chrono::seconds kPatience{1};

  // `asked_to_end` says whether the run shall end; once it does, a blocked output is waited for
  // kPatience at most. It needs something that interrupts write(2) meanwhile: app/signals.h sees to
  // it.
  Writer(int fd, bool (*asked_to_end)()) : fd_(fd), asked_to_end_(asked_to_end) {}

  std::string& buffer() { return buffer_; }
  bool is_full() const { return buffer_.size() >= kFull; }

  // Writes all of the buffer. On failure what is left is dropped: has_failed() and the reader's
  // absence are remembered.
  void flush();

  bool has_failed() const { return failure_.has_value() || reader_is_gone_; }
  bool reader_is_gone() const { return reader_is_gone_; }  // EPIPE
  const std::optional<Diagnostic>& failure() const { return failure_; }
  // The reader has gone without us writing (poll(2) said so).
  void note_reader_is_gone() { reader_is_gone_ = true; }

 private:
  bool is_out_of_patience();

  int fd_;
  bool (*asked_to_end_)();
  std::string buffer_;
  std::optional<std::chrono::steady_clock::time_point> deadline_;
  std::optional<Diagnostic> failure_;
  bool reader_is_gone_ = false;
};

}  // namespace hark
