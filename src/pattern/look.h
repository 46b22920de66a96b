// `look`, filled in: the command that a person pastes to see more. The values come from the log, so
// each is made one harmless word:
//
// - A value of [A-Za-z0-9@%+=:,./_-] alone that does not begin with "-" stands as it is; every
// other
//   is put in single quotes for sh.
// - Control characters, bidi controls and bytes that are no UTF-8 are shown as \xNN or \u{…}, tab
//   included: pasted raw, they could act before the command is run, or hide what it is.
// - A quoted word that begins with "-" is still an option to the command. Where such a value would
//   be an argument of its own, "--" is put before it. Behind -u, -t and their like of systemctl and
//   journalctl it is the option's argument anyway. Behind an option that hark does not know neither
//   is safe, and the placeholder stays.
// - A placeholder without a value (the event has no unit, the capture took no part) stays as it is
//   written, "{name}", which no shell expands.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "event/event.h"
#include "pattern/pattern.h"

namespace hark {

// Captures by name; of equal names the first counts. {unit} is always the effective unit, even if a
// capture is named so. {systemctl} and {journalctl} get --user when the unit is a user's.
using CaptureView = std::pair<std::string_view, std::string_view>;
std::string render_look(const Pattern& pattern, std::string_view unit, Scope scope,
                        std::span<const CaptureView> captures);

// One word of sh, as above but for the leading "-", which is only quoted.
std::string quote_for_shell(std::string_view value);

}  // namespace hark
