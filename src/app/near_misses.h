// Typed patterns look at messages; who types a service's name often means whose they are. If no
// message has it, but some identifier or unit does, that is worth a note.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/diagnostic.h"
#include "select/selection.h"

namespace hark {

class NearMisses {
 public:
  // Of the typed patterns among the selectors, if they are few: who has a list of hundreds means
  // messages. Both must outlive this.
  NearMisses(const Selection& selection, const Matcher& matcher);

  static void add_fields(std::vector<FieldId>& fields);

  // An event that was not kept.
  void look(const Event& event, MatchState& state);

  // What to say if nothing was kept at all.
  std::optional<Diagnostic> note() const;

 private:
  // A field that says whose the event is. A stream has few values of it, and neighbours mostly
  // share one.
  struct Place {
    FieldId field = 0;
    std::string_view name, option;
    std::string last = {};
    std::unordered_set<std::string> seen = {};
    std::optional<std::string> fit = {};  // the first value that a pattern fits
  };

  void look(Place& place, const Event& event, MatchState& state);
  bool fits(const Value& value);

  const Selection& selection_;
  const Matcher& matcher_;
  std::vector<AtomId> atoms_;
  RegexScratch scratch_;
  std::vector<Place> places_;  // what is asked for first comes first
};

}  // namespace hark
