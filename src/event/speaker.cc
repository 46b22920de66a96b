#include "event/speaker.h"

namespace hark {
namespace {

constexpr std::string_view kInitScope = "init.scope";

bool is_user_manager_service(std::string_view unit) {
  return unit.starts_with("user@") && unit.ends_with(".service");
}

}  // namespace

bool is_child_before_exec(const Event& event) { return event.first(field::kComm).starts_with('('); }

bool is_below_user_slice(const Event& event) {
  const std::string_view cgroup = event.first(field::kSystemdCgroup);
  if (!cgroup.empty()) return cgroup.starts_with("/user.slice/");
  if (event.exists(field::kSystemdUserUnit)) return true;
  return is_user_manager_service(event.first(field::kSystemdUnit)) ||
         event.first(field::kSystemdSlice).starts_with("user-");
}

Speaker find_speaker(const Event& event) {
  const std::string_view transport = event.first(field::kTransport);
  if (transport == "kernel") {
    const std::string_view identifier = event.first(field::kSyslogIdentifier);
    if (identifier == "kernel") return Speaker::kKernel;
    if (identifier == "systemd") return Speaker::kManager;
  }
  if (transport == "driver") return Speaker::kJournald;
  if (event.first(field::kPid) == "1" || event.first(field::kSystemdUnit) == kInitScope ||
      event.first(field::kSystemdUserUnit) == kInitScope ||
      event.first(field::kSystemdCgroup).ends_with("/init.scope") || is_child_before_exec(event)) {
    return Speaker::kManager;
  }
  // In a unit of its own it is not the manager, however it calls itself.
  if (event.first(field::kComm) == "systemd" && !event.exists(field::kSystemdUserUnit) &&
      is_user_manager_service(event.first(field::kSystemdUnit))) {
    return Speaker::kManager;
  }
  return Speaker::kApp;
}

}  // namespace hark
