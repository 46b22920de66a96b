// Text that came from a log, a pack or a command line, made harmless for a terminal.
//
// Unsafe are: C0 but tab, DEL, C1, U+2028/2029, the bidi controls (U+061C, U+200E/F, U+202A–202E,
// U+2066–2069) and bytes that are not UTF-8. Newline is unsafe as well unless it is asked to pass.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace hark {

// One decoded character of text that may not be UTF-8.
struct Character {
  char32_t code = 0;     // meaningless when !valid
  std::size_t size = 1;  // bytes taken, at least 1; an invalid sequence takes its maximal subpart
                         // (Unicode 15, 3.9)
  bool valid = true;
};
Character decode_character(std::string_view text);  // text must not be empty

bool is_valid_utf8(std::string_view text);
bool is_unsafe(char32_t code);  // newline counts as unsafe

// Where the first unsafe character or invalid byte is, from `from` on; text.size() if there is
// none. `keep_newline` says whether \n is let through.
std::size_t find_unsafe(std::string_view text, std::size_t from, bool keep_newline);

// \xNN for bytes below 0x80 and for invalid bytes, \u{N…} for the others.
void append_escaped(std::string& out, const Character& character, std::string_view text);

void append_printable(std::string& out, std::string_view text, bool keep_newline = false);
std::string printable(std::string_view text);

// Columns a terminal needs for safe text: characters, with the common wide ones as two and
// combining ones as none.
std::size_t display_width(std::string_view text);

// Appends `text` with every invalid sequence replaced by U+FFFD.
void append_repaired(std::string& out, std::string_view text);

}  // namespace hark
