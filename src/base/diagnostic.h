// What hark says to a person: a message, the text at fault with a caret, the reason, and help if
// there is any. Diagnostics are values; only app/ prints them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hark {

// A place in something a person wrote: an argument, a line of a file. `text` is one line of it,
// without its newline.
struct Origin {
  std::string label;       // what the text is: "-e", "PATTERN", a file's name
  std::string text;        // the whole argument or the line at fault
  std::size_t offset = 0;  // bytes into text
  std::size_t length = 1;  // bytes at fault; 0 is shown as one caret
  std::size_t line = 0;    // 1-based line in the file named by label; 0: label is not a file
};

struct Diagnostic {
  enum class Level { kError, kWarning, kNote };

  Level level = Level::kError;
  std::string message;
  std::optional<Origin> origin;
  std::string reason;
  std::string help;
};

using Diagnostics = std::vector<Diagnostic>;

Diagnostic error(std::string message, std::string reason = {}, std::string help = {});
Diagnostic warning(std::string message, std::string reason = {}, std::string help = {});
Diagnostic note(std::string message, std::string reason = {}, std::string help = {});

// Puts those of one file in the order of its lines, files in the order they first come up; what is
// of no file comes first, as it was.
void sort_by_place(Diagnostics& diagnostics);

// The text for a person, ending in a newline:
//
//   hark: error: bad pattern                      hark: error: NAME:3:7: bad pattern
//     -e kill(ed                                    kill(ed
//            ^                                          ^
//     reason: missing closing parenthesis
//     help: -F searches for the literal text
//
// Everything in it is safe for a terminal (base/printable.h); a long text is shown as a window
// around the caret.
std::string render(const Diagnostic& diagnostic);
std::string render(const Diagnostics& diagnostics);

}  // namespace hark
