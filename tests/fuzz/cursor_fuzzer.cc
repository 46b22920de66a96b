// Cursors of any bytes, as a cursor file may hold them: an error whose place lies within the text,
// or a cursor that can be looked for, from which nothing is read twice.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "journal/cursor.h"
#include "journal/journal_merge.h"
#include "unit/journal/made_journal.h"

namespace {

// Two files with counters of their own and two boots in common.
const hark::JournalFiles& files() {
  static const hark::JournalFiles made = [] {
    hark::JournalFiles all;
    for (const unsigned char id : {'7', '8'}) {
      hark::MadeJournal journal(id == '7', id);
      for (std::uint64_t i = 1; i <= 12; i++) {
        const unsigned char boot = i <= 6 ? 'a' : 'b';
        const std::string text = std::string("MESSAGE=") + static_cast<char>(id);
        journal.add_entry({text}, {.realtime = 0x100 + i, .monotonic = i, .boot = boot});
      }
      journal.link();
      all.push_back(journal.open());
    }
    return all;
  }();
  return made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hark;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto cursor = parse_cursor(text);
  if (!cursor) {
    const Origin& origin = *cursor.errors()[0].origin;
    if (origin.offset > size || origin.length > size - origin.offset) std::abort();
    if (render(cursor.errors()).empty()) std::abort();
    return 0;
  }
  JournalMerge merge(files());
  const bool is_found = merge.start_after(*cursor);
  std::size_t left = 0;
  while (merge.next()) left++;
  constexpr std::size_t kAll = 24;
  if (left > kAll || (is_found && left == kAll)) std::abort();
  return 0;
}
