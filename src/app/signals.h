// SIGINT, SIGTERM and SIGHUP end a run in order; a second one ends it at once. SIGPIPE is ignored
// while running: a failed write tells more.
#pragma once

#include <optional>

#include "base/result.h"

namespace hark {

class Signals {
 public:
  // Installs the handlers; once a process.
  static Status install();

  // The first signal that asked to end, if any. Cheap.
  static std::optional<int> pending();
  // Becomes readable with the first signal: to be polled with the input.
  static int wake_fd();
  // Ends the process by `signal`'s default action, as its parent expects to see it.
  [[noreturn]] static void die_of(int signal);
};

}  // namespace hark
