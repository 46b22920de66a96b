#include "digest/digest.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "base/checksum.h"
#include "digest/incidents.h"
#include "event/effective_unit.h"
#include "event/invocation.h"
#include "event/speaker.h"
#include "event/unit_owner.h"
#include "pattern/look.h"
#include "pattern/look_template.h"

namespace hark {
namespace {

// The last second of the year 9999: what systemd takes for a time (USEC_TIMESTAMP_FORMATTABLE_MAX).
constexpr Microseconds kLastTime = 253'402'300'799'000'000;

Microseconds time_of(const Event& event) {
  std::optional<Microseconds> at = realtime(event);
  if (!at) at = shown_time(event);
  return at && *at >= 0 && *at <= kLastTime ? *at : kNoTime;
}

std::uint64_t invocation_number(const Event& event) {
  const std::string_view id = invocation_of(event);
  return id.empty() ? 0 : std::max<std::uint64_t>(checksum(id), 1);
}

std::string_view identifier_of(const Event& event) {
  if (event.exists(field::kSyslogIdentifier)) return event.first(field::kSyslogIdentifier);
  if (event.exists(field::kComm)) return event.first(field::kComm);
  return "unknown";
}

void write_key(const Event& event, std::string& key) {
  const EffectiveUnit& unit = event.unit();
  key.clear();
  key += static_cast<char>('0' + static_cast<int>(unit.scope));
  for (const std::string_view part :
       {unit.names.empty() ? identifier_of(event) : unit.names[0].bytes,
        event.first(field::kHostname), unit_owner(event)}) {
    key += part;
    key += '\0';
  }
}

Party party_of(const Event& event) {
  const EffectiveUnit& unit = event.unit();
  Party party;
  party.host = event.first(field::kHostname);
  party.scope = unit.scope;
  party.user = unit_owner(event);
  party.is_unit = !unit.names.empty();
  party.name = party.is_unit ? unit.names[0].bytes : identifier_of(event);
  return party;
}

bool wants_captures(const Pattern& pattern) {
  const auto pieces = split_look(pattern.look);
  return std::any_of(pieces.begin(), pieces.end(), [](const LookPiece& piece) {
    return piece.kind == LookPiece::Kind::kCapture;
  });
}

// The first line of a message that has anything in it, at most `most` bytes of it.
std::string first_line(std::string_view message, std::size_t most) {
  constexpr std::string_view kEnds = "\r\n";
  const std::size_t begin = message.find_first_not_of(kEnds);
  if (begin == message.npos) return {};
  message.remove_prefix(begin);
  std::size_t end = std::min(message.find_first_of(kEnds), message.size());
  if (end > most) {
    // Between two characters.
    for (end = most; end > 0 && (static_cast<unsigned char>(message[end]) & 0xC0) == 0x80;) end--;
  }
  return std::string(message.substr(0, end)) + (end < message.size() ? " …" : "");
}

auto rank(const Block& block) {
  const int severity = block.pattern != nullptr && block.pattern->severity
                           ? static_cast<int>(*block.pattern->severity)
                           : -1;
  const std::string_view id =
      block.pattern == nullptr ? std::string_view{} : std::string_view(block.pattern->id);
  const Party& party = block.party;
  const Tally& tally = block.tally;
  // What nobody has described and keeps coming is what the pack should know next.
  const bool is_news =
      block.pattern != nullptr && block.pattern->is_fallback() && block.tally.incidents > 1;
  return std::tuple(-severity, !is_news, ~tally.days.count(), ~tally.incidents, -tally.last,
                    std::string_view(party.name), std::string_view(party.host), party.scope,
                    std::string_view(party.user), party.is_unit, id);
}

}  // namespace

struct Digest::Place {
  Party party;
  std::string party_key;
  Incidents incidents;
  std::map<std::uint32_t, Told> told;  // by pattern
};

Digest::Digest(const Selection& selection, DigestOptions options)
    : selection_(selection), options_(options) {
  std::map<std::string, std::uint32_t> groups;
  for (const Selector& selector : selection.selectors) {
    Teller teller;
    if (selector.is_typed()) {
      teller.group = static_cast<std::uint32_t>(selection.selectors.size() + tellers_.size());
      teller.severity = -1;
      teller.is_expression = !selector.ways[0].needs_atom;
    } else {
      const auto next = static_cast<std::uint32_t>(groups.size());
      teller.group = groups.emplace(selector.pattern->group, next).first->second;
      teller.severity = static_cast<int>(selector.pattern->severity);
      teller.wants_captures = wants_captures(*selector.pattern);
    }
    tellers_.push_back(teller);
  }
  no_pattern_.group = kNoPattern;
  no_pattern_.severity = -1;
}

Digest::~Digest() = default;

void Digest::add_fields(std::vector<FieldId>& fields) {
  fields.insert(fields.end(), {field::kRealtime, field::kSourceRealtime, field::kHostname,
                               field::kSyslogIdentifier, field::kComm, field::kMessage});
  fields.insert(fields.end(), kUnitFields.begin(), kUnitFields.end());
  fields.insert(fields.end(), kSpeakerFields.begin(), kSpeakerFields.end());
  fields.insert(fields.end(), kInvocationFields.begin(), kInvocationFields.end());
  fields.insert(fields.end(), kUnitOwnerFields.begin(), kUnitOwnerFields.end());
}

const Digest::Teller& Digest::teller(std::uint32_t pattern) const {
  return pattern == kNoPattern ? no_pattern_ : tellers_[pattern];
}

void Digest::add(const Witness& witness, const Verdict& verdict) {
  const Event& event = witness.event;
  const Microseconds at = time_of(event);
  const std::uint64_t invocation = invocation_number(event);
  write_key(event, party_key_);
  groups_.clear();
  const bool has_packs =
      std::any_of(verdict.hits.begin(), verdict.hits.end(),
                  [&](std::uint32_t hit) { return !selection_.selectors[hit].is_typed(); });
  // Hits are in the order of severity: of each group the first one tells.
  for (const std::uint32_t hit : verdict.hits) {
    const Teller& teller = tellers_[hit];
    if (teller.is_expression && has_packs) continue;
    if (std::find(groups_.begin(), groups_.end(), teller.group) != groups_.end()) continue;
    groups_.push_back(teller.group);
    add_to_group(witness, at, invocation, hit);
  }
  if (verdict.hits.empty()) add_to_group(witness, at, invocation, kNoPattern);
}

void Digest::add_to_group(const Witness& witness, Microseconds at, std::uint64_t invocation,
                          std::uint32_t pattern) {
  const Teller& teller = this->teller(pattern);
  place_key_ = party_key_;
  place_key_.append(reinterpret_cast<const char*>(&teller.group), sizeof teller.group);
  auto found = places_.find(place_key_);
  if (found == places_.end()) {
    if (places_.size() == kMostPlaces) {
      untold_lines_++;
      return;
    }
    found = places_.emplace(place_key_, std::make_unique<Place>()).first;
    found->second->party = party_of(witness.event);
    found->second->party_key = party_key_;
  }
  Place& place = *found->second;
  place.incidents.add(invocation, {pattern, teller.severity, at});
  note_example(place, witness, at, pattern);
  if (!place.incidents.is_crowded()) return;
  for (const Incident& incident : place.incidents.take_settled())
    place.told[incident.telling.pattern].settled.add(incident, options_.utc);
}

void Digest::note_example(Place& place, const Witness& witness, Microseconds at,
                          std::uint32_t pattern) {
  std::optional<Example>& example = place.told[pattern].example;
  if (example && at <= example->at) return;
  if (!example) example = Example{};  // Clang 14 has no emplace() here: its bug, Example is nested
  example->at = at;
  const auto messages = witness.event.text(field::kMessage);
  example->was_null = witness.event.had_null(field::kMessage);
  if (messages.empty()) {
    example->text.reset();
  } else {
    example->text = first_line(messages[0].bytes, kMostExample);
  }
  example->captures.clear();
  if (!teller(pattern).wants_captures) return;
  std::vector<FoundMatch> found;
  find_matches(selection_.selectors[pattern], witness, 1, found);
  for (const FoundMatch& match : found) {
    for (const Capture& capture : match.captures)
      example->captures.emplace_back(capture.name, capture.text.substr(0, kMostExample));
  }
}

void Digest::add_start(const Event& event) {
  const EffectiveUnit& unit = event.unit();
  const Microseconds at = time_of(event);
  if (at == kNoTime || unit.names.empty() || !unit.names[0].bytes.ends_with(".service")) return;
  write_key(event, party_key_);
  starts_.add(party_key_, at, invocation_number(event),
              event.first(field::kMessage).starts_with("Starting"));
}

std::vector<Block> Digest::blocks(const Seen& seen) const {
  std::vector<Block> blocks;
  for (const auto& [key, place] : places_) {
    std::map<std::uint32_t, Tally> tallies;
    for (const auto& [pattern, told] : place->told) tallies.emplace(pattern, told.settled);
    for (const Incident& incident : place->incidents.all())
      tallies[incident.telling.pattern].add(incident, options_.utc);
    const std::vector<Microseconds> starts = starts_.of(place->party_key);
    for (auto& [pattern, tally] : tallies) {
      if (tally.incidents == 0) continue;
      Block block;
      block.party = place->party;
      std::sort(tally.times.begin(), tally.times.end());
      block.rhythm = find_rhythm(
          {tally.times, starts, seen.first.value_or(0), seen.last.value_or(0), options_.utc});
      // Incidents without a time are no part of a rhythm, but they are there.
      if (tally.incidents != tally.times.size() && block.rhythm.kind == Rhythm::Kind::kOnce)
        block.rhythm = {};
      if (tally.incidents == 1) block.rhythm.kind = Rhythm::Kind::kOnce;
      block.tally = std::move(tally);
      const std::optional<Example>& example = place->told.at(pattern).example;
      block.example = example->text;
      block.example_was_null = example->was_null;
      if (pattern != kNoPattern) {
        block.pattern = &selection_.selectors[pattern];
        if (!block.pattern->is_typed() && !block.pattern->pattern->look.empty()) {
          const std::vector<CaptureView> captures(example->captures.begin(),
                                                  example->captures.end());
          block.look = render_look(*block.pattern->pattern,
                                   block.party.is_unit ? block.party.name : std::string_view{},
                                   block.party.scope, captures);
        }
      }
      blocks.push_back(std::move(block));
    }
  }
  std::sort(blocks.begin(), blocks.end(),
            [](const Block& a, const Block& b) { return rank(a) < rank(b); });
  return blocks;
}

}  // namespace hark
