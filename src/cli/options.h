// What was typed: plain values, in the order typed where order matters, checked only for shape.
// Names of levels, times, globs and regexes are resolved by app/, which knows the modules that
// understand them.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"

namespace hark {

// One ad hoc pattern, or one file of them, as typed.
struct TypedPattern {
  enum class Kind {
    kArgument,  // PATTERN
    kRegexp,    // -e
    kGrep,      // -g: all lower case ignores case
    kFile,      // --pattern-file: text is the file's name
  };
  Kind kind = Kind::kRegexp;
  std::string text;
};

// Which boot -b asks for.
struct TypedBoot {
  enum class Kind {
    kId,
    kOffset,
    kAll,
  };
  Kind kind = Kind::kOffset;
  std::string text = {};    // as typed; empty: -b alone
  std::string id = {};      // kId: 32 lower-case hex digits
  std::int64_t offset = 0;  // kOffset: 1 is the first, 0 the last, -1 the one before that
};

struct Options {
  enum class Command {
    kRun,
    kShortHelp,
    kHelp,
    kVersion,
    kManOptions,
    kCompletions,
    kListPatterns,
    kShowPattern,
    kCheckPacks
  };
  enum class OutputMode { kShort, kShortIso, kShortPrecise, kShortFull, kJson, kCat };
  enum class Color { kAuto, kAlways, kNever };
  enum class Shell { kBash, kZsh, kFish };

  Command command = Command::kRun;
  bool asks_about_packs() const {
    return command == Command::kListPatterns || command == Command::kShowPattern ||
           command == Command::kCheckPacks;
  }

  std::vector<std::string> files;  // "-" is standard input, as is none without has_journal()
  // Which journal is read where no FILE is.
  bool journal = false;                   // --journal, or a terminal is all there is to read
  std::optional<std::string> directory;   // -D
  bool system = false;                    // of its files those of the system
  bool user = false;                      // and those of the caller
  std::optional<std::string> name_space;  // --namespace
  bool has_journal() const { return journal || directory.has_value(); }
  static constexpr auto kAllLines = std::numeric_limits<std::uint64_t>::max();
  std::optional<std::uint64_t> lines;  // -n: only the last so many kept events
  std::optional<std::string> after_cursor;
  std::optional<std::string> cursor_file;
  bool follow = false;  // -f: of a journal all that comes; text should not end
  std::uint64_t max_entry = std::uint64_t{32} << 20;  // bytes

  std::vector<TypedPattern> patterns;
  bool ignore_case = false;
  bool fixed_strings = false;
  bool word_regexp = false;
  std::string field = "MESSAGE";
  bool invert_match = false;

  std::optional<std::string> where;  // -w

  std::vector<std::string> packs;  // -P, as typed; see PackChoice
  bool uses_packs = false;         // -P was given, or nothing else selects
  std::optional<std::string> severity;
  std::vector<std::string> without;
  std::string shown_pattern;                 // --show-pattern
  std::optional<std::string> checked_packs;  // --check-packs=PATH
  Shell shell = Shell::kBash;                // --completions
  std::optional<std::uint64_t> threads;      // -j
  bool no_cache = false;
  bool no_prefilter = false;
  bool explain = false;

  std::vector<std::string> units;
  std::vector<std::string> user_units;
  std::vector<std::string> identifiers;
  std::optional<std::string> priority;
  std::optional<std::string> since;
  std::optional<std::string> until;
  std::optional<TypedBoot> boot;
  bool dmesg = false;

  OutputMode output = OutputMode::kShort;
  bool count = false;
  bool digest = false;
  bool quiet = false;
  bool only_matching = false;
  std::optional<std::uint64_t> max_count;
  std::uint64_t before_context = 0;
  std::uint64_t after_context = 0;
  bool context_of_all = false;  // --context-scope all
  Color color = Color::kAuto;
  bool utc = false;
  bool no_hostname = false;
  bool stats = false;
  bool strict = false;  // status 3 instead of 1 if there was a blind spot

  Diagnostics notes;   // warnings and notes about what was typed, to be shown before the run
  Diagnostics doubts;  // notes that only matter if nothing is kept
};

}  // namespace hark
