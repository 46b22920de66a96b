#include "event/speaker.h"

#include <algorithm>

namespace hark {
namespace {

constexpr std::string_view kInitScope = "init.scope";

bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

std::string_view take_digits(std::string_view& text) {
  const auto end =
      std::find_if(text.begin(), text.end(), [](char c) { return c < '0' || c > '9'; });
  const std::string_view digits = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  text.remove_prefix(digits.size());
  return digits;
}

bool is_user_manager_service(std::string_view unit) {
  return take_prefix(unit, "user@") && !take_digits(unit).empty() && unit == ".service";
}

// Where systemd puts its managers: /init.scope, and for users
// /user.slice/user-N.slice/user@N.service/init.scope. Where _UID was left out on the way it is not
// compared: nobody can take that field from his own entries.
bool is_cgroup_of_manager(std::string_view path, std::string_view uid) {
  if (path == "/init.scope") return true;
  if (!take_prefix(path, "/user.slice/user-")) return false;
  const std::string_view user = take_digits(path);
  return !user.empty() && (uid.empty() || user == uid) && take_prefix(path, ".slice/user@") &&
         take_digits(path) == user && path == ".service/init.scope";
}

// What goes wrong with the journal itself it can only tell the kernel's buffer.
bool is_journald_through_kernel(const Event& event) {
  return event.first(field::kTransport) == "kernel" &&
         event.first(field::kSyslogIdentifier) == "systemd-journald";
}

// A user's manager before systemd 226 ran in the cgroup of its service.
bool is_early_user_manager(const Event& event) {
  const std::string_view unit = event.first(field::kSystemdUnit);
  if (event.first(field::kComm) != "systemd" || event.exists(field::kSystemdUserUnit) ||
      !is_user_manager_service(unit)) {
    return false;
  }
  const std::string_view cgroup = event.first(field::kSystemdCgroup);
  return cgroup.empty() || cgroup.substr(cgroup.rfind('/') + 1) == unit;
}

}  // namespace

bool is_manager_itself(const Event& event) {
  if (event.first(field::kPid) == "1") return true;
  if (const std::string_view cgroup = event.first(field::kSystemdCgroup); !cgroup.empty()) {
    if (is_cgroup_of_manager(cgroup, event.first(field::kUid))) return true;
  } else if (event.first(field::kSystemdUnit) == kInitScope ||
             event.first(field::kSystemdUserUnit) == kInitScope) {
    return true;
  }
  if (event.first(field::kTransport) == "kernel")
    return event.first(field::kSyslogIdentifier) == "systemd";
  return is_early_user_manager(event);
}

bool is_child_before_exec(const Event& event) {
  if (event.first(field::kTransport) != "journal") return false;
  if (!event.first(field::kSyslogIdentifier).starts_with('(') &&
      !event.first(field::kComm).starts_with('(')) {
    return false;
  }
  const std::string_view exe = event.first(field::kExe);
  if (exe.empty()) return event.first(field::kUid) == "0";
  return exe.ends_with("/systemd") || exe.ends_with("/systemd-executor");
}

bool is_below_user_slice(const Event& event) {
  const std::string_view cgroup = event.first(field::kSystemdCgroup);
  if (!cgroup.empty()) return cgroup.starts_with("/user.slice/");
  if (event.exists(field::kSystemdUserUnit)) return true;
  return is_user_manager_service(event.first(field::kSystemdUnit)) ||
         event.first(field::kSystemdSlice).starts_with("user-");
}

Speaker find_speaker(const Event& event) {
  const std::string_view transport = event.first(field::kTransport);
  if (transport == "kernel" && event.first(field::kSyslogIdentifier) == "kernel")
    return Speaker::kKernel;
  if (transport == "driver" || is_journald_through_kernel(event)) return Speaker::kJournald;
  return is_manager_itself(event) || is_child_before_exec(event) ? Speaker::kManager
                                                                 : Speaker::kApp;
}

}  // namespace hark
