// Packs as data: what a TOML file says, read and checked for shape, nothing compiled. The format:
// hark-packs(5). All of it is plain values; nothing here points elsewhere.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/diagnostic.h"
#include "event/severity.h"
#include "event/speaker.h"

namespace hark {

std::string_view speaker_name(Speaker speaker);  // the words of `from`
std::optional<Speaker> parse_speaker(std::string_view word);

// A text and where it stands in its file, so that every later mistake about it can be shown there.
struct LocatedText {
  std::string text;
  Origin origin;  // the text's first character; length: as much of it as stands on that line

  // The file has the text byte for byte: an offset into it is an offset into the line as well. Not
  // so where there are escapes or several lines.
  bool is_verbatim() const;
};

// A field and the values of which one is enough (in an alternative), or which it has (in an event).
using FieldValues = std::pair<std::string, std::vector<std::string>>;

// One way in which a pattern is recognised. All its keys must hold.
struct Alternative {
  std::optional<Speaker> from;
  std::vector<LocatedText> regexes;  // one is enough; empty: no regex
  std::string field = "MESSAGE";     // what the regexes look at
  bool ignore_case = false;
  std::vector<std::string> message_ids;  // one is enough; empty: any
  std::vector<FieldValues> fields;       // each has one of these exact values
  std::vector<std::string> identifiers;  // globs; empty: any
  std::optional<LocatedText> where;      // an expression
  Origin origin;                         // of the alternative's first line
};

// An event that proves a pattern, or must not be hit by it.
struct Example {
  enum class Kind : std::uint8_t { kMatch, kNoMatch, kMatchEvent, kNoMatchEvent };
  Kind kind = Kind::kMatch;
  std::string message;  // kMatch, kNoMatch: the MESSAGE of an event that meets every other key
  std::vector<FieldValues> event;  // the other kinds
  Origin origin;
};

struct Pattern {
  std::string id;  // PACK.PATTERN
  std::string title;
  Severity severity = Severity::kWarning;
  std::string group;         // lines of one failure share it; by default the pattern's id
  bool is_fallback = false;  // hits only events that no other pattern of its pack hits
  std::vector<std::string> tags;
  std::vector<Alternative> any;
  std::string why;
  std::string look;  // a command with {unit}, {systemctl}, {journalctl} and captures (look.h)
  std::vector<Example> examples;
  Origin origin;       // of the id
  std::string source;  // the file, or "built in"
};

// The PACK of PACK.PATTERN.
inline std::string_view pack_of(std::string_view id) { return id.substr(0, id.find('.')); }

struct Pack {
  std::string name;
  std::string title;
  bool is_default = true;
  bool states_default = false;   // the file says which; else a pack it adds to keeps its own
  bool replaces = false;         // drops an earlier pack of this name whole
  std::vector<LocatedText> off;  // globs over this pack's own pattern names: taken out of what was
                                 // there before
  std::vector<Pattern> patterns;
  std::string source;  // of the last file that had a say
};

}  // namespace hark
