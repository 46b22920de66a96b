#include "app/coverage.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "digest/digest_text.h"
#include "output/clock.h"

namespace hark {
namespace {

// Of hosts or boots: a bound on what a hostile stream can make us keep.
constexpr std::size_t kEnough = 100'000;

// Neighbours in a stream mostly share their boot and host: the set is asked only when one differs
// from the last.
void remember(std::string_view value, std::string& last, std::set<std::string, std::less<>>& all) {
  if (value.empty() || value == last || all.size() >= kEnough) return;
  last = value;
  all.emplace(value);
}

bool has_speaker(const Event& event) {
  constexpr std::array kOwn = {
      field::kPid,           field::kTransport,   field::kComm,           field::kExe,
      field::kSystemdCgroup, field::kSystemdUnit, field::kSystemdUserUnit};
  return std::any_of(kOwn.begin(), kOwn.end(), [&](FieldId id) { return event.exists(id); });
}

}  // namespace

void Coverage::see(const Event& event) {
  has_events_ = true;
  if (asks_for_speakers_ && !has_speakers_) has_speakers_ = has_speaker(event);
  if (event.had_null(field::kMessage)) null_messages_++;
}

void Coverage::see_within(const Event& event) {
  if (!with_details_) return;
  within_++;
  if (const auto at = realtime(event)) see_time(*at);
  remember(event.first(field::kBootId), last_boot_, boots_);
  see_host(event.first(field::kHostname));
}

void Coverage::see_time(Microseconds at) {
  if (!first_ || at < *first_) first_ = at;
  if (!last_ || at > *last_) last_ = at;
}

void Coverage::see_host(std::string_view host) { remember(host, last_host_, hosts_); }

void Coverage::add(const SourceCounts& counts) {
  if (with_details_ && counts.passed_over.entries > 0) {
    within_ += counts.passed_over.entries;
    see_time(static_cast<Microseconds>(counts.passed_over.first));
    see_time(static_cast<Microseconds>(counts.passed_over.last));
    for (const std::string& boot : counts.passed_over.boots) remember(boot, last_boot_, boots_);
    for (const std::string& host : counts.passed_over.hosts) see_host(host);
  }
  sum_.entries += counts.entries;
  sum_.passed_over.entries += counts.passed_over.entries;
  sum_.bytes += counts.bytes;
  sum_.malformed += counts.malformed;
  sum_.too_long += counts.too_long;
  sum_.repaired += counts.repaired;
  sum_.damaged += counts.damaged;
  sum_.unreadable += counts.unreadable;
  sum_.has_outside |= counts.has_outside;
}

void Coverage::add_fields(std::vector<FieldId>& fields) const {
  fields.push_back(field::kMessage);
  if (with_details_)
    fields.insert(fields.end(), {field::kRealtime, field::kBootId, field::kHostname});
}

Seen Coverage::seen(std::vector<BlindSpot> blind_spots) const {
  return {within_, kept, first_, last_, hosts_.size(), boots_.size(), std::move(blind_spots)};
}

std::string Coverage::text(double seconds, bool utc, const std::vector<BlindSpot>& reported) const {
  std::string out;
  auto to = std::back_inserter(out);
  const auto line = [&](std::string_view name, auto value) {
    fmt::format_to(to, "hark: {:<14} {}\n", name, value);
  };
  line("entries", sum_.entries);
  line("kept", kept);
  line("own left out", own_left_out);
  line("bytes", sum_.bytes);
  if (first_) {
    std::string span;
    Clock clock(TimeForm::kIso, utc);
    clock.append(span, first_);
    span += " → ";
    clock.append(span, last_);
    line("span", span);
  }
  line("boots", boots_.size());
  line("hosts", hosts_.size());
  line("malformed", sum_.malformed);
  line("too long", sum_.too_long);
  line("repaired", sum_.repaired);
  if (sum_.damaged > 0) line("damaged", sum_.damaged);
  line("null messages", null_messages_);
  for (const BlindSpot& spot : reported)
    line("blind", blind_spot_in_words(spot, hosts_.size() > 1, utc));
  if (lacks_speakers()) {
    BlindSpot spot;
    spot.kind = BlindSpot::Kind::kNoSpeakers;
    line("blind", blind_spot_in_words(spot, false, utc));
  }
  line("passed over", sum_.passed_over.entries);
  line("undecided", undecided);
  if (context_dropped > 0) line("context lost", context_dropped);
  line("seconds", fmt::format("{:.3f}", seconds));
  return out;
}

}  // namespace hark
