#include "base/private_cache.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <vector>

#include "base/checksum.h"
#include "base/unique_fd.h"
#include "base/write_all.h"

namespace hark {
namespace {

constexpr std::string_view kMagic = "hark-cache-0002\n";
constexpr off_t kMaxSize = off_t{256} << 20;
constexpr std::size_t kKept = 8;  // files of a kind; older ones go when a new one is stored

// Magic, then these, then the key, then the payload.
struct Header {
  std::uint64_t key_size = 0;
  std::uint64_t payload_size = 0;
  std::uint64_t checksum = 0;  // of the payload, seeded by that of the key
};

std::string file_name(std::string_view kind, std::string_view key) {
  return fmt::format("{:016x}.{}", checksum(key), kind);
}

// The caller's own, a folder, closed to everybody else.
UniqueFd open_private_folder(const std::string& folder) {
  UniqueFd fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  struct stat st {};
  if (!fd || fstat(fd.get(), &st) != 0) return UniqueFd();
  if (st.st_uid != geteuid() || (st.st_mode & 077) != 0) return UniqueFd();
  return fd;
}

std::string_view bytes_of(const Header& header) {
  return {reinterpret_cast<const char*>(&header), sizeof header};
}

// All of `into`; false if there is less.
bool read_all(int fd, std::string& into) {
  std::size_t filled = 0;
  while (filled < into.size()) {
    const ssize_t n = ::read(fd, into.data() + filled, into.size() - filled);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    filled += static_cast<std::size_t>(n);
  }
  return true;
}

// mkdir -p, the last folder private. Folders that are there stay as they are.
void make_folders(const std::string& folder) {
  for (std::size_t slash = folder.find('/', 1);; slash = folder.find('/', slash + 1)) {
    ::mkdir(folder.substr(0, slash).c_str(), 0700);
    if (slash == folder.npos) return;
  }
}

void prune(int folder, const std::string& kind, const std::string& newest) {
  struct Old {
    timespec changed;
    std::string name;
  };
  std::vector<Old> files;
  const int copy = ::dup(folder);
  DIR* listing = copy < 0 ? nullptr : ::fdopendir(copy);
  if (listing == nullptr) {
    if (copy >= 0) ::close(copy);
    return;
  }
  while (const dirent* entry = ::readdir(listing)) {
    const std::string name = entry->d_name;
    struct stat st {};
    if (!name.ends_with('.' + kind) || name == newest ||
        fstatat(folder, entry->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0)
      continue;
    files.push_back({st.st_mtim, name});
  }
  ::closedir(listing);
  if (files.size() < kKept) return;
  std::sort(files.begin(), files.end(), [](const Old& a, const Old& b) {
    return a.changed.tv_sec != b.changed.tv_sec ? a.changed.tv_sec > b.changed.tv_sec
                                                : a.changed.tv_nsec > b.changed.tv_nsec;
  });
  for (std::size_t i = kKept - 1; i < files.size(); i++)
    ::unlinkat(folder, files[i].name.c_str(), 0);
}

}  // namespace

std::optional<std::string> PrivateCache::load(std::string_view key) const {
  if (folder_.empty()) return std::nullopt;
  const UniqueFd folder = open_private_folder(folder_);
  if (!folder) return std::nullopt;
  const UniqueFd fd(::openat(folder.get(), file_name(kind_, key).c_str(),
                             O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
  struct stat st {};
  if (!fd || fstat(fd.get(), &st) != 0) return std::nullopt;
  if (!S_ISREG(st.st_mode) || st.st_uid != geteuid() || (st.st_mode & 022) != 0 ||
      st.st_size > kMaxSize) {
    return std::nullopt;
  }
  // The key first: whether the rest is wanted.
  Header header;
  const std::size_t front = kMagic.size() + sizeof header + key.size();
  const auto size = static_cast<std::size_t>(st.st_size);
  std::string before(std::min(front, size), '\0');
  if (before.size() < front || !read_all(fd.get(), before) || !before.starts_with(kMagic))
    return std::nullopt;
  std::memcpy(&header, before.data() + kMagic.size(), sizeof header);
  if (header.key_size != key.size() || header.payload_size != size - front ||
      !before.ends_with(key))
    return std::nullopt;
  std::string payload(size - front, '\0');
  if (!read_all(fd.get(), payload) || header.checksum != checksum(payload, checksum(key)))
    return std::nullopt;
  return payload;
}

void PrivateCache::store(std::string_view key, std::string_view payload) const {
  if (folder_.empty()) return;
  make_folders(folder_);
  const UniqueFd folder = open_private_folder(folder_);
  if (!folder) return;
  const std::string name = file_name(kind_, key);
  // In the same folder and renamed when whole: a reader sees the old file or the new one, never a
  // part.
  const std::string temporary = fmt::format(".{}.{}", name, getpid());
  const UniqueFd fd(::openat(folder.get(), temporary.c_str(),
                             O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!fd) return;
  const Header header{key.size(), payload.size(), checksum(payload, checksum(key))};
  const bool whole = write_all(fd.get(), kMagic) && write_all(fd.get(), bytes_of(header)) &&
                     write_all(fd.get(), key) && write_all(fd.get(), payload) &&
                     ::fsync(fd.get()) == 0;
  if (!whole || ::renameat(folder.get(), temporary.c_str(), folder.get(), name.c_str()) != 0) {
    ::unlinkat(folder.get(), temporary.c_str(), 0);
    return;
  }
  prune(folder.get(), kind_, name);
}

}  // namespace hark
