#include "input/text_source.h"

#include <fmt/format.h>

#include <cstring>

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

Source::Step TextSource::fail(Fault::Kind kind, std::string reason) {
  (kind == Fault::Kind::kTooLong ? counts_.too_long : counts_.malformed)++;
  fault_ = {kind, line_, std::move(reason)};
  return Step::kFault;
}

void TextSource::hold_back(std::string_view line) {
  if (auto other = recognise_other_text(line, name_)) {
    failure_ = {std::move(*other)};
  } else {
    held_back_.push_back({Fault::Kind::kMalformed, line_, "not a JSON object"});
    if (held_back_.size() == kLinesToDecide) failure_ = {not_journal_json(name_)};
  }
  if (!failure_.empty()) rest_ = {};
}

void TextSource::look_at_head(std::string_view head) {
  has_looked_ = true;
  if (auto unreadable = recognise_unreadable(head, name_)) {
    failure_ = {std::move(*unreadable)};
    rest_ = {};
  }
}

Source::Step TextSource::next(Event& event) {
  if (is_json_ && !held_back_.empty()) {
    fault_ = std::move(held_back_.front());
    held_back_.pop_front();
    counts_.malformed++;
    return Step::kFault;
  }
  if (has_begun_too_long_) {
    has_begun_too_long_ = false;
    line_++;
    return fail(Fault::Kind::kTooLong,
                fmt::format("longer than {} bytes (--max-entry)", max_line_));
  }
  while (!rest_.empty()) {
    const auto* newline = static_cast<const char*>(std::memchr(rest_.data(), '\n', rest_.size()));
    const std::size_t size =
        newline == nullptr ? rest_.size() : static_cast<std::size_t>(newline - rest_.data());
    const std::string_view whole = rest_.substr(0, size);
    std::string_view line = trim(whole);
    if (line_ == 0 && line.starts_with(kByteOrderMark))
      line = trim(line.substr(kByteOrderMark.size()));
    const bool is_entry = !line.empty() && line.front() == '{';
    if (is_entry && !is_json_) {
      if (auto other = recognise_other_text(line, name_)) {
        failure_ = {std::move(*other)};
        rest_ = {};
        break;
      }
      is_json_ = true;
      if (!held_back_.empty())
        return next(event);  // what was held back comes first; this line is met again
    }
    rest_.remove_prefix(std::min(size + 1, rest_.size()));
    line_++;
    if (line.empty() || is_journalctl_notice(line)) continue;
    if (whole.size() > max_line_) {
      return fail(Fault::Kind::kTooLong,
                  fmt::format("longer than {} bytes (--max-entry)", max_line_));
    }
    if (!is_entry) {
      if (is_json_) return fail(Fault::Kind::kMalformed, "not a JSON object");
      hold_back(line);
      continue;
    }
    std::string reason = decoder_.decode(line, event);
    if (!reason.empty()) {
      if (newline == nullptr) reason = "the input ends inside this entry";
      return fail(Fault::Kind::kMalformed, std::move(reason));
    }
    event.line = line_;
    counts_.entries++;
    counts_.repaired += event.is_repaired;
    return Step::kEntry;
  }
  return ended_ ? Step::kEnd : Step::kDry;
}

Status TextSource::read() {
  if (!failure_.empty()) {
    ended_ = true;
    return std::exchange(failure_, {});
  }
  Chunk chunk;
  auto step = reader_.read(chunk);
  counts_.bytes = reader_.bytes_read();
  if (!step) {
    ended_ = true;
    step.errors()[0].message =
        fmt::format("{}: cannot read", name_ == "-" ? "standard input" : name_);
    return step.errors();
  }
  if (!has_looked_) {
    const std::string_view head =
        *step == ChunkReader::Step::kChunk ? chunk.text : reader_.partial_line();
    if (*step != ChunkReader::Step::kPartial || head.size() >= 8) look_at_head(head);
    if (!failure_.empty()) return Done{};
  }
  switch (*step) {
    case ChunkReader::Step::kChunk:
      rest_ = chunk.text;
      break;
    case ChunkReader::Step::kTooLong:
      has_begun_too_long_ = true;
      break;
    case ChunkReader::Step::kPartial:
      break;
    case ChunkReader::Step::kEnd:
      ended_ = true;
      if (!is_json_ && !held_back_.empty()) return not_journal_json(name_);
      break;
  }
  return Done{};
}

}  // namespace hark
