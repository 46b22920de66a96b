// Journal files of any bytes: every entry they give, as event and as JSON, within bounds.
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <utility>
#include <vector>

#include "base/unique_fd.h"
#include "journal/journal_source.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hark;
  const UniqueFd fd(memfd_create("journal", MFD_CLOEXEC));
  if (size > 0 && ::write(fd.get(), data, size) != static_cast<ssize_t>(size)) std::abort();
  auto file = JournalFile::open(fd.get(), "fuzz");
  if (!file) return 0;
  // Two of them, so that the merge has something to do: a copy adds nothing.
  auto copy = JournalFile::open(fd.get(), "copy");
  std::vector<JournalFile> files;
  files.push_back(std::move(*file));
  files.push_back(std::move(*copy));
  const FieldTable fields;
  const FieldPlan plan(fields, {field::kMessage, field::kUnit, field::kCursor, field::kBootId});
  constexpr std::size_t kMaxEntry = 1 << 20;
  JournalSource source(std::move(files), plan, kMaxEntry);
  Event event(fields);
  // Objects have at least eight bytes for each step that a walk can take.
  const std::size_t most = 64 + size;
  std::size_t steps = 0;
  for (auto step = source.next(event); step != Source::Step::kEnd; step = source.next(event)) {
    if (++steps > most) std::abort();
    if (step == Source::Step::kEntry && source.json(event).empty()) std::abort();
  }
  return 0;
}
