#include "input/text_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "input/text_kind.h"

namespace hark {
namespace {

// As much of an input may be looked at to find its kind, whatever --max-entry is.
constexpr std::size_t kLeastHead = 64 * 1024;

}  // namespace

TextSource::TextSource(UniqueFd fd, std::string name, const FieldPlan& plan,
                       ChunkReaderOptions options)
    : name_(std::move(name)),
      max_entry_(options.max_line),
      bytes_(ByteStream(std::move(fd)), options.chunk_size),
      finder_(name_, std::max(max_entry_, kLeastHead)),
      chunks_(bytes_, max_entry_),
      decoder_(plan),
      export_(bytes_, plan, max_entry_) {}

Fault TextSource::too_long() const {
  return {Fault::Kind::kTooLong, line_,
          fmt::format("longer than {} bytes (--max-entry)", max_entry_)};
}

Source::Step TextSource::tell(Fault fault) {
  (fault.kind == Fault::Kind::kTooLong ? counts_.too_long : counts_.malformed)++;
  fault_ = std::move(fault);
  return Step::kFault;
}

TextSource::Line TextSource::take_line() {
  const auto* newline = static_cast<const char*>(std::memchr(lines_.data(), '\n', lines_.size()));
  const std::size_t size =
      newline == nullptr ? lines_.size() : static_cast<std::size_t>(newline - lines_.data());
  Line line{trim_line(lines_.substr(0, size)), size > max_entry_, newline != nullptr};
  if (line_ == 0 && line.text.starts_with(kByteOrderMark))
    line.text = trim_line(line.text.substr(kByteOrderMark.size()));
  lines_.remove_prefix(std::min(size + 1, lines_.size()));
  line_++;
  return line;
}

namespace {

// Of a line that is no entry: does it end before its object does, or is it wrong in another way?
bool is_cut_off(std::string_view line) {
  bool is_in_string = false;
  std::string open;  // what would close it, the innermost last
  for (std::size_t i = 0; i < line.size(); i++) {
    const char c = line[i];
    if (is_in_string) {
      if (c == '\\') i++;
      if (c == '"') is_in_string = false;
    } else if (c == '"') {
      is_in_string = true;
    } else if (c == '{' || c == '[') {
      open += c == '{' ? '}' : ']';
    } else if (c == '}' || c == ']') {
      if (open.empty() || open.back() != c) return false;
      open.pop_back();
      if (open.empty()) return false;
    }
  }
  return true;
}

}  // namespace

Source::Step TextSource::next_line(Event& event) {
  while (!lines_.empty()) {
    const Line line = take_line();
    // Before anything else: of a line that comes in pieces only its length is known.
    if (line.is_too_long) return tell(too_long());
    if (line.text.empty() || is_journalctl_notice(line.text)) continue;
    if (line.text.front() != '{')
      return tell({Fault::Kind::kMalformed, line_, "not a JSON object"});
    std::string reason = decoder_.decode(line.text, event, screen_);
    if (!reason.empty()) {
      if (!line.has_newline && is_cut_off(line.text))
        return tell({Fault::Kind::kCutOff, line_, "the input ends inside this entry"});
      return tell({Fault::Kind::kMalformed, line_, std::move(reason)});
    }
    event.line = line_;
    counts_.entries++;
    if (decoder_.passed_over()) continue;
    counts_.repaired += event.is_repaired;
    return Step::kEntry;
  }
  if (dropped_) return tell(*std::exchange(dropped_, std::nullopt));
  return has_ended_ ? Step::kEnd : Step::kDry;
}

Source::Step TextSource::next_export(Event& event) {
  const Step step = export_.next(event);
  if (step == Step::kFault) return tell(export_.fault());
  if (step == Step::kEntry) counts_.entries++;
  // What is left before a failed read is judged first; the failure is told by the next read().
  if (step == Step::kEnd && !has_ended_) return Step::kDry;
  return step;
}

Source::Step TextSource::next(Event& event) {
  if (kind_ == TextKind::kExport) return next_export(event);
  return next_line(event);
}

bool TextSource::decode_again(const FieldPlan& plan, Event& event) {
  if (kind_ != TextKind::kExport) return false;
  export_.decode(plan, event);
  return true;
}

std::string_view TextSource::json(const Event& event) {
  return kind_ == TextKind::kExport ? export_.json() : event.raw;
}

Status TextSource::fail(Diagnostics errors) {
  has_ended_ = true;
  lines_ = {};
  return errors;
}

Status TextSource::find_kind() {
  auto found = finder_.look(bytes_.rest(), bytes_.at_end(), bytes_.compression());
  if (!found) return std::move(found.errors());
  kind_ = *found;
  if (kind_ == TextKind::kExport && bytes_.rest().starts_with(kByteOrderMark))
    bytes_.take(kByteOrderMark.size());
  return Done{};
}

void TextSource::cut_lines() {
  Chunk chunk;
  switch (chunks_.cut(chunk)) {
    case ChunkReader::Step::kChunk:
      lines_ = chunk.text;
      break;
    case ChunkReader::Step::kTooLong:
      line_++;
      dropped_ = too_long();
      break;
    case ChunkReader::Step::kPartial:
    case ChunkReader::Step::kEnd:
      break;
  }
}

Status TextSource::read() {
  auto step = bytes_.read();
  counts_.bytes = bytes_.bytes_read();
  if (!step) {
    const std::string shown = name_ == "-" ? "standard input" : name_;
    for (Diagnostic& d : step.errors()) d.message = fmt::format("{}: {}", shown, d.message);
    return fail(std::move(step.errors()));
  }
  if (!kind_) {
    if (auto status = find_kind(); !status) return fail(std::move(status.errors()));
  }
  if (kind_ == TextKind::kJson) cut_lines();
  has_ended_ = *step == ByteBuffer::Step::kEnd && !bytes_.has_failed();
  return Done{};
}

}  // namespace hark
