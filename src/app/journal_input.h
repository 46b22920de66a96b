// The journal files that a run reads: found, opened, and the boot that was asked for found in them.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/options.h"
#include "journal/journal_file.h"
#include "journal/journal_index.h"
#include "journal/journal_set.h"

namespace hark {

struct JournalInput {
  std::unique_ptr<JournalSet> set;  // where they are, if that was not named
  JournalFiles files;
  Diagnostics errors;  // of what cannot be read; the rest is
  Diagnostics notes;
};

// The journal of --journal or -D; with -f it is watched from before it is opened.
Result<JournalInput> open_journal(const Options& options);
// Files that were named, some of which may be missing, or empty.
JournalInput open_journal_files(const std::vector<std::string>& names);

// What is read, for people.
std::string journal_in_words(const Options& options);

// The boot that the journal ends in; "" if it has no entries.
std::string find_last_boot(const Options& options, const JournalFiles& files);

// -b as an id; all as nothing. The index may be null.
Result<std::optional<TypedBoot>> find_boot(const Options& options, const JournalFiles& files,
                                           JournalIndex* index);

}  // namespace hark
