// The line formats: short and its kin, and cat.
//
//   Mar 10 09:03:50 host dead-chat.service[1] systemd.stop-timeout: MESSAGE
//
// The ids of patterns stand before the message, where no message can forge them. Everything from
// the journal is made safe (base/printable.h), terminal or not; cat is raw unless it writes to a
// terminal.
#include <algorithm>

#include "base/printable.h"
#include "event/effective_unit.h"
#include "event/message_level.h"
#include "output/formats.h"
#include "output/highlight.h"

namespace hark {
namespace {

constexpr std::string_view kNoMessage = "(no message)";
const Verdict kNoVerdict;
constexpr std::size_t kNoLimit = static_cast<std::size_t>(-1);
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
    if (options_.color) fields.insert(fields.end(), kLevelFields.begin(), kLevelFields.end());
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
      prefix_.clear();
      width_ = 0;
      if (options_.mode == FormatOptions::Mode::kShort) {
        make_source(event);
        const bool is_named = annotator_.has_several_selectors() || !part.is_typed;
        const std::size_t painted =
            append_ids(is_named ? std::vector<std::string_view>{part.pattern}
                                : std::vector<std::string_view>{});
        prefix_ += ": ";
        width_ = display_width(prefix_) - painted;
      }
      out += prefix_;
      append_text(out, value.substr(span.start, span.end - span.start), {}, {});
      out += '\n';
    }
  }

  void start_line(const Event& event, const Verdict* verdict) {
    prefix_.clear();
    width_ = 0;
    if (options_.mode == FormatOptions::Mode::kShort) make_prefix(event, verdict);
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
    const bool is_painted = options_.color && verdict != nullptr;
    const std::string_view tint = is_painted ? color::of_level(level(event)) : std::string_view{};
    for (std::uint32_t i = 0; i < messages.size(); i++) {
      if (i == 0) {
        out += prefix_;
      } else {
        out.append(width_, ' ');
      }
      append_text(out, messages[i].bytes,
                  is_painted ? spans_of(event, *verdict, i) : std::vector<Span>{}, tint);
      out += '\n';
    }
  }

  // When, where and who.
  void make_source(const Event& event) {
    clock_.append(prefix_, shown_time(event));
    prefix_ += ' ';
    if (options_.hostname && event.exists(field::kHostname)) {
      append_printable(prefix_, event.first(field::kHostname));
      prefix_ += ' ';
    }
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
    make_source(event);
    // One typed pattern needs no name: the person typed it a moment ago.
    const auto& ids = annotator_.patterns(event, verdict == nullptr ? kNoVerdict : *verdict,
                                          annotator_.has_several_selectors());
    const std::size_t painted = append_ids(ids);
    prefix_ += verdict == nullptr ? "- " : ": ";
    width_ = display_width(prefix_) - painted;
  }

  // The bytes of them that are not seen.
  std::size_t append_ids(const std::vector<std::string_view>& ids) {
    const std::size_t plain = prefix_.size();
    std::size_t painted = 0;
    for (const std::string_view id : ids) {
      if (id.empty()) continue;
      prefix_ += prefix_.size() == plain ? ' ' : ',';
      if (options_.color) {
        prefix_ += color::kPattern;
        painted += color::kPattern.size() + color::kReset.size();
      }
      append_printable(prefix_, id);
      if (options_.color) prefix_ += color::kReset;
    }
    return painted;
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
      if (match.field == field::kMessage && match.found.value == value)
        spans.push_back(match.found.span);
    }
    return merge_spans(std::move(spans));
  }

  // `text` with its continuation lines indented under the first, in the colour `tint`, `spans`
  // emphasised.
  void append_text(std::string& out, std::string_view text, const std::vector<Span>& spans,
                   std::string_view tint) {
    out += tint;
    std::size_t at = 0;
    for (const Span& span : spans) {
      append_part(out, text.substr(at, span.start - at));
      out += color::kMatched;
      append_part(out, text.substr(span.start, span.end - span.start));
      out += color::kReset;
      out += tint;
      at = span.end;
    }
    append_part(out, text.substr(at));
    if (!tint.empty()) out += color::kReset;
  }

  void append_part(std::string& out, std::string_view text) {
    if (options_.mode == FormatOptions::Mode::kCat) {
      if (options_.is_terminal) {
        append_printable(out, text, true);
      } else {
        out += text;
      }
      return;
    }
    for (std::size_t newline; (newline = text.find('\n')) != text.npos;
         text.remove_prefix(newline + 1)) {
      append_printable(out, text.substr(0, newline));
      out += '\n';
      out.append(width_, ' ');
    }
    append_printable(out, text);
  }

  FormatOptions options_;
  Annotator& annotator_;
  Clock clock_;
  std::string prefix_;
  std::size_t width_ = 0;  // columns before the message
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
