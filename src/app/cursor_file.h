// --cursor-file: how far a run got, for the next one. The file is journalctl's own: one cursor and
// a newline.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace hark {

class CursorFile {
 public:
  // An error if no file could be written there: that is better known before the run.
  static Result<CursorFile> open(const std::string& name);

  const std::string& name() const { return name_; }
  // The cursor in it; empty if there is none yet.
  Result<std::string> read() const;

  // Whether there is something new to save, and how long until that should happen: saving waits for
  // the disk, so it is done once a second at most.
  std::optional<std::chrono::milliseconds> due_in(std::string_view cursor) const;

  // The old cursor or the new one is in the file, whatever happens meanwhile. What was written to
  // standard output before is on the disk first, if that is where it goes. Nothing to do for the
  // cursor that was saved last, nor for an empty one.
  Status save(std::string_view cursor);

 private:
  CursorFile(std::string name, std::string path, std::string folder)
      : name_(std::move(name)), path_(std::move(path)), folder_(std::move(folder)) {}

  Status replace(std::string_view content) const;
  Diagnostic failure(std::string_view what) const;  // by errno

  std::string name_;    // as typed
  std::string path_;    // behind links
  std::string folder_;  // where that is
  std::string saved_;
  std::chrono::steady_clock::time_point last_save_ = std::chrono::steady_clock::now();  // or open
};

}  // namespace hark
