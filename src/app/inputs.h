// What a run reads: the FILEs that were typed, or standard input.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "base/unique_fd.h"
#include "cli/options.h"
#include "journal/journal_file.h"

namespace hark {

enum class InputKind {
  kNone,  // not there, or nothing in it: what opening it says is told when its turn comes
  kText,
  kJournal,
};

// By its first bytes, without taking any of them away: only regular files are opened.
InputKind find_input_kind(const std::string& name);

// The kind of all inputs; kNone if there is nothing in any. An error where they are mixed.
Result<InputKind> find_input_kind(const std::vector<std::string>& names);

// What was typed that only a journal can do, as mistakes: the input is text.
Diagnostics refuse_journal_options(const Options& options);

// "-" is standard input.
Result<UniqueFd> open_input(const std::string& name);
Result<JournalFile> open_journal_file(const std::string& name);

}  // namespace hark
