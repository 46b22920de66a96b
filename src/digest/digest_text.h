// The digest as text for a person: coverage, blind spots, then the blocks.
//
//   400 000 entries · 2026-03-01 00:00 → 2026-03-31 00:35 · 30 days · 1 host · 1 boot
//
//   error  systemd.stop-timeout  dead-chat.service
//          15 times (120 lines), on 15 of 15 days, daily at 09:03:50 ±2 s
//          Service ignored SIGTERM until its stop timeout and was killed
//          first 2026-03-01 09:03:51   last 2026-03-15 09:03:49
//          by hour  ▁▁▁▁▁▁▁▁▁█▁▁▁▁▁▁▁▁▁▁▁▁▁▁
//          e.g.     dead-chat.service: State 'stop-sigterm' timed out. Killing.
//          look     systemctl show -p TimeoutStopUSec -p KillMode dead-chat.service
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "digest/digest.h"
#include "digest/seen.h"

namespace hark {

struct DigestTextOptions {
  // Columns. The line of the coverage is one, however wide, and commands have no word cut, for they
  // are pasted.
  std::size_t width = 80;
  bool utc = false;
  bool hostname = true;  // tell the host where several were seen
  bool color = false;
};

// Everything in it is safe for a terminal. `untold_lines`: Digest::untold_lines().
void append_digest_text(std::string& out, const Seen& seen, const std::vector<Block>& blocks,
                        std::uint64_t untold_lines, const DigestTextOptions& options);

// "48 121 messages of api.service suppressed by journald's rate limit, 2026-03-01 09:03". Safe for
// a terminal.
std::string blind_spot_in_words(const BlindSpot& spot, bool with_host, bool utc);

}  // namespace hark
