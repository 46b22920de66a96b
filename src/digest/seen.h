// What a run saw and what it could not see, as the digest tells it. app/coverage.h counts it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "event/timestamps.h"

namespace hark {

// Something that the run could not see, so that "nothing found" is not "nothing there".
struct BlindSpot {
  enum class Kind : std::uint8_t {
    kSuppressed,    // messages of a unit that journald dropped: its rate limit
    kMissedKernel,  // kernel messages that were overwritten before journald read them
    kNullMessages,  // messages that journalctl cut: it was run without -a
    kMalformed,     // lines
    kDamaged,       // places in journal files
    kTooLong,       // lines
    kCursorGone,    // the journal no longer has the entry after which the run should begin
    kInputEnded,    // in spite of -f
    kNoSpeakers,    // packs or -u were asked, and no entry had a field that says who speaks
    kNothingRead,   // not a single entry
  };
  Kind kind = Kind::kNothingRead;
  std::uint64_t count = 0;  // 0 for the last three
  std::string unit;         // kSuppressed: whose
  std::string host;         // kSuppressed, kMissedKernel
  // kSuppressed, kMissedKernel: the first and the last such report.
  std::optional<Microseconds> first, last;
};

struct Seen {
  std::uint64_t entries = 0;
  std::uint64_t kept = 0;
  std::optional<Microseconds> first, last;
  std::uint64_t hosts = 0;
  std::uint64_t boots = 0;
  std::vector<BlindSpot> blind_spots;
};

}  // namespace hark
