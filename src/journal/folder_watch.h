// Tells when something happens in folders (inotify(7)).
//
// journald writes through a mapping, which the kernel does not tell of; for that it changes the
// file's size to what it is a quarter of a second after it wrote, and that is told.
#pragma once

#include <string>
#include <utility>

#include "base/result.h"
#include "base/unique_fd.h"

namespace hark {

class FolderWatch {
 public:
  static Result<FolderWatch> create();

  // 0, also where it is watched already; else errno.
  int add(const std::string& folder);

  int fd() const { return fd_.get(); }  // readable when something has happened

  // What has happened since the last call. False: nothing but writing to files.
  bool take_changes();

 private:
  explicit FolderWatch(UniqueFd fd) : fd_(std::move(fd)) {}

  UniqueFd fd_;
};

}  // namespace hark
