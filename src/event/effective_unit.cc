#include "event/effective_unit.h"

#include <algorithm>
#include <new>

namespace hark {
namespace {

constexpr std::string_view kCoredumpMessageId = "fc2e22bc6ee647b6b90729ab34a250b1";

bool ends_like_a_unit(std::string_view name) {
  for (const std::string_view suffix : {".service", ".scope", ".socket", ".mount", ".swap"}) {
    if (name.size() > suffix.size() && name.ends_with(suffix)) return true;
  }
  return false;
}

// First of the two that has a value, the user's before the system's.
EffectiveUnit pair(const Event& event, FieldId system, FieldId user) {
  if (const auto names = event.values(user); !names.empty()) return {names, Scope::kUser};
  if (const auto names = event.values(system); !names.empty()) return {names, Scope::kSystem};
  return {};
}

bool is_trusted_coredump(const Event& event) {
  if (!event.is(field::kMessageId, kCoredumpMessageId)) return false;
  const std::string_view unit = event.first(field::kSystemdUnit);
  return event.first(field::kUid) == "0" ||
         (unit.starts_with("systemd-coredump@") && unit.ends_with(".service"));
}

// What the manager that wrote this event names. A child before exec speaks for its own unit alone;
// where journald came too late to know which that is, it is root who says it.
EffectiveUnit named_by_manager(const Event& event) {
  if (event.speaker() != Speaker::kManager) return {};
  const bool of_user = is_below_user_slice(event);
  const EffectiveUnit named = of_user ? EffectiveUnit{event.values(field::kUserUnit), Scope::kUser}
                                      : EffectiveUnit{event.values(field::kUnit), Scope::kSystem};
  if (named.names.empty()) return {};
  if (is_manager_itself(event)) return named;
  const std::string_view system_unit = event.first(field::kSystemdUnit);
  const std::string_view own = of_user ? event.first(field::kSystemdUserUnit) : system_unit;
  // A user's session is a system unit and no user unit: its processes are nobody's children here.
  const bool is_unknown = own.empty() && system_unit.empty() && event.first(field::kUid) == "0";
  const bool is_own = std::all_of(named.names.begin(), named.names.end(),
                                  [&](const Value& name) { return name.bytes == own; });
  return is_unknown || is_own ? named : EffectiveUnit{};
}

// The path in "oom-kill:constraint=CONSTRAINT_MEMCG,…,task_memcg=/system.slice/x.service,task=…"
// (mm/oom_kill.c), or before Linux 4.19 "Task in /system.slice/x.service killed as a result of
// limit of /system.slice" (mm/memcontrol.c).
std::string_view cgroup_of_oom_kill(std::string_view message) {
  constexpr std::string_view kTaskCgroup = "task_memcg=";
  if (const std::size_t at = message.find(kTaskCgroup);
      at != message.npos && message.find("oom") != message.npos) {
    const std::string_view path = message.substr(at + kTaskCgroup.size());
    return path.substr(0, path.find(",task="));
  }
  constexpr std::string_view kTaskIn = "Task in /";
  if (!message.starts_with(kTaskIn)) return {};
  const std::size_t end = message.find(" killed as a result of limit of ");
  if (end == message.npos) return {};
  return message.substr(kTaskIn.size() - 1, end - (kTaskIn.size() - 1));
}

EffectiveUnit of_oom_kill(const Event& event) {
  if (event.first(field::kTransport) != "kernel" || event.speaker() != Speaker::kKernel) return {};
  for (const Value& message : event.text(field::kMessage)) {
    const CgroupUnit unit = unit_of_oom_kill(message.bytes);
    if (unit.name.empty()) continue;
    Value* memory = event.arena().allocate_array<Value>(1);
    return {std::span<const Value>(new (memory) Value{unit.name, message.is_utf8}, 1), unit.scope};
  }
  return {};
}

}  // namespace

CgroupUnit unit_of_oom_kill(std::string_view message) {
  return unit_of_cgroup(cgroup_of_oom_kill(message));
}

CgroupUnit unit_of_cgroup(std::string_view path) {
  CgroupUnit found;
  bool below_user_manager = false;
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    const std::string_view part = path.substr(0, slash);
    path = slash == path.npos ? std::string_view{} : path.substr(slash + 1);
    if (!ends_like_a_unit(part)) continue;
    if (found.name.empty()) {
      found = {part, Scope::kSystem};
      below_user_manager = part.starts_with("user@");
      if (!below_user_manager) return found;
    } else {
      return {part, Scope::kUser};
    }
  }
  return found;
}

EffectiveUnit find_effective_unit(const Event& event) {
  if (is_trusted_coredump(event)) {
    if (const auto unit = pair(event, field::kCoredumpUnit, field::kCoredumpUserUnit);
        unit.scope != Scope::kNone) {
      return unit;
    }
  }
  if (event.exists(field::kUnit) || event.exists(field::kUserUnit)) {
    if (const auto unit = named_by_manager(event); unit.scope != Scope::kNone) return unit;
  }
  if (event.first(field::kUid) == "0") {
    if (const auto unit = pair(event, field::kObjectSystemdUnit, field::kObjectSystemdUserUnit);
        unit.scope != Scope::kNone) {
      return unit;
    }
  }
  if (const auto unit = of_oom_kill(event); unit.scope != Scope::kNone) return unit;
  return pair(event, field::kSystemdUnit, field::kSystemdUserUnit);
}

}  // namespace hark
