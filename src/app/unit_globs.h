// What people type for a unit, as globs over names of units.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hark {

// One value of -u as journalctl takes it: a path from the root is the mount there, or the device
// below /dev and /sys, escaped as systemd-escape --path does; a name without a suffix is a service.
// A glob without one is also taken as it is, and a name with bytes that systemd escapes in both
// spellings. The globs are those of base/glob.h; `typed` is not empty.
std::vector<std::string> unit_globs(std::string_view typed);

}  // namespace hark
