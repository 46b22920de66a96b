// Event times: microseconds since 1970 in UTC, as journald stores them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "event/event.h"
#include "event/microseconds.h"

namespace hark {

// A journal timestamp: decimal digits, nothing else, within 64 bits signed.
std::optional<Microseconds> parse_timestamp(std::string_view digits);

std::optional<Microseconds> realtime(
    const Event& event);  // __REALTIME_TIMESTAMP: what filters and expressions compare
std::optional<Microseconds> shown_time(
    const Event& event);  // _SOURCE_REALTIME_TIMESTAMP, else the above: what is printed

// The forms of systemd.time(7), "Parsing timestamps": "2026-03-01 09:00[:30[.5]]", with its weekday
// before and UTC, Z, an offset, the local zone's name or a zone of the machine's database
// (Europe/Berlin) behind, "2026-03-01T09:00:00", "26-03-01", "9:00", "@1772355600", "now", "today",
// "yesterday", "tomorrow", "-1h 30min", "1h ago", "+5min", "1h left"; and "Mar 10 09:03:50", as
// short prints it, which is the last such time. Without a zone the time is local, or UTC if `utc`
// is set. 31 April is a mistake, not 1 May. The error names no origin: the caller knows where the
// text came from. Not while other threads ask for the local time: another zone is had by setting TZ
// for a moment.
Result<Microseconds> parse_time(std::string_view text, Microseconds now, bool utc);

// systemd.time(7), "Parsing time spans": "2h 30min", "1.5d", "90" (seconds). Not negative.
std::optional<Microseconds> parse_time_span(std::string_view text);

}  // namespace hark
