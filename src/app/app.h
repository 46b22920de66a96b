// One run of the program, from options to exit status: builds the parts, reads the inputs one after
// the other, says what there is to say on stderr.
#pragma once

#include <string>

#include "app/exit_status.h"
#include "app/setup.h"
#include "cli/options.h"

namespace hark {

// Does not return if the run ends by a signal or because nobody reads stdout: then the process dies
// of it.
ExitStatus run_app(const Options& options, const Surroundings& surroundings);

// Prints diagnostics to stderr, and the status that errors among them mean.
ExitStatus report(const Diagnostics& diagnostics);

// Writes to stdout: help, version.
ExitStatus print(const std::string& text);

}  // namespace hark
