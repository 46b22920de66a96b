#include "app/near_misses.h"

#include <fmt/format.h>

#include <algorithm>

#include "expr/predicate.h"
#include "pattern/look.h"

namespace hark {
namespace {

constexpr std::size_t kMostPatterns = 100;
constexpr std::size_t kMostSeen = 1000;  // bounds what a hostile stream can make us keep
constexpr std::size_t kMostValue = 256;  // longer than any unit's name: nothing to paste

}  // namespace

NearMisses::NearMisses(const Selection& selection, const Matcher& matcher)
    : selection_(selection),
      matcher_(matcher),
      places_{{field::kSyslogIdentifier, "identifier", "-t"},
              {field::kSystemdUserUnit, "unit", "-u"},
              {field::kSystemdUnit, "unit", "-u"}} {
  for (const Selector& selector : selection.selectors) {
    if (!selector.is_typed()) continue;
    for (const SelectorWay& way : selector.ways)
      atoms_.insert(atoms_.end(), way.atoms.begin(), way.atoms.end());
  }
  // Those match any text, and so say nothing of this one.
  std::erase_if(atoms_, [&](AtomId atom) { return matcher_.regex(atom).matches_everything(); });
  if (atoms_.size() > kMostPatterns) atoms_.clear();
}

void NearMisses::add_fields(std::vector<FieldId>& fields) {
  fields.insert(fields.end(),
                {field::kSyslogIdentifier, field::kSystemdUserUnit, field::kSystemdUnit});
}

void NearMisses::look(const Event& event, MatchState& state) {
  if (atoms_.empty()) return;
  for (Place& place : places_) {
    if (place.fit) return;
    look(place, event, state);
  }
}

void NearMisses::look(Place& place, const Event& event, MatchState& state) {
  const auto values = event.values(place.field);
  if (values.empty()) return;
  const Value& value = values[0];
  if (value.bytes == place.last || value.bytes.empty() || value.bytes.size() > kMostValue) return;
  // What other filters leave out is not what the person looks for, and may pass another time.
  if (!holds(selection_.filter, {event, matcher_, state})) return;
  place.last = value.bytes;
  if (place.seen.size() >= kMostSeen || !place.seen.insert(place.last).second) return;
  if (fits(value)) place.fit = place.last;
}

bool NearMisses::fits(const Value& value) {
  return std::any_of(atoms_.begin(), atoms_.end(), [&](AtomId atom) {
    return matcher_.regex(atom).search(value, scratch_) == Regex::Answer::kYes;
  });
}

std::optional<Diagnostic> NearMisses::note() const {
  const auto place = std::find_if(places_.begin(), places_.end(),
                                  [](const Place& one) { return one.fit.has_value(); });
  if (place == places_.end()) return std::nullopt;
  const std::string word = quote_for_shell(*place->fit);
  return hark::note(fmt::format("no message matches, but the {} {} does", place->name, word),
                    "patterns look at messages alone",
                    fmt::format("hark {0} {1} for its trouble, hark {0} {1} -e '' for all of it",
                                place->option, word));
}

}  // namespace hark
