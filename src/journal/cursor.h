// Cursors: the text that names an entry, and where it stands among others. The format is
// journalctl's (sd_journal_get_cursor(3)).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "journal/entry_order.h"

namespace hark {

std::string cursor_of(const PlacedEntry& at);

// What a cursor says. All cursors that are printed say everything; those that are typed may say
// less, but have seqnum_id and seqnum, or boot and monotonic, or realtime.
struct Cursor {
  std::optional<Id128> seqnum_id = {};          // s
  std::optional<std::uint64_t> seqnum = {};     // i
  std::optional<Id128> boot = {};               // b
  std::optional<std::uint64_t> monotonic = {};  // m
  std::optional<std::uint64_t> realtime = {};   // t
  std::optional<std::uint64_t> xor_hash = {};   // x
};

// Unknown parts are passed over. An error has the part at fault as its origin, whose label says
// nothing of where the text is from.
Result<Cursor> parse_cursor(std::string_view text);

// The entry, or a copy of it in another file, is the one that the cursor names.
bool is_named(const PlacedEntry& entry, const Cursor& cursor);

}  // namespace hark
