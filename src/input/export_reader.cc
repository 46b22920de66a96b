#include "input/export_reader.h"

#include <fmt/format.h>

#include "base/printable.h"
#include "input/text_kind.h"

namespace hark {
namespace {

struct Recorder {
  const FieldPlan& plan;
  Event& event;

  void operator()(std::string_view name, std::string_view bytes) const {
    const FieldId id = plan.find(name.data(), name.size());
    if (id == FieldPlan::kNotWanted) return;
    event.add_value(id, {bytes, is_valid_utf8(bytes)});
  }
};

constexpr auto kNoFields = [](std::string_view, std::string_view) {};

std::string reason(ExportWalk::Fault fault) {
  switch (fault) {
    case ExportWalk::Fault::kNotAField:
      return "not a field of a journal entry";
    case ExportWalk::Fault::kLength:
      return "a binary field's length is wrong";
    case ExportWalk::Fault::kNoBlankLine:
      return "the entry before ends without a blank line; was it cut off?";
    case ExportWalk::Fault::kManyFields:
      return fmt::format("more than {} fields", kMaxExportFields);
    case ExportWalk::Fault::kNone:
      break;
  }
  return {};
}

}  // namespace

Source::Step ExportReader::tell(Fault::Kind kind, std::uint64_t line, std::string reason) {
  fault_ = {kind, line, std::move(reason)};
  return Source::Step::kFault;
}

// The entry at the front is done with.
void ExportReader::leave(std::size_t size, std::uint64_t lines) {
  bytes_.take(size);
  lines_ += lines;
  walk_ = ExportWalk(line_end_);
  is_resumed_ = is_skipping_ = false;
}

// journalctl writes a value that ends in a CR as a binary one, so a first line that ends in CR LF
// says that something has put a CR before each newline.
bool ExportReader::find_line_end() {
  const std::string_view text = bytes_.rest();
  const std::size_t newline = text.find('\n', searched_);
  searched_ = text.size();
  if (newline == text.npos && !bytes_.at_end() && text.size() <= max_entry_) return false;
  if (newline != text.npos && newline > 0 && text[newline - 1] == '\r') line_end_ = LineEnd::kCrLf;
  knows_line_end_ = true;
  walk_ = ExportWalk(line_end_);
  return true;
}

// Also journalctl's notices. False: more bytes are needed to tell.
bool ExportReader::pass_blank_lines() {
  constexpr std::size_t kLongestNotice = 4096;
  for (;;) {
    const std::string_view text = bytes_.rest();
    const bool may_grow = !bytes_.at_end();
    std::size_t line = 0;  // to be passed
    if (text.starts_with('\n')) {
      line = 1;
    } else if (text.starts_with("\r\n")) {
      line = 2;
    } else if (may_grow && (text == "\r" || text == "-" || text == "--")) {
      return false;
    } else if (text.starts_with("--")) {
      const std::size_t newline = text.substr(0, kLongestNotice).find('\n');
      if (newline == text.npos && may_grow && text.size() <= kLongestNotice) return false;
      if (is_journalctl_notice(text.substr(0, newline)))
        line = newline == text.npos ? text.size() : newline + 1;
    } else if (text == "\r") {
      line = 1;
    }
    if (line == 0) return true;
    leave(line, 1);
  }
}

Source::Step ExportReader::next(Event& event) {
  const auto nothing = [&] { return bytes_.at_end() ? Source::Step::kEnd : Source::Step::kDry; };
  for (;;) {
    if (is_skipping_) {
      const ExportWalk::Step step = walk_.skip(bytes_.rest());
      if (step == ExportWalk::Step::kCut) {
        bytes_.take(walk_.drop(bytes_.rest().size()));
        return nothing();
      }
      leave(walk_.end(), walk_.lines());
    }
    if (!knows_line_end_ && !find_line_end()) return nothing();
    if (walk_.end() == 0 && !pass_blank_lines()) return nothing();
    const std::string_view text = bytes_.rest();
    if (text.empty()) return nothing();
    ExportWalk::Step step;
    if (is_resumed_) {
      step = walk_.go(text, max_entry_, kNoFields);
    } else {
      event.reset();
      step = walk_.go(text, max_entry_, Recorder{*plan_, event});
    }
    if (step == ExportWalk::Step::kCut) {
      is_resumed_ = true;
      if (!bytes_.at_end()) return nothing();
      if (!walk_.is_between_fields(text)) {
        if (walk_.doubts_length(text)) continue;
        const std::uint64_t line = lines_ + walk_.lines() + 1;
        leave(text.size(), 0);
        return tell(Fault::Kind::kCutOff, line, "the input ends inside this entry");
      }
    }
    if (step == ExportWalk::Step::kTooLong) {
      is_skipping_ = true;
      return tell(Fault::Kind::kTooLong, lines_ + 1,
                  fmt::format("longer than {} bytes (--max-entry)", max_entry_));
    }
    const ExportWalk walk = walk_;
    const std::uint64_t before = lines_;
    const bool is_decoded = !is_resumed_;
    entry_ = text.substr(0, walk.end());
    leave(walk.end(), walk.lines());
    if (walk.fault() != ExportWalk::Fault::kNone)
      return tell(Fault::Kind::kMalformed, before + walk.fault_line() + 1, reason(walk.fault()));
    if (!is_decoded) decode(*plan_, event);
    event.line = before + 1;
    return Source::Step::kEntry;
  }
}

void ExportReader::decode(const FieldPlan& plan, Event& event) const {
  event.reset();
  ExportWalk(line_end_).go(entry_, entry_.size(), Recorder{plan, event});
}

std::string_view ExportReader::json() {
  json_.clear();
  ExportWalk(line_end_).go(
      entry_, entry_.size(),
      [this](std::string_view name, std::string_view value) { json_.add(name, value); });
  return json_.render();
}

}  // namespace hark
