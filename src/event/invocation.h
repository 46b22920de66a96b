// Which run of its unit an event is about: systemd gives each start of a unit an invocation id
// (systemd.exec(5), $INVOCATION_ID).
#pragma once

#include <array>
#include <string_view>

#include "event/event.h"

namespace hark {

// The fields the decision reads beside those of the effective unit and of the speaker.
inline constexpr auto kInvocationFields =
    std::to_array<FieldId>({field::kInvocationId, field::kUserInvocationId,
                            field::kObjectInvocationId, field::kSystemdInvocationId, field::kUid});

// INVOCATION_ID or USER_INVOCATION_ID where a manager speaks, else a root daemon's
// OBJECT_SYSTEMD_INVOCATION_ID, else _SYSTEMD_INVOCATION_ID. Each counts only where it is the
// effective unit's: _SYSTEMD_INVOCATION_ID on a line of user 1000's manager is that of
// user@1000.service, and on a core dump's that of systemd-coredump@….service. Empty if it is not
// known.
std::string_view invocation_of(const Event& event);

}  // namespace hark
