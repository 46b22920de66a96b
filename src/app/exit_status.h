// hark(1), EXIT STATUS.
#pragma once

namespace hark {

enum class ExitStatus : int {
  kKept = 0,     // something was kept
  kNothing = 1,  // nothing was
  kError = 2,  // usage, a bad pattern, an unreadable input, a failed write; wins over the two above
  kBlind = 3,  // --strict: nothing was, but not all could be seen
};

}  // namespace hark
