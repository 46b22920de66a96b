// JSON strings (RFC 8259 §7) of text that may be no UTF-8.
#pragma once

#include <string>
#include <string_view>

namespace hark {

// Appends `text` between quotes; invalid bytes become U+FFFD.
void append_json_string(std::string& out, std::string_view text);

// Appends JSON made safe for a terminal: in valid JSON unsafe characters (printable.h) stand only
// inside strings, where \u says the same.
void append_json_for_terminal(std::string& out, std::string_view json);

}  // namespace hark
