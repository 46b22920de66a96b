// Any bytes as a pack: an error that can be shown, or a pack. Reading twice says the same; a pack
// written as TOML again is the same pack; and its look, filled with what the input has, is safe.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/printable.h"
#include "pattern/look.h"
#include "pattern/pack_reader.h"
#include "unit/pattern/packs.h"

namespace hark {
namespace {

[[noreturn]] void fail(const char* what, const std::string& why = {}) {
  std::fprintf(stderr, "pack_fuzzer: %s\n%s", what, why.c_str());
  std::abort();
}

void check_origin(const Origin& origin, std::string_view input) {
  if (origin.line == 0) fail("a place without a line");
  if (origin.offset > origin.text.size()) fail("a place behind its line");
  if (input.find(origin.text) == input.npos) fail("a line that the input does not have");
}

void check_mistakes(const Diagnostics& mistakes, std::string_view input) {
  if (mistakes.empty()) fail("refused without a reason");
  for (const Diagnostic& d : mistakes) {
    if (d.message.empty()) fail("a mistake without words");
    if (d.origin) check_origin(*d.origin, input);
  }
  const std::string shown = render(mistakes);
  if (find_unsafe(shown, 0, true) != shown.size()) fail("a mistake is not safe to show");
}

void check_pattern(const Pattern& pattern, std::string_view input) {
  check_origin(pattern.origin, input);
  if (pattern.any.empty() || pattern.examples.empty()) fail("a pattern without a proof");
  for (const Alternative& alternative : pattern.any) {
    for (const LocatedText& regex : alternative.regexes) check_origin(regex.origin, input);
  }
  const std::string_view value = input.substr(0, 40);
  const std::string look = render_look(pattern, value, Scope::kUser, {});
  if (find_unsafe(look, 0, false) != look.size()) fail("look is not safe to show");
}

}  // namespace
}  // namespace hark

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hark;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto pack = read_pack(input, "pack.toml");
  const auto twice = read_pack(input, "pack.toml");
  if (bool(pack) != bool(twice)) fail("two readings differ");
  if (!pack) {
    check_mistakes(pack.errors(), input);
    if (render(pack.errors()) != render(twice.errors())) fail("two readings differ");
    return 0;
  }
  for (const Pattern& pattern : pack->patterns) check_pattern(pattern, input);
  const std::string written = to_toml(*pack);
  const auto again = read_pack(written, "pack.toml");
  if (!again) fail("written again it is no pack", render(again.errors()));
  if (to_toml(*again) != written) fail("written again it is another pack", written);
  return 0;
}
