// CLI11 is defined from the table, fed with words it cannot misread (words.h), and asked for what
// was typed in the order it was typed. The records then change Options one after the other, and
// what options mean together is checked last.
#include "cli/parse.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/option_table.h"
#include "cli/words.h"

namespace hark {
namespace {

struct TypedOption {
  const OptionRecord* record;
  std::string value;
};

struct Typed {
  std::vector<TypedOption> options;
  std::vector<std::string> arguments;
};

std::map<const CLI::Option*, const OptionRecord*> define(CLI::App& app) {
  app.set_help_flag();  // ours has two forms and must not throw
  app.allow_extras();   // arguments arrive in remaining(): a positional of type vector would strip
                        // brackets
  std::map<const CLI::Option*, const OptionRecord*> records;
  for (const OptionRecord& record : option_table()) {
    if (record.arity == Arity::kArgument) continue;
    std::string names;
    if (record.letter != 0) names = std::string{'-', record.letter};
    if (!record.name.empty()) names += (names.empty() ? "--" : ",--") + std::string(record.name);
    // No variable is bound: binding is what splits at commas and strips brackets.
    CLI::Option* option = takes_value(record)
                              ? app.add_option(names)->expected(1)->allow_extra_args(false)
                              : app.add_flag(names);
    option->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    records.emplace(option, &record);
  }
  return records;
}

Result<Typed> read_words(const Words& words) {
  std::vector<std::string> reversed = words.options;
  reversed.emplace_back("--");
  reversed.insert(reversed.end(), words.arguments.begin(), words.arguments.end());
  std::ranges::reverse(reversed);  // CLI11 wants it so

  CLI::App app;
  const auto records = define(app);
  try {
    app.parse(std::move(reversed));
  } catch (const CLI::Error&) {
    // words.h leaves nothing to refuse; should CLI11 disagree, its words would not help anybody.
    return error("the command line cannot be read", {}, "hark -h lists the options");
  }

  Typed typed;
  std::map<const CLI::Option*, std::size_t> taken;
  for (const CLI::Option* option : app.parse_order()) {
    const OptionRecord* record = records.at(option);
    const std::size_t nth = taken[option]++;
    typed.options.push_back({record, takes_value(*record) ? option->results().at(nth) : ""});
  }
  typed.arguments = app.remaining();
  typed.arguments.erase(typed.arguments.begin());  // the --
  return typed;
}

bool is_file(const std::string& name) {
  struct stat status {};
  return ::stat(name.c_str(), &status) == 0 && !S_ISDIR(status.st_mode);
}

// `name` as a word for a shell that cannot be taken for an option.
std::string shell_word(std::string_view name) {
  const std::string prefix = name.starts_with('-') ? "./" : "";
  const auto plain = [](unsigned char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           std::string_view("_@%+=:,./-").find(static_cast<char>(c)) != std::string_view::npos;
  };
  if (std::ranges::all_of(name, plain)) return prefix + std::string(name);
  std::string out = '\'' + prefix;
  for (const char c : name) {
    if (c == '\'') {
      out += "'\\''";
    } else {
      out += c;
    }
  }
  return out + '\'';
}

Diagnostic note_on_pattern(std::string message, const std::string& pattern, std::string reason,
                           std::string help) {
  Diagnostic d = note(std::move(message), std::move(reason), std::move(help));
  d.origin = Origin{"PATTERN", pattern, 0, pattern.size()};
  return d;
}

// A PATTERN that names a file was perhaps meant as the file to read, or, by grep's -f, as a file of
// patterns.
void note_pattern_file(const std::string& pattern, const Options& options, Diagnostics& notes) {
  if (pattern.find_first_of("\\^$|()[]{}*+?") != pattern.npos || !is_file(pattern)) return;
  const std::string word = shell_word(pattern);
  if (options.follow) {
    notes.push_back(note_on_pattern("-f is --follow and takes no file", pattern, {},
                                    fmt::format("--pattern-file {} reads patterns from it", word)));
  }
  if (options.files.empty()) {
    notes.push_back(note_on_pattern("the PATTERN is also the name of a file", pattern,
                                    "the first argument is the PATTERN; the file is not read",
                                    fmt::format("hark{1} -P default {0}, or hark{1} -e '' {0}",
                                                word, options.digest ? " --digest" : "")));
  }
}

// FIELD=VALUE with a name as journald allows it, which is how journalctl takes filters.
bool is_journalctl_match(std::string_view argument) {
  const std::size_t name = argument.find('=');
  return name != argument.npos && name > 0 &&
         std::ranges::all_of(argument.substr(0, name), [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
         });
}

// The fields that entries have; other names before a = are as likely text to look for
// ("USER=root").
bool is_known_field(std::string_view name) {
  constexpr std::array<std::string_view, 8> kPrefixes = {
      "_", "PRIORITY", "MESSAGE", "SYSLOG_", "UNIT", "USER_UNIT", "OBJECT_", "COREDUMP_"};
  return std::ranges::any_of(kPrefixes,
                             [&](std::string_view prefix) { return name.starts_with(prefix); });
}

// As journalctl reads them: any of the values of a field, and all of the fields.
std::string expression_for(const std::vector<std::string_view>& matches) {
  std::vector<std::pair<std::string_view, std::vector<std::string>>> fields;
  for (const std::string_view match : matches) {
    const std::size_t equals = match.find('=');
    const std::string_view name = match.substr(0, equals);
    auto field = std::ranges::find(fields, name, &decltype(fields)::value_type::first);
    if (field == fields.end()) field = fields.insert(fields.end(), {name, {}});
    std::string value = "\"";
    for (const char c : match.substr(equals + 1)) {
      if (c == '"' || c == '\\') value += '\\';
      value += c;
    }
    field->second.push_back(value + '"');
  }
  std::vector<std::string> tests;
  for (const auto& [name, values] : fields) {
    tests.push_back(values.size() == 1 ? fmt::format("{} = {}", name, values.front())
                                       : fmt::format("{} in ({})", name, fmt::join(values, ", ")));
  }
  return fmt::format("{}", fmt::join(tests, " and "));
}

void note_journalctl_matches(const std::vector<std::string>& arguments, Options& options,
                             Diagnostics& notes) {
  std::vector<std::string_view> matches;
  for (const std::string& argument : arguments) {
    if (is_journalctl_match(argument) && !is_file(argument)) matches.emplace_back(argument);
  }
  if (matches.empty()) return;
  const bool is_sure = std::ranges::any_of(matches, [](std::string_view match) {
    return is_known_field(match.substr(0, match.find('=')));
  });
  Diagnostic habit =
      note_on_pattern("journalctl's FIELD=VALUE is no filter here", std::string(matches.front()),
                      "the first argument is the PATTERN, others are files",
                      fmt::format("hark -w {}", shell_word(expression_for(matches))));
  habit.origin->label = "hark";
  (is_sure ? notes : options.doubts).push_back(std::move(habit));
}

void check_output(const Options& options, Diagnostics& errors) {
  std::vector<std::string_view> ways;
  if (options.count) ways.emplace_back("-c");
  if (options.quiet) ways.emplace_back("-q");
  if (options.digest) ways.emplace_back("--digest");
  if (options.only_matching) ways.emplace_back("--only-matching");
  if (ways.size() > 1) {
    const std::string_view last = ways.back();
    ways.pop_back();
    errors.push_back(error(fmt::format("{} and {} exclude each other", fmt::join(ways, ", "), last),
                           "each says on its own what is written"));
  }
  if (options.only_matching && options.output == Options::OutputMode::kJson) {
    errors.push_back(error("--only-matching does not go with -o json",
                           "a part of an event is no JSON object",
                           "with -o json the matches are listed in .hark.matches"));
  }
}

void check_selection(const Options& options, Diagnostics& errors) {
  if (options.only_matching && options.before_context + options.after_context > 0) {
    errors.push_back(
        error("--only-matching does not go with context", "it writes parts of events, not events"));
  }
}

// A journal and something else to read exclude each other, and what chooses among a journal's files
// needs one.
void check_source(const Options& options, Diagnostics& errors) {
  if (options.has_journal() && !options.files.empty()) {
    const std::string_view option = options.directory ? "-D" : "--journal";
    const std::string_view dir = options.directory ? " -D DIR" : "";
    errors.push_back(
        error(fmt::format("{} and a FILE exclude each other", option),
              "a journal is read, or what is named",
              fmt::format("a run for each, or journalctl{} -a -o json | hark PATTERN - "
                          "FILE",
                          dir)));
  }
  if (options.after_cursor && options.cursor_file) {
    errors.push_back(
        error("--after-cursor and --cursor-file exclude each other", "both say where to begin"));
  }
  if (options.journal && options.directory) {
    errors.push_back(error("--journal and -D exclude each other",
                           "one is the local journal, the other the one in that folder"));
  }
  if (options.has_journal()) return;
  const auto needs_journal = [&](std::string_view option) {
    errors.push_back(error(fmt::format("{} chooses among the files of a journal", option),
                           options.files.empty() ? "standard input is read" : "a FILE is read",
                           fmt::format("hark --journal {0} PATTERN, or journalctl {0} -a -o json | "
                                       "hark PATTERN",
                                       option)));
  };
  if (options.system) needs_journal("--system");
  if (options.user) needs_journal("--user");
  if (options.name_space) needs_journal("--namespace=NAME");
}

bool is_pack_command(const OptionRecord& record) {
  return record.name == "list-patterns" || record.name == "show-pattern" ||
         record.name == "check-packs";
}

bool is_used_by(Options::Command command, std::string_view option) {
  if (option == "pack" || option == "no-cache") return true;  // packs are read as they are anyway
  switch (command) {
    case Options::Command::kListPatterns:
      return option == "list-patterns" || option == "severity" || option == "without";
    case Options::Command::kShowPattern:
      return option == "show-pattern";
    default:
      return option == "check-packs";
  }
}

// What a command about packs would ignore is refused: its answer would be about something else than
// what was asked.
void check_all_is_used(const std::vector<TypedOption>& typed, Options::Command command,
                       Diagnostics& errors) {
  const OptionRecord* asked = nullptr;
  std::vector<const OptionRecord*> unused;
  for (const TypedOption& option : typed) {
    const OptionRecord* record = option.record;
    if (asked == nullptr && is_pack_command(*record)) asked = record;
    if (!is_used_by(command, record->name) && std::ranges::find(unused, record) == unused.end())
      unused.push_back(record);
  }
  for (const OptionRecord* record : unused) {
    errors.push_back(
        error(fmt::format("{} does not go with {}", option_names(*record), option_names(*asked)),
              is_pack_command(*record) ? "one question at a time" : "it would change nothing"));
  }
}

// Nothing is selected or read then. An argument of --check-packs is what it would have behind an =.
void check_pack_command(std::vector<std::string>& arguments, Options& options,
                        Diagnostics& errors) {
  if (options.command == Options::Command::kCheckPacks && !options.checked_packs &&
      arguments.size() == 1) {
    options.checked_packs = std::move(arguments[0]);
    return;
  }
  for (const std::string& argument : arguments) {
    Diagnostic d = error("an argument that nothing takes");
    d.origin = Origin{"hark", argument, 0, argument.size()};
    errors.push_back(std::move(d));
  }
}

bool is_error(const Diagnostic& d) { return d.level == Diagnostic::Level::kError; }

}  // namespace

Result<Options> parse_command_line(std::span<const char* const> argv, bool stdin_is_terminal) {
  const Words words = take_apart(argv.empty() ? argv : argv.subspan(1));
  Result<Typed> typed = read_words(words);
  if (!typed) return typed.errors();

  Options options;
  Diagnostics diagnostics = words.errors;
  for (const TypedOption& option : typed->options) {
    option.record->apply(*option.record, option.value, options, diagnostics);
  }
  if (options.command != Options::Command::kRun) {
    Options question;
    question.command = options.command;
    question.shown_pattern = options.shown_pattern;
    question.shell = options.shell;
    question.checked_packs = options.checked_packs;
    question.packs = options.packs;
    question.severity = options.severity;
    question.without = options.without;
    if (question.asks_about_packs()) {
      check_all_is_used(typed->options, question.command, diagnostics);
      check_pack_command(typed->arguments, question, diagnostics);
      if (std::ranges::any_of(diagnostics, is_error)) return diagnostics;
    }
    return question;
  }

  std::vector<std::string>& arguments = typed->arguments;
  if (words.errors.empty()) note_journalctl_matches(arguments, options, diagnostics);
  const bool has_pattern =
      options.patterns.empty() && options.packs.empty() && !options.where && !arguments.empty();
  auto first_file = arguments.begin();
  if (has_pattern) {
    options.patterns.push_back({TypedPattern::Kind::kArgument, std::move(*first_file)});
    ++first_file;
  }
  std::move(first_file, arguments.end(), std::back_inserter(options.files));

  if (stdin_is_terminal && options.files.empty() && !options.directory) options.journal = true;
  if (options.journal && argv.size() <= 1) options.digest = true;

  options.uses_packs = !options.packs.empty() || (options.patterns.empty() && !options.where);
  check_output(options, diagnostics);
  // After an unknown option nobody knows which argument is what, nor what was to be selected.
  if (words.errors.empty()) {
    check_selection(options, diagnostics);
    check_source(options, diagnostics);
    if (has_pattern) note_pattern_file(options.patterns.front().text, options, diagnostics);
  }

  if (std::ranges::any_of(diagnostics, is_error)) return diagnostics;
  options.notes = std::move(diagnostics);
  return options;
}

}  // namespace hark
