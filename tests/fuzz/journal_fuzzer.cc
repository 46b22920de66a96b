// Journal files of any bytes: every entry they give, as event and as JSON, within bounds; and what
// comes after one of them.
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "base/unique_fd.h"
#include "journal/cursor.h"
#include "journal/journal_source.h"

namespace {

constexpr std::size_t kMaxEntry = 1 << 20;

// Two of them, so that the merge has something to do: a copy adds nothing.
hark::JournalFiles open_twice(int fd) {
  hark::JournalFiles files;
  for (const char* name : {"fuzz", "copy"}) {
    auto file = hark::JournalFile::open(fd, name);
    if (file) files.push_back(std::move(*file));
  }
  return files;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hark;
  const UniqueFd fd(memfd_create("journal", MFD_CLOEXEC));
  if (size > 0 && ::write(fd.get(), data, size) != static_cast<ssize_t>(size)) std::abort();
  JournalFiles files = open_twice(fd.get());
  if (files.empty()) return 0;
  const FieldTable fields;
  const FieldPlan plan(fields, {field::kMessage, field::kUnit, field::kCursor, field::kBootId});
  JournalSource source(std::move(files), plan, kMaxEntry);
  Event event(fields);
  // Objects have at least eight bytes for each step that a walk can take.
  const std::size_t most = 64 + size;
  std::size_t steps = 0;
  for (auto step = source.next(event); step != Source::Step::kEnd; step = source.next(event)) {
    if (++steps > most) std::abort();
    if (step != Source::Step::kEntry) continue;
    if (source.json(event).empty()) std::abort();
    if (source.counts().entries % 2 == 1) source.note_decided(event);
    if (source.counts().entries % 4 == 1) source.settle();
  }
  const std::string cursor = source.settled_cursor();
  if (cursor.empty()) return 0;
  JournalSource rest(open_twice(fd.get()), plan, kMaxEntry);
  (void)rest.begin_after(*parse_cursor(cursor));
  for (auto step = rest.next(event); step != Source::Step::kEnd; step = rest.next(event)) {
    if (++steps > 2 * most) std::abort();
  }
  return 0;
}
