#include "pattern/look.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/printable.h"
#include "pattern/look_template.h"

namespace hark {
namespace {

bool is_plain(std::string_view value) {
  return !value.empty() && value[0] != '-' && std::all_of(value.begin(), value.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           std::string_view("@%+=:,./_-").find(c) != std::string_view::npos;
  });
}

// What a word that begins with "-" would be where the piece stands.
enum class Role : std::uint8_t { kArgument, kValueOfOption, kUnknown };

Role role_of(const LookPiece& piece) {
  const std::string_view before = piece.previous_word;
  if (!before.starts_with('-') || before.find('=') != std::string_view::npos)
    return Role::kArgument;
  // Other commands give the same letters other meanings.
  constexpr auto kCommands =
      std::to_array<std::string_view>({"{systemctl}", "{journalctl}", "systemctl", "journalctl"});
  constexpr auto kWithValue = std::to_array<std::string_view>(
      {"-u", "--unit", "--user-unit", "-t", "--identifier", "-p", "--priority", "--property", "-g",
       "--grep", "-S", "--since", "-U", "--until"});
  constexpr auto kWithout = std::to_array<std::string_view>(
      {"--after", "--before", "--reverse", "--all", "--full", "--no-pager", "--user", "--system"});
  const auto has = [](const auto& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  if (!has(kCommands, piece.command_word)) return Role::kUnknown;
  if (has(kWithValue, before)) return Role::kValueOfOption;
  return has(kWithout, before) ? Role::kArgument : Role::kUnknown;
}

std::optional<std::string_view> value_of(const LookPiece& piece, std::string_view unit,
                                         std::span<const CaptureView> captures) {
  if (piece.kind == LookPiece::Kind::kUnit) {
    if (unit.empty()) return std::nullopt;
    return unit;
  }
  const auto found = std::find_if(captures.begin(), captures.end(),
                                  [&](const CaptureView& c) { return c.first == piece.name; });
  if (found == captures.end()) return std::nullopt;
  return found->second;
}

}  // namespace

std::string quote_for_shell(std::string_view value) {
  if (is_plain(value)) return std::string(value);
  std::string out = "'";
  for (const char c : printable(value)) {
    if (c == '\'') {
      out += "'\\''";
    } else if (c == '\t') {
      out += "\\x09";
    } else {
      out += c;
    }
  }
  return out += '\'';
}

std::string render_look(const Pattern& pattern, std::string_view unit, Scope scope,
                        std::span<const CaptureView> captures) {
  std::string out;
  std::optional<std::size_t> ended_options;  // the command in which we have written "--"
  for (const LookPiece& piece : split_look(pattern.look)) {
    if (piece.kind == LookPiece::Kind::kText) {
      out += piece.text;
      continue;
    }
    if (piece.kind == LookPiece::Kind::kSystemctl || piece.kind == LookPiece::Kind::kJournalctl) {
      out += piece.name;
      if (scope == Scope::kUser) out += " --user";
      continue;
    }
    const auto value = value_of(piece, unit, captures);
    // A pack with a fault is refused when it is read; this is the second lock.
    bool is_filled = value.has_value() && piece.fault == LookPiece::Fault::kNone;
    if (is_filled && piece.starts_word && value->starts_with('-') && !piece.is_after_dashes &&
        ended_options != piece.command) {
      const Role role = role_of(piece);
      is_filled = role != Role::kUnknown;
      if (role == Role::kArgument) {
        out += "-- ";
        ended_options = piece.command;
      }
    }
    out += is_filled ? quote_for_shell(*value) : std::string(piece.text);
  }
  return out;
}

}  // namespace hark
