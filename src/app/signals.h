// SIGUSR1 asks for a report; SIGINT, SIGTERM and SIGHUP end a run in order; a second one ends it at
// once. SIGPIPE is ignored while running: a failed write tells more.
#pragma once

#include <optional>

#include "base/result.h"

namespace hark {

class Signals {
 public:
  // Installs the handlers; once a process. With reports SIGUSR1 asks for one.
  static Status install(bool with_reports);

  // True once after each time that a report was asked for (or several times, if nobody looked).
  static bool take_report_request();

  // The first signal that asked to end, if any. Cheap.
  static std::optional<int> pending();
  // Becomes readable with the first signal, and when a report is asked for: to be polled with the
  // input.
  static int wake_fd();
  // Ends the process by `signal`'s default action, as its parent expects to see it.
  [[noreturn]] static void die_of(int signal);
};

}  // namespace hark
