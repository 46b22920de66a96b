#include "journal/journal_set.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/path.h"
#include "base/quantity.h"

namespace hark {
namespace {

// Each file that may grow keeps a descriptor, and each user has a file.
void raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= limit.rlim_max) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

Status JournalSet::begin_watching() {
  raise_descriptor_limit();
  auto watch = FolderWatch::create();
  if (!watch) return watch.errors();
  watch_.emplace(std::move(*watch));
  return Done{};
}

JournalSet::Found JournalSet::look() {
  constexpr int kMostLooks = 10;
  Found found;
  JournalListing listing;
  for (int looks = 0; looks < kMostLooks; looks++) {
    listing = list_journal(roots_, scope_);
    // Watched first: what happens in a folder while its files are opened is told.
    has_folders_ = !listing.folders.empty();
    if (watch_) {
      for (const std::string& folder : listing.folders) {
        if (const int number = watch_->add(folder); number != 0 && number != ENOENT)
          tell(found, fmt::format("{}: cannot watch the folder", folder), number);
      }
      if (looks == 0) listing = list_journal(roots_, scope_);
    }
    bool is_new = false;
    refused_.clear();
    awaits_file_ = false;
    for (const ListedJournal& file : listing.files) is_new |= open(file, found);
    if (!is_new) break;
  }
  for (const auto& [path, number] : listing.failures)
    tell(found, fmt::format("{}: cannot read the folder", path), number);
  for (const auto& [where, count] : refused_)
    tell(found, fmt::format("{}: cannot read {}", where.first, quantity(count, "journal file")),
         where.second);
  return found;
}

// True if another look is due.
bool JournalSet::open(const ListedJournal& file, Found& found) {
  UniqueFd fd(::open(file.path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!fd) {
    if (errno == ENOENT) return true;
    if (!file.is_of_another_user || errno != EACCES) refused_[{folder_of(file.path), errno}]++;
    return false;
  }
  struct stat st {};
  if (::fstat(fd.get(), &st) != 0 || !S_ISREG(st.st_mode)) return false;
  if (static_cast<std::size_t>(st.st_size) < JournalFile::kLeastHeader &&
      (st.st_size == 0 || watch_)) {
    awaits_file_ = true;
    return false;
  }
  constexpr off_t kFileId = 24;
  Id128 id{};
  (void)!::pread(fd.get(), id.data(), id.size(), kFileId);
  const auto [known, is_first] = known_.try_emplace({st.st_dev, st.st_ino}, id);
  if (!is_first && std::exchange(known->second, id) == id) return false;
  // One that journald found open when it started is not written to any more.
  const bool may_grow = watch_ && !file.path.ends_with('~');
  auto opened = may_grow ? JournalFile::open_growing(std::move(fd), file.path)
                         : JournalFile::open(fd.get(), file.path);
  if (opened) {
    found.files.push_back(std::move(*opened));
    return true;
  }
  for (Diagnostic& e : opened.errors()) {
    e.message = fmt::format("{}: {}", file.path, e.message);
    found.errors.push_back(std::move(e));
  }
  return true;
}

void JournalSet::tell(Found& found, std::string message, int number) {
  if (!told_.insert(message).second) return;
  std::string help;
  if (number == EACCES || number == EPERM)
    help = "members of the groups systemd-journal and adm may read all of the journal";
  if (number == ENOSPC) help = "sysctl fs.inotify.max_user_watches limits how many are watched";
  if (number == ENOTDIR) help = "a journal file is named as FILE: hark PATTERN FILE";
  found.errors.push_back(error(std::move(message), std::strerror(number), std::move(help)));
}

}  // namespace hark
