// The files of a journal, as they come and go: found, opened, each once, and watched if they are to
// be followed.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "journal/folder_watch.h"
#include "journal/journal_file.h"
#include "journal/journal_folders.h"

namespace hark {

class JournalSet {
 public:
  JournalSet(std::vector<JournalRoot> roots, JournalScope scope)
      : roots_(std::move(roots)), scope_(std::move(scope)) {}

  // From now on nothing that happens is missed, and files are opened growing. Before look().
  Status begin_watching();

  // The files that are there and were not yet, and what cannot be read, each told once. Files are
  // made, renamed and deleted meanwhile: it looks until a look finds nothing new.
  struct Found {
    JournalFiles files;
    Diagnostics errors;
  };
  Found look();

  // Of a set that is watched.
  bool has_folders() const { return has_folders_; }  // at the last look: else nothing can come
  int fd() const { return watch_->fd(); }            // readable when something has happened
  // Takes that away. True if look() may find something.
  bool take_changes() { return watch_->take_changes() || awaits_file_; }

  const std::vector<JournalRoot>& roots() const { return roots_; }

 private:
  bool open(const ListedJournal& file, Found& found);
  void tell(Found& found, std::string message, int number);

  std::vector<JournalRoot> roots_;
  JournalScope scope_;
  std::optional<FolderWatch> watch_;
  // By what they are, not by name: files are renamed. A deleted file's number may be another's.
  std::map<std::pair<dev_t, ino_t>, Id128> known_;              // with the file's own id
  std::map<std::pair<std::string, int>, std::size_t> refused_;  // by folder and errno
  std::set<std::string> told_;
  bool awaits_file_ = false;  // one is being made
  bool has_folders_ = false;
};

}  // namespace hark
