#include "app/packs.h"

#include <fmt/format.h>

#include <cstdlib>

#include "app/app.h"
#include "pattern/listing.h"
#include "select/pack_check.h"

namespace hark {
namespace {

const char* environment(const char* name) { return std::getenv(name); }

ExitStatus check(const Library& library, const Options& options) {
  Diagnostics mistakes = library.mistakes();
  PackChoice everything;
  everything.packs = {options.checked_packs.value_or("all")};
  everything.severity = Severity::kInfo;
  const auto chosen = library.select(everything);
  if (!chosen) return report(mistakes.empty() ? chosen.errors() : mistakes);
  if (!mistakes.empty()) return report(mistakes);
  const auto checked = check_patterns(chosen->patterns);
  if (!checked) return report(checked.errors());
  const ExitStatus told = report(checked->failures);
  const ExitStatus printed =
      print(fmt::format("{} patterns, {} examples, {} failed\n", checked->patterns,
                        checked->examples, checked->failures.size()));
  return told == ExitStatus::kError ? told : printed;
}

}  // namespace

Library load_packs(const Options& options) {
  LibraryOptions where;
  const auto builtin = builtin_packs();
  where.builtin.assign(builtin.begin(), builtin.end());
  where.folders = pack_folders(environment);
  for (const std::string& word : options.packs) {
    if (is_pack_path(word)) where.paths.push_back(word);
  }
  if (options.checked_packs) where.paths.push_back(*options.checked_packs);
  return load_library(where);
}

ExitStatus run_pack_command(const Options& options) {
  const Library library = load_packs(options);
  switch (options.command) {
    case Options::Command::kListPatterns: {
      const ExitStatus told = report(library.mistakes());
      const ExitStatus printed = print(list_patterns(library));
      return told == ExitStatus::kError ? told : printed;
    }
    case Options::Command::kShowPattern: {
      const auto pattern = library.find(options.shown_pattern);
      if (!pattern) return report(pattern.errors());
      return print(show_pattern(library, **pattern));
    }
    default:
      return check(library, options);
  }
}

std::string cache_folder() {
  const auto is_path = [](const char* text) { return text != nullptr && text[0] == '/'; };
  if (const char* given = environment("CACHE_DIRECTORY"); is_path(given)) return given;
  if (const char* base = environment("XDG_CACHE_HOME"); is_path(base))
    return std::string(base) + "/hark";
  if (const char* home = environment("HOME"); is_path(home))
    return std::string(home) + "/.cache/hark";
  return {};
}

}  // namespace hark
