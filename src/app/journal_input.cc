#include "app/journal_input.h"

#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <optional>
#include <utility>

#include "app/inputs.h"
#include "base/ascii.h"
#include "base/quantity.h"
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
  return is_id128(id) ? id : std::string();
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

}  // namespace

Result<JournalInput> open_journal(const Options& options) {
  JournalInput input;
  input.set = std::make_unique<JournalSet>(roots_of(options), scope_of(options));
  if (options.follow) {
    if (auto watching = input.set->begin_watching(); !watching) return watching.errors();
  }
  JournalSet::Found found = input.set->look();
  input.files = std::move(found.files);
  input.errors = std::move(found.errors);
  if (input.files.empty() && (input.errors.empty() || options.follow)) {
    std::string places;
    for (const JournalRoot& root : input.set->roots())
      places += (places.empty() ? "looked for in " : " and ") + root.path;
    if (options.follow && !input.set->has_folders()) {
      if (input.errors.empty())
        input.errors.push_back(error("there is no journal to follow", std::move(places)));
      return std::move(input.errors);
    }
    input.notes.push_back(warning("there are no journal files", std::move(places)));
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
  if (options.follow) words += ", which is followed";
  return words;
}

std::string find_last_boot(const Options& options, const JournalFiles& files) {
  if (options.journal) return id_in(kBootIdFile);
  const auto boot = last_boot(files);
  return boot ? to_hex(*boot) : std::string();
}

Result<std::optional<TypedBoot>> find_boot(const Options& options, const JournalFiles& files,
                                           JournalIndex* index) {
  std::optional<TypedBoot> boot = options.boot;
  if (!boot || boot->kind == TypedBoot::Kind::kId) return boot;
  if (boot->kind == TypedBoot::Kind::kAll) return std::optional<TypedBoot>();
  Diagnostic none = error("there is no such boot", "the journal has no entries");
  if (boot->offset == 0) {
    boot->id = find_last_boot(options, files);
  } else {
    const std::vector<Id128> boots = list_boots(files, index);
    const auto count = static_cast<std::int64_t>(boots.size());
    // From the first onwards, or from the last backwards.
    const std::int64_t place = boot->offset > 0        ? boot->offset - 1
                               : boot->offset > -count ? count - 1 + boot->offset
                                                       : -1;
    if (place >= 0 && place < count) boot->id = to_hex(boots[static_cast<std::size_t>(place)]);
    none.reason = fmt::format("the journal tells of {}", quantity(boots.size(), "boot"));
    none.help = "journalctl --list-boots shows them";
  }
  if (boot->id.empty()) {
    if (!boot->text.empty()) none.origin = Origin{"-b", boot->text, 0, boot->text.size()};
    return none;
  }
  boot->kind = TypedBoot::Kind::kId;
  return boot;
}

}  // namespace hark
