#include "journal/journal_folders.h"

#include <dirent.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <memory>
#include <string_view>
#include <utility>

#include "base/ascii.h"

namespace hark {
namespace {

struct CloseDir {
  void operator()(DIR* dir) const { ::closedir(dir); }
};

// The names in a folder, sorted; or errno.
struct Names {
  std::vector<std::string> names;
  int error = 0;
};

Names names_in(const std::string& path) {
  const std::unique_ptr<DIR, CloseDir> dir(::opendir(path.c_str()));
  if (!dir) return {{}, errno};
  Names found;
  for (;;) {
    errno = 0;
    const dirent* const entry = ::readdir(dir.get());
    if (entry == nullptr) break;
    found.names.emplace_back(static_cast<const char*>(entry->d_name));
  }
  found.error = errno;
  std::sort(found.names.begin(), found.names.end());
  return found;
}

// `name` without the ending of a journal file; nullopt if it has none.
std::optional<std::string_view> stem_of(std::string_view name) {
  for (const std::string_view ending : {".journal", ".journal~"}) {
    if (name.size() > ending.size() && name.ends_with(ending))
      return name.substr(0, name.size() - ending.size());
  }
  return std::nullopt;
}

// Written to now, or before a rotation.
bool is_of(std::string_view stem, std::string_view who) {
  return stem.starts_with(who) && (stem.size() == who.size() || stem[who.size()] == '@');
}

// Whose the file is: user-UID, user-UID@…
std::optional<std::uint32_t> user_of(std::string_view stem) {
  constexpr std::string_view kPrefix = "user-";
  if (!stem.starts_with(kPrefix)) return std::nullopt;
  stem.remove_prefix(kPrefix.size());
  const std::string_view digits = stem.substr(0, stem.find('@'));
  std::uint32_t uid = 0;
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), uid);
  if (fault != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return uid;
}

class Lister {
 public:
  Lister(const JournalScope& scope, JournalListing& listing) : scope_(scope), listing_(listing) {}

  void list(const JournalRoot& root) {
    const Names found = names_in(root.path);
    if (found.error != 0) {
      if (found.error != ENOENT || root.must_exist)
        listing_.failures.push_back({root.path, found.error});
      return;
    }
    listing_.folders.push_back(root.path);
    for (const std::string& name : found.names) {
      const std::string path = join(root.path, name);
      if (stem_of(name)) {
        add_file(path, name);
      } else if (is_wanted_folder(root, name)) {
        list_folder(path);
      }
    }
  }

 private:
  static std::string join(const std::string& folder, const std::string& name) {
    return folder.ends_with('/') ? folder + name : folder + '/' + name;
  }

  bool is_wanted_folder(const JournalRoot& root, std::string_view name) const {
    const std::size_t dot = name.find('.');
    const std::string_view id = name.substr(0, dot);
    if (!is_id128(id) || (root.machine_id && id != *root.machine_id)) return false;
    const std::string_view wanted = scope_.name_space;
    if (wanted == "*") return true;
    if (dot == name.npos) return wanted.empty() || wanted[0] == '+';
    const std::string_view name_space = name.substr(dot + 1);
    return !wanted.empty() && name_space == (wanted[0] == '+' ? wanted.substr(1) : wanted);
  }

  void list_folder(const std::string& path) {
    const Names found = names_in(path);
    // One that has just gone, or that is none, has no files.
    if (found.error != 0 && found.error != ENOENT && found.error != ENOTDIR)
      listing_.failures.push_back({path, found.error});
    if (found.error != ENOTDIR) listing_.folders.push_back(path);
    for (const std::string& name : found.names) {
      if (stem_of(name)) add_file(join(path, name), name);
    }
  }

  void add_file(const std::string& path, std::string_view name) {
    const std::string_view stem = *stem_of(name);
    const auto uid = user_of(stem);
    if (scope_.system || scope_.user) {
      const bool is_wanted =
          (scope_.system && is_of(stem, "system")) || (scope_.user && uid == scope_.uid);
      if (!is_wanted) return;
    }
    struct stat st {};
    if (::stat(path.c_str(), &st) == 0 && !S_ISREG(st.st_mode)) return;
    listing_.files.push_back({path, uid && *uid != scope_.uid});
  }

  const JournalScope& scope_;
  JournalListing& listing_;
};

}  // namespace

std::vector<JournalRoot> local_journal(std::string machine_id) {
  return {{"/var/log/journal", std::move(machine_id)}, {"/run/log/journal"}};
}

JournalListing list_journal(const std::vector<JournalRoot>& roots, const JournalScope& scope) {
  JournalListing listing;
  Lister lister(scope, listing);
  for (const JournalRoot& root : roots) lister.list(root);
  std::sort(listing.files.begin(), listing.files.end(),
            [](const auto& a, const auto& b) { return a.path < b.path; });
  return listing;
}

}  // namespace hark
