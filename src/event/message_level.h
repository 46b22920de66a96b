// The level that a message states in its own words: services log to stderr, where journald gives
// every line priority 6, whatever it says.
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "event/event.h"
#include "event/level.h"

namespace hark {

// What the first 256 bytes state, in the form of these that stands first there with a word or
// number that is known:
//
//   "level": "error"   a JSON member level, severity, lvl or log.level: words; 10 to 60 are the
//                      scale of pino and bunyan, 0 to 7 syslog's
//   level=warn         logfmt, with the same names, with quotes or without
//   [ERROR] <3>        a word in brackets; a number in angle brackets at the start
//   ERROR: error:      a word and a colon
//   E0102 15:04:05     klog: a letter, month and day, a time; at the start
//
// Each begins where a word may begin. A word alone states nothing: "no error found". Nor does one
// with a colon in the midst of a sentence: "no error: done".
std::optional<Level> level_in_message(std::string_view message);

// The worse of priority() and what any MESSAGE states; priority() alone for lines of the kernel and
// of managers, whose words are about others.
Level level(const Event& event);

// What level() reads beside kSpeakerFields.
inline constexpr auto kLevelFields = std::to_array<FieldId>({field::kMessage, field::kPriority});

}  // namespace hark
