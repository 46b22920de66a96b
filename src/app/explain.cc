#include "app/explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>
#include <vector>

#include "app/journal_input.h"
#include "base/printable.h"
#include "base/quantity.h"
#include "expr/describe.h"
#include "expr/tree.h"

namespace hark {
namespace {

constexpr std::size_t kShownRegexes = 20;    // of one set, each on its line
constexpr std::size_t kShownSelectors = 12;  // of packs, by id

std::string_view word_of(AtomRun run) {
  constexpr std::array<std::string_view, 4> kWords = {"always true", "exact", "prefilter", "PCRE2"};
  return kWords[static_cast<std::size_t>(run)];
}

std::string sources(const Options& options) {
  if (options.has_journal()) return printable(journal_in_words(options));
  if (options.files.empty()) return "standard input";
  std::string out;
  for (const std::string& file : options.files) {
    if (!out.empty()) out += ", ";
    out += file == "-" ? "standard input" : printable(file);
  }
  return out;
}

// Words behind `label`, folded at spaces to 80 columns; further lines begin with `indent` spaces.
std::string folded(std::string_view label, std::size_t indent,
                   const std::vector<std::string>& words) {
  constexpr std::size_t kColumns = 80;
  std::string out, line = fmt::format("{:<{}}", label, indent);
  bool is_first = true;
  for (const std::string& word : words) {
    if (!is_first && line.size() + 1 + word.size() > kColumns) {
      out += line + '\n';
      line.assign(indent, ' ');
      is_first = true;
    }
    if (!is_first) line += ' ';
    line += word;
    is_first = false;
  }
  return out + line + '\n';
}

// Which fields are decoded: those that judging reads, and, where few events are kept, all that
// writing reads as well once an event is.
std::string fields(const Options& options, const Run& run) {
  const auto names_of = [&](const FieldPlan& plan, const FieldPlan* without) {
    std::vector<std::string> names;
    for (const FieldId id : plan.wanted()) {
      if (without == nullptr || !without->wants(id))
        names.push_back(printable(run.fields.name(id)));
    }
    std::sort(names.begin(), names.end());
    return names;
  };
  std::vector<std::string> names = names_of(*run.plan, nullptr);
  names.insert(names.begin(), quantity(names.size(), "field") + ':');
  std::string out = folded("decoded", 10, names);
  if (!run.output_plan || options.count || options.quiet) return out;
  std::vector<std::string> more = names_of(*run.output_plan, run.plan.get());
  more.insert(more.begin(), more.empty() ? std::string("once more where an event is kept")
                                         : fmt::format("once more where an event is kept, with {}:",
                                                       quantity(more.size(), "more field")));
  return out + folded("", 10, more);
}

// What lines are judged by before all of these fields are looked for.
std::string early_test(const Run& run, const Names& names) {
  if (!run.screen) return {};
  std::vector<std::string> words;
  for (const FieldId id : run.screen->fields().wanted())
    words.push_back(printable(run.fields.name(id)));
  words.back() += ',';
  for (const char* word : {"and", "the", "rest", "only", "where"}) words.emplace_back(word);
  return folded("first", 10, words) + describe(run.early_test, names, "  ");
}

// The regexes of one field and set: a value is scanned once for all of them.
std::string regex_set(const Run& run, const std::vector<AtomId>& atoms, RegexSet set) {
  const Matcher& matcher = run.matcher;
  std::map<AtomRun, std::size_t> counts;
  for (const AtomId atom : atoms) counts[matcher.run(atom)]++;
  std::vector<std::string> parts;
  for (const auto& [how, count] : counts)
    parts.push_back(fmt::format("{} {}", count, word_of(how)));
  std::string out =
      fmt::format("regexes   {} {}: {}\n", set == RegexSet::kPacks ? "of packs on" : "typed, on",
                  printable(run.fields.name(matcher.field(atoms[0]))), fmt::join(parts, ", "));
  if (set == RegexSet::kPacks) return out;
  for (std::size_t i = 0; i < atoms.size() && i < kShownRegexes; i++) {
    out += fmt::format("            {:<11} {}\n", word_of(matcher.run(atoms[i])),
                       printable(quote(matcher.spec(atoms[i]).text)));
  }
  if (atoms.size() > kShownRegexes)
    out += fmt::format("            and {} more\n", atoms.size() - kShownRegexes);
  return out;
}

std::string regexes(const Run& run) {
  std::map<std::pair<RegexSet, FieldId>, std::vector<AtomId>> sets;
  for (AtomId atom = 0; atom < run.matcher.size(); atom++)
    sets[{run.matcher.set(atom), run.matcher.field(atom)}].push_back(atom);
  std::string out;
  for (const auto& [key, atoms] : sets) out += regex_set(run, atoms, key.first);
  return out;
}

// Which entries of journal files are decoded.
std::string entries(const JournalSearch& search, const FieldTable& table) {
  if (search.evidence == nullptr) {
    const std::string_view which =
        search.search.read.are_open() ? "every entry" : "every entry within -S, -U and -b";
    return search.every_for.empty()
               ? fmt::format("{} is decoded: no single value decides\n", which)
               : fmt::format("{} is decoded, for {}\n", which, search.every_for);
  }
  std::string out = "decoded are entries that have\n";
  for (const SoughtValue& sought : sought_values(search)) {
    std::vector<std::string> words;
    for (const FieldId id : sought.fields) words.push_back(printable(table.name(id)));
    const std::string label = "            " + sought.what;
    out += words.empty() ? label + '\n' : folded(label + ' ', 14, words);
  }
  if (search.is_followed) out += "            and every one that is written from now on\n";
  if (search.looks_around)
    out += "            and then those of the units of what is kept, for -A, -B, -C\n";
  if (search.search.counts_passed) return out;  // and what is counted has to be looked at
  for (const ValueSearch::Need& need : search.search.needs) {
    std::vector<std::string> words;
    for (const FieldId id : need.fields) words.push_back(printable(table.name(id)));
    out += folded("            looked up where a closed file has few: ", 14, words);
  }
  return out;
}

std::string selectors(const Run& run, const Names& names) {
  std::string out;
  std::vector<std::string> ids, witnesses, muted;
  for (const Selector& selector : run.selection.selectors) {
    if (!selector.is_typed()) {
      auto& all = selector.is_muted ? muted : selector.is_witness ? witnesses : ids;
      all.push_back(printable(selector.id));
      continue;
    }
    for (const SelectorWay& way : selector.ways) out += describe(way.predicate, names, "  ");
  }
  const auto add = [&](std::string_view what, std::vector<std::string>& all) {
    if (all.empty()) return;
    const std::string label = fmt::format("  {} {} of packs:", all.size(), what);
    if (all.size() > kShownSelectors) {
      all.resize(kShownSelectors);
      all.emplace_back("…");
    }
    all.insert(all.begin(), label.substr(2));
    out += folded("", 2, all);
  };
  add(ids.size() == 1 ? "pattern" : "patterns", ids);
  add(witnesses.size() == 1 ? "witness" : "witnesses", witnesses);
  add("muted, to which fallbacks yield,", muted);
  return out;
}

}  // namespace

std::string explain(const Options& options, const Run& run, const JournalSearch* search) {
  std::vector<std::string> ids;
  for (const Selector& selector : run.selection.selectors) {
    if (selector.is_typed() || selector.is_muted) continue;
    if (ids.size() <= selector.number) ids.resize(selector.number + 1);
    ids[selector.number] = selector.id;
  }
  const Names names{run.fields, run.matcher, ids, options.utc};
  std::string out = fmt::format("source    {}{}; ",
                                search != nullptr && !options.has_journal() ? "journal files " : "",
                                sources(options));
  out += search == nullptr ? "every line is decoded\n" : entries(*search, run.fields);
  if (search == nullptr) out += early_test(run, names);
  out += fields(options, run);
  out += regexes(run);
  if (run.selection.filter.op != Predicate::Op::kTrue)
    out +=
        "filter    must hold, tried in this order\n" + describe(run.selection.filter, names, "  ");
  out += run.selection.inverts ? "selects   what none of these picks\n"
                               : "selects   what any of these picks\n";
  out += selectors(run, names);
  return out;
}

}  // namespace hark
