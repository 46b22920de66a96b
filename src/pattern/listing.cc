#include "pattern/listing.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string_view>

#include "base/printable.h"

namespace hark {
namespace {

constexpr std::size_t kColumns = 80;
constexpr std::size_t kIndent = 12;

void pad(std::string& line, std::size_t width) {
  const std::size_t used = display_width(line);
  if (used < width) line.append(width - used, ' ');
}

// "name        text", the text folded at spaces to 80 columns, further lines under its first.
void add_folded(std::string& out, std::string_view name, std::string_view text) {
  std::string line(name);
  pad(line, kIndent);
  std::size_t words_in_line = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t start = text.find_first_not_of(" \t\r\n", at);
    if (start == text.npos) break;
    at = std::min(text.find_first_of(" \t\r\n", start), text.size());
    const std::string word = printable(text.substr(start, at - start));
    if (words_in_line > 0 && display_width(line) + 1 + display_width(word) > kColumns) {
      out += line + '\n';
      line.assign(kIndent, ' ');
      words_in_line = 0;
    }
    if (words_in_line++ > 0) line += ' ';
    line += word;
  }
  out += line + '\n';
}

// The same for text that must be seen as it is: nothing is folded.
void add_exact(std::string& out, std::string_view name, std::string_view text) {
  std::string line(name);
  pad(line, kIndent);
  out += line + printable(text) + '\n';
}

const Pack* pack_with(const Library& library, const Pattern& pattern) {
  return library.find_pack(pack_of(pattern.id));
}

std::string values(const FieldValues& field) {
  return fmt::format("{} = {}", field.first, fmt::join(field.second, " | "));
}

void add_alternative(std::string& out, const Alternative& alternative, std::size_t number) {
  std::string name = number == 1 ? "hit by" : "or by";
  const auto add = [&](std::string_view text) {
    add_exact(out, name, text);
    name.clear();
  };
  if (alternative.from) add(fmt::format("from {}", speaker_name(*alternative.from)));
  if (!alternative.message_ids.empty())
    add(fmt::format("message_id = {}", fmt::join(alternative.message_ids, " | ")));
  for (const FieldValues& field : alternative.fields) add(values(field));
  if (!alternative.identifiers.empty())
    add(fmt::format("identifier fits {}", fmt::join(alternative.identifiers, " | ")));
  for (const LocatedText& regex : alternative.regexes) {
    add(fmt::format("{} =~ {}{}", alternative.field, regex.text,
                    alternative.ignore_case ? "  (any case)" : ""));
  }
  if (alternative.where) add(fmt::format("where {}", alternative.where->text));
}

void add_examples(std::string& out, const Pattern& pattern, std::string_view heading,
                  Example::Kind message, Example::Kind event) {
  std::string name(heading);
  for (const Example& example : pattern.examples) {
    if (example.kind == message) {
      add_exact(out, name, example.message);
    } else if (example.kind == event) {
      std::vector<std::string> fields;
      for (const FieldValues& field : example.event)
        fields.push_back(fmt::format("{}={}", field.first, fmt::join(field.second, "|")));
      add_exact(out, name, fmt::format("{}", fmt::join(fields, "  ")));
    } else {
      continue;
    }
    name.clear();
  }
}

}  // namespace

std::string list_patterns(const Library& library, const std::vector<const Pattern*>& patterns) {
  std::size_t id_width = 0, source_width = 0;
  for (const Pattern* pattern : patterns) {
    id_width = std::max(id_width, display_width(pattern->id));
    source_width = std::max(source_width, display_width(printable(pattern->source)));
  }
  std::string out;
  for (const Pattern* pattern : patterns) {
    const Pack* pack = pack_with(library, *pattern);
    std::string line(severity_name(pattern->severity));
    pad(line, 10);
    line += pattern->id;
    pad(line, 10 + id_width + 2);
    line += pack != nullptr && pack->is_default ? "default  " : "-        ";
    append_printable(line, pattern->source);
    pad(line, 10 + id_width + 2 + 9 + source_width + 2);
    append_printable(line, pattern->title);
    out += line + '\n';
  }
  return out;
}

std::string show_pattern(const Library& library, const Pattern& pattern) {
  std::string out = printable(pattern.id) + '\n';
  add_folded(out, "title", pattern.title);
  add_exact(out, "severity", severity_name(pattern.severity));
  add_exact(out, "group", pattern.group);
  if (pattern.is_fallback)
    add_folded(out, "fallback", "it hits only what no other pattern of its pack hits");
  if (!pattern.tags.empty())
    add_folded(out, "tags", fmt::format("{}", fmt::join(pattern.tags, ", ")));
  if (const Pack* pack = pack_with(library, pattern)) {
    add_folded(out, "pack",
               fmt::format("{}{}{}{}", pack->name, pack->title.empty() ? "" : ": ", pack->title,
                           pack->is_default ? "" : " (only with -P)"));
  }
  add_exact(out, "source", fmt::format("{}, line {}", pattern.source, pattern.origin.line));
  out += '\n';
  add_folded(out, "why", pattern.why);
  add_exact(out, "look", pattern.look);
  out += '\n';
  std::size_t number = 0;
  for (const Alternative& alternative : pattern.any) add_alternative(out, alternative, ++number);
  out += '\n';
  add_examples(out, pattern, "hits", Example::Kind::kMatch, Example::Kind::kMatchEvent);
  add_examples(out, pattern, "hits not", Example::Kind::kNoMatch, Example::Kind::kNoMatchEvent);
  return out;
}

}  // namespace hark
