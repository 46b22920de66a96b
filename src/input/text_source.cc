#include "input/text_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "input/text_kind.h"

namespace hark {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr char kRecordSeparator = '\x1e';  // RFC 7464

std::string_view trim(std::string_view line) {
  while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t'))
    line.remove_suffix(1);
  while (!line.empty() &&
         (line.front() == kRecordSeparator || line.front() == ' ' || line.front() == '\t')) {
    line.remove_prefix(1);
  }
  return line;
}

}  // namespace

TextSource::TextSource(UniqueFd fd, std::string name, const FieldPlan& plan,
                       ChunkReaderOptions options)
    : reader_(std::move(fd), options),
      decoder_(plan),
      name_(std::move(name)),
      max_line_(options.max_line) {}

bool TextSource::Line::is_empty() const { return text.empty() || is_journalctl_notice(text); }

TextSource::Line TextSource::take_line() {
  const auto* newline = static_cast<const char*>(std::memchr(rest_.data(), '\n', rest_.size()));
  const std::size_t size =
      newline == nullptr ? rest_.size() : static_cast<std::size_t>(newline - rest_.data());
  Line line{trim(rest_.substr(0, size)), size > max_line_, newline != nullptr};
  if (line_ == 0 && line.text.starts_with(kByteOrderMark))
    line.text = trim(line.text.substr(kByteOrderMark.size()));
  rest_.remove_prefix(std::min(size + 1, rest_.size()));
  line_++;
  return line;
}

Fault TextSource::too_long() const {
  return {Fault::Kind::kTooLong, line_,
          fmt::format("longer than {} bytes (--max-entry)", max_line_)};
}

Source::Step TextSource::tell(Fault fault) {
  (fault.kind == Fault::Kind::kTooLong ? counts_.too_long : counts_.malformed)++;
  fault_ = std::move(fault);
  return Step::kFault;
}

Source::Step TextSource::next(Event& event) {
  if (!faults_.empty()) {
    Fault fault = std::move(faults_.front());
    faults_.pop_front();
    return tell(std::move(fault));
  }
  while (!rest_.empty()) {
    const Line line = take_line();
    // Before anything else: of a line that comes in pieces only its length is known.
    if (line.is_too_long) return tell(too_long());
    if (line.is_empty()) continue;
    if (!line.begins_an_entry()) return tell({Fault::Kind::kMalformed, line_, "not a JSON object"});
    std::string reason = decoder_.decode(line.text, event);
    if (!reason.empty()) {
      if (!line.has_newline) reason = "the input ends inside this entry";
      return tell({Fault::Kind::kMalformed, line_, std::move(reason)});
    }
    event.line = line_;
    counts_.entries++;
    counts_.repaired += event.is_repaired;
    return Step::kEntry;
  }
  return ended_ ? Step::kEnd : Step::kDry;
}

Status TextSource::look_at_head(std::string_view head) {
  has_looked_ = true;
  if (auto unreadable = recognise_unreadable(head, name_)) return std::move(*unreadable);
  return Done{};
}

// Takes the lines before the first entry. The read that brings a line of another kind tells it: on
// a live pipe the next read may be an hour away.
Status TextSource::find_first_entry() {
  while (!rest_.empty()) {
    const std::string_view before = rest_;
    const Line line = take_line();
    if (line.is_too_long) {
      faults_.push_back(too_long());
      continue;
    }
    if (line.is_empty()) continue;
    if (auto other = recognise_other_text(line.text, name_)) return std::move(*other);
    if (line.begins_an_entry()) {
      is_json_ = true;
      for (Fault& fault : held_back_) faults_.push_back(std::move(fault));
      held_back_.clear();
      rest_ = before;  // next() takes it again
      line_--;
      return Done{};
    }
    held_back_.push_back({Fault::Kind::kMalformed, line_, "not a JSON object"});
    if (held_back_.size() == kLinesToDecide) return not_journal_json(name_);
  }
  return Done{};
}

Status TextSource::read() {
  Chunk chunk;
  auto step = reader_.read(chunk);
  counts_.bytes = reader_.bytes_read();
  if (!step) {
    ended_ = true;
    step.errors()[0].message =
        fmt::format("{}: cannot read", name_ == "-" ? "standard input" : name_);
    return step.errors();
  }
  Status status = Done{};
  if (!has_looked_) {
    const std::string_view head =
        *step == ChunkReader::Step::kChunk ? chunk.text : reader_.partial_line();
    if (*step != ChunkReader::Step::kPartial || head.size() >= 8) status = look_at_head(head);
  }
  if (status) {
    switch (*step) {
      case ChunkReader::Step::kChunk:
        rest_ = chunk.text;
        if (!is_json_) status = find_first_entry();
        break;
      case ChunkReader::Step::kTooLong:
        line_++;
        faults_.push_back(too_long());
        break;
      case ChunkReader::Step::kPartial:
        break;
      case ChunkReader::Step::kEnd:
        ended_ = true;
        if (!held_back_.empty()) status = not_journal_json(name_);
        break;
    }
  }
  if (!status) {
    ended_ = true;
    rest_ = {};
  }
  return status;
}

}  // namespace hark
