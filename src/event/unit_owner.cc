#include "event/unit_owner.h"

#include <algorithm>
#include <initializer_list>

#include "event/effective_unit.h"

namespace hark {
namespace {

std::string_view first_of(const Event& event, std::initializer_list<FieldId> fields) {
  for (const FieldId id : fields) {
    if (const std::string_view value = event.first(id); !value.empty()) return value;
  }
  return {};
}

// The 1000 of …/user-1000.slice/….
std::string_view owner_in_path(std::string_view path) {
  constexpr std::string_view kBefore = "/user-", kAfter = ".slice/";
  const std::size_t at = path.find(kBefore);
  if (at == path.npos) return {};
  path.remove_prefix(at + kBefore.size());
  const std::string_view uid = path.substr(0, path.find(kAfter));
  const bool is_number =
      !uid.empty() && uid.size() < path.size() &&
      std::all_of(uid.begin(), uid.end(), [](char c) { return c >= '0' && c <= '9'; });
  return is_number ? uid : std::string_view{};
}

}  // namespace

std::string_view unit_owner(const Event& event) {
  const EffectiveUnit& unit = event.unit();
  if (unit.scope != Scope::kUser || unit.names.empty()) return {};
  const std::string_view name = unit.names[0].bytes;
  const auto is_named_by = [&](FieldId id) {
    const auto values = event.values(id);
    return !values.empty() && values[0].bytes.data() == name.data();
  };
  if (is_named_by(field::kCoredumpUserUnit))
    return first_of(event, {field::kCoredumpOwnerUid, field::kCoredumpUid});
  if (is_named_by(field::kObjectSystemdUserUnit))
    return first_of(event, {field::kObjectOwnerUid, field::kObjectUid});
  if (!is_named_by(field::kUserUnit) && !is_named_by(field::kSystemdUserUnit))
    return owner_in_path(event.first(field::kMessage));
  if (const auto uid = event.first(field::kOwnerUid); !uid.empty()) return uid;
  if (const auto uid = owner_in_path(event.first(field::kSystemdCgroup)); !uid.empty()) return uid;
  return event.first(field::kUid);
}

}  // namespace hark
