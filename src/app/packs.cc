#include "app/packs.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "app/app.h"
#include "base/quantity.h"
#include "pattern/listing.h"
#include "select/pack_check.h"

namespace hark {
namespace {

// Unlike the word of -P it is a path in any case; so that it is taken for one, it gets a slash.
std::string checked_path(const std::string& typed) {
  return is_pack_path(typed) ? typed : "./" + typed;
}

// What -P, --severity and --without choose; everything where they are not given.
PackChoice typed_choice(const Options& options) {
  PackChoice choice;
  choice.packs = options.packs;
  if (choice.packs.empty()) choice.packs.emplace_back("all");
  choice.severity = Severity::kInfo;
  if (options.severity)
    choice.severity = parse_severity(*options.severity).value_or(Severity::kInfo);
  choice.without = options.without;
  return choice;
}

ExitStatus list(const Library& library, const Options& options) {
  const auto chosen = library.select(typed_choice(options));
  if (!chosen && !options.packs.empty()) return report(chosen.errors());
  // A file that is wrong hides nothing of the others.
  const ExitStatus told = report(chosen ? chosen->notes : library.mistakes());
  const ExitStatus printed =
      print(list_patterns(library, chosen ? chosen->patterns : library.all()));
  return told == ExitStatus::kError ? told : printed;
}

ExitStatus show(const Library& library, const Options& options) {
  const auto pattern = library.find(options.shown_pattern);
  if (!pattern) {
    Diagnostics all = library.mistakes();  // it might be in what could not be read
    all.insert(all.begin(), pattern.errors().begin(), pattern.errors().end());
    return report(all);
  }
  if (!options.packs.empty()) {
    const auto chosen = library.select(typed_choice(options));
    if (!chosen) return report(chosen.errors());
    const auto& its = chosen->patterns;
    if (std::find(its.begin(), its.end(), *pattern) == its.end())
      return report({error(fmt::format("{} is in none of the packs of -P", (*pattern)->id))});
  }
  return print(show_pattern(library, **pattern));
}

ExitStatus check(const Library& library, const Options& options) {
  Diagnostics mistakes = library.mistakes();
  PackChoice choice = typed_choice(options);
  if (options.checked_packs) {
    if (options.packs.empty()) choice.packs.clear();
    choice.packs.push_back(checked_path(*options.checked_packs));
  }
  const auto chosen = library.select(choice);
  if (!chosen && mistakes.empty()) return report(chosen.errors());
  if (!mistakes.empty()) {
    std::vector<const Pattern*> patterns = library.half_read();
    if (chosen) patterns.insert(patterns.end(), chosen->patterns.begin(), chosen->patterns.end());
    for (Diagnostic& mistake : pattern_mistakes(patterns)) mistakes.push_back(std::move(mistake));
    sort_by_place(mistakes);
    return report(mistakes);
  }
  const auto checked = check_patterns(chosen->patterns);
  if (!checked) return report(checked.errors());
  report(checked->warnings);
  const ExitStatus told = report(checked->failures);
  const ExitStatus printed =
      print(fmt::format("{}, {}, {} failed\n", quantity(checked->patterns, "pattern"),
                        quantity(checked->examples, "example"), checked->failures.size()));
  return told == ExitStatus::kError ? told : printed;
}

}  // namespace

Library load_packs(const Options& options, const PrivateCache* cache) {
  LibraryOptions where;
  const auto builtin = builtin_packs();
  where.builtin.assign(builtin.begin(), builtin.end());
  where.folders = pack_folders([](const char* name) { return std::getenv(name); });
  for (const std::string& word : options.packs) {
    if (is_pack_path(word)) where.paths.push_back(word);
  }
  if (options.checked_packs) where.paths.push_back(checked_path(*options.checked_packs));
  where.cache = cache;
  return load_library(where);
}

ExitStatus run_pack_command(const Options& options) {
  const Library library = load_packs(options);
  switch (options.command) {
    case Options::Command::kListPatterns:
      return list(library, options);
    case Options::Command::kShowPattern:
      return show(library, options);
    default:
      return check(library, options);
  }
}

std::string cache_folder() {
  const auto is_path = [](const char* text) { return text != nullptr && text[0] == '/'; };
  if (const char* given = std::getenv("CACHE_DIRECTORY"); is_path(given)) return given;
  if (const char* base = std::getenv("XDG_CACHE_HOME"); is_path(base))
    return std::string(base) + "/hark";
  if (const char* home = std::getenv("HOME"); is_path(home))
    return std::string(home) + "/.cache/hark";
  return {};
}

}  // namespace hark
