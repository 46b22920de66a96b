// The table itself. It is one long file on purpose: a row is data, and rows are found, compared and
// kept in order most easily side by side. The order of rows is the order of the help and of the man
// page.
#include "cli/option_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "cli/values.h"

namespace hark {
namespace {

// In the order of Options::OutputMode, Options::Color and Options::Shell.
constexpr std::string_view kOutputModes[] = {"short",      "short-iso", "short-precise",
                                             "short-full", "json",      "cat"};
constexpr std::string_view kColors[] = {"auto", "always", "never"};
constexpr std::string_view kShells[] = {"bash", "zsh", "fish"};
constexpr std::string_view kSeverities[] = {"info", "warning", "error", "critical"};
constexpr std::string_view kContextScopes[] = {"unit", "all"};

// Puts a read value where it belongs, or its errors with the others.
template <class T, class Put>
void take(Result<T> result, Diagnostics& errors, Put put) {
  if (result) {
    put(std::move(*result));
  } else {
    std::ranges::move(result.errors(), std::back_inserter(errors));
  }
}

template <bool Options::*kMember>
void set(const OptionRecord&, std::string_view, Options& options, Diagnostics&) {
  options.*kMember = true;
}

template <auto kMember>
void assign(const OptionRecord&, std::string_view value, Options& options, Diagnostics&) {
  options.*kMember = std::string(value);
}

template <std::vector<std::string> Options::*kMember>
void append(const OptionRecord&, std::string_view value, Options& options, Diagnostics&) {
  (options.*kMember).emplace_back(value);
}

template <TypedPattern::Kind kKind>
void add_pattern(const OptionRecord&, std::string_view value, Options& options, Diagnostics&) {
  options.patterns.push_back({kKind, std::string(value)});
}

// The first command wins: `hark -h --version` is a question for help. One that is about hark itself
// wins over those about packs, which have to be understood first.
template <Options::Command kCommand>
void ask(const OptionRecord&, std::string_view, Options& options, Diagnostics&) {
  Options asked;
  asked.command = kCommand;
  if (options.command == Options::Command::kRun ||
      (options.asks_about_packs() && !asked.asks_about_packs()))
    options.command = kCommand;
}

// An empty name is no unit, and a script's variable that is empty should not pass for a quiet unit.
template <std::vector<std::string> Options::*kMember>
void add_unit(const OptionRecord& record, std::string_view value, Options& options,
              Diagnostics& errors) {
  if (value.empty()) {
    errors.push_back(error(fmt::format("{} needs the name of a unit", option_names(record)),
                           "an empty name is no unit"));
    return;
  }
  (options.*kMember).emplace_back(value);
}

void set_where(const OptionRecord&, std::string_view value, Options& options, Diagnostics& errors) {
  if (options.where) {
    errors.push_back(error("-w is given twice", "which of them should hold is not said",
                           "one expression: -w 'A and B'"));
  }
  options.where = std::string(value);
}

void accept(const OptionRecord&, std::string_view, Options&, Diagnostics&) {}

void set_field(const OptionRecord& record, std::string_view value, Options& options,
               Diagnostics& errors) {
  if (value.empty()) {
    errors.push_back(error("--" + std::string(record.name) + " needs the name of a field"));
    return;
  }
  options.field = value;
}

void set_directory(const OptionRecord& record, std::string_view value, Options& options,
                   Diagnostics& errors) {
  if (value.empty()) errors.push_back(error(option_names(record) + " needs the name of a folder"));
  options.directory = std::string(value);
}

void set_cursor_file(const OptionRecord& record, std::string_view value, Options& options,
                     Diagnostics& errors) {
  if (value.empty()) errors.push_back(error(option_names(record) + " needs the name of a file"));
  options.cursor_file = std::string(value);
}

// A namespace is one word; a + before it adds the entries of none.
void set_namespace(const OptionRecord& record, std::string_view value, Options& options,
                   Diagnostics& errors) {
  const std::string_view name = value.starts_with('+') ? value.substr(1) : value;
  if (name.empty() || name.find('/') != name.npos) {
    Diagnostic d = error("bad name for " + option_names(record),
                         "a journal's namespace is NAME, +NAME for the default one as well, or *");
    d.origin = Origin{option_label(record), std::string(value), 0, value.size()};
    errors.push_back(std::move(d));
  }
  options.name_space = std::string(value);
}

void set_max_entry(const OptionRecord& record, std::string_view value, Options& options,
                   Diagnostics& errors) {
  take(read_size(record, value), errors, [&](std::uint64_t n) { options.max_entry = n; });
}

void set_lines(const OptionRecord& record, std::string_view value, Options& options,
               Diagnostics& errors) {
  if (value == "all") {
    options.lines = Options::kAllLines;
    return;
  }
  take(read_count(record, value), errors, [&](std::uint64_t n) { options.lines = n; });
}

void set_threads(const OptionRecord& record, std::string_view value, Options& options,
                 Diagnostics& errors) {
  take(read_count(record, value, "threads"), errors, [&](std::uint64_t n) {
    options.threads = n;
    if (n > 0) return;
    Diagnostic d = error("bad number for " + option_names(record), "it takes one thread at least");
    d.origin = Origin{option_label(record), std::string(value), 0, value.size()};
    errors.push_back(std::move(d));
  });
}

void set_max_count(const OptionRecord& record, std::string_view value, Options& options,
                   Diagnostics& errors) {
  take(read_count(record, value), errors, [&](std::uint64_t n) { options.max_count = n; });
}

template <std::uint64_t Options::*kFirst, std::uint64_t Options::*kSecond = kFirst>
void set_context(const OptionRecord& record, std::string_view value, Options& options,
                 Diagnostics& errors) {
  take(read_count(record, value), errors, [&](std::uint64_t n) {
    options.*kFirst = n;
    options.*kSecond = n;
  });
}

void set_context_scope(const OptionRecord& record, std::string_view value, Options& options,
                       Diagnostics& errors) {
  take(read_choice(record, value), errors, [&](std::size_t i) { options.context_of_all = i == 1; });
}

void set_severity(const OptionRecord& record, std::string_view value, Options& options,
                  Diagnostics& errors) {
  take(read_choice(record, value), errors,
       [&](std::size_t i) { options.severity = std::string(kSeverities[i]); });
}

void show_pattern(const OptionRecord& record, std::string_view value, Options& options,
                  Diagnostics& errors) {
  if (options.command == Options::Command::kShowPattern)
    errors.push_back(error(fmt::format("{} is given twice", option_names(record)),
                           "one pattern is shown at a time"));
  if (options.command != Options::Command::kRun) return;
  options.command = Options::Command::kShowPattern;
  options.shown_pattern = value;
}

void set_shell(const OptionRecord& record, std::string_view value, Options& options,
               Diagnostics& errors) {
  take(read_choice(record, value), errors, [&](std::size_t i) {
    options.shell = static_cast<Options::Shell>(i);
    if (options.command == Options::Command::kRun) options.command = Options::Command::kCompletions;
  });
}

void check_packs(const OptionRecord&, std::string_view value, Options& options, Diagnostics&) {
  if (options.command != Options::Command::kRun) return;
  options.command = Options::Command::kCheckPacks;
  if (!value.empty()) options.checked_packs = std::string(value);
}

void set_boot(const OptionRecord& record, std::string_view value, Options& options,
              Diagnostics& errors) {
  take(read_boot(record, value), errors, [&](TypedBoot boot) { options.boot = std::move(boot); });
}

void set_output(const OptionRecord& record, std::string_view value, Options& options,
                Diagnostics& errors) {
  take(read_choice(record, value), errors,
       [&](std::size_t i) { options.output = static_cast<Options::OutputMode>(i); });
}

void set_color(const OptionRecord& record, std::string_view value, Options& options,
               Diagnostics& errors) {
  take(read_choice(record, value), errors,
       [&](std::size_t i) { options.color = static_cast<Options::Color>(i); });
}

constexpr OptionRecord kTable[] = {
    // Input
    {
        .group = OptionGroup::kInput,
        .value = "FILE...",
        .arity = Arity::kArgument,
        .help = "read these, of any kind; - is standard input",
        .long_help =
            "Files to read, one after the other, as journalctl -o json or -o export writes "
            "them, compressed by gzip or zstd or not; or the journal's own files, which together "
            "are one stream. - is standard input, which is also read if no FILE is given. If that "
            "is a terminal, it is the local journal, as by --journal.",
    },
    {
        .group = OptionGroup::kInput,
        .name = "journal",
        .help = "read the local journal itself, without journalctl",
        .long_help =
            "Read the files of the local journal: the system's, and those of users as far as the "
            "caller may read them. This is what is read if there is no FILE and standard input is "
            "a terminal. hark alone, with no argument at all, is then hark --journal --digest.",
        .apply = set<&Options::journal>,
    },
    {
        .group = OptionGroup::kInput,
        .letter = 'D',
        .name = "directory",
        .value = "DIR",
        .arity = Arity::kOne,
        .help = "read the journal in this folder",
        .long_help =
            "Read the journal files in DIR and in its sub-folders that are named by the id of a "
            "machine: a copy of /var/log/journal, or that of a system that does not run.",
        .completes = Completes::kFile,
        .apply = set_directory,
    },
    {
        .group = OptionGroup::kInput,
        .name = "system",
        .rare = true,
        .help = "of the journal, the system's files",
        .long_help = "Of the journal of --journal or -D read the files of the system, and with "
                     "--user those of the caller as well.",
        .apply = set<&Options::system>,
    },
    {
        .group = OptionGroup::kInput,
        .name = "user",
        .rare = true,
        .help = "of the journal, the caller's own files",
        .long_help = "Of the journal of --journal or -D read the files of the caller.",
        .apply = set<&Options::user>,
    },
    {
        .group = OptionGroup::kInput,
        .name = "namespace",
        .value = "NAME",
        .arity = Arity::kOne,
        .rare = true,
        .help = "of the journal, this namespace; * all",
        .long_help = "Of the journal of --journal or -D read the namespace NAME (LogNamespace= in "
                     "systemd.exec(5)) instead of the default one, +NAME both, * all.",
        .apply = set_namespace,
    },
    {
        .group = OptionGroup::kInput,
        .letter = 'n',
        .name = "lines",
        .value = "N",
        .arity = Arity::kOne,
        .help = "of a journal, only the last N kept events",
        .long_help =
            "Of a journal keep only the last N events that would be kept, or all. Those near its "
            "end are found without reading the rest.",
        .apply = set_lines,
    },
    {
        .group = OptionGroup::kInput,
        .name = "after-cursor",
        .value = "CURSOR",
        .arity = Arity::kOne,
        .rare = true,
        .help = "of a journal, what comes after this entry",
        .long_help = "Read a journal from the entry after the one that CURSOR names, which is the "
                     "__CURSOR of -o json and what journalctl --show-cursor prints. If the journal "
                     "no longer has that entry, hark says so: it is a blind spot.",
        .apply = assign<&Options::after_cursor>,
    },
    {
        .group = OptionGroup::kInput,
        .name = "cursor-file",
        .value = "FILE",
        .arity = Arity::kOne,
        .rare = true,
        .help = "go on where the last run with this file ended",
        .long_help =
            "Read a journal from the entry after the one that the cursor in FILE names, from its "
            "beginning if there is no FILE yet, and save there how far this run got. Text input is "
            "not read from there, but the cursor is saved all the same. THE CURSOR FILE has the "
            "details.",
        .completes = Completes::kFile,
        .apply = set_cursor_file,
    },
    {
        .group = OptionGroup::kInput,
        .letter = 'f',
        .name = "follow",
        .help = "follow the journal; text should not end",
        .long_help =
            "Follow the journal: what is written to it comes out as it comes in. Without -n, -S or "
            "a cursor the last 10 events that are kept of this boot come first.\n\n"
            "With text input, declare that it should not end, as that of journalctl -f. If it ends "
            "all the same, other than by -m, -q or a signal, hark says so and exits with status 2. "
            "Without -f the end of the input is a clean end. Output is prompt with or without "
            "it.\n\n"
            "This is not grep's -f: patterns are read from a file by --pattern-file.",
        .apply = set<&Options::follow>,
    },
    {
        .group = OptionGroup::kInput,
        .name = "max-entry",
        .value = "SIZE",
        .arity = Arity::kOne,
        .rare = true,
        .help = "skip entries longer than this (32M)",
        .long_help =
            "Report, count and skip entries longer than SIZE bytes. SIZE takes the suffixes K, M "
            "and G, or KiB, MiB and GiB, all powers of 1024, and is at most 4 GiB - 1. "
            "The default is 32M.",
        .apply = set_max_entry,
    },

    // Selection
    {
        .group = OptionGroup::kSelection,
        .value = "PATTERN",
        .arity = Arity::kArgument,
        .help = "keep events whose MESSAGE matches this regex",
        .long_help =
            "Keep events whose MESSAGE matches this regex. The first argument is the PATTERN "
            "unless one of -e, -g, --pattern-file, -P and -w is given; then all arguments are "
            "FILEs. Regexes have "
            "Perl's syntax, as in journalctl -g: . stops at a newline, ^ and $ are the ends of "
            "the value, and \\w \\d \\s \\b are ASCII; (?s) (?m) (?i) (?x) change that. "
            "The empty PATTERN matches every event.",
    },
    {
        .group = OptionGroup::kSelection,
        .letter = 'e',
        .name = "regexp",
        .value = "PATTERN",
        .arity = Arity::kRepeatable,
        .help = "keep events that match; any of several will do",
        .long_help = "Keep events that match this regex. May be given several times: an event is "
                     "kept if any of them matches. -e '' keeps all that passes the filters.",
        .apply = add_pattern<TypedPattern::Kind::kRegexp>,
    },
    {
        .group = OptionGroup::kSelection,
        .letter = 'g',
        .name = "grep",
        .value = "PATTERN",
        .arity = Arity::kRepeatable,
        .help = "as -e, but all lower case ignores case",
        .long_help = "The same with journalctl's case rule: a PATTERN that is all lower case "
                     "ignores case.",
        .apply = add_pattern<TypedPattern::Kind::kGrep>,
    },
    {
        .group = OptionGroup::kSelection,
        .name = "pattern-file",
        .value = "FILE",
        .arity = Arity::kRepeatable,
        .help = "read patterns from FILE, one a line",
        .long_help = "Read patterns from FILE, one a line. Blank lines are skipped, and so are "
                     "lines that are # or begin with # and a space. Nothing is trimmed but a "
                     "carriage return at the end.",
        .completes = Completes::kFile,
        .apply = add_pattern<TypedPattern::Kind::kFile>,
    },
    {
        .group = OptionGroup::kSelection,
        .letter = 'P',
        .name = "pack",
        .value = "NAME|PATH",
        .arity = Arity::kRepeatable,
        .help = "keep what the patterns of this pack recognise",
        .long_help =
            "Keep events that a pattern of this pack recognises. NAME is a pack's name, default or "
            "all; a word with a / or ending in .toml is the PATH of a pack, or of a folder of "
            "them. "
            "May be given several times. Where nothing else selects, the default packs do.",
        .completes = Completes::kPack,
        .apply = append<&Options::packs>,
    },
    {
        .group = OptionGroup::kSelection,
        .letter = 'w',
        .name = "where",
        .value = "EXPR",
        .arity = Arity::kOne,
        .help = "keep events for which EXPR holds",
        .long_help =
            "Keep events for which the expression EXPR holds, as in priority <= err and not unit "
            "like 'cron%'. hark-expressions(7) has the language. Alone it selects; beside patterns "
            "or packs it must hold as well. Where it asks about patterns (hit, tag, hits, capture, "
            "severity), packs are loaded to answer; they select nothing by that.",
        .apply = set_where,
    },
    {
        .group = OptionGroup::kSelection,
        .name = "severity",
        .value = "LEVEL",
        .arity = Arity::kOne,
        .rare = true,
        .help = "leave out less severe patterns (warning)",
        .long_help = "info, warning, error or critical: patterns of packs that are less severe do "
                     "not exist for this run. The default is warning.",
        .choices = kSeverities,
        .apply = set_severity,
    },
    {
        .group = OptionGroup::kSelection,
        .name = "without",
        .value = "GLOB",
        .arity = Arity::kRepeatable,
        .rare = true,
        .help = "leave out the patterns of packs with such ids",
        .long_help = "Patterns of packs whose ids fit GLOB do not exist for this run. May be given "
                     "several times.",
        .completes = Completes::kPattern,
        .apply = append<&Options::without>,
    },
    {
        .group = OptionGroup::kSelection,
        .letter = 'i',
        .name = "ignore-case",
        .help = "case does not count",
        .long_help = "Case does not count in any of the patterns, wherever this option stands. It "
                     "folds by Unicode.",
        .apply = set<&Options::ignore_case>,
    },
    {
        .group = OptionGroup::kSelection,
        .letter = 'F',
        .name = "fixed-strings",
        .help = "patterns are literal text, not regexes",
        .long_help = "All patterns are literal text, not regexes.",
        .apply = set<&Options::fixed_strings>,
    },
    {
        .group = OptionGroup::kSelection,
        .name = "word-regexp",
        .rare = true,
        .help = "patterns match whole words only",
        .long_help = "All patterns match whole words only: P is tried as \\b(?:P)\\b.",
        .apply = set<&Options::word_regexp>,
    },
    {
        .group = OptionGroup::kSelection,
        .name = "field",
        .value = "NAME",
        .arity = Arity::kOne,
        .rare = true,
        .help = "look for the patterns in this field (MESSAGE)",
        .long_help = "Look for all patterns in the field NAME. The default is MESSAGE, from which "
                     "terminal control sequences are taken out before anything is matched; other "
                     "fields are taken as they are.",
        .completes = Completes::kField,
        .apply = set_field,
    },
    {
        .group = OptionGroup::kSelection,
        .letter = 'v',
        .name = "invert-match",
        .help = "keep what no pattern matches; filters still hold",
        .long_help = "Keep what no pattern matches. This turns the patterns round, not the "
                     "filters, which still must hold.",
        .apply = set<&Options::invert_match>,
    },

    // Filters
    {
        .group = OptionGroup::kFilters,
        .letter = 'u',
        .name = "unit",
        .value = "GLOB",
        .arity = Arity::kRepeatable,
        .help = "only events of this unit",
        .long_help = "Only events of units that match GLOB, of the system or of users, including "
                     "what the service manager says about them. A name without a suffix gets "
                     ".service; a path is the mount there, or the device below /dev and /sys. "
                     "GLOB has * ? and [a-z]; a backslash stands for itself, as in "
                     "dev-disk-by\\x2duuid-1.swap, and a name always fits itself. May be given "
                     "several times, together with --user-unit: any of them will do.",
        .completes = Completes::kUnit,
        .apply = add_unit<&Options::units>,
    },
    {
        .group = OptionGroup::kFilters,
        .name = "user-unit",
        .value = "GLOB",
        .arity = Arity::kRepeatable,
        .rare = true,
        .help = "only events of this unit of a user",
        .long_help = "The same for units of users' service managers alone.",
        .completes = Completes::kUserUnit,
        .apply = add_unit<&Options::user_units>,
    },
    {
        .group = OptionGroup::kFilters,
        .letter = 't',
        .name = "identifier",
        .value = "GLOB",
        .arity = Arity::kRepeatable,
        .help = "only events with this SYSLOG_IDENTIFIER",
        .long_help = "Only events whose SYSLOG_IDENTIFIER matches GLOB. May be given several "
                     "times: any of them will do.",
        .completes = Completes::kIdentifier,
        .apply = append<&Options::identifiers>,
    },
    {
        .group = OptionGroup::kFilters,
        .letter = 'p',
        .name = "priority",
        .value = "LEVEL",
        .arity = Arity::kOne,
        .help = "only events this bad or worse, or FROM..TO",
        .long_help = "Only events of this priority or worse, or with FROM..TO of these priorities. "
                     "A priority is a digit from 0 to 7 or one of emerg, alert, crit, err, "
                     "warning, notice, info, debug. An event without a PRIORITY passes no -p.",
        .completes = Completes::kPriority,
        .apply = assign<&Options::priority>,
    },
    {
        .group = OptionGroup::kFilters,
        .letter = 'S',
        .name = "since",
        .value = "TIME",
        .arity = Arity::kOne,
        .help = "only events from TIME on",
        .long_help =
            "Only events from TIME on, by their __REALTIME_TIMESTAMP. TIME has the forms "
            "of systemd.time(7): 2026-03-01 09:00, yesterday, -1h, 1h ago, @EPOCH; \"Mar 10 "
            "09:03:50\", as short prints it, is the last such time. It is local time, "
            "also with --utc, unless it names a zone: UTC, +02:00, Europe/Berlin.",
        .completes = Completes::kTime,
        .apply = assign<&Options::since>,
    },
    {
        .group = OptionGroup::kFilters,
        .letter = 'U',
        .name = "until",
        .value = "TIME",
        .arity = Arity::kOne,
        .help = "only events up to TIME; never ends a stream early",
        .long_help =
            "Only events up to TIME, which may not be before --since. It never ends a stream "
            "early.",
        .completes = Completes::kTime,
        .apply = assign<&Options::until>,
    },
    {
        .group = OptionGroup::kFilters,
        .letter = 'k',
        .name = "dmesg",
        .help = "only events of the kernel",
        .long_help = "Only events of the kernel: _TRANSPORT=kernel, of every boot.",
        .apply = set<&Options::dmesg>,
    },
    {
        .group = OptionGroup::kFilters,
        .letter = 'b',
        .name = "boot",
        .value = "BOOT",
        .arity = Arity::kOptionalValue,
        .help = "only events of this boot: the last, -1, or its id",
        .long_help =
            "Only events of this boot: its id of 32 hex digits; 0 or nothing for the last, -1 for "
            "the one before it, +1 for the first; all. The next word is taken as the boot only if "
            "it reads as one. Only journals have a list of boots: with text input offsets belong "
            "before the pipe, as in journalctl -b -1 -a -o json | hark PATTERN.",
        .apply = set_boot,
    },

    // Output
    {
        .group = OptionGroup::kOutput,
        .letter = 'o',
        .name = "output",
        .value = "MODE",
        .arity = Arity::kOne,
        .help = "short, short-{iso,precise,full}, json or cat",
        .long_help =
            "How kept events are written. short, the default, is one annotated line an event: "
            "time, host, unit, process, the patterns that matched if there are several, message. "
            "short-iso, short-precise and short-full do that with journalctl's other forms of "
            "time. json is one object a line, the received bytes with a member \"hark\" added. "
            "cat is the message alone.\n\n"
            "This is not grep's -o: that is --only-matching.",
        .choices = kOutputModes,
        .apply = set_output,
    },
    {
        .group = OptionGroup::kOutput,
        .name = "digest",
        .help = "what has been going wrong, how often, at what rhythm",
        .long_help =
            "Instead of events write what they come to: which trouble of which unit, how often, "
            "on how many days, at what rhythm, at the end of the input, at SIGINT, and so far at "
            "SIGUSR1. Less severe patterns are left out as by --severity info. With -o json it is "
            "one object for what was seen and one a block; other modes write the text. Context "
            "has no meaning here. THE DIGEST has the details.",
        .apply = set<&Options::digest>,
    },
    {
        .group = OptionGroup::kOutput,
        .letter = 'c',
        .name = "count",
        .help = "write only how many events were kept",
        .long_help = "Write only how many events were kept, over all input. -c, -q, --digest and "
                     "--only-matching exclude each other.",
        .apply = set<&Options::count>,
    },
    {
        .group = OptionGroup::kOutput,
        .letter = 'q',
        .name = "quiet",
        .help = "write nothing, exit at the first kept event",
        .long_help = "Write nothing and exit with status 0 at the first kept event.",
        .apply = set<&Options::quiet>,
    },
    {
        .group = OptionGroup::kOutput,
        .name = "only-matching",
        .rare = true,
        .help = "write only the parts that match, one a line",
        .long_help = "Write only the parts of the field that match, one a line. With the short "
                     "modes and cat only.",
        .apply = set<&Options::only_matching>,
    },
    {
        .group = OptionGroup::kOutput,
        .letter = 'm',
        .name = "max-count",
        .value = "N",
        .arity = Arity::kOne,
        .help = "stop after N kept events",
        .long_help = "Stop after N kept events, counted over all input. With 0 nothing is kept.",
        .apply = set_max_count,
    },
    {
        .group = OptionGroup::kOutput,
        .letter = 'A',
        .name = "after-context",
        .value = "N",
        .arity = Arity::kOne,
        .help = "N events of the unit after each; -B before, -C both",
        .long_help =
            "Show N events of the same effective unit and host after each kept one. They have - "
            "where kept ones have :, and in JSON a member hark that says context. Groups that do "
            "not touch are parted by --. Context is never counted.",
        .apply = set_context<&Options::after_context>,
    },
    {
        .group = OptionGroup::kOutput,
        .letter = 'B',
        .name = "before-context",
        .value = "N",
        .arity = Arity::kOne,
        .rare = true,
        .help = "show N events of the unit before each kept one",
        .long_help = "Show N events of the same effective unit and host before each kept one.",
        .apply = set_context<&Options::before_context>,
    },
    {
        .group = OptionGroup::kOutput,
        .letter = 'C',
        .name = "context",
        .value = "N",
        .arity = Arity::kOne,
        .rare = true,
        .help = "both",
        .long_help = "Show N events before and after each kept one.",
        .apply = set_context<&Options::before_context, &Options::after_context>,
    },
    {
        .group = OptionGroup::kOutput,
        .name = "context-scope",
        .value = "WHICH",
        .arity = Arity::kOne,
        .rare = true,
        .help = "unit, or all: neighbours in the stream",
        .long_help = "unit, the default: context is of the same effective unit and host. all: it "
                     "is whatever stands next to the event in the stream.",
        .choices = kContextScopes,
        .apply = set_context_scope,
    },
    {
        .group = OptionGroup::kOutput,
        .name = "color",
        .value = "WHEN",
        .arity = Arity::kOne,
        .help = "auto, always or never",
        .long_help = "auto, always or never. auto, the default, is colour if standard output is a "
                     "terminal, TERM is not dumb, and NO_COLOR is unset or empty. See OUTPUT.",
        .choices = kColors,
        .apply = set_color,
    },
    {
        .group = OptionGroup::kOutput,
        .name = "utc",
        .rare = true,
        .help = "times in UTC",
        .long_help = "Write times in UTC instead of local time.",
        .apply = set<&Options::utc>,
    },
    {
        .group = OptionGroup::kOutput,
        .name = "no-hostname",
        .rare = true,
        .help = "leave out the host",
        .long_help = "Leave out the host in the short modes.",
        .apply = set<&Options::no_hostname>,
    },
    {
        .group = OptionGroup::kOutput,
        .name = "line-buffered",
        .rare = true,
        .help = "accepted; output is always prompt",
        .long_help = "Accepted for the habit of it. Output is always flushed whenever hark would "
                     "have to wait for input.",
        .apply = accept,
    },
    {
        .group = OptionGroup::kOutput,
        .name = "stats",
        .help = "at the end say what was seen, on standard error",
        .long_help =
            "At the end say on standard error what was seen and what was not: entries "
            "read and kept, bytes, the time they span, boots, hosts, malformed and "
            "repaired lines, messages cut by journalctl, messages that journald reports "
            "as lost, undecided events, context lines that memory was too small for, "
            "seconds. Time, boots and hosts are of the entries that -S, -U and -b leave; of "
            "a journal no others are read, but for context and --cursor-file.",
        .apply = set<&Options::stats>,
    },
    {
        .group = OptionGroup::kOutput,
        .name = "strict",
        .rare = true,
        .help = "status 3, not 1, if not all could be seen",
        .long_help =
            "If nothing was kept and there was a blind spot, name it and exit with status 3 "
            "instead of 1: nothing found is not the same as could not see. Blind spots are "
            "messages that journald suppressed, kernel messages that it missed, messages that "
            "journalctl cut, malformed and too long lines, damaged places in journal files, a "
            "cursor that the journal no longer has, an input that ended in spite of -f, entries "
            "that do not say who speaks where packs or -u ask it, and nothing read at all.",
        .apply = set<&Options::strict>,
    },

    // Other
    {
        .group = OptionGroup::kOther,
        .name = "list-patterns",
        .help = "the patterns of all packs, a line each",
        .long_help = "List the patterns of all packs, a line each, and where each comes from; "
                     "with -P, --severity or --without those that such a run would have.",
        .apply = ask<Options::Command::kListPatterns>,
    },
    {
        .group = OptionGroup::kOther,
        .name = "show-pattern",
        .value = "ID",
        .arity = Arity::kOne,
        .rare = true,
        .help = "all that a pack says about this pattern",
        .long_help = "Show all that a pack says about the pattern ID; with -P one of those packs.",
        .completes = Completes::kPattern,
        .apply = show_pattern,
    },
    {
        .group = OptionGroup::kOther,
        .name = "check-packs",
        .value = "PATH",
        .arity = Arity::kOptionalValue,
        .rare = true,
        .help = "run every example of every pattern",
        .long_help =
            "Run every example of every pattern, of all packs, of those of -P, or of those "
            "at PATH, a pack or a folder of them, and exit with status 2 if one fails. "
            "PATH may stand behind a space as well.\n\n"
            "With this option, --list-patterns or --show-pattern an option that it would "
            "not use is an error.",
        .completes = Completes::kFile,
        .apply = check_packs,
    },
    {
        .group = OptionGroup::kOther,
        .name = "completions",
        .value = "SHELL",
        .arity = Arity::kOne,
        .rare = true,
        .help = "completions for bash, zsh or fish",
        .long_help = "Write a script that completes options, packs, patterns, units and the like "
                     "in SHELL: bash, zsh or fish. In bash, eval \"$(hark --completions bash)\" "
                     "tries it; zsh takes it as _hark in a folder of its fpath, fish as hark.fish "
                     "in ~/.config/fish/completions.",
        .choices = kShells,
        .apply = set_shell,
    },
    {
        .group = OptionGroup::kOther,
        .name = "explain",
        .rare = true,
        .help = "show what would be done, and do nothing",
        .long_help = "Show what would be done and do nothing: what is read, by which values "
                     "entries of journal files are passed over, what of a line is looked "
                     "at first, the fields that are "
                     "decoded, the sets of regexes and how each regex is run, and the tests in the "
                     "order in which they are tried.",
        .apply = set<&Options::explain>,
    },
    {
        .group = OptionGroup::kOther,
        .letter = 'j',
        .name = "threads",
        .value = "N",
        .arity = Arity::kOne,
        .rare = true,
        .help = "look through journal files in N threads",
        .long_help = "Look through journal files in N threads. Without it as many as there are "
                     "processors, but at most 8, and one where there is little to look through. "
                     "Nothing but the speed depends on it. Texts are read in one thread.",
        .apply = set_threads,
    },
    {
        .group = OptionGroup::kOther,
        .name = "no-prefilter",
        .rare = true,
        .help = "decode everything, even what no pattern matches",
        .long_help = "Decode every entry of journal files, even one that none of its values lets "
                     "through. Slower, and the same comes out. Of texts every line is decoded in "
                     "this version.",
        .apply = set<&Options::no_prefilter>,
    },
    {
        .group = OptionGroup::kOther,
        .name = "no-cache",
        .rare = true,
        .help = "keep nothing between runs",
        .long_help = "Work everything out anew, and keep nothing of it. Otherwise compiled packs, "
                     "typed patterns that take long to compile, and of large journals "
                     "between which times entries lie and which messages of the kernel name "
                     "a unit, are kept in $CACHE_DIRECTORY, else in $XDG_CACHE_HOME/hark, else in "
                     "~/.cache/hark, if that is the caller's own and closed to others.",
        .apply = set<&Options::no_cache>,
    },
    {
        .group = OptionGroup::kOther,
        .letter = 'h',
        .help = "this screen",
        .long_help = "Print a summary of the options on one screen.",
        .apply = ask<Options::Command::kShortHelp>,
    },
    {
        .group = OptionGroup::kOther,
        .name = "help",
        .help = "every option in full",
        .long_help = "Print every option in full.",
        .apply = ask<Options::Command::kHelp>,
    },
    {
        .group = OptionGroup::kOther,
        .letter = 'V',
        .name = "version",
        .help = "hark's version and those of its engines",
        .long_help = "Print hark's version, those of its engines, and the processor's features "
                     "they use.",
        .apply = ask<Options::Command::kVersion>,
    },

    // Hidden
    {
        .group = OptionGroup::kHidden,
        .name = "man-options",
        .help = "the man page's OPTIONS in mdoc(7)",
        .long_help = "Print the man page's OPTIONS in mdoc(7), so that a script can check that "
                     "man/hark.1 agrees.",
        .apply = ask<Options::Command::kManOptions>,
    },
};

}  // namespace

std::span<const OptionRecord> option_table() { return kTable; }

std::string_view group_title(OptionGroup group) {
  switch (group) {
    case OptionGroup::kInput:
      return "Input";
    case OptionGroup::kSelection:
      return "Selection";
    case OptionGroup::kFilters:
      return "Filters";
    case OptionGroup::kOutput:
      return "Output";
    case OptionGroup::kOther:
      return "Other";
    case OptionGroup::kHidden:
      break;
  }
  return "Hidden";
}

const OptionRecord* find_option(char letter) {
  if (letter == 0) return nullptr;
  const auto* found = std::ranges::find(kTable, letter, &OptionRecord::letter);
  return found != std::end(kTable) ? found : nullptr;
}

const OptionRecord* find_option(std::string_view name) {
  if (name.empty()) return nullptr;
  const auto* found = std::ranges::find(kTable, name, &OptionRecord::name);
  return found != std::end(kTable) ? found : nullptr;
}

bool takes_value(const OptionRecord& record) {
  return record.arity == Arity::kOptionalValue || record.arity == Arity::kOne ||
         record.arity == Arity::kRepeatable;
}

std::string option_label(const OptionRecord& record) {
  if (record.letter != 0) return {'-', record.letter};
  return "--" + std::string(record.name);
}

std::string option_names(const OptionRecord& record) {
  std::string names = option_label(record);
  if (record.letter != 0 && !record.name.empty()) names += ", --" + std::string(record.name);
  return names;
}

}  // namespace hark
