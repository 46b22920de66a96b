// Packs as data: what a TOML file says, read and checked for shape, nothing compiled. The format:
// hark-packs(5).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/diagnostic.h"
#include "event/speaker.h"

namespace hark {

enum class Severity : std::uint8_t { kInfo, kWarning, kError, kCritical };
std::string_view severity_name(Severity severity);
std::optional<Severity> parse_severity(std::string_view word);  // any case

// A text and where it stands in its file, so that every later mistake about it can be shown there.
struct LocatedText {
  std::string text;
  Origin origin;  // line and column of the text's first character; offset counts in the line
};

// One way in which a pattern is recognised. All its keys must hold.
struct Alternative {
  std::optional<Speaker> from;
  std::vector<LocatedText> regexes;  // one is enough; empty: no regex
  std::string field = "MESSAGE";     // what the regexes look at
  bool ignore_case = false;
  std::vector<std::string> message_ids;  // one is enough; empty: any
  std::vector<std::pair<std::string, std::vector<std::string>>>
      fields;                            // each has one of these exact values
  std::vector<std::string> identifiers;  // globs; empty: any
  std::optional<LocatedText> where;      // an expression
  Origin origin;
};

// An event that proves a pattern, or must not be hit by it.
struct Example {
  enum class Kind { kMatch, kNoMatch, kMatchEvent, kNoMatchEvent };
  Kind kind = Kind::kMatch;
  std::string message;  // kMatch, kNoMatch: the MESSAGE of an event that meets every other key
  std::vector<std::pair<std::string, std::vector<std::string>>>
      event;  // the other kinds: fields and their values
  Origin origin;
};

struct Pattern {
  std::string id;  // PACK.PATTERN
  std::string title;
  Severity severity = Severity::kWarning;
  std::string group;  // lines of one failure share it; by default the pattern's id
  std::vector<std::string> tags;
  std::vector<Alternative> any;
  std::string why;
  std::string
      look;  // a command with {unit}, {systemctl}, {journalctl} and captures to be filled in
  std::vector<Example> examples;
  Origin origin;       // of the id
  std::string source;  // the file, or "built in"
};

struct Pack {
  std::string name;
  std::string title;
  bool is_default = true;
  bool replaces = false;  // drops an earlier pack of this name whole
  std::vector<LocatedText>
      off;  // globs over this pack's own pattern names: taken out of what was there before
  std::vector<Pattern> patterns;
  std::string source;
};

}  // namespace hark
