// One regex on one message, through the whole Matcher.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "match/matcher.h"
#include "unit/event/made_event.h"

namespace hark {

struct Trial {
  FieldTable fields;
  Matcher matcher;
  AtomId atom = 0;
  Diagnostics errors;
  std::unique_ptr<MatchState> state;

  explicit Trial(RegexSpec spec, RegexSet set = RegexSet::kTyped) {
    atom = matcher.add(field::kMessage, std::move(spec), set);
    auto compiled = matcher.compile(fields);
    if (!compiled) errors = compiled.errors();
    if (compiled) state = std::make_unique<MatchState>(matcher);
  }
  explicit Trial(std::string text) : Trial(RegexSpec{std::move(text), false, false, false, {}}) {}

  // Values of MESSAGE; none: it is missing.
  bool matches(std::vector<Value> values) {
    Event event(fields);
    if (!values.empty()) event.record_values(field::kMessage, values, false);
    state->begin_event();
    return matcher.test(atom, event, *state);
  }
  bool matches(std::string_view text, bool is_utf8 = true) {
    return matches(std::vector<Value>{{text, is_utf8}});
  }

  std::vector<Span> spans(std::string_view text, std::size_t limit = 64) {
    Event event(fields);
    const std::vector<Value> values = {{text, true}};
    event.record_values(field::kMessage, values, false);
    std::vector<FoundMatch> found;
    matcher.find_matches(atom, event, limit, *state, found);
    std::vector<Span> all;
    for (const FoundMatch& match : found) all.push_back(match.span);
    return all;
  }
};

}  // namespace hark
