#include "cli/help.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "cli/option_table.h"

namespace hark {
namespace {

constexpr std::string_view kUsage = "Usage: hark [OPTIONS] [PATTERN] [FILE...]\n";
constexpr std::size_t kColumns = 80;
constexpr std::size_t kRoffColumns = 68;  // what is escaped grows
constexpr OptionGroup kShownGroups[] = {OptionGroup::kInput, OptionGroup::kSelection,
                                        OptionGroup::kFilters, OptionGroup::kOutput,
                                        OptionGroup::kOther};

// Words of `text` in lines of at most `width` columns. A word that is longer stands alone.
std::vector<std::string> wrap(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const std::string_view word = text.substr(at, end - at);
    if (lines.empty() || lines.back().size() + 1 + word.size() > width) {
      lines.emplace_back(word);
    } else {
      lines.back().append(1, ' ').append(word);
    }
    at = end + 1;
  }
  return lines;
}

// The parts of `text` between `separator`s.
std::vector<std::string_view> split(std::string_view text, std::string_view separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == text.npos) return parts;
    text.remove_prefix(end + separator.size());
  }
}

// "  -e, --regexp PATTERN", with long names below each other.
std::string synopsis(const OptionRecord& record) {
  if (record.arity == Arity::kArgument) return fmt::format("  {}", record.value);
  std::string out = record.letter != 0 ? fmt::format("  -{}", record.letter) : "    ";
  if (!record.name.empty()) {
    out += record.letter != 0 ? ", --" : "  --";
    out += record.name;
  }
  if (record.arity == Arity::kOptionalValue) out += fmt::format("[={}]", record.value);
  if (record.arity == Arity::kOne || record.arity == Arity::kRepeatable) {
    out += fmt::format(" {}", record.value);
  }
  return out;
}

// Whether `text[at]`, a quote, is an apostrophe inside a word.
bool is_apostrophe(std::string_view text, std::size_t at) {
  const auto letter = [&](std::size_t i) {
    return i < text.size() &&
           ((text[i] >= 'a' && text[i] <= 'z') || (text[i] >= 'A' && text[i] <= 'Z'));
  };
  return at > 0 && letter(at - 1) && letter(at + 1);
}

// A line of roff text that comes out as `line`: what people copy from a man page must stay ASCII.
std::string roff(std::string_view line) {
  std::string out;
  if (line.starts_with('.') || line.starts_with('\'')) out += "\\&";
  bool in_option = false;
  for (std::size_t i = 0; i < line.size(); i++) {
    const char c = line[i];
    if (i == 0 || line[i - 1] == ' ') in_option = c == '-';
    if (c == '\\') {
      out += "\\e";
    } else if (c == '^') {
      out += "\\(ha";
    } else if (c == '~') {
      out += "\\(ti";
    } else if (c == '`') {
      out += "\\(ga";
    } else if (c == '\'' && !is_apostrophe(line, i)) {
      out += "\\(aq";
    } else if (c == '-' && in_option) {
      out += "\\-";
    } else {
      out += c;
    }
  }
  return out;
}

std::string mdoc_item(const OptionRecord& record) {
  if (record.arity == Arity::kArgument) {
    std::string_view name = record.value;
    const bool several = name.ends_with("...");
    if (several) name.remove_suffix(3);
    return fmt::format(".It Ar {}{}\n", name, several ? " ..." : "");
  }
  std::string short_value, long_value;
  if (record.arity == Arity::kOptionalValue) {
    short_value = long_value = fmt::format(" Ns Oo Ns = Ns Ar {} Oc", record.value);
  } else if (takes_value(record)) {
    short_value = fmt::format(" Ar {}", record.value);
    long_value = fmt::format(" Ns = Ns Ar {}", record.value);
  }
  std::string out = ".It";
  if (record.letter != 0) out += fmt::format(" Fl {}{}", record.letter, short_value);
  if (record.letter != 0 && !record.name.empty()) out += " ,";
  if (!record.name.empty()) out += fmt::format(" Fl \\-{}{}", record.name, long_value);
  return out + '\n';
}

// Each ends with its full stop. A stop that stands alone is a regex, not an end.
std::vector<std::string_view> sentences(std::string_view text) {
  std::vector<std::string_view> parts;
  for (std::size_t from = 0;;) {
    const std::size_t stop = text.find(". ", from);
    if (stop == text.npos) break;
    from = stop + 2;
    if (stop == 0 || text[stop - 1] == ' ') continue;
    parts.push_back(text.substr(0, stop + 1));
    text.remove_prefix(from);
    from = 0;
  }
  parts.push_back(text);
  return parts;
}

// mdoc wants each sentence to begin a line.
std::string mdoc_text(std::string_view text) {
  std::string out;
  for (const std::string_view paragraph : split(text, "\n\n")) {
    if (!out.empty()) out += ".Pp\n";
    for (const std::string_view sentence : sentences(paragraph)) {
      for (const std::string& line : wrap(sentence, kRoffColumns)) out += roff(line) + '\n';
    }
  }
  return out;
}

}  // namespace

std::string short_help() {
  std::string out(kUsage);
  out += "Keeps the journal's events that match: journalctl -a -o json | hark 'kill|fail'\n";
  for (const OptionGroup group : kShownGroups) {
    out += fmt::format("{}:\n", group_title(group));
    for (const OptionRecord& record : option_table()) {
      if (record.group != group || record.rare) continue;
      out += fmt::format("{:<{}}{}\n", synopsis(record), kHelpColumn, record.help);
    }
  }
  return out;
}

std::string full_help() {
  std::string out(kUsage);
  out +=
      "\nReads journal entries, keeps those that a pattern selects and all filters let\n"
      "pass, and writes them as annotated lines or NDJSON.\n"
      "\n"
      "  journalctl -a -o json | hark 'kill|fail'            what was\n"
      "  journalctl -a -f -o json | hark -f 'kill|fail'      what comes\n"
      "  hark -u nginx -p warning -e '' -o json FILE | jq .  a unit, as NDJSON\n";
  for (const OptionGroup group : kShownGroups) {
    out += fmt::format("\n{}:\n", group_title(group));
    for (const OptionRecord& record : option_table()) {
      if (record.group != group) continue;
      out += synopsis(record) + '\n';
      bool first = true;
      for (const std::string_view paragraph : split(record.long_help, "\n\n")) {
        if (!first) out += '\n';
        first = false;
        for (const std::string& line : wrap(paragraph, kColumns - 10)) {
          out += fmt::format("{:10}{}\n", "", line);
        }
      }
    }
  }
  out +=
      "\nExit status: 0 if an event was kept, 1 if none was, 2 after an error.\n"
      "With -q it is 0 as soon as one was kept.\n";
  return out;
}

std::string man_options() {
  std::string out = ".Sh OPTIONS\n";
  for (const OptionGroup group : kShownGroups) {
    out += fmt::format(".Ss {}\n.Bl -tag -width Ds\n", group_title(group));
    for (const OptionRecord& record : option_table()) {
      if (record.group == group) out += mdoc_item(record) + mdoc_text(record.long_help);
    }
    out += ".El\n";
  }
  return out;
}

}  // namespace hark
