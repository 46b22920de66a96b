// Words into lines of so many columns.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace hark {

// The words between spaces.
std::vector<std::string> words_of(std::string_view text);
// The words of a shell's command: a space within quotes parts none, and stands as it is.
std::vector<std::string> words_of_command(std::string_view command);

// Lines of at most `width` columns, words parted by a space. A word that is wider than a line is
// cut. All must be safe for a terminal.
std::vector<std::string> wrap(const std::vector<std::string>& words, std::size_t width);

// The same for a command: each line but the last ends in a backslash, so that all of them together
// can be pasted. No word is cut, so a line may be too long.
std::vector<std::string> wrap_command(std::string_view command, std::size_t width);

// At most `most` lines of the text; what is left out is told by … at the end.
std::vector<std::string> wrap_some(std::string_view text, std::size_t width, std::size_t most);

}  // namespace hark
