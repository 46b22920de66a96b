// ANSI escape sequences in messages: CSI (ESC [ or U+009B, parameters, a final byte) and OSC (ESC ]
// or U+009D, text, up to BEL or ST), by ECMA-48. Only whole sequences count; a broken one stays as
// it is.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "event/event.h"

namespace hark {

// A cheap look that may say yes for nothing.
bool may_have_ansi(std::string_view text);

// The value without its sequences. Without any it is returned as it is; else the copy lives in the
// arena.
Value strip_ansi(const Value& value, Arena& arena);

// Translates offsets in a stripped text back to offsets in the original.
class AnsiOffsets {
 public:
  explicit AnsiOffsets(std::string_view original);

  // A start lies behind the sequences at its place, an end before them.
  std::size_t start(std::size_t stripped) const;
  std::size_t end(std::size_t stripped) const;

 private:
  struct Cut {
    std::size_t at;       // offset in the stripped text
    std::size_t removed;  // bytes taken out up to and including this cut
  };
  std::vector<Cut> cuts_;
};

}  // namespace hark
