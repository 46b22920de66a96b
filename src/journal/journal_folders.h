// Which files a journal consists of: as journalctl finds them
// (https://www.freedesktop.org/software/systemd/man/systemd-journald.service.html, "Files").
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hark {

// A folder with journal files in it, and in its sub-folders that are named by the id of a machine,
// or by that and a namespace: ID.NAMESPACE.
struct JournalRoot {
  std::string path;
  // Only the sub-folders of the machine with this id, 32 lower-case hex digits.
  std::optional<std::string> machine_id = {};
  bool must_exist = false;
};

// The local machine's: what is kept over a restart, and what is not. `machine_id` is empty where
// nobody knows it, and thus which of the sub-folders that are kept are this machine's.
std::vector<JournalRoot> local_journal(std::string machine_id);

// Which of the files in the roots. Their names say whose they are, not what is in them.
struct JournalScope {
  bool system = false;  // the system's
  bool user = false;    // those of the user `uid`; neither: all
  std::uint32_t uid = 0;
  // The sub-folders of this namespace; "": those of none; "+NAME": both; "*": all.
  std::string name_space = {};
};

struct ListedJournal {
  std::string path;
  // Of a user other than scope.uid: one that may not be read is no loss to who asked.
  bool is_of_another_user = false;
};

struct JournalListing {
  std::vector<ListedJournal> files;  // by path
  std::vector<std::string> folders;  // that they may be in
  struct Failure {
    std::string path;  // a folder
    int error = 0;     // errno
  };
  std::vector<Failure> failures;
};

// Looks once. Files come, go and change their names while a journal is written to.
JournalListing list_journal(const std::vector<JournalRoot>& roots, const JournalScope& scope);

}  // namespace hark
