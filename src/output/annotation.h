// What hark says of a kept event beside the event itself: which patterns hit, and where. The
// formats share it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "match/matcher.h"
#include "select/selection.h"

namespace hark {

struct ShownPattern {
  std::string_view id;
  std::optional<Severity> severity;  // not known of typed ones, nor of what an earlier hark found
};

struct AnnotatedMatch {
  const Selector* selector = nullptr;
  FieldId field = field::kMessage;
  FoundMatch found;
};

class Annotator {
 public:
  static constexpr std::size_t kMaxMatches = 64;  // shown of one event

  // All must outlive the annotator.
  Annotator(const Selection& selection, const Matcher& matcher, MatchState& state,
            const FieldTable& fields)
      : selection_(selection), matcher_(matcher), state_(state), fields_(fields) {}

  // Those to show: what an earlier hark found, then ours, typed ones only if asked for. Views die
  // with the event.
  const std::vector<ShownPattern>& patterns(const Event& event, const Verdict& verdict,
                                            bool with_typed = true);
  // The first of these alone. Each id once.
  const std::vector<ShownPattern>& earlier_patterns(const Event& event);
  // The highest severity among the patterns that hit; none if only typed ones did.
  std::optional<Severity> severity(const Verdict& verdict) const;
  // By start, then id; at most `limit`.
  const std::vector<AnnotatedMatch>& matches(const Event& event, const Verdict& verdict,
                                             std::size_t limit = kMaxMatches);
  // What grep -o with several -e shows: value by value and from left to right what begins leftmost,
  // of that the longest, none overlapping another, however many. Without captures.
  const std::vector<AnnotatedMatch>& parts(const Event& event, const Verdict& verdict);

  std::string_view field_name(FieldId id) const { return fields_.name(id); }
  // Of those that pick: a witness is shown where it hits, but selects nothing.
  bool has_several_selectors() const;

 private:
  void find_atoms(const Selector& selector, const Event& event);

  const Selection& selection_;
  const Matcher& matcher_;
  MatchState& state_;
  const FieldTable& fields_;
  std::vector<std::string> earlier_;
  std::vector<ShownPattern> patterns_;
  std::vector<AnnotatedMatch> matches_;
  std::vector<FoundMatch> found_;
  std::vector<AtomId> atoms_;
};

}  // namespace hark
