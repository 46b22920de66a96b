// Journal export format of any bytes, read in pieces of any sizes: never a crash, the same entries
// and faults as when they are read at once, and JSON of each entry that another parser takes.
//
// An input's first line says how the rest is cut, as for line_fuzzer.
#include <simdjson.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/pieces.h"
#include "unit/input/feed.h"

namespace {

[[noreturn]] void fail(const char* what) {
  std::fprintf(stderr, "export_fuzzer: %s\n", what);
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hark;
  const auto [rest, sizes] = cut_of(data, size);
  // What tells the kind comes first, so that every input is of it.
  const std::string text = "__REALTIME_TIMESTAMP=1\n" + std::string(rest);

  Feed feed({"MESSAGE", "PRIORITY", "UNIT", "__REALTIME_TIMESTAMP", "A"});
  feed.options.chunk_size = 4096;
  if (sizes.starts_with('!')) feed.options.max_line = 100;
  const Telling at_once = feed.whole(text);
  for (const Told& told : at_once.all) {
    if (!told.is_entry) continue;
    simdjson::dom::parser parser;
    simdjson::dom::object object;
    if (parser.parse(told.raw).get(object) != simdjson::SUCCESS) fail("an entry is no JSON");
  }
  const Telling in_pieces = feed.pieces(cut_up(text, sizes));
  if (render(at_once.errors) != render(in_pieces.errors)) fail("another error in pieces");
  if (at_once.all != in_pieces.all) fail("another telling in pieces");
  return 0;
}
