// Whose unit a user unit is: alice's and bob's x.service are two.
#pragma once

#include <array>
#include <string_view>

#include "event/event.h"

namespace hark {

// The fields the decision reads beside those of the effective unit.
inline constexpr auto kUnitOwnerFields = std::to_array<FieldId>(
    {field::kOwnerUid, field::kObjectOwnerUid, field::kObjectUid, field::kCoredumpUid,
     field::kCoredumpOwnerUid, field::kUid, field::kSystemdCgroup, field::kMessage});

// The uid, in decimal, of the user whose manager runs the effective unit; empty for units of the
// system, and where it is not known. Told by what told the unit: a core dump's fields, a root
// daemon's object, the cgroup path of an OOM kill, or the writer's own trusted fields.
std::string_view unit_owner(const Event& event);

}  // namespace hark
