#include "app/journal_input.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "app/inputs.h"
#include "app/quantity.h"
#include "base/path.h"
#include "base/unique_fd.h"
#include "journal/boot_list.h"
#include "journal/journal_folders.h"

namespace hark {
namespace {

constexpr const char* kMachineIdFile = "/etc/machine-id";
constexpr const char* kBootIdFile = "/proc/sys/kernel/random/boot_id";

// A file of one id, with dashes or without; "" if there is none.
std::string id_in(const char* path) {
  std::string id;
  std::ifstream(path) >> id;
  std::erase(id, '-');
  return id.size() == 32 ? id : std::string();
}

std::vector<JournalRoot> roots_of(const Options& options) {
  if (options.directory) return {{*options.directory, std::nullopt, true}};
  return local_journal(id_in(kMachineIdFile));
}

JournalScope scope_of(const Options& options) {
  JournalScope scope;
  scope.uid = ::getuid();
  scope.user = options.user;
  // journald keeps what users of the system write in the system's files.
  constexpr std::uint32_t kLastSystemUser = 999;
  scope.system = options.system || (options.user && scope.uid <= kLastSystemUser);
  scope.name_space = options.name_space.value_or("");
  return scope;
}

class Opener {
 public:
  explicit Opener(JournalInput& input) : input_(input) {}

  // Files are made, renamed and deleted while their folders are read: what a look finds is opened,
  // until a look finds nothing new.
  void open_all(const std::vector<JournalRoot>& roots, const JournalScope& scope) {
    constexpr int kMostLooks = 10;
    JournalListing listing;
    for (int look = 0; look < kMostLooks; look++) {
      listing = list_journal(roots, scope);
      bool is_new = false;
      refused_.clear();
      for (const ListedJournal& file : listing.files) is_new |= open(file);
      if (!is_new) break;
    }
    tell(listing);
  }

 private:
  // True if another look is due.
  bool open(const ListedJournal& file) {
    struct stat st {};
    if (::stat(file.path.c_str(), &st) == 0 && known_.contains({st.st_dev, st.st_ino}))
      return false;
    const UniqueFd fd(::open(file.path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!fd) {
      if (errno == ENOENT) return true;
      if (!file.is_of_another_user || errno != EACCES) refused_[{folder_of(file.path), errno}]++;
      return false;
    }
    if (::fstat(fd.get(), &st) != 0 || !S_ISREG(st.st_mode)) return false;
    if (!known_.emplace(st.st_dev, st.st_ino).second) return false;
    if (st.st_size == 0) return true;  // it is being made
    auto opened = JournalFile::open(fd.get(), file.path);
    if (opened) {
      input_.files.push_back(std::move(*opened));
      return true;
    }
    for (Diagnostic& e : opened.errors()) {
      e.message = fmt::format("{}: {}", file.path, e.message);
      input_.errors.push_back(std::move(e));
    }
    return true;
  }

  void tell(const JournalListing& listing) {
    const auto add = [&](std::string message, int error_number) {
      const bool is_refused = error_number == EACCES || error_number == EPERM;
      std::string help;
      if (is_refused)
        help = "members of the groups systemd-journal and adm may read all of the journal";
      if (error_number == ENOTDIR) help = "a journal file is named as FILE: hark PATTERN FILE";
      input_.errors.push_back(
          error(std::move(message), std::strerror(error_number), std::move(help)));
    };
    for (const auto& [path, number] : listing.failures)
      add(fmt::format("{}: cannot read the folder", path), number);
    for (const auto& [where, count] : refused_)
      add(fmt::format("{}: cannot read {}", where.first, quantity(count, "journal file")),
          where.second);
  }

  JournalInput& input_;
  std::set<std::pair<dev_t, ino_t>> known_;
  std::map<std::pair<std::string, int>, std::size_t> refused_;  // by folder and errno
};

}  // namespace

JournalInput open_journal(const Options& options) {
  JournalInput input;
  Opener(input).open_all(roots_of(options), scope_of(options));
  if (input.files.empty() && input.errors.empty()) {
    std::string places;
    for (const JournalRoot& root : roots_of(options))
      places += (places.empty() ? "looked for in " : " and ") + root.path;
    Diagnostic none = error("there are no journal files", std::move(places));
    none.level = Diagnostic::Level::kWarning;
    input.notes.push_back(std::move(none));
  }
  return input;
}

JournalInput open_journal_files(const std::vector<std::string>& names) {
  JournalInput input;
  for (const std::string& name : names) {
    Diagnostics errors;
    if (find_input_kind(name) == InputKind::kNone) {
      if (auto fd = open_input(name); !fd) errors = std::move(fd.errors());
    } else if (auto file = open_journal_file(name)) {
      input.files.push_back(std::move(*file));
    } else {
      errors = std::move(file.errors());
    }
    std::move(errors.begin(), errors.end(), std::back_inserter(input.errors));
  }
  return input;
}

std::string journal_in_words(const Options& options) {
  std::string words =
      options.directory ? "the journal in " + *options.directory : std::string("the local journal");
  if (options.system && options.user) {
    words += ", the system's and the caller's files";
  } else if (options.system || options.user) {
    words += options.system ? ", the system's files" : ", the caller's files";
  }
  if (options.name_space) words += fmt::format(", namespace {}", *options.name_space);
  return words;
}

Result<std::optional<TypedBoot>> find_boot(const Options& options,
                                           const std::vector<JournalFile>& files) {
  std::optional<TypedBoot> boot = options.boot;
  if (!boot || boot->kind == TypedBoot::Kind::kId) return boot;
  if (boot->kind == TypedBoot::Kind::kAll) return std::optional<TypedBoot>();
  if (boot->offset == 0 && options.journal) {
    boot->id = id_in(kBootIdFile);
  }
  if (boot->id.empty()) {
    const std::vector<Id128> boots = list_boots(files);
    const auto count = static_cast<std::int64_t>(boots.size());
    // From the last backwards, or from the first onwards.
    const std::int64_t index = boot->offset > 0        ? boot->offset - 1
                               : boot->offset > -count ? count - 1 + boot->offset
                                                       : -1;
    if (index < 0 || index >= count) {
      Diagnostic d = error("there is no such boot",
                           fmt::format("the journal tells of {}", quantity(boots.size(), "boot")),
                           "journalctl --list-boots shows them");
      if (!boot->text.empty()) d.origin = Origin{"-b", boot->text, 0, boot->text.size()};
      return d;
    }
    boot->id = to_hex(boots[static_cast<std::size_t>(index)]);
  }
  boot->kind = TypedBoot::Kind::kId;
  return boot;
}

}  // namespace hark
