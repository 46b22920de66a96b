// One event through selection and a formatter.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "input/json_decoder.h"
#include "output/formatter.h"
#include "select/pattern_selector.h"

namespace hark {

struct FormatTrial {
  std::vector<Pattern> pack_patterns;
  FieldTable fields;
  Matcher matcher;
  Selection selection;
  std::unique_ptr<MatchState> state;
  std::unique_ptr<Annotator> annotator;
  std::unique_ptr<Formatter> formatter;
  std::unique_ptr<FieldPlan> plan;
  std::unique_ptr<JsonDecoder> decoder;

  explicit FormatTrial(FormatOptions options, const std::vector<std::string>& patterns = {""},
                       const std::vector<Pattern>& of_packs = {})
      : pack_patterns(of_packs) {
    for (const std::string& text : patterns) {
      selection.selectors.push_back(
          typed_selector(text, matcher.add(field::kMessage, {text, false, false, false, {}})));
    }
    for (const Pattern& pattern : pack_patterns)
      selection.selectors.push_back(*pattern_selector(pattern, fields, matcher));
    if (!matcher.compile(fields)) std::abort();
    selection.prepare(matcher);
    state = std::make_unique<MatchState>(matcher);
    annotator = std::make_unique<Annotator>(selection, matcher, *state, fields);
    options.utc = true;
    formatter = make_formatter(options, *annotator);
    std::vector<FieldId> wanted = selection.fields(matcher);
    formatter->add_fields(wanted);
    plan = std::make_unique<FieldPlan>(fields, wanted);
    decoder = std::make_unique<JsonDecoder>(*plan);
  }

  // Empty if the entry is not kept.
  std::string operator()(std::string line, bool as_context = false) {
    const std::size_t size = line.size();
    line.append(64, '\0');
    Event event(fields);
    std::string out;
    if (!decoder->decode(std::string_view(line).substr(0, size), event).empty()) return "malformed";
    Verdict verdict;
    state->begin_event();
    selection.judge(event, matcher, *state, verdict);
    if (as_context) {
      formatter->format_context(event, out);
    } else if (verdict.is_kept) {
      formatter->format(event, verdict, out);
    }
    return out;
  }
};

}  // namespace hark
