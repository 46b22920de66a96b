// What kind of text an input is, told by its first bytes, never by its name.
#pragma once

#include <optional>
#include <string_view>

#include "base/diagnostic.h"

namespace hark {

inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// A line of JSON without what may stand around the object: white space, CR, json-seq's RS.
std::string_view trim_line(std::string_view line);

// The lines that journalctl itself puts between entries: "-- Boot … --", "-- No entries --", "--
// cursor: …" and older kin.
bool is_journalctl_notice(std::string_view line);

// If `head`, the first bytes of an input, are those of a kind that hark cannot read: the error with
// its cure in it. `name` is the input's name as typed, "-" or "" for standard input.
std::optional<Diagnostic> recognise_unreadable(std::string_view head, std::string_view name);

// The same for a first line that is text but no entry: journalctl's short forms, json-pretty,
// json-sse.
std::optional<Diagnostic> recognise_other_text(std::string_view line, std::string_view name);

// For a journal file inside a compressed input; `tool` decompresses it.
Diagnostic compressed_journal(std::string_view name, std::string_view tool);

// For text of no kind we know.
Diagnostic not_journal_json(std::string_view name);

}  // namespace hark
