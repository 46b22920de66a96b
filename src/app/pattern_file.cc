#include "app/pattern_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/unique_fd.h"

namespace hark {

std::vector<PatternLine> split_pattern_file(std::string_view content) {
  std::vector<PatternLine> lines;
  std::size_t number = 0;
  while (!content.empty()) {
    const std::size_t newline = content.find('\n');
    std::string_view line = content.substr(0, newline);
    content.remove_prefix(
        std::min(newline == content.npos ? content.size() : newline + 1, content.size()));
    number++;
    if (line.ends_with('\r')) line.remove_suffix(1);
    const bool is_blank = line.find_first_not_of(" \t") == line.npos;
    if (is_blank || line == "#" || line.starts_with("# ")) continue;
    lines.push_back({std::string(line), number});
  }
  return lines;
}

Result<std::vector<PatternLine>> read_pattern_file(const std::string& name) {
  const auto failed = [&] {
    return error(fmt::format("--pattern-file {}: cannot read", name), std::strerror(errno));
  };
  const UniqueFd fd(::open(name.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd) return failed();
  std::string content;
  char part[64 * 1024];
  for (;;) {
    const ssize_t n = ::read(fd.get(), part, sizeof part);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return failed();
    if (n == 0) break;
    content.append(part, static_cast<std::size_t>(n));
  }
  return split_pattern_file(content);
}

}  // namespace hark
