// argv → Options.
#pragma once

#include <span>

#include "base/result.h"
#include "cli/options.h"

namespace hark {

// argv with the program's name first. Prints nothing and reads nothing; it asks the file system
// only whether a PATTERN is also the name of a file, for a note. All mistakes come back at once;
// notes about them come with them, else they are in Options::notes. -h, --help and -V win over
// mistakes elsewhere, the first of them over the others.
Result<Options> parse_command_line(std::span<const char* const> argv, bool stdin_is_terminal);

}  // namespace hark
