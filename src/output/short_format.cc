// The line formats: short and its kin, and cat.
//
//   Mar 10 09:03:50 host dead-chat.service[1] systemd.stop-timeout: MESSAGE
//
// The ids of patterns stand before the message, where no message can forge them. Everything from
// the journal is made safe (base/printable.h), terminal or not; cat is raw unless it writes to a
// terminal.
#include <algorithm>

#include "base/color.h"
#include "base/printable.h"
#include "event/effective_unit.h"
#include "event/level.h"
#include "output/formats.h"
#include "output/highlight.h"

namespace hark {
namespace {

constexpr std::string_view kNoMessage = "(no message)";
const Verdict kNoVerdict;
constexpr std::size_t kNoLimit = static_cast<std::size_t>(-1);
// Captured values up to this length stand out. A longer one is the rest of the sentence, and a line
// that is emphasised from end to end has no emphasis.
constexpr std::size_t kMostEmphasised = 32;
constexpr std::string_view kCutMessage = "(message cut by journalctl: use --all)";

class LineFormatter : public Formatter {
 public:
  LineFormatter(const FormatOptions& options, Annotator& annotator)
      : options_(options), annotator_(annotator), clock_(options.time, options.utc) {}

  void format(const Event& event, const Verdict& verdict, std::string& out) override {
    if (options_.only_matching) return format_parts(event, verdict, out);
    start_line(event, &verdict);
    append_message(event, &verdict, out);
  }

  void format_context(const Event& event, std::string& out) override {
    start_line(event, nullptr);
    append_message(event, nullptr, out);
  }

  void format_separator(std::string& out) override { out += "--\n"; }

  void add_fields(std::vector<FieldId>& fields) const override {
    fields.push_back(field::kMessage);
    if (options_.color) fields.push_back(field::kPriority);
    if (options_.mode == FormatOptions::Mode::kCat) return;
    fields.insert(fields.end(),
                  {field::kRealtime, field::kSourceRealtime, field::kHostname,
                   field::kSyslogIdentifier, field::kComm, field::kPid, field::kSyslogPid});
    fields.insert(fields.end(), kUnitFields.begin(), kUnitFields.end());
    fields.insert(fields.end(), kSpeakerFields.begin(), kSpeakerFields.end());
  }

 private:
  // A line for each part that matches, under the id of the pattern that matched it.
  void format_parts(const Event& event, const Verdict& verdict, std::string& out) {
    for (const AnnotatedMatch& part : annotator_.parts(event, verdict)) {
      const std::string_view value = event.values(part.field)[part.found.value].bytes;
      const Span span = part.found.span;
      start_prefix();
      if (options_.mode == FormatOptions::Mode::kShort) {
        append_source(event);
        if (annotator_.has_several_selectors() || !part.selector->is_typed())
          append_ids({{part.selector->id, part.selector->severity}});
        end_prefix(": ");
      }
      out += prefix_;
      append_text(out, value.substr(span.start, span.end - span.start), {}, false);
      out += '\n';
    }
  }

  void start_line(const Event& event, const Verdict* verdict) {
    start_prefix();
    if (options_.mode == FormatOptions::Mode::kShort) make_prefix(event, verdict);
  }

  void start_prefix() {
    prefix_.clear();
    unseen_ = 0;
    width_ = 0;
  }

  void end_prefix(std::string_view mark) {
    prefix_ += mark;
    width_ = display_width(prefix_) - unseen_;
  }

  // Without a verdict it is a context line.
  void append_message(const Event& event, const Verdict* verdict, std::string& out) {
    const auto messages = event.values(field::kMessage);
    if (messages.empty()) {
      if (options_.mode == FormatOptions::Mode::kCat) return;  // as journalctl -o cat
      out += prefix_;
      out += event.had_null(field::kMessage) ? kCutMessage : kNoMessage;
      out += '\n';
      return;
    }
    // As journalctl has it; a context line is not what was asked for.
    const bool is_painted = options_.color && verdict != nullptr;
    const bool is_red = is_painted && priority(event) <= Level::kErr;
    for (std::uint32_t i = 0; i < messages.size(); i++) {
      if (i == 0) {
        out += prefix_;
      } else {
        out.append(width_, ' ');
      }
      append_text(out, messages[i].bytes,
                  is_painted ? spans_of(event, *verdict, i) : std::vector<Span>{}, is_red);
      out += '\n';
    }
  }

