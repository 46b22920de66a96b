// What the tests of pattern/ share: a pack without mistakes to spoil, and a pack written as TOML
// again.
#pragma once

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string>
#include <string_view>
#include <vector>

#include "pattern/pattern.h"

namespace hark {

inline constexpr std::string_view kGoodPack = R"([pack]
name = "demo"
title = "A demo"

[[pattern]]
id = "stop"
title = "It stopped"
severity = "error"
any = [ { regex = '\b(?<state>stop-\w+) timed out' } ]
why = "It should not."
look = "{systemctl} status {unit}"
match = ["x: stop-sigterm timed out"]
no_match = ["x: stop-sigterm timed"]
)";

// kGoodPack with its one `from` replaced by `to`.
inline std::string spoiled(std::string_view from, std::string_view to) {
  std::string text(kGoodPack);
  const std::size_t at = text.find(from);
  if (at == text.npos) return "the test is wrong";
  return text.replace(at, from.size(), to);
}

inline std::string toml_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20 || byte == 0x7F) {
      out += fmt::format("\\u{:04x}", byte);
    } else {
      out += c;
    }
  }
  return out + '"';
}

inline std::string toml_strings(const std::vector<std::string>& texts) {
  std::string out = "[";
  for (const std::string& text : texts) out += toml_string(text) + ", ";
  return out + "]";
}

inline std::string toml_fields(const std::vector<FieldValues>& fields) {
  std::string out = "{ ";
  for (std::size_t i = 0; i < fields.size(); i++)
    out += fmt::format("{}{} = {}", i > 0 ? ", " : "", fields[i].first,
                       toml_strings(fields[i].second));
  return out + " }";
}

inline std::string toml_alternative(const Alternative& alternative) {
  std::vector<std::string> keys;
  if (alternative.from)
    keys.push_back(fmt::format("from = \"{}\"", speaker_name(*alternative.from)));
  std::vector<std::string> regexes;
  for (const LocatedText& regex : alternative.regexes) regexes.push_back(regex.text);
  if (!regexes.empty()) {
    keys.push_back("regex = " + toml_strings(regexes));
    keys.push_back("field = " + toml_string(alternative.field));
    keys.push_back(fmt::format("ignore_case = {}", alternative.ignore_case));
  }
  if (!alternative.message_ids.empty())
    keys.push_back("message_id = " + toml_strings(alternative.message_ids));
  if (!alternative.fields.empty()) keys.push_back("fields = " + toml_fields(alternative.fields));
  if (!alternative.identifiers.empty())
    keys.push_back("identifier = " + toml_strings(alternative.identifiers));
  if (alternative.where) keys.push_back("where = " + toml_string(alternative.where->text));
  return fmt::format("{{ {} }}", fmt::join(keys, ", "));
}

inline std::string toml_examples(const Pattern& pattern, Example::Kind kind, std::string_view key) {
  std::vector<std::string> texts;
  for (const Example& example : pattern.examples) {
    if (example.kind != kind) continue;
    texts.push_back(kind == Example::Kind::kMatch || kind == Example::Kind::kNoMatch
                        ? toml_string(example.message)
                        : toml_fields(example.event));
  }
  return texts.empty() ? "" : fmt::format("{} = [\n  {},\n]\n", key, fmt::join(texts, ",\n  "));
}

// Reading it gives the pack again, but for the places and the source.
inline std::string to_toml(const Pack& pack) {
  std::string out = fmt::format("[pack]\nname = \"{}\"\n", pack.name);
  if (!pack.title.empty()) out += fmt::format("title = {}\n", toml_string(pack.title));
  if (pack.states_default) out += fmt::format("default = {}\n", pack.is_default);
  out += fmt::format("replace = {}\n", pack.replaces);
  std::vector<std::string> off;
  for (const LocatedText& glob : pack.off) off.push_back(glob.text);
  if (!off.empty()) out += fmt::format("off = {}\n", toml_strings(off));
  for (const Pattern& p : pack.patterns) {
    out += "\n[[pattern]]\n";
    out += fmt::format("id = {}\n", toml_string(p.id.substr(pack.name.size() + 1)));
    out += fmt::format("title = {}\nseverity = \"{}\"\n", toml_string(p.title),
                       severity_name(p.severity));
    if (p.group != p.id) out += fmt::format("group = {}\n", toml_string(p.group));
    out += fmt::format("tags = {}\nany = [\n", toml_strings(p.tags));
    for (const Alternative& alternative : p.any)
      out += fmt::format("  {},\n", toml_alternative(alternative));
    out += fmt::format("]\nwhy = {}\nlook = {}\n", toml_string(p.why), toml_string(p.look));
    out += toml_examples(p, Example::Kind::kMatch, "match");
    out += toml_examples(p, Example::Kind::kNoMatch, "no_match");
    out += toml_examples(p, Example::Kind::kMatchEvent, "match_event");
    out += toml_examples(p, Example::Kind::kNoMatchEvent, "no_match_event");
  }
  return out;
}

}  // namespace hark
