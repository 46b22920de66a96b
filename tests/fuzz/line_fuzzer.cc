// Any bytes, read in pieces of any sizes: never a crash, and the same entries and faults as when
// they are read at once.
//
// An input's first line says how the rest is cut: each of its bytes is the size of a piece, in
// turns. If it begins with ! entries may be no longer than 100 bytes.
#include <simdjson.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/printable.h"
#include "event/ansi.h"
#include "event/json_text.h"
#include "event/own_member.h"
#include "fuzz/pieces.h"
#include "unit/input/feed.h"

namespace hark {
namespace {

[[noreturn]] void fail(const char* what) {
  std::fprintf(stderr, "line_fuzzer: %s\n", what);
  std::abort();
}

void check_entry(const Told& told) {
  if (told.raw.size() < 2 || told.raw.front() != '{' || told.raw.back() != '}')
    fail("raw is not from brace to brace");
  // Another parser takes it for an object as well, but for its own limits.
  simdjson::dom::parser parser;
  simdjson::dom::object object;
  const auto error = parser.parse(told.raw).get(object);
  const bool is_surrogate =
      error == simdjson::STRING_ERROR && told.raw.find("\\u") != std::string::npos;
  if (error && error != simdjson::NUMBER_ERROR && !is_surrogate && !told.is_repaired)
    fail("an entry is no JSON");
  for (const std::string& own : told.own_members) {
    if (told.raw.find(own) == std::string::npos) fail("an own member is elsewhere");
  }
  for (const ToldField& field : told.fields) {
    for (std::size_t i = 0; i < field.values.size(); i++) {
      if (field.is_utf8[i] != is_valid_utf8(field.values[i])) fail("a value's encoding is wrong");
    }
  }
}

// In a block of its own, so that the sanitizer sees a step beyond its end.
void read_as_text(std::string_view all) {
  const std::unique_ptr<char[]> block(new char[all.size()]);
  std::memcpy(block.get(), all.data(), all.size());
  const std::string_view text(block.get(), all.size());
  Arena arena;
  if (unescape_json(text, arena).size() > text.size()) fail("an unescaped text has grown");
  (void)has_valid_escapes(text);
  (void)patterns_of_own_member(text);
  const std::string_view stripped = strip_ansi({text, is_valid_utf8(text)}, arena).bytes;
  const AnsiOffsets offsets(text);
  for (std::size_t i = 0; i < stripped.size() && i < 200; i++) {
    if (text[offsets.start(i)] != stripped[i] || text[offsets.end(i + 1) - 1] != stripped[i])
      fail("an offset leads elsewhere");
  }
  const std::string shown = printable(text);
  if (find_unsafe(shown, 0, false) != shown.size()) fail("printable text is not safe");
}

}  // namespace
}  // namespace hark

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hark;
  const auto [text, sizes] = cut_of(data, size);
  read_as_text(text);

  Feed feed({"MESSAGE", "PRIORITY", "UNIT", "PAYLOAD", "A"});
  feed.options.chunk_size = 4096;
  if (sizes.starts_with('!')) feed.options.max_line = 100;
  const Telling at_once = feed.whole(text);
  for (const Told& told : at_once.all) {
    if (told.is_entry) check_entry(told);
  }
  const Telling in_pieces = feed.pieces(cut_up(text, sizes));
  if (render(at_once.errors) != render(in_pieces.errors)) fail("another error in pieces");
  // An input of another kind is one error; what was told before it came may differ.
  if (at_once.errors.empty() && at_once.all != in_pieces.all) fail("another telling in pieces");
  return 0;
}
