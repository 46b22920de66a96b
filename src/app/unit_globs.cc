#include "app/unit_globs.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/ascii.h"

namespace hark {
namespace {

bool is_any_of(char c, std::string_view set) { return set.find(c) != set.npos; }

void append_escaped(std::string& out, char c) {
  out += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
}

bool has_suffix(std::string_view name) {
  constexpr std::array<std::string_view, 11> kSuffixes = {
      ".service", ".socket", ".device", ".mount", ".automount", ".swap",
      ".target",  ".path",   ".timer",  ".slice", ".scope"};
  return std::any_of(kSuffixes.begin(), kSuffixes.end(),
                     [&](std::string_view suffix) { return name.ends_with(suffix); });
}

// The parts of a path that name something: not "" nor ".".
std::vector<std::string_view> parts_of(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const std::size_t slash = std::min(path.find('/'), path.size());
    const std::string_view part = path.substr(0, slash);
    if (!part.empty() && part != ".") parts.push_back(part);
    path.remove_prefix(std::min(slash + 1, path.size()));
  }
  return parts;
}

// systemd-escape --path; the root is "-".
std::string escape_path(const std::vector<std::string_view>& parts) {
  std::string out;
  for (const std::string_view part : parts) {
    if (!out.empty()) out += '-';
    for (const char c : part) {
      const bool is_first = out.empty();
      if (is_alphanumeric(c) || is_any_of(c, ":_") || (c == '.' && !is_first)) {
        out += c;
      } else {
        append_escaped(out, c);
      }
    }
  }
  return out.empty() ? "-" : out;
}

std::string escape_name(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c == '/') {
      out += '-';
    } else if (is_alphanumeric(c) || is_any_of(c, ":-_.\\@[]!*?")) {
      out += c;
    } else {
      append_escaped(out, c);
    }
  }
  return out;
}

}  // namespace

std::vector<std::string> unit_globs(std::string_view typed) {
  if (typed.starts_with('/')) {
    const auto parts = parts_of(typed);
    const bool is_device = !parts.empty() && (parts[0] == "dev" || parts[0] == "sys");
    // systemd has no unit for a path with .. in it.
    if (std::find(parts.begin(), parts.end(), "..") == parts.end())
      return {escape_path(parts) + (is_device ? ".device" : ".mount")};
  }
  std::vector<std::string> globs;
  const auto add = [&](const std::string& name) {
    const bool is_whole = has_suffix(name);
    if (is_whole || name.find_first_of("*?[") != name.npos) globs.push_back(name);
    if (!is_whole) globs.push_back(name + ".service");
  };
  add(std::string(typed));
  if (const std::string escaped = escape_name(typed); escaped != typed) add(escaped);
  return globs;
}

}  // namespace hark
