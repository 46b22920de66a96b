// A table and its lookup.
#include "cli/habits.h"

#include <algorithm>
#include <string>

namespace hark {
namespace {

struct Habit {
  std::string_view typed;  // spellings, each between spaces: journalctl and jq disagree with grep
                           // on some letters
  std::string_view help;
};

// A value with a space in it ("-o verbose") is written with _ for the space.
constexpr std::string_view kBeforeThePipe =
    "that belongs to journalctl, before the pipe: journalctl [OPTIONS] -a -o json | hark PATTERN";

constexpr Habit kHabits[] = {
    // Patterns, as in grep, rg and jq.
    {" --word --words ", "whole words: --word-regexp"},
    {" -E --extended-regexp --basic-regexp -G ",
     "not needed: regexes are always extended, with Perl's syntax"},
    {" --perl-regexp --pcre2 ", "not needed: regexes always have Perl's syntax"},
    {" -x --line-regexp --catalog ",
     "grep's -x: write '^(?:PATTERN)$'. journalctl's -x: JSON carries no catalog texts"},
    {" -y ", "-i, --ignore-case"},
    {" --smart-case ", "-g PATTERN: all lower case ignores case"},
    {" --no-ignore-case --case-sensitive ",
     "not needed: case counts but for -i, and for -g PATTERN that is all lower case"},
    {" --file ",
     "patterns from a file: --pattern-file FILE. Events from a file: hark PATTERN FILE"},
    {" --not ", "-v, --invert-match"},
    {" --filter --select ", "-w, --where EXPR"},

    // Where events come from.
    {" --root --image -M --machine --merge ", kBeforeThePipe},
    {" --cursor --show-cursor --no-tail --facility ", kBeforeThePipe},
    {" -I --invocation -T --exclude-identifier --list-boots --fields --header ", kBeforeThePipe},
    {" --tail --line-number ", "the last N: -n N. Lines have no numbers"},
    {" -r --reverse -R --recursive ",
     "newest first: journalctl -r -a -o json | hark PATTERN. Several files: name them"},
    {" -a --all --text ", "that goes before the pipe: journalctl -a -o json | hark PATTERN"},
    {" -z --null-data -Z --null -0 --seq ",
     "not needed: one JSON object a line comes in, with or without RS, and goes out"},
    {" --decompress --search-zip ",
     "not needed: gzip and zstd inputs are known by their first bytes"},

    // What is written.
    {" -l --files-with-matches -L --files-without-match ",
     "which files: for f in *.json; do hark -q PATTERN \"$f\" && echo \"$f\"; done"},
    {" --full --no-full --ellipsize ", "not needed: lines are never shortened"},
    {" -H --with-filename --no-filename --label ",
     "events carry their host and unit, not the name of their file"},
    {" -s --no-messages ",
     "hide messages: 2>/dev/null. jq's slurp: hark -o json PATTERN | jq -s ."},
    {" --slurp ", "hark -o json PATTERN | jq -s ."},
    {" --no-pager ", "not needed: hark never starts a pager"},
    {" --unbuffered ", "not needed: output is flushed whenever hark would wait for input"},
    {" --silent ", "-q, --quiet"},
    {" --json ", "-o json"},
    {" -1 -2 -3 -4 -5 -6 -7 -8 -9 ", "context: -C N"},
    {" --color-output ", "--color=always"},
    {" --colour ", "--color=auto, always or never"},
    {" --monochrome-output --no-color --no-colour ", "--color=never"},
    {" --raw-output ", "the messages alone: -o cat"},
    {" --output-fields ", "hark -o json PATTERN | jq '{MESSAGE, _PID}'"},
    {" --byte-offset ", "-o json tells the places of matches, in .hark.matches"},

    // Values. WORD stands for any other.
    {" -o_json-pretty ", "hark -o json PATTERN | jq ."},
    {" -o_json-sse -o_json-seq -o_ndjson -o_jsonl ", "one object a line: -o json"},
    {" -o_verbose -o_export ", "all fields: -o json"},
    {" -o_with-unit -o_text ", "-o short, which always shows the unit"},
    {" -o_short-iso-precise -o_short-unix -o_short-monotonic -o_short-delta ",
     "-o short-iso or -o short-precise; -o json has the timestamps themselves"},
    {" -o_WORD ", "-o says how events are written; grep's -o is --only-matching"},
    {" -m_WORD ", "-m stops after N events; journalctl's -m, --merge goes before the pipe"},
};

}  // namespace

std::string_view habit_help(std::string_view typed) {
  std::string key = ' ' + std::string(typed) + ' ';
  std::replace(key.begin() + 1, key.end() - 1, ' ', '_');
  for (const Habit& habit : kHabits) {
    if (habit.typed.find(key) != std::string_view::npos) return habit.help;
  }
  return {};
}

}  // namespace hark
