// Who wrote an event, told by trusted fields alone: fields that begin with _ are set by journald,
// never by a client (systemd.journal-fields(7), "Trusted Journal Fields").
#pragma once

#include <array>

#include "event/event.h"

namespace hark {

// The fields the decision reads; a plan that asks for a speaker must contain them.
inline constexpr auto kSpeakerFields =
    std::to_array<FieldId>({field::kPid, field::kUid, field::kComm, field::kExe, field::kTransport,
                            field::kSyslogIdentifier, field::kSystemdUnit, field::kSystemdUserUnit,
                            field::kSystemdCgroup, field::kSystemdSlice});

// kManager: a manager itself, or its child before exec.
// Call Event::speaker(), which remembers the answer.
Speaker find_speaker(const Event& event);

// PID 1; a process in the init.scope of the system or of the user it runs as, not in one that
// somebody made below a unit; early boot, when PID 1 writes to the kernel's buffer; a user's
// manager before systemd 226, which had no init.scope.
bool is_manager_itself(const Event& event);

// A child before exec writes under its unit's own cgroup, still as its manager, and is called
// (name). Since anybody can be called so, it runs systemd's own program, or is root's and gone
// before journald looked. It speaks for its own unit alone.
bool is_child_before_exec(const Event& event);

// True for a manager below user.slice.
bool is_below_user_slice(const Event& event);

}  // namespace hark