  // When, where and who.
  void append_source(const Event& event) {
    paint(color::kDim);
    clock_.append(prefix_, shown_time(event));
    if (options_.hostname && event.exists(field::kHostname)) {
      prefix_ += ' ';
      append_printable(prefix_, event.first(field::kHostname));
    }
    paint(color::kReset);
    prefix_ += ' ';
    append_printable(prefix_, speaker(event));
    const std::string_view pid =
        event.exists(field::kPid) ? event.first(field::kPid) : event.first(field::kSyslogPid);
    if (!pid.empty()) {
      prefix_ += '[';
      append_printable(prefix_, pid);
      prefix_ += ']';
    }
  }

  void make_prefix(const Event& event, const Verdict* verdict) {
    append_source(event);
    // One typed pattern needs no name: the person typed it a moment ago.
    append_ids(annotator_.patterns(event, verdict == nullptr ? kNoVerdict : *verdict,
                                   annotator_.has_several_selectors()));
    end_prefix(verdict == nullptr ? "- " : ": ");
  }

  void append_ids(const std::vector<ShownPattern>& patterns) {
    const std::size_t plain = prefix_.size();
    for (const ShownPattern& pattern : patterns) {
      if (pattern.id.empty()) continue;
      prefix_ += prefix_.size() == plain ? ' ' : ',';
      const std::string_view style =
          pattern.severity ? severity_color(*pattern.severity) : std::string_view{};
      paint(style);
      append_printable(prefix_, pattern.id);
      if (!style.empty()) paint(color::kReset);
    }
  }

  // Only where colours are wanted; what it adds takes no columns.
  void paint(std::string_view style) {
    if (!options_.color) return;
    prefix_ += style;
    unseen_ += style.size();
  }

  static std::string_view speaker(const Event& event) {
    const EffectiveUnit& unit = event.unit();
    if (!unit.names.empty()) return unit.names[0].bytes;
    if (event.exists(field::kSyslogIdentifier)) return event.first(field::kSyslogIdentifier);
    if (event.exists(field::kComm)) return event.first(field::kComm);
    return "unknown";
  }

  std::vector<Span> spans_of(const Event& event, const Verdict& verdict, std::uint32_t value) {
    std::vector<Span> spans;
    for (const AnnotatedMatch& match : annotator_.matches(event, verdict, kNoLimit)) {
      if (match.field != field::kMessage || match.found.value != value) continue;
      if (match.selector->is_typed()) {
        spans.push_back(match.found.span);
        continue;
      }
      // A pattern of a pack mostly matches the whole sentence: what differs is what it captured.
      for (const Capture& capture : match.found.captures) {
        if (capture.text.size() <= kMostEmphasised) spans.push_back(capture.span);
      }
    }
    return merge_spans(std::move(spans));
  }

  // `text` with its continuation lines indented under the first, `spans` emphasised.
  void append_text(std::string& out, std::string_view text, const std::vector<Span>& spans,
                   bool is_red) {
    const std::string_view plain = is_red ? color::kRed : std::string_view{};
    const std::string_view emphasis = is_red ? color::kUnderlinedRed : color::kBoldRed;
    std::size_t at = 0;
    for (const Span& span : spans) {
      append_part(out, text.substr(at, span.start - at), plain);
      append_part(out, text.substr(span.start, span.end - span.start), emphasis);
      at = span.end;
    }
    append_part(out, text.substr(at), plain);
  }

  // Each line is painted by itself: pagers forget a colour at a newline, and the space before a
  // continuation is nobody's.
  void append_part(std::string& out, std::string_view text, std::string_view style) {
    for (std::size_t newline; (newline = text.find('\n')) != text.npos;
         text.remove_prefix(newline + 1)) {
      append_line(out, text.substr(0, newline), style);
      out += '\n';
      out.append(width_, ' ');
    }
    append_line(out, text, style);
  }

  void append_line(std::string& out, std::string_view text, std::string_view style) {
    if (text.empty()) return;
    out += style;
    if (options_.mode == FormatOptions::Mode::kCat && !options_.is_terminal) {
      out += text;
    } else {
      append_printable(out, text);
    }
    if (!style.empty()) out += color::kReset;
  }

  FormatOptions options_;
  Annotator& annotator_;
  Clock clock_;
  std::string prefix_;
  std::size_t unseen_ = 0;  // bytes of it that take no column
  std::size_t width_ = 0;   // columns before the message
};

}  // namespace

std::unique_ptr<Formatter> make_line_formatter(const FormatOptions& options, Annotator& annotator) {
  return std::make_unique<LineFormatter>(options, annotator);
}

std::unique_ptr<Formatter> make_formatter(const FormatOptions& options, Annotator& annotator) {
  return options.mode == FormatOptions::Mode::kJson ? make_json_formatter(options, annotator)
                                                    : make_line_formatter(options, annotator);
}

}  // namespace hark
