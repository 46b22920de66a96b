#include "app/cursor_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <utility>

#include "base/path.h"
#include "base/unique_fd.h"
#include "base/write_all.h"

namespace hark {
namespace {

constexpr std::chrono::milliseconds kBetweenSaves{1000};
constexpr std::size_t kLongestCursor = 4096;

// Where the links lead, so that what they lead to is replaced and not they.
std::string behind_links(const std::string& path) {
  const std::unique_ptr<char, decltype(&std::free)> real(::realpath(path.c_str(), nullptr),
                                                         &std::free);
  return real ? real.get() : path;
}

}  // namespace

Diagnostic CursorFile::failure(std::string_view what) const {
  const int number = errno;
  return error(fmt::format("{}: {}", name_, what), std::strerror(number));
}

Result<CursorFile> CursorFile::open(const std::string& name) {
  const std::string path = behind_links(name);
  CursorFile file(name, path, folder_of(path));
  struct stat st {};
  if (::stat(path.c_str(), &st) == 0 && !S_ISREG(st.st_mode)) {
    return error(fmt::format("{}: cannot be the cursor file", name), "it is no regular file",
                 "it is replaced each time a cursor is saved");
  }
  if (::access(file.folder_.c_str(), W_OK | X_OK) != 0)
    return file.failure("cannot write the cursor file");
  return file;
}

Result<std::string> CursorFile::read() const {
  const UniqueFd fd(::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!fd && errno == ENOENT) return std::string();
  std::string content(kLongestCursor, '\0');
  const ssize_t n = fd ? ::read(fd.get(), content.data(), content.size()) : -1;
  if (n < 0) return failure("cannot read the cursor file");
  content.resize(static_cast<std::size_t>(n));
  content.resize(std::min(content.find('\n'), content.size()));
  return content;
}

std::optional<std::chrono::milliseconds> CursorFile::due_in(std::string_view cursor) const {
  if (cursor.empty() || cursor == saved_) return std::nullopt;
  const auto since = std::chrono::steady_clock::now() - last_save_;
  if (since >= kBetweenSaves) return std::chrono::milliseconds(0);
  return std::chrono::ceil<std::chrono::milliseconds>(kBetweenSaves - since);
}

Status CursorFile::save(std::string_view cursor) {
  if (cursor.empty() || cursor == saved_) return Done{};
  last_save_ = std::chrono::steady_clock::now();
  struct stat st {};
  if (::fstat(STDOUT_FILENO, &st) == 0 && S_ISREG(st.st_mode) && ::fdatasync(STDOUT_FILENO) != 0)
    return failure("is left as it was: standard output cannot be brought to the disk");
  if (auto status = replace(fmt::format("{}\n", cursor)); !status) return status;
  saved_ = cursor;
  return Done{};
}

// Written beside it and renamed over it: whoever reads it sees the old file or the new one.
Status CursorFile::replace(std::string_view content) const {
  constexpr const char* kWhat = "cannot write the cursor file";
  const std::string base = path_.substr(path_.rfind('/') + 1);
  const std::string temporary = fmt::format("{}/.{}.hark-new", folder_, base);
  ::unlink(temporary.c_str());  // of a run that was killed
  const UniqueFd fd(
      ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666));
  if (!fd) return failure(kWhat);
  struct stat st {};
  if (::stat(path_.c_str(), &st) == 0) ::fchmod(fd.get(), st.st_mode & 07777);
  if (!write_all(fd.get(), content) || ::fsync(fd.get()) != 0 ||
      ::rename(temporary.c_str(), path_.c_str()) != 0) {
    Diagnostic failed = failure(kWhat);
    ::unlink(temporary.c_str());
    return failed;
  }
  // Some file systems cannot sync a folder; then the rename is as durable as it gets.
  const UniqueFd folder(::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder) ::fsync(folder.get());
  return Done{};
}

}  // namespace hark
