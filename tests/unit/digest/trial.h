// Events through selection into a digest.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "digest/digest.h"
#include "select/pattern_selector.h"
#include "select/probes.h"
#include "unit/event/made_event.h"

namespace hark {

class DigestTrial {
 public:
  DigestTrial& typed(const std::string& text) {
    selection.selectors.push_back(
        typed_selector(text, matcher.add(field::kMessage, {text, false, false, false, {}})));
    return *this;
  }
  DigestTrial& pack(std::string id, Severity severity, std::string regex, std::string group = {},
                    std::string look = {}) {
    auto pattern = std::make_unique<Pattern>();
    pattern->id = std::move(id);
    pattern->severity = severity;
    pattern->group = group.empty() ? pattern->id : std::move(group);
    pattern->title = "Title of " + pattern->id;
    pattern->why = "Because.";
    pattern->look = std::move(look);
    Alternative way;
    way.regexes.push_back({std::move(regex), {}});
    pattern->any.push_back(std::move(way));
    selection.selectors.push_back(*pattern_selector(*pattern, fields, matcher));
    patterns.push_back(std::move(pattern));
    return *this;
  }

  DigestTrial& add(MadeEvent::Fields event_fields) {
    if (digest == nullptr) {
      if (!matcher.compile(fields)) std::abort();
      selection.prepare(matcher);
      state = std::make_unique<MatchState>(matcher);
      digest = std::make_unique<Digest>(selection, DigestOptions{true});
    }
    MadeEvent event(std::move(event_fields));
    Verdict verdict;
    state->begin_event();
    if (find_probe(*event) == Probe::kUnitStart) digest->add_start(*event);
    selection.judge(*event, matcher, *state, verdict);
    if (verdict.is_kept) digest->add({*event, matcher, *state}, verdict);
    return *this;
  }
  // Seconds since 2026-03-01 00:00.
  static std::string at(double seconds) {
    return std::to_string(1'772'323'200'000'000 + static_cast<Microseconds>(seconds * 1e6));
  }
  DigestTrial& add(double seconds, std::string message, MadeEvent::Fields more = {}) {
    more.emplace_back(field::kRealtime, at(seconds));
    more.emplace_back(field::kMessage, std::move(message));
    return add(std::move(more));
  }

  std::vector<Block> blocks(Seen seen = {}) const { return digest->blocks(seen); }
  // "PATTERN NAME INCIDENTS/LINES" of each block.
  std::vector<std::string> told() const {
    std::vector<std::string> all;
    for (const Block& block : blocks()) {
      all.push_back((block.pattern == nullptr ? "-" : block.pattern->id) + ' ' + block.party.name +
                    ' ' + std::to_string(block.tally.incidents) + '/' +
                    std::to_string(block.tally.lines));
    }
    return all;
  }

  FieldTable fields;
  Matcher matcher;
  Selection selection;
  std::vector<std::unique_ptr<Pattern>> patterns;
  std::unique_ptr<MatchState> state;
  std::unique_ptr<Digest> digest;
};

}  // namespace hark
