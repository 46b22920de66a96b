// Who wrote an event, told by trusted fields alone: fields that begin with _ are set by journald,
// never by a client (systemd.journal-fields(7), "Trusted Journal Fields").
#pragma once

#include <array>

#include "event/event.h"

namespace hark {

// The fields the decision reads; a plan that asks for a speaker must contain them.
inline constexpr auto kSpeakerFields = std::to_array<FieldId>(
    {field::kPid, field::kComm, field::kTransport, field::kSyslogIdentifier, field::kSystemdUnit,
     field::kSystemdUserUnit, field::kSystemdCgroup, field::kSystemdSlice});

// kManager: PID 1; a process in an init.scope; a manager's child before exec, whose _COMM begins
// with "("; early boot, when PID 1 writes to the kernel's buffer; a user's manager before systemd
// 226, which had no init.scope.
// Call Event::speaker(), which remembers the answer.
Speaker find_speaker(const Event& event);

// True for a manager below user.slice.
bool is_below_user_slice(const Event& event);

// A child before exec writes under its unit's own cgroup, still as its manager.
bool is_child_before_exec(const Event& event);

}  // namespace hark
