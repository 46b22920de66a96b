// What kind of text an input is, told by its first bytes, never by its name.
#pragma once

#include <optional>
#include <string_view>

#include "base/diagnostic.h"

namespace hark {

// The lines that journalctl itself puts between entries: "-- Boot … --", "-- No entries --", "--
// cursor: …" and older kin.
bool is_journalctl_notice(std::string_view line);

// If `head`, the first bytes of an input, are those of a kind that hark cannot read: the error with
// its cure in it. `name` is the input's name as typed, "-" or "" for standard input.
std::optional<Diagnostic> recognise_unreadable(std::string_view head, std::string_view name);

// The same for a first line that is text but no entry: journalctl's short forms, json-pretty,
// json-sse, export.
std::optional<Diagnostic> recognise_other_text(std::string_view line, std::string_view name);

// For text of no kind we know.
Diagnostic not_journal_json(std::string_view name);

}  // namespace hark
