// Writes what the built-in packs prove themselves with as journal entries, one JSON object a line,
// for tests/packs/across and tests/packs/negatives to send through the program itself.
//
//   pack_examples                 every match and match_event; PACK_EXAMPLE says of which pattern,
//                                 and which example. A match is a MESSAGE alone, so it becomes one
//                                 entry for each alternative with a regex, from the speaker, with
//                                 the id, fields and identifier that the alternative asks for
//   pack_examples --groups        each pattern's id and group, with a tab between them
//   pack_examples --lines FILE    each line of FILE up to a tab, from every speaker and every
//                                 identifier that a pack knows
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <set>
#include <string>

#include "base/json_string.h"
#include "pattern/library.h"

namespace hark {
namespace {

std::string quoted(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

class Entry {
 public:
  Entry& set(std::string_view name, const std::vector<std::string>& values) {
    std::string json;
    for (const std::string& value : values) json += (json.empty() ? "" : ",") + quoted(value);
    return set_json(name, values.size() == 1 ? json : '[' + json + ']');
  }
  Entry& set(std::string_view name, std::string_view value) {
    return set_json(name, quoted(value));
  }

  void write() const {
    std::string out;
    for (const auto& [name, json] : members_) {
      out += fmt::format("{}{}:{}", out.empty() ? '{' : ',', quoted(name), json);
    }
    std::puts((out + '}').c_str());
  }

 private:
  Entry& set_json(std::string_view name, std::string json) {
    const auto same = [&](const auto& member) { return member.first == name; };
    const auto old = std::find_if(members_.begin(), members_.end(), same);
    if (old != members_.end()) {
      old->second = std::move(json);
    } else {
      members_.emplace_back(name, std::move(json));
    }
    return *this;
  }

  std::vector<std::pair<std::string, std::string>> members_;
};

Entry spoken_by(std::optional<Speaker> speaker) {
  Entry entry;
  switch (speaker.value_or(Speaker::kApp)) {
    case Speaker::kManager:
      return entry.set("_TRANSPORT", "journal")
          .set("_PID", "1")
          .set("SYSLOG_IDENTIFIER", "systemd");
    case Speaker::kKernel:
      return entry.set("_TRANSPORT", "kernel").set("SYSLOG_IDENTIFIER", "kernel");
    case Speaker::kJournald:
      return entry.set("_TRANSPORT", "driver")
          .set("SYSLOG_IDENTIFIER", "systemd-journald")
          .set("_UID", "0");
    case Speaker::kApp:
      break;
  }
  return entry.set("_TRANSPORT", "journal").set("_PID", "4711").set("SYSLOG_IDENTIFIER", "app");
}

// A name that the glob matches, if it has none of the rarer characters.
std::string name_for(const std::string& glob) {
  std::string name;
  for (const char c : glob) {
    if (c != '*') name += c;
  }
  return name;
}

Entry entry_for(const Alternative& alternative, const std::string& text) {
  Entry entry = spoken_by(alternative.from);
  if (!alternative.identifiers.empty())
    entry.set("SYSLOG_IDENTIFIER", name_for(alternative.identifiers.front()));
  if (!alternative.message_ids.empty()) entry.set("MESSAGE_ID", alternative.message_ids.front());
  for (const auto& [name, values] : alternative.fields) entry.set(name, values.front());
  return entry.set(alternative.field, text);
}

void write_examples(const Library& library) {
  for (const Pack& pack : library.packs()) {
    for (const Pattern& pattern : pack.patterns) {
      std::size_t number = 0;
      for (const Example& example : pattern.examples) {
        const std::string mark = fmt::format("{}#{}", pattern.id, ++number);
        if (example.kind == Example::Kind::kMatch) {
          for (const Alternative& alternative : pattern.any) {
            if (!alternative.regexes.empty())
              entry_for(alternative, example.message).set("PACK_EXAMPLE", mark).write();
          }
        } else if (example.kind == Example::Kind::kMatchEvent) {
          Entry entry;
          for (const auto& [name, values] : example.event) entry.set(name, values);
          entry.set("PACK_EXAMPLE", mark).write();
        }
      }
    }
  }
}

void write_groups(const Library& library) {
  for (const Pack& pack : library.packs()) {
    for (const Pattern& pattern : pack.patterns)
      std::puts(fmt::format("{}\t{}", pattern.id, pattern.group).c_str());
  }
}

void write_lines(const Library& library, std::istream& lines) {
  std::set<std::string> identifiers;
  for (const Pack& pack : library.packs()) {
    for (const Pattern& pattern : pack.patterns) {
      for (const Alternative& alternative : pattern.any) {
        for (const std::string& glob : alternative.identifiers) identifiers.insert(name_for(glob));
      }
    }
  }
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.starts_with("# ")) continue;
    const std::string message = line.substr(0, line.find('\t'));
    for (const Speaker speaker :
         {Speaker::kManager, Speaker::kKernel, Speaker::kJournald, Speaker::kApp})
      spoken_by(speaker).set("MESSAGE", message).write();
    for (const std::string& identifier : identifiers) {
      spoken_by(Speaker::kApp).set("SYSLOG_IDENTIFIER", identifier).set("MESSAGE", message).write();
    }
  }
}

int run(int argc, char** argv) {
  LibraryOptions options;
  const auto builtin = builtin_packs();
  options.builtin.assign(builtin.begin(), builtin.end());
  const Library library = load_library(options);
  if (argc == 1) {
    write_examples(library);
    return 0;
  }
  if (argc == 2 && std::string_view(argv[1]) == "--groups") {
    write_groups(library);
    return 0;
  }
  if (argc != 3 || std::string_view(argv[1]) != "--lines") {
    std::fputs("usage: pack_examples [--groups|--lines FILE]\n", stderr);
    return 2;
  }
  std::ifstream lines(argv[2]);
  if (!lines) {
    std::perror(argv[2]);
    return 2;
  }
  write_lines(library, lines);
  return 0;
}

}  // namespace
}  // namespace hark

int main(int argc, char** argv) { return hark::run(argc, argv); }
