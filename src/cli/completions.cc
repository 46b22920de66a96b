#include "cli/completions.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <string_view>
#include <vector>

#include "cli/option_table.h"

namespace hark {
namespace {

// What a shell runs for the values of an option. Written in what bash, zsh and fish have in common;
// `hark` is a variable there: the command as it was typed.
struct Values {
  Completes what;
  std::string_view name;
  std::string_view commands;
};
constexpr auto kValues = std::to_array<Values>({
    {Completes::kPack, "packs",
     "printf '%s\\n' default all; \"$hark\" --list-patterns -P all --severity info 2>/dev/null | "
     "awk '{ sub(/[.].*/, \"\", $2); print $2 }' | sort -u"},
    {Completes::kPattern, "patterns",
     "\"$hark\" --list-patterns -P all --severity info 2>/dev/null | awk '{ print $2 }'"},
    {Completes::kUnit, "units",
     "systemctl list-units --all --plain --no-legend --no-pager 2>/dev/null | awk '{ print $1 }'; "
     "systemctl --user list-units --all --plain --no-legend --no-pager 2>/dev/null | "
     "awk '{ print $1 }'"},
    {Completes::kUserUnit, "user-units",
     "systemctl --user list-units --all --plain --no-legend --no-pager 2>/dev/null | "
     "awk '{ print $1 }'"},
    {Completes::kIdentifier, "identifiers",
     "journalctl --no-pager -F SYSLOG_IDENTIFIER 2>/dev/null"},
    {Completes::kField, "fields", "journalctl --no-pager -N 2>/dev/null"},
    {Completes::kPriority, "priorities",
     "printf '%s\\n' emerg alert crit err warning notice info debug"},
    {Completes::kTime, "times", "printf '%s\\n' today yesterday now -1h -1d"},
});

std::string_view name_of(Completes what) {
  for (const Values& values : kValues) {
    if (values.what == what) return values.name;
  }
  return {};
}

bool is_shown(const OptionRecord& record) {
  return record.arity != Arity::kArgument && record.group != OptionGroup::kHidden;
}

bool needs_value(const OptionRecord& record) {
  return record.arity == Arity::kOne || record.arity == Arity::kRepeatable;
}

// "-o" and "--output", as far as there are both.
std::vector<std::string> spellings(const OptionRecord& record) {
  std::vector<std::string> all;
  if (record.letter != 0) all.push_back(fmt::format("-{}", record.letter));
  if (!record.name.empty()) all.push_back(fmt::format("--{}", record.name));
  return all;
}

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string out;
  for (;;) {
    const std::size_t at = text.find(from);
    out += text.substr(0, at);
    if (at == text.npos) return out;
    out += to;
    text.remove_prefix(at + from.size());
  }
}

// For bash and zsh alike.
std::string words_function() {
  std::string out = "_hark_words() {\n  local hark=$2\n  case $1 in\n";
  for (const Values& values : kValues)
    out += fmt::format("    {}) {} ;;\n", values.name, values.commands);
  return out + "  esac\n}\n";
}

std::string bash() {
  std::vector<std::string> options;
  std::string cases;
  for (const OptionRecord& record : option_table()) {
    if (!is_shown(record)) continue;
    const std::vector<std::string> names = spellings(record);
    options.insert(options.end(), names.begin(), names.end());
    if (!needs_value(record) || record.completes == Completes::kFile) continue;
    const std::string does = !record.choices.empty()
                                 ? fmt::format("words='{}'", fmt::join(record.choices, " "))
                             : record.completes == Completes::kNothing
                                 ? std::string("compopt +o default 2>/dev/null; return")
                                 : fmt::format("kind={}", name_of(record.completes));
    cases += fmt::format("    {}) {} ;;\n", fmt::join(names, "|"), does);
  }
  std::string out =
      "# bash completion for hark, made by hark --completions bash\n" + words_function();
  out += R"sh(
_hark() {
  local hark=$1 current=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD - 1]} i
  local kind='' words='' word quoted
  COMPREPLY=()
  # Behind -- there are files alone, which readline knows; as for options that take a file.
  for ((i = 1; i < COMP_CWORD; i++)); do [[ ${COMP_WORDS[i]} == -- ]] && return; done
  # For readline = is a word of its own.
  if [[ $current == = ]]; then
    current=''
  elif [[ $option == = ]]; then
    option=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  # -vP: the last letter takes the value.
  [[ $option == -[!-]?* ]] && option=-${option: -1}
  case $option in
)sh";
  out += cases;
  out += "    --pattern-file) return ;;\n    *)\n      [[ $current == -* ]] || return\n";
  out += fmt::format("      words='{}' ;;\n  esac\n", fmt::join(options, " "));
  out += R"sh(  while IFS= read -r word; do
    [[ $word == "${current//\\\\/\\}"* ]] || continue
    printf -v quoted '%q' "$word"
    COMPREPLY+=("$quoted")
  done < <(if [[ $kind ]]; then _hark_words "$kind" "$hark"; else printf '%s\n' $words; fi)
  [[ $kind == packs ]] || compopt +o default 2>/dev/null
}
complete -o default -F _hark hark
)sh";
  return out;
}

