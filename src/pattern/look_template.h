// The command template `look`, taken apart. People paste the command that comes out, and attackers
// write the values that go in, so a placeholder may stand only where a quoted value stays one word
// of sh: as an argument or as part of one, never inside quotes, and never as the command.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace hark {

struct LookPiece {
  enum class Kind : std::uint8_t { kText, kSystemctl, kJournalctl, kUnit, kCapture };
  // Why a value must not stand here.
  enum class Fault : std::uint8_t { kNone, kQuoted, kGlued, kCommand, kRedirection };

  Kind kind = Kind::kText;
  std::string_view text;  // as written: "systemctl show ", "{unit}"
  std::string_view name;  // of a placeholder, without its braces
  std::size_t offset = 0;
  Fault fault = Fault::kNone;
  bool starts_word = false;
  bool is_after_dashes = false;    // a word "--" stands before it in the same command
  std::string_view previous_word;  // in the same command
  std::string_view command_word;   // of the same command
  std::size_t command = 0;         // which of the commands in the template: a | b; c
};

// {name} is a placeholder where name is a letter or _ and then letters, digits and _; all else is
// text, and so is the shell's own ${name}. Views into `look`.
std::vector<LookPiece> split_look(std::string_view look);

}  // namespace hark
