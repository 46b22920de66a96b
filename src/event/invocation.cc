#include "event/invocation.h"

#include "event/effective_unit.h"
#include "event/speaker.h"

namespace hark {

std::string_view invocation_of(const Event& event) {
  const EffectiveUnit& unit = event.unit();
  if (unit.names.empty()) return {};
  const bool is_user_unit = unit.scope == Scope::kUser;
  if (find_speaker(event) == Speaker::kManager) {
    const std::string_view id =
        event.first(is_user_unit ? field::kUserInvocationId : field::kInvocationId);
    if (!id.empty()) return id;
  }
  const std::string_view name = unit.names[0].bytes;
  if (event.first(field::kUid) == "0" &&
      event.first(is_user_unit ? field::kObjectSystemdUserUnit : field::kObjectSystemdUnit) ==
          name) {
    return event.first(field::kObjectInvocationId);
  }
  if (event.first(is_user_unit ? field::kSystemdUserUnit : field::kSystemdUnit) == name)
    return event.first(field::kSystemdInvocationId);
  return {};
}

}  // namespace hark
