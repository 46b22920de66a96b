// TOML text → Pack. Everything about a pack that can be known without matching is checked here, and
// all mistakes of a file are reported at once, each with its line and column; only a mistake in the
// TOML itself ends the reading. Any bytes will do: the answer is an error or a pack, in bounded
// time and memory (toml_guard.h). No state, so any thread.
#pragma once

#include <string_view>

#include "base/result.h"
#include "pattern/pattern.h"

namespace hark {

// `source` is the name that diagnostics and listings give: the file's path, or "built in".
Result<Pack> read_pack(std::string_view toml, std::string_view source);

// The same for one who must know of a wrong pack whether anybody wants it: what could be read
// beside what is wrong. With mistakes, of the pack only name (empty: not known), states_default and
// is_default mean anything.
struct PackReading {
  Pack pack;
  Diagnostics mistakes;  // empty: the pack is good
};
PackReading read_pack_with_mistakes(std::string_view toml, std::string_view source);

}  // namespace hark
