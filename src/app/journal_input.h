// The journal files that a run reads: found, opened, and the boot that was asked for found in them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/options.h"
#include "journal/journal_file.h"

namespace hark {

struct JournalInput {
  std::vector<JournalFile> files;
  Diagnostics errors;  // of what cannot be read; the rest is
  Diagnostics notes;
};

// The journal of --journal or -D.
JournalInput open_journal(const Options& options);
// Files that were named, some of which may be missing, or empty.
JournalInput open_journal_files(const std::vector<std::string>& names);

// What is read, for people.
std::string journal_in_words(const Options& options);

// -b as an id; all as nothing.
Result<std::optional<TypedBoot>> find_boot(const Options& options,
                                           const std::vector<JournalFile>& files);

}  // namespace hark
