#include "app/blind_spots.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <string_view>

#include "event/effective_unit.h"
#include "event/timestamps.h"

namespace hark {
namespace {

// The number that the text begins with; none: 0.
std::uint64_t number_of(std::string_view text) {
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// How many messages a report is about: N_DROPPED (systemd 235), else the number in its words. A
// report is of one message at least.
std::uint64_t lost(const Event& event) {
  std::uint64_t count = number_of(event.first(field::kDropped));
  if (count == 0) {
    const std::string_view text = event.first(field::kMessage);
    const std::size_t digits = text.find_first_of("0123456789");
    if (digits != text.npos) count = number_of(text.substr(digits));
  }
  return std::max<std::uint64_t>(count, 1);
}

bool names_its_unit(const Event& event) {
  return event.exists(field::kObjectSystemdUnit) || event.exists(field::kObjectSystemdUserUnit);
}

// Before OBJECT_ fields the words alone told it: a unit, or the path of its cgroup.
std::string suppressed_unit(const Event& event) {
  if (names_its_unit(event)) return std::string(event.unit().names[0].bytes);
  constexpr std::string_view kFrom = " messages from ";
  const std::string_view text = event.first(field::kMessage);
  const std::size_t at = text.find(kFrom);
  if (at == text.npos) return {};
  const std::string_view who = text.substr(at + kFrom.size());
  const CgroupUnit unit = who.starts_with('/') ? unit_of_cgroup(who) : CgroupUnit{};
  return std::string(unit.name.empty() ? who : unit.name);
}

}  // namespace

void BlindSpots::add_fields(std::vector<FieldId>& fields) {
  fields.insert(fields.end(), kProbeFields.begin(), kProbeFields.end());
  fields.insert(fields.end(), kUnitFields.begin(), kUnitFields.end());
  fields.insert(fields.end(), kSpeakerFields.begin(), kSpeakerFields.end());
  fields.insert(fields.end(), {field::kDropped, field::kRealtime, field::kHostname});
}

void BlindSpots::look(const Witness& witness, std::optional<Probe> probe) {
  const Event& event = witness.event;
  if (event.had_null(field::kMessage) && holds(whose, witness)) null_messages_++;
  if (!probe || *probe == Probe::kUnitStart) return;
  if (*probe == Probe::kMissedKernel) {
    note(missed_, BlindSpot::Kind::kMissedKernel, event, {});
  } else if (!names_its_unit(event) || holds(whose, witness)) {
    note(suppressed_, BlindSpot::Kind::kSuppressed, event, suppressed_unit(event));
  }
}

void BlindSpots::note(Reports& reports, BlindSpot::Kind kind, const Event& event,
                      std::string unit) {
  std::pair key{std::string(event.first(field::kHostname)), std::move(unit)};
  if (reports.size() >= kMostReports && !reports.contains(key)) key = {};
  const auto [it, is_new] = reports.try_emplace(key);
  BlindSpot& spot = it->second;
  if (is_new) {
    spot.kind = kind;
    spot.host = key.first;
    spot.unit =
        kind == BlindSpot::Kind::kSuppressed && key.second.empty() ? "further units" : key.second;
  }
  const std::uint64_t count = lost(event);
  spot.count += std::min(count, std::numeric_limits<std::uint64_t>::max() - spot.count);
  if (const auto at = realtime(event)) {
    if (!spot.first || *at < *spot.first) spot.first = at;
    if (!spot.last || *at > *spot.last) spot.last = at;
  }
}

std::vector<BlindSpot> BlindSpots::reported() const {
  std::vector<BlindSpot> spots;
  for (const auto* reports : {&suppressed_, &missed_}) {
    for (const auto& [key, spot] : *reports) spots.push_back(spot);
  }
  return spots;
}

std::vector<BlindSpot> BlindSpots::all(const Coverage& coverage) const {
  const SourceCounts& sum = coverage.sum();
  std::vector<BlindSpot> spots = reported();
  const auto add = [&](BlindSpot::Kind kind, std::uint64_t count) {
    BlindSpot spot;
    spot.kind = kind;
    spot.count = count;
    spots.push_back(std::move(spot));
  };
  if (null_messages_ > 0) add(BlindSpot::Kind::kNullMessages, null_messages_);
  if (sum.malformed > 0) add(BlindSpot::Kind::kMalformed, sum.malformed);
  if (sum.damaged > 0) add(BlindSpot::Kind::kDamaged, sum.damaged);
  if (sum.too_long > 0) add(BlindSpot::Kind::kTooLong, sum.too_long);
  if (cursor_is_gone_) add(BlindSpot::Kind::kCursorGone, 0);
  if (input_ended_) add(BlindSpot::Kind::kInputEnded, 0);
  if (coverage.lacks_speakers()) add(BlindSpot::Kind::kNoSpeakers, 0);
  const bool has_more = has_start_ || sum.has_outside;
  if (sum.entries == 0 && !has_more) add(BlindSpot::Kind::kNothingRead, 0);
  return spots;
}

}  // namespace hark