std::string zsh() {
  std::string out = "#compdef hark\n# zsh completion for hark, made by hark --completions zsh\n" +
                    words_function();
  out += R"sh(
_hark_offer() {
  local -a found
  found=(${(f)"$(_hark_words $1 ${(Q)words[1]})"})
  compadd -a found
}

_hark() {
  _arguments -s -S \
)sh";
  for (const OptionRecord& record : option_table()) {
    if (!is_shown(record)) continue;
    const std::vector<std::string> names = spellings(record);
    std::string spec;
    if (record.arity == Arity::kRepeatable) {
      spec = "'*'";
    } else if (names.size() > 1) {
      spec = fmt::format("'({})'", fmt::join(names, " "));
    }
    std::vector<std::string> forms;
    for (const std::string& name : names) {
      const bool is_long = name[1] == '-';
      std::string_view suffix;
      if (needs_value(record)) suffix = is_long ? "=" : "+";
      if (record.arity == Arity::kOptionalValue) suffix = is_long ? "=-" : "-";
      forms.push_back(name + std::string(suffix));
    }
    spec += forms.size() > 1 ? fmt::format("{{{}}}", fmt::join(forms, ",")) : forms[0];
    std::string text = fmt::format("[{}]", replaced(replaced(record.help, "[", "\\["), "]", "\\]"));
    if (takes_value(record)) {
      text += record.arity == Arity::kOptionalValue ? "::" : ":";
      text += record.value;
      text += ':';
      if (!record.choices.empty()) {
        text += fmt::format("({})", fmt::join(record.choices, " "));
      } else if (record.completes == Completes::kFile) {
        text += "_files";
      } else if (record.completes == Completes::kPack) {
        text += "{_hark_offer packs; _files}";
      } else if (record.completes != Completes::kNothing) {
        text += fmt::format(" _hark_offer {}", name_of(record.completes));
      } else {
        text += ' ';
      }
    }
    out += fmt::format("    {}'{}' \\\n", spec, replaced(text, "'", "'\\''"));
  }
  // The first time, this file is the function itself.
  return out +
         "    '*:file:_files'\n}\n\nif [[ $funcstack[1] == _hark ]]; then\n  _hark \"$@\"\n"
         "else\n  compdef _hark hark\nfi\n";
}

std::string fish() {
  std::string out =
      "# fish completion for hark, made by hark --completions fish\n"
      "function __hark_words\n  set -l hark (commandline -opc)[1]\n  switch $argv[1]\n";
  for (const Values& values : kValues)
    out += fmt::format("    case {}\n      {}\n", values.name, values.commands);
  out += "  end\nend\n";
  for (const OptionRecord& record : option_table()) {
    if (!is_shown(record)) continue;
    out += "complete -c hark";
    if (record.letter != 0) out += fmt::format(" -s {}", record.letter);
    if (!record.name.empty()) out += fmt::format(" -l {}", record.name);
    if (needs_value(record)) {
      const bool takes_files =
          record.completes == Completes::kFile || record.completes == Completes::kPack;
      out += takes_files ? " -r -F" : " -x";
      if (!record.choices.empty()) {
        out += fmt::format(" -a '{}'", fmt::join(record.choices, " "));
      } else if (const auto name = name_of(record.completes); !name.empty()) {
        out += fmt::format(" -a '(__hark_words {})'", name);
      }
    }
    out += fmt::format(" -d '{}'\n", replaced(replaced(record.help, "\\", "\\\\"), "'", "\\'"));
  }
  return out;
}

}  // namespace

std::string completions(Options::Shell shell) {
  switch (shell) {
    case Options::Shell::kBash:
      return bash();
    case Options::Shell::kZsh:
      return zsh();
    case Options::Shell::kFish:
      return fish();
  }
  return {};
}

}  // namespace hark
