#include "base/diagnostic.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/printable.h"

namespace hark {
namespace {

constexpr std::size_t kWindow = 96;  // bytes of a long text shown around the caret

// Moves a cut to a character's first byte, so that no character is shown in halves. No further than
// a character is long: the text may be no UTF-8.
std::size_t character_start(std::string_view text, std::size_t at) {
  for (std::size_t back = 0; back < 4 && back <= at && at < text.size(); back++) {
    if ((static_cast<unsigned char>(text[at - back]) & 0xC0) != 0x80) return at - back;
  }
  return at;
}

void append_place(std::string& out, const Origin& origin) {
  std::string_view text = origin.text;
  const std::size_t offset = std::min(origin.offset, text.size());
  std::size_t from = 0, to = text.size();
  if (text.size() > kWindow) {
    from = character_start(text, offset > kWindow / 2 ? offset - kWindow / 2 : 0);
    to = character_start(text, std::min(from + kWindow, text.size()));
  }
  std::string shown = origin.line == 0 ? printable(origin.label) + ' ' : std::string{};
  if (from > 0) shown += "…";
  append_printable(shown, text.substr(from, offset - from));
  const std::size_t column = display_width(shown);
  std::string indent(column, ' ');
  const std::size_t length = std::min(origin.length, to - std::min(offset, to));
  const std::string fault = printable(text.substr(offset, length));
  shown += fault;
  append_printable(shown, text.substr(offset + length, to - offset - length));
  if (to < text.size()) shown += "…";
  std::replace(shown.begin(), shown.end(), '\t', ' ');
  out += fmt::format("  {}\n  {}{}\n", shown, indent,
                     std::string(std::max<std::size_t>(1, display_width(fault)), '^'));
}

}  // namespace

void sort_by_place(Diagnostics& diagnostics) {
  std::vector<std::string> files;
  const auto key = [&](const Diagnostic& d) {
    if (!d.origin || d.origin->line == 0)
      return std::tuple(std::size_t{0}, std::size_t{0}, std::size_t{0});
    const auto file = std::find(files.begin(), files.end(), d.origin->label);
    const auto rank = static_cast<std::size_t>(file - files.begin()) + 1;
    return std::tuple(rank, d.origin->line, d.origin->offset);
  };
  for (const Diagnostic& d : diagnostics) {
    if (d.origin && d.origin->line > 0 &&
        std::find(files.begin(), files.end(), d.origin->label) == files.end())
      files.push_back(d.origin->label);
  }
  std::stable_sort(diagnostics.begin(), diagnostics.end(),
                   [&](const Diagnostic& a, const Diagnostic& b) { return key(a) < key(b); });
}

Diagnostic error(std::string message, std::string reason, std::string help) {
  return {Diagnostic::Level::kError, std::move(message), std::nullopt, std::move(reason),
          std::move(help)};
}

Diagnostic warning(std::string message, std::string reason, std::string help) {
  return {Diagnostic::Level::kWarning, std::move(message), std::nullopt, std::move(reason),
          std::move(help)};
}

Diagnostic note(std::string message, std::string reason, std::string help) {
  return {Diagnostic::Level::kNote, std::move(message), std::nullopt, std::move(reason),
          std::move(help)};
}

std::string render(const Diagnostic& d) {
  const char* level = d.level == Diagnostic::Level::kError     ? "error"
                      : d.level == Diagnostic::Level::kWarning ? "warning"
                                                               : "note";
  std::string out = fmt::format("hark: {}: ", level);
  if (d.origin && d.origin->line > 0) {
    out +=
        fmt::format("{}:{}:{}: ", printable(d.origin->label), d.origin->line, d.origin->offset + 1);
  }
  append_printable(out, d.message);
  out += '\n';
  if (d.origin) append_place(out, *d.origin);
  if (!d.reason.empty()) out += fmt::format("  reason: {}\n", printable(d.reason));
  if (!d.help.empty()) out += fmt::format("  help: {}\n", printable(d.help));
  return out;
}

std::string render(const Diagnostics& diagnostics) {
  std::string out;
  for (const Diagnostic& d : diagnostics) out += render(d);
  return out;
}

}  // namespace hark
