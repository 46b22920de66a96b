#include "input/kind_finder.h"

#include <algorithm>

#include "input/export_format.h"
#include "input/text_kind.h"

namespace hark {
namespace {

// A field that stands in no other text, and so decides at once.
bool is_journalctl_field(std::string_view line) {
  for (const std::string_view start : {"__CURSOR=", "__REALTIME_TIMESTAMP="}) {
    if (line.starts_with(start)) return true;
  }
  return false;
}

bool begins_text_field(std::string_view line) {
  const std::size_t end = line.find('=');
  return end != line.npos && is_field_name(line.substr(0, end));
}

std::string_view without_cr(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

}  // namespace

std::optional<Diagnostic> KindFinder::find_magic(std::string_view head,
                                                 Compression compression) const {
  if (compression != Compression::kNone && head.starts_with("LPKSHHRH"))
    return compressed_journal(name_, compression == Compression::kGzip ? "gzip -dc" : "zstd -dc");
  return recognise_unreadable(head, name_);
}

Result<std::optional<TextKind>> KindFinder::look(std::string_view head, bool is_all,
                                                 Compression compression) {
  using Found = std::optional<TextKind>;
  if (!knows_magic_) {
    constexpr std::size_t kLongestMagic = 8;
    const bool is_enough = is_all || head.size() >= kLongestMagic || head.find('\n') != head.npos;
    if (!is_enough) return Found{};
    if (auto other = find_magic(head, compression)) return std::move(*other);
    knows_magic_ = true;
    if (head.starts_with(kByteOrderMark)) at_ = kByteOrderMark.size();
  }
  while (at_ < head.size()) {
    const std::size_t newline = head.find('\n', std::max(at_, searched_));
    const bool is_whole = newline != head.npos;
    searched_ = is_whole ? newline : head.size();
    const std::string_view line = head.substr(at_, searched_ - at_);
    const std::string_view text = trim_line(line);
    // A lone { may be json-pretty.
    if (text.size() > 1 && text.front() == '{') return Found{TextKind::kJson};
    if (is_journalctl_field(line)) return Found{TextKind::kExport};
    if (searched_ > max_head_) {
      return Found{may_be_export_ || begins_text_field(line) ? TextKind::kExport : TextKind::kJson};
    }
    if (!is_whole && !is_all) return Found{};
    if (text.empty() || is_journalctl_notice(text)) {
      if (may_be_export_) return Found{TextKind::kExport};
    } else {
      if (auto other = recognise_other_text(text, name_)) return std::move(*other);
      if (may_be_export_ && begins_text_field(line)) return Found{TextKind::kExport};
      if (is_field_name(without_cr(line)) && is_whole) {
        const ExportField field =
            read_export_field(head, at_, line.ends_with('\r') ? LineEnd::kCrLf : LineEnd::kLf);
        if (field.kind == ExportField::Kind::kCut && !is_all) return Found{};
        if (field.kind == ExportField::Kind::kBinary && field.length <= kMaxExportValue)
          return Found{TextKind::kExport};
      }
      may_be_export_ = begins_text_field(line);
      lines_++;
      if (lines_ == kLinesToDecide) return not_journal_json(name_);
    }
    at_ = searched_ = std::min(searched_ + 1, head.size());
  }
  if (!is_all) return Found{};
  if (may_be_export_) return Found{TextKind::kExport};
  if (lines_ > 0) return not_journal_json(name_);
  return Found{TextKind::kJson};
}

}  // namespace hark
