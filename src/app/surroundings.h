// Terminals, environment and clock, looked at once.
#pragma once

#include <cstddef>
#include <string>

#include "event/timestamps.h"

namespace hark {

// What the process was started in; a value, so that tests can make one up.
struct Surroundings {
  bool stdin_is_terminal = false;
  bool stdout_is_terminal = false;
  bool stderr_is_terminal = false;
  bool color_is_welcome = false;   // TERM and NO_COLOR allow it
  std::size_t columns = 80;        // of the terminal, if stdout is one
  std::size_t stderr_columns = 0;  // of a terminal on which a line can be erased, if stderr is one
  std::string own_invocation_id;  // $INVOCATION_ID, if $JOURNAL_STREAM says that our output goes to
                                  // the journal
  Microseconds now = 0;
};
Surroundings look_around();

}  // namespace hark
