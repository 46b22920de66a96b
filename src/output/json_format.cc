// NDJSON: the received bytes from { to }, untouched, with one member "hark" before the last brace.
//
//   "hark":{"unit":…,"scope":…,"level":4,"severity":…,"patterns":[…],"matches":[{"pattern":…,"field":…,"value":1,
//           "start":19,"end":59,"captures":{…}}],"undecided":true}
//
// A context line's member is {"context":true}, with the patterns that it came with. Members without
// a value are left out. Offsets are bytes in the decoded value as received; `value` is the index in
// a repeated field, left out when it is 0. A member "hark" already there is taken out and its
// patterns put before ours.
#include <fmt/format.h>

#include <iterator>

#include "base/json_string.h"
#include "event/effective_unit.h"
#include "event/message_level.h"
#include "output/formats.h"

namespace hark {
namespace {

class JsonFormatter : public Formatter {
 public:
  JsonFormatter(const FormatOptions& options, Annotator& annotator)
      : options_(options), annotator_(annotator) {}

  void format(const Event& event, const Verdict& verdict, std::string& out) override {
    member_.clear();
    make_member(event, verdict);
    append_entry(event, out);
  }

  void format_context(const Event& event, std::string& out) override {
    member_ = "\"hark\":{\"context\":true";
    append_patterns(annotator_.earlier_patterns(event));
    member_ += '}';
    append_entry(event, out);
  }

  void format_separator(std::string&) override {}

  void add_fields(std::vector<FieldId>& fields) const override {
    fields.insert(fields.end(), kLevelFields.begin(), kLevelFields.end());
    fields.insert(fields.end(), kUnitFields.begin(), kUnitFields.end());
    fields.insert(fields.end(), kSpeakerFields.begin(), kSpeakerFields.end());
  }

 private:
  // The entry as received with member_ before its last brace.
  void append_entry(const Event& event, std::string& out) const {
    std::string_view rest = event.raw.substr(0, event.raw.size() - 1);  // without the last brace
    bool has_members = false;
    const auto add = [&](std::string_view part) {
      append(out, part);
      has_members = has_members || part.find('"') != part.npos;
    };
    for (const Event::OwnMember& own : event.own_members) {
      const auto at = static_cast<std::size_t>(own.range.data() - rest.data());
      add(rest.substr(0, at));
      rest.remove_prefix(at + own.range.size());
    }
    add(rest);
    if (has_members) out += ',';
    append(out, member_);
    out += "}\n";
  }

  void append(std::string& out, std::string_view json) const {
    if (options_.is_terminal) {
      append_json_for_terminal(out, json);
    } else {
      out += json;
    }
  }

  void make_member(const Event& event, const Verdict& verdict) {
    std::string& m = member_;
    auto to = std::back_inserter(m);
    m += "\"hark\":{";
    const EffectiveUnit& unit = event.unit();
    if (!unit.names.empty()) {
      m += "\"unit\":";
      append_json_string(m, unit.names[0].bytes);
      m += unit.scope == Scope::kUser ? ",\"scope\":\"user\"," : ",\"scope\":\"system\",";
    }
    fmt::format_to(to, "\"level\":{}", static_cast<int>(level(event)));
    if (const auto severity = annotator_.severity(verdict)) {
      fmt::format_to(to, ",\"severity\":\"{}\"", severity_name(*severity));
    }
    append_patterns(annotator_.patterns(event, verdict));
    if (const auto& matches = annotator_.matches(event, verdict); !matches.empty()) {
      m += ",\"matches\":[";
      for (std::size_t i = 0; i < matches.size(); i++) {
        if (i > 0) m += ',';
        append_match(matches[i]);
      }
      m += ']';
    }
    if (verdict.is_undecided) m += ",\"undecided\":true";
    m += '}';
  }

  void append_patterns(const std::vector<ShownPattern>& patterns) {
    if (patterns.empty()) return;
    member_ += ",\"patterns\":[";
    for (std::size_t i = 0; i < patterns.size(); i++) {
      if (i > 0) member_ += ',';
      append_json_string(member_, patterns[i].id);
    }
    member_ += ']';
  }

  void append_match(const AnnotatedMatch& match) {
    std::string& m = member_;
    auto to = std::back_inserter(m);
    m += "{\"pattern\":";
    append_json_string(m, match.selector->id);
    m += ",\"field\":";
    append_json_string(m, annotator_.field_name(match.field));
    if (match.found.value > 0) fmt::format_to(to, ",\"value\":{}", match.found.value);
    fmt::format_to(to, ",\"start\":{},\"end\":{}", match.found.span.start, match.found.span.end);
    if (!match.found.captures.empty()) {
      m += ",\"captures\":{";
      for (std::size_t i = 0; i < match.found.captures.size(); i++) {
        if (i > 0) m += ',';
        append_json_string(m, match.found.captures[i].name);
        m += ':';
        append_json_string(m, match.found.captures[i].text);
      }
      m += '}';
    }
    m += '}';
  }

  FormatOptions options_;
  Annotator& annotator_;
  std::string member_;
};

}  // namespace

std::unique_ptr<Formatter> make_json_formatter(const FormatOptions& options, Annotator& annotator) {
  return std::make_unique<JsonFormatter>(options, annotator);
}

}  // namespace hark
