// Hidden patterns: events that hark itself wants to know of, whatever the person asked for. They
// select nothing, are shown nowhere, and no expression can ask for them. Who speaks is checked by
// trusted fields, as `from` of packs does: anybody may write a MESSAGE_ID.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "event/event.h"

namespace hark {

enum class Probe : std::uint8_t {
  kSuppressed,    // journald: "Suppressed N messages from UNIT", a unit's messages beyond its limit
  kMissedKernel,  // journald: "Missed N kernel messages", overwritten before it could read them
  kUnitStart,     // a manager: "Starting UNIT…", "Started UNIT."
};

// The fields the decision reads beside those of the effective unit and of the speaker.
inline constexpr auto kProbeFields = std::to_array<FieldId>({field::kMessageId, field::kMessage});

// True of every value, alone in an event, that makes an event one that find_probe() tells of.
bool may_be_probe(const Event& one_value);

// Cheap for all but the few events that are journald's own, or carry one of two MESSAGE_IDs.
std::optional<Probe> find_probe(const Event& event);

}  // namespace hark
