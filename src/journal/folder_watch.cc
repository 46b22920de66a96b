#include "journal/folder_watch.h"

#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>

namespace hark {

Result<FolderWatch> FolderWatch::create() {
  UniqueFd fd(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
  if (!fd)
    return error("cannot follow the journal", std::strerror(errno),
                 "sysctl fs.inotify.max_user_instances limits it");
  return FolderWatch(std::move(fd));
}

int FolderWatch::add(const std::string& folder) {
  constexpr std::uint32_t kAll = IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM | IN_MODIFY | IN_ATTRIB |
                                 IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;
  return ::inotify_add_watch(fd_.get(), folder.c_str(), kAll) < 0 ? errno : 0;
}

bool FolderWatch::take_changes() {
  bool is_more_than_writing = false;
  alignas(inotify_event) std::array<char, 16 * 1024> events;
  for (;;) {
    const ssize_t n = ::read(fd_.get(), events.data(), events.size());
    if (n <= 0) return is_more_than_writing;
    for (const char* at = events.data(); at < events.data() + n;) {
      inotify_event event;
      std::memcpy(&event, at, sizeof event);
      is_more_than_writing |= event.mask != IN_MODIFY;
      at += sizeof event + event.len;
    }
  }
}

}  // namespace hark
