#include "input/export_format.h"

#include <string>

namespace hark {

std::uint64_t ExportWalk::count_newlines(std::string_view text) {
  return static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
}

void ExportWalk::fail(Fault fault) {
  if (fault_ != Fault::kNone) return;
  fault_ = fault;
  fault_line_ = lines_;
}

// Only the field's name is passed: what was to be its value may be the lines of other entries.
void ExportWalk::fail_length(const ExportField& field) {
  fail(Fault::kLength);
  at_ = field.value - sizeof field.length;
  lines_++;
}

bool ExportWalk::pass_line(std::string_view text) {
  const std::size_t newline = text.find('\n', std::max(at_, searched_));
  if (newline == text.npos) {
    searched_ = text.size();
    return false;
  }
  at_ = newline + 1;
  lines_++;
  return true;
}

// journalctl begins an entry with these two, and none has one of them twice.
std::uint8_t ExportWalk::address_bit(std::string_view name) {
  if (name == "__CURSOR") return 1;
  return name == "__REALTIME_TIMESTAMP" ? 2 : 0;
}

bool ExportWalk::begins_another(std::string_view name) const {
  return (addresses_ & address_bit(name)) != 0;
}

// The newline behind a binary value that ends at `end`; false if it is not there.
bool ExportWalk::passes_value_end(std::string_view text, std::size_t end) {
  const bool has_cr = line_end_ == LineEnd::kCrLf && text[end] == '\r' && text[end + 1] == '\n';
  if (!has_cr && text[end] != '\n') return false;
  const std::size_t behind = end + 1 + has_cr;
  lines_ += count_newlines(text.substr(at_, behind - at_));
  at_ = behind;
  return true;
}

ExportWalk::Step ExportWalk::skip(std::string_view text) {
  using Kind = ExportField::Kind;
  while (at_ < text.size()) {
    if (inside_ == Inside::kLine) {
      const std::size_t newline = text.find('\n', at_);
      at_ = std::min(newline, text.size() - 1) + 1;
      if (newline == text.npos) break;
      lines_++;
      inside_ = Inside::kNothing;
      continue;
    }
    if (inside_ == Inside::kValue) {
      const std::string_view part = text.substr(at_, value_left_);
      lines_ += count_newlines(part);
      at_ += part.size();
      value_left_ -= part.size();
      // Behind it a newline is due. If anything else is there the length was wrong; the value is
      // gone, so what follows is all that can be looked at.
      if (value_left_ == 0) inside_ = Inside::kLine;
      continue;
    }
    const ExportField field = read_export_field(text, at_, line_end_);
    switch (field.kind) {
      case Kind::kCut:
        return Step::kCut;
      case Kind::kBlank:
        at_ = field.value;
        lines_++;
        return Step::kWhole;
      case Kind::kText:
        if (begins_another(text.substr(at_, field.name_size))) return Step::kWhole;
        addresses_ |= address_bit(text.substr(at_, field.name_size));
        inside_ = Inside::kLine;
        break;
      case Kind::kBinary:
        inside_ = Inside::kLine;
        if (field.length > kMaxExportValue) break;
        lines_ += count_newlines(text.substr(at_, field.value - at_));
        at_ = field.value;
        value_left_ = field.length;
        if (value_left_ > 0) inside_ = Inside::kValue;
        break;
      case Kind::kIgnored:
      case Kind::kBad:
        inside_ = Inside::kLine;
        break;
    }
  }
  return Step::kCut;
}

std::size_t ExportWalk::drop(std::size_t available) {
  const std::size_t dropped = std::min(at_, available);
  at_ -= dropped;
  return dropped;
}

bool ExportWalk::doubts_length(std::string_view text) {
  const ExportField field = read_export_field(text, at_, line_end_);
  if (field.kind != ExportField::Kind::kBinary) return false;
  // "__CURSOR=s=<the journal's id>;"
  constexpr std::string_view kStart = "__CURSOR=s=";
  const std::size_t end = text.substr(0, 100).find(';');
  if (!text.starts_with(kStart) || end == text.npos) return false;
  const std::string_view value = text.substr(field.value);
  const std::string begins = '\n' + std::string(text.substr(0, end + 1));
  if (value.find(begins) == value.npos) return false;
  fail_length(field);
  return true;
}

}  // namespace hark
