// The unit an event is about, which is what `journalctl -u` means and more: PID 1's messages about
// a unit, a coredump's unit, a root daemon's object, the cgroup of a kernel OOM kill, a user's
// units.
#pragma once

#include <array>

#include "event/event.h"
#include "event/speaker.h"

namespace hark {

// The fields the decision reads; a plan that asks for the unit must contain them, and
// kSpeakerFields.
inline constexpr auto kUnitFields = std::to_array<FieldId>(
    {field::kCoredumpUnit, field::kCoredumpUserUnit, field::kMessageId, field::kUid, field::kUnit,
     field::kUserUnit, field::kObjectSystemdUnit, field::kObjectSystemdUserUnit, field::kMessage,
     field::kSystemdUnit, field::kSystemdUserUnit});

// First that applies: coredump's unit, the manager's UNIT or USER_UNIT, root's object, the kernel's
// OOM cgroup, the writer's own unit. Where a system and a user unit are given together, the user
// unit is the nearer one: the other is then user@N.service. A process that writes UNIT= without
// being a manager does not speak for another unit. Call Event::unit(), which remembers the answer.
EffectiveUnit find_effective_unit(const Event& event);

struct CgroupUnit {
  std::string_view name;  // empty: none
  Scope scope = Scope::kNone;
};

// Fields one of whose values is the unit, where it is no message that names it.
inline constexpr auto kUnitNameFields = std::to_array<FieldId>(
    {field::kCoredumpUnit, field::kCoredumpUserUnit, field::kUnit, field::kUserUnit,
     field::kObjectSystemdUnit, field::kObjectSystemdUserUnit, field::kSystemdUnit,
     field::kSystemdUserUnit});

// The unit that the kernel's message about an OOM kill names; of other messages mostly none.
CgroupUnit unit_of_oom_kill(std::string_view message);
// What it says is remembered of journal files under this name: to be changed whenever it says
// something else of a message.
inline constexpr std::string_view kOomKillRule = "units of OOM kills, 1";

// The unit that owns a cgroup path, as systemd places them: /system.slice/x.service, and below
// user@N.service a user's.
CgroupUnit unit_of_cgroup(std::string_view path);

}  // namespace hark
