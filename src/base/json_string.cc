#include "base/json_string.h"

#include <fmt/format.h>

#include <cstdint>
#include <iterator>

#include "base/printable.h"

namespace hark {

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  for (std::size_t i = 0; i < text.size();) {
    const Character c = decode_character(text.substr(i));
    if (!c.valid) {
      out += "\xEF\xBF\xBD";
    } else if (c.code == '"' || c.code == '\\') {
      out += '\\';
      out += static_cast<char>(c.code);
    } else if (c.code == '\n') {
      out += "\\n";
    } else if (c.code == '\t') {
      out += "\\t";
    } else if (c.code < 0x20) {
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<std::uint32_t>(c.code));
    } else {
      out += text.substr(i, c.size);
    }
    i += c.size;
  }
  out += '"';
}

void append_json_for_terminal(std::string& out, std::string_view json) {
  std::size_t i = 0;
  while (i < json.size()) {
    const std::size_t bad = find_unsafe(json, i, true);
    out += json.substr(i, bad - i);
    if (bad == json.size()) return;
    const Character c = decode_character(json.substr(bad));
    fmt::format_to(std::back_inserter(out), "\\u{:04x}",
                   c.valid ? static_cast<std::uint32_t>(c.code) : 0xFFFDu);
    i = bad + c.size;
  }
}

}  // namespace hark
