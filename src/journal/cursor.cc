#include "journal/cursor.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/ascii.h"

namespace hark {
namespace {

std::optional<std::uint64_t> number_in(std::string_view text) {
  std::uint64_t number = 0;
  const char* const last = text.data() + text.size();
  const auto [end, fault] = std::from_chars(text.data(), last, number, 16);
  if (fault != std::errc{} || end != last) return std::nullopt;
  return number;
}

Diagnostic bad_cursor(std::string_view text, std::string_view part, std::string reason) {
  Diagnostic d = error("bad cursor", std::move(reason),
                       "journalctl --show-cursor and hark -o json (__CURSOR) print cursors");
  d.origin = Origin{"cursor", std::string(text),
                    static_cast<std::size_t>(part.data() - text.data()), part.size()};
  return d;
}

}  // namespace

std::string cursor_of(const PlacedEntry& at) {
  const JournalEntry& entry = at.entry;
  return fmt::format("s={};i={:x};b={};m={:x};t={:x};x={:x}", to_hex(at.file->seqnum_id()),
                     entry.seqnum, to_hex(entry.boot), entry.monotonic, entry.realtime,
                     entry.xor_hash);
}

Result<Cursor> parse_cursor(std::string_view text) {
  Cursor cursor;
  for (std::string_view rest = text; !rest.empty();) {
    const std::string_view part = rest.substr(0, rest.find(';'));
    rest.remove_prefix(std::min(part.size() + 1, rest.size()));
    if (part.size() < 2 || part[1] != '=')
      return bad_cursor(text, part, "its parts are a letter, = and a value, with ; between them");
    const std::string_view value = part.substr(2);
    const auto read = [&](auto& into, auto&& reader) {
      into = reader(value);
      return into.has_value();
    };
    bool is_good = true;
    switch (part[0]) {
      case 's':
        is_good = read(cursor.seqnum_id, id128_in);
        break;
      case 'i':
        is_good = read(cursor.seqnum, number_in);
        break;
      case 'b':
        is_good = read(cursor.boot, id128_in);
        break;
      case 'm':
        is_good = read(cursor.monotonic, number_in);
        break;
      case 't':
        is_good = read(cursor.realtime, number_in);
        break;
      case 'x':
        is_good = read(cursor.xor_hash, number_in);
        break;
      default:
        break;
    }
    if (!is_good)
      return bad_cursor(text, value,
                        part[0] == 's' || part[0] == 'b'
                            ? "an id is 32 hex digits"
                            : "a number is hex digits, up to 2^64 - 1");
  }
  const bool says_enough =
      (cursor.seqnum_id && cursor.seqnum) || (cursor.boot && cursor.monotonic) || cursor.realtime;
  if (!says_enough)
    return bad_cursor(text, text, "it needs s= and i=, or b= and m=, or t= to name an entry");
  return cursor;
}

bool is_named(const PlacedEntry& at, const Cursor& cursor) {
  const JournalEntry& entry = at.entry;
  const auto is = [](const auto& asked, const auto& value) { return !asked || *asked == value; };
  if (!is(cursor.boot, entry.boot) || !is(cursor.monotonic, entry.monotonic) ||
      !is(cursor.realtime, entry.realtime) || !is(cursor.xor_hash, entry.xor_hash))
    return false;
  // A number is one of the counter that gave it. Without that it says nothing, and a copy that has
  // another is known by the rest, if there is one.
  if (!cursor.seqnum_id || !cursor.seqnum) return true;
  if (*cursor.seqnum_id == at.file->seqnum_id()) return *cursor.seqnum == entry.seqnum;
  return cursor.boot && cursor.monotonic && cursor.realtime && cursor.xor_hash;
}

}  // namespace hark
