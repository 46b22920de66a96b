#include "pattern/pack_files.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>

#include "base/unique_fd.h"
#include "pattern/toml_guard.h"

namespace hark {
namespace {

constexpr std::string_view kBelow = "/hark/patterns";

struct CloseFolder {
  void operator()(DIR* folder) const { closedir(folder); }
};

}  // namespace

std::vector<PackFolder> pack_folders(const Environment& environment) {
  const auto value = [&](const char* name) -> std::string_view {
    const char* text = environment(name);
    return text != nullptr ? text : std::string_view{};
  };
  std::vector<PackFolder> out = {{"/usr/share/hark/patterns", false},
                                 {"/etc/hark/patterns", false}};
  const std::string_view config = value("XDG_CONFIG_HOME");
  const std::string_view home = value("HOME");
  if (config.starts_with('/')) {
    out.push_back({fmt::format("{}{}", config, kBelow), false});
  } else if (home.starts_with('/')) {
    out.push_back({fmt::format("{}/.config{}", home, kBelow), false});
  }
  const std::string_view named = value("HARK_PATTERNS");
  if (!named.empty()) out.push_back({std::string(named), true});
  return out;
}

bool is_pack_path(std::string_view word) {
  return word.find('/') != std::string_view::npos || word.ends_with(".toml");
}

Result<PackFiles> list_packs(const std::string& folder) {
  PackFiles out;
  const std::unique_ptr<DIR, CloseFolder> open(opendir(folder.c_str()));
  if (!open && errno == ENOENT) {
    out.is_missing = true;
    return out;
  }
  const auto failed = [&] {
    return error(fmt::format("cannot read the packs in {}", folder), std::strerror(errno));
  };
  if (!open) return failed();
  for (;;) {
    errno = 0;
    const dirent* entry = readdir(open.get());
    if (entry == nullptr) break;
    const std::string_view name = entry->d_name;
    if (name.ends_with(".toml") && !name.starts_with('.')) out.paths.emplace_back(name);
  }
  if (errno != 0) return failed();
  std::sort(out.paths.begin(), out.paths.end());
  for (std::string& path : out.paths)
    path = fmt::format("{}{}{}", folder, folder.ends_with('/') ? "" : "/", path);
  return out;
}

Result<std::string> read_pack_file(const std::string& path) {
  const auto failed = [&](int why) {
    return error(fmt::format("cannot read the pack {}", path), std::strerror(why));
  };
  const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd) return failed(errno);
  std::string content;
  char part[64 * 1024];
  // One byte more than is allowed shows that there is more than is allowed.
  while (content.size() <= kMaxPackBytes) {
    const ssize_t n = ::read(fd.get(), part, sizeof part);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return failed(errno);
    if (n == 0) break;
    content.append(part, static_cast<std::size_t>(n));
  }
  return content;
}

}  // namespace hark
