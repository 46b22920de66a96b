// The text of JSON strings (RFC 8259 §7), decoded as jq decodes it.
#pragma once

#include <string_view>

#include "event/arena.h"

namespace hark {

// `escaped` is what stands between the quotes of a valid JSON string. An unpaired surrogate becomes
// U+FFFD. The result lives in the arena. An escape that JSON does not know is kept as it is
// written: decoders refuse such lines before.
std::string_view unescape_json(std::string_view escaped, Arena& arena);

// True if each backslash begins an escape that JSON knows.
bool has_valid_escapes(std::string_view text);

}  // namespace hark
