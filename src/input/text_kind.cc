#include "input/text_kind.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/ascii.h"

namespace hark {
namespace {

std::string shown(std::string_view name) {
  return name.empty() || name == "-" ? std::string("standard input") : std::string(name);
}

std::string file_or_dash(std::string_view name) {
  return name.empty() || name == "-" ? "FILE" : std::string(name);
}

Diagnostic wrong_kind(std::string_view name, std::string_view what, std::string help) {
  return error(fmt::format("{}: {}", shown(name), what),
               "hark reads journalctl's JSON lines and export format", std::move(help));
}

// "Mar 03 10:11:12 ", "2026-03-03T10:11:12+…", "Tue 2026-03-03 10:…", "[ 8004.123456] "
bool looks_like_short_output(std::string_view line) {
  constexpr std::array<std::string_view, 19> kWords = {
      "Jan ", "Feb ", "Mar ", "Apr ", "May ", "Jun ", "Jul ", "Aug ", "Sep ", "Oct ",
      "Nov ", "Dec ", "Mon ", "Tue ", "Wed ", "Thu ", "Fri ", "Sat ", "Sun "};
  if (line.size() < 12) return false;
  for (const std::string_view word : kWords) {
    if (line.starts_with(word) && (is_digit(line[4]) || is_digit(line[5]))) return true;
  }
  const bool is_iso =
      std::all_of(line.begin(), line.begin() + 4, is_digit) && line[4] == '-' && line[7] == '-';
  return is_iso ||
         (line[0] == '[' && line.find("] ") != line.npos && line.find('.') < line.find(']'));
}

}  // namespace

std::string_view trim_line(std::string_view line) {
  constexpr char kRecordSeparator = '\x1e';  // RFC 7464
  while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t'))
    line.remove_suffix(1);
  while (!line.empty() &&
         (line.front() == kRecordSeparator || line.front() == ' ' || line.front() == '\t')) {
    line.remove_prefix(1);
  }
  return line;
}

bool is_journalctl_notice(std::string_view line) {
  if (!line.starts_with("-- ")) return false;
  const std::string_view rest = line.substr(3);
  for (const std::string_view start :
       {"Boot ", "Reboot --", "No entries --", "cursor: ", "Logs begin ", "Journal begins "}) {
    if (rest.starts_with(start)) return true;
  }
  return false;
}

std::optional<Diagnostic> recognise_unreadable(std::string_view head, std::string_view name) {
  using namespace std::string_view_literals;
  const std::string file = file_or_dash(name);
  if (head.starts_with("LPKSHHRH"sv)) {
    return error(fmt::format("{}: this is a journal file", shown(name)),
                 "a journal file is not read from front to back, so a pipe will not do",
                 "hark PATTERN FILE, or < FILE");
  }
  struct Magic {
    std::string_view bytes, what, tool;
  };
  // gzip and zstd are met only inside gzip or zstd: the outer layer is no matter here.
  constexpr Magic kMagics[] = {{"\x1f\x8b"sv, "gzip", "gzip -dc"},
                               {"\x28\xb5\x2f\xfd"sv, "zstd", "zstd -dc"},
                               {"\xfd"
                                "7zXZ\0"sv,
                                "xz", "xz -dc"},
                               {"\x04\x22\x4d\x18"sv, "lz4", "lz4 -dc"},
                               {"BZh"sv, "bzip2", "bzip2 -dc"}};
  for (const Magic& magic : kMagics) {
    if (!head.starts_with(magic.bytes)) continue;
    return wrong_kind(name, fmt::format("this is compressed ({})", magic.what),
                      fmt::format("{} {} | hark PATTERN", magic.tool, file));
  }
  return std::nullopt;
}

std::optional<Diagnostic> recognise_other_text(std::string_view line, std::string_view name) {
  constexpr const char* kCure = "journalctl -a -o json | hark PATTERN";
  if (line == "{")
    return wrong_kind(name, "this is json-pretty output, many lines an entry", kCure);
  if (line == "[" || line.starts_with("[{"))
    return wrong_kind(name, "this is a JSON array, not a line an entry",
                      "jq -c '.[]' FILE | hark PATTERN");
  if (line.starts_with("data: {")) return wrong_kind(name, "this is json-sse output", kCure);
  if (looks_like_short_output(line))
    return wrong_kind(name, "this is journalctl's text for people, not JSON", kCure);
  return std::nullopt;
}

Diagnostic compressed_journal(std::string_view name, std::string_view tool) {
  return error(fmt::format("{}: this is a compressed journal file", shown(name)),
               "a journal file is not read from front to back",
               fmt::format("{} {} > x.journal, then read x.journal", tool, file_or_dash(name)));
}

Diagnostic not_journal_json(std::string_view name) {
  return wrong_kind(name, "this is no journal output", "journalctl -a -o json | hark PATTERN");
}

}  // namespace hark
