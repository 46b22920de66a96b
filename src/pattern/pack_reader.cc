#include "pattern/pack_reader.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "base/printable.h"
#include "base/spelling.h"
#include "pattern/alternative_reader.h"
#include "pattern/look_template.h"
#include "pattern/spelling_rules.h"
#include "pattern/table_reader.h"

namespace hark {
namespace {

constexpr auto kSeverities =
    std::to_array<std::string_view>({"info", "warning", "error", "critical"});

constexpr auto kInAlternatives = std::to_array<TableReader::Hint>({
    {"regex", "an alternative of any"},
    {"field", "an alternative of any"},
    {"ignore_case", "an alternative of any"},
    {"message_id", "an alternative of any"},
    {"fields", "an alternative of any"},
    {"identifier", "an alternative of any"},
    {"from", "an alternative of any"},
    {"where", "an alternative of any"},
});

constexpr auto kInPattern = std::to_array<TableReader::Hint>({
    {"id", "a [[pattern]]"},
    {"severity", "a [[pattern]]"},
    {"group", "a [[pattern]]"},
    {"fallback", "a [[pattern]]"},
    {"tags", "a [[pattern]]"},
    {"any", "a [[pattern]]"},
    {"why", "a [[pattern]]"},
    {"look", "a [[pattern]]"},
    {"match", "a [[pattern]]"},
    {"no_match", "a [[pattern]]"},
    {"match_event", "a [[pattern]]"},
    {"no_match_event", "a [[pattern]]"},
});

constexpr auto kInPack = std::to_array<TableReader::Hint>({
    {"name", "[pack]"},
    {"title", "[pack]"},
    {"default", "[pack]"},
    {"off", "[pack]"},
    {"replace", "[pack]"},
});

std::string_view fault_reason(LookPiece::Fault fault) {
  switch (fault) {
    case LookPiece::Fault::kQuoted:
      return "values are quoted when they are filled in; inside quotes that would undo both";
    case LookPiece::Fault::kGlued:
      return "beside this character a value could mean something to the shell";
    case LookPiece::Fault::kCommand:
      return "a value from the log must not be a command";
    case LookPiece::Fault::kRedirection:
      return "a value from the log must not name a file that is written or read";
    case LookPiece::Fault::kNone:
      break;
  }
  return {};
}

constexpr std::size_t kMaxLookBytes = 2000;
constexpr std::size_t kMostSuggested = 20;

class DocumentReader {
 public:
  DocumentReader(const TomlDocument& document, std::string_view source)
      : root_(document.root), source_(source), mistakes_(document) {}

  PackReading all() {
    TableReader top(root_, "the file", mistakes_);
    out_.pack.source = source_;
    if (const TomlNode* pack = top.table("pack", "one table, [pack]")) {
      read_head(*pack);
    } else if (!top.has("pack")) {
      mistakes_.add({1, 0, 1}, "no [pack]", "a pack begins with it",
                    "[pack] and, on the next line, name = \"my-pack\"");
    }
    for (const TomlNode* table :
         top.tables("pattern", "an array of tables, each begun by [[pattern]]"))
      read_pattern(*table);
    top.refuse_others(kInPack);
    if (mistakes_.empty() && out_.pack.patterns.empty() && !changes_something_) {
      mistakes_.add(root_.find("pack")->place, "the pack has no [[pattern]]",
                    "and it changes nothing of an earlier pack");
    }
    out_.mistakes = mistakes_.take();
    return std::move(out_);
  }

 private:
  void read_head(const TomlNode& table) {
    Pack& pack = out_.pack;
    TableReader reader(table, "[pack]", mistakes_);
    reader.require("name", "name = \"my-pack\"");
    if (const TomlNode* name = reader.string("name")) {
      if (name->text != "default" && name->text != "all") {
        if (check_kebab(*name, "name")) pack.name = name->text;
      } else {
        mistakes_.add(name->text_place, fmt::format("a pack cannot be named {}", name->text),
                      fmt::format("-P {} means something else", name->text));
      }
    }
    if (const TomlNode* title = reader.string("title")) pack.title = one_line(*title, "title");
    if (const auto is_default = reader.boolean("default")) {
      pack.is_default = *is_default;
      pack.states_default = true;
    }
    if (const auto replaces = reader.boolean("replace")) pack.replaces = *replaces;
    for (const TomlNode* glob : reader.strings("off")) read_off(*glob);
    changes_something_ = reader.has("off") || reader.has("replace") || reader.has("default");
    reader.refuse_others(kInPattern);
  }

  void read_off(const TomlNode& glob) {
    if (glob.text.empty()) {
      mistakes_.add(glob.place, "off has an empty name");
    } else if (const std::size_t dot = glob.text.find('.'); dot != std::string::npos) {
      mistakes_.add(glob.text_place, fmt::format("off names no pattern with {}", glob.text),
                    "it names this pack's own patterns, without the pack's name",
                    dot + 1 < glob.text.size()
                        ? fmt::format("did you mean {}?", glob.text.substr(dot + 1))
                        : std::string{});
    }
    out_.pack.off.push_back(located(glob, mistakes_));
  }

  void read_pattern(const TomlNode& table) {
    Pattern pattern;
    pattern.source = source_;
    TableReader reader(table, name_of(table), mistakes_);
    read_id(reader, pattern);
    reader.require("title", "one line that says what happened");
    if (const TomlNode* title = reader.string("title")) pattern.title = one_line(*title, "title");
    read_severity(reader, pattern);
    pattern.group = pattern.id;
    if (const TomlNode* group = reader.string("group")) {
      check_kebab(*group, "group");
      pattern.group = group->text;
    }
    if (const auto is_fallback = reader.boolean("fallback")) pattern.is_fallback = *is_fallback;
    const auto tags = reader.strings("tags");
    for (const TomlNode* tag : tags) check_kebab(*tag, "tag");
    pattern.tags = texts(tags);
    read_alternatives(reader, table, pattern);
    reader.require("why", "a sentence that says why it matters");
    if (const TomlNode* why = reader.string("why")) {
      if (check_not_empty(*why, "why") && find_unsafe(why->text, 0, true) != why->text.size())
        mistakes_.add(why->text_place, "why has control characters");
      pattern.why = why->text;
    }
    read_look(reader, pattern);
    read_examples(reader, table, pattern);
    reader.refuse_others(kInAlternatives);
    out_.pack.patterns.push_back(std::move(pattern));
  }

  void read_id(TableReader& reader, Pattern& pattern) {
    reader.require("id",
                   "id = \"what-happened\", kebab-case and stable: people keep it in scripts");
    const TomlNode* id = reader.string("id");
    if (id == nullptr) return;
    check_kebab(*id, "id");
    pattern.id = fmt::format("{}.{}", out_.pack.name, id->text);
    pattern.origin = mistakes_.origin(id->text_place);
    const auto [first, is_new] = lines_of_ids_.emplace(id->text, id->place.line);
    if (!is_new) {
      mistakes_.add(id->text_place, fmt::format("a second pattern {}", id->text),
                    fmt::format("the first is in line {}", first->second));
    }
  }

  void read_severity(TableReader& reader, Pattern& pattern) {
    const std::string choice = fmt::format("it is one of {}", fmt::join(kSeverities, ", "));
    reader.require("severity", choice);
    const TomlNode* severity = reader.string("severity");
    if (severity == nullptr) return;
    if (const auto known = parse_severity(severity->text)) {
      pattern.severity = *known;
    } else {
      mistakes_.add(severity->text_place, fmt::format("unknown severity {}", severity->text),
                    choice, suggest(severity->text, kSeverities, {}));
    }
  }

  void read_alternatives(TableReader& reader, const TomlNode& table, Pattern& pattern) {
    reader.require("any", "any = [ { from = …, regex = … }, … ]: one alternative is enough");
    for (const TomlNode* way : reader.tables("any", "an array of tables, [ { … }, { … } ]"))
      pattern.any.push_back(read_alternative(*way, mistakes_));
    const TomlMember* any = table.find("any");
    if (any != nullptr && any->value.kind == TomlNode::Kind::kArray && any->value.items.empty())
      mistakes_.add(any->value.place, "any is an empty array", "the pattern could never hit");
  }

  void read_look(TableReader& reader, Pattern& pattern) {
    reader.require("look", "a command that shows more, as \"{systemctl} status {unit}\"");
    const TomlNode* look = reader.string("look");
    if (look == nullptr) return;
    pattern.look = one_line(*look, "look");
    if (look->text.size() > kMaxLookBytes) {
      mistakes_.add(
          look->place, "look is too long",
          fmt::format("it has {} bytes; {} are allowed", look->text.size(), kMaxLookBytes));
      return;
    }
    CaptureNames captures;
    for (const Alternative& alternative : pattern.any) {
      for (const LocatedText& regex : alternative.regexes) collect_captures(regex.text, captures);
    }
    for (const LookPiece& piece : split_look(look->text)) check_piece(*look, piece, captures);
  }

  void check_piece(const TomlNode& look, const LookPiece& piece, const CaptureNames& captures) {
    Place place = look.text_place;
    if (place.length == look.text.size())  // as written: one line without escapes
      place = {place.line, place.offset + piece.offset, piece.text.size()};
    if (piece.kind == LookPiece::Kind::kCapture && captures.count(piece.name) == 0) {
      std::vector<std::string_view> known = {"unit", "systemctl", "journalctl"};
      for (const std::string& capture : captures) {
        if (known.size() == kMostSuggested) break;
        known.push_back(capture);
      }
      const std::string_view near = nearest(piece.name, known);
      mistakes_.add(place, fmt::format("look has an unknown {}", piece.text),
                    "no regex of the pattern has a capture of that name",
                    near.empty() ? fmt::format("known: {{{}}}", fmt::join(known, "}, {"))
                                 : fmt::format("did you mean {{{}}}?", near));
    }
    if (piece.fault != LookPiece::Fault::kNone) {
      mistakes_.add(place, fmt::format("{} cannot stand here", piece.text),
                    std::string(fault_reason(piece.fault)),
                    "make it a word of its own among the command's arguments");
    }
  }

  void read_messages(TableReader& reader, std::string_view key, Example::Kind kind,
                     Pattern& pattern) {
    for (const TomlNode* message : reader.strings(key))
      pattern.examples.push_back({kind, message->text, {}, mistakes_.origin(message->text_place)});
  }

  void read_events(TableReader& reader, std::string_view key, Example::Kind kind,
                   Pattern& pattern) {
    for (const TomlNode* event :
         reader.tables(key, "an array of tables, [ { MESSAGE = \"…\" }, … ]")) {
      pattern.examples.push_back(
          {kind, {}, read_fields(*event, key, mistakes_), mistakes_.origin(event->place)});
    }
  }

  // Half of a pattern is its proof. Whether an example proves what it should takes matching; that
  // there is one does not.
  void read_examples(TableReader& reader, const TomlNode& table, Pattern& pattern) {
    read_messages(reader, "match", Example::Kind::kMatch, pattern);
    read_messages(reader, "no_match", Example::Kind::kNoMatch, pattern);
    read_events(reader, "match_event", Example::Kind::kMatchEvent, pattern);
    read_events(reader, "no_match_event", Example::Kind::kNoMatchEvent, pattern);
    const TomlMember* any = table.find("any");
    if (any == nullptr || pattern.any.empty()) return;  // a mistake already
    const auto has_key = [](std::string_view key) {
      return [key](const TomlNode& alternative) { return alternative.find(key) != nullptr; };
    };
    const std::vector<TomlNode>& alternatives = any->value.items;
    const auto need = [&](std::string_view key, std::string_view because, std::string_view help) {
      const TomlMember* member = table.find(key);
      if (member != nullptr &&
          (member->value.kind != TomlNode::Kind::kArray || !member->value.items.empty())) {
        return;
      }
      mistakes_.add(member != nullptr ? member->place : table.place,
                    fmt::format("{} has no {}", name_of(table), key), std::string(because),
                    std::string(help));
    };
    if (std::any_of(alternatives.begin(), alternatives.end(), has_key("regex"))) {
      need("match", "a pattern with a regex needs one",
           "match = [\"a MESSAGE that the regex must match\"]");
      need("no_match", "a pattern with a regex needs one",
           "no_match = [\"a MESSAGE that comes near and must not match\"]");
    } else {
      for (std::string_view key : {"match", "no_match"}) {
        if (!reader.has(key)) continue;
        mistakes_.add(reader.place_of(key), fmt::format("{} without regex", key),
                      "it tests regexes, and no alternative has one",
                      fmt::format("use {}_event", key));
      }
    }
    if (!std::all_of(alternatives.begin(), alternatives.end(), has_key("regex"))) {
      need("match_event", "each alternative without a regex needs one",
           "match_event = [ { MESSAGE = \"…\", MESSAGE_ID = \"…\", _PID = \"1\" } ]");
    }
    if (std::any_of(alternatives.begin(), alternatives.end(), has_key("from"))) {
      need("no_match_event", "a pattern that restricts the speaker (from) needs one",
           "an event with a matching MESSAGE from another speaker");
    }
  }

  static std::string name_of(const TomlNode& pattern) {
    const TomlMember* id = pattern.find("id");
    if (id == nullptr || id->value.kind != TomlNode::Kind::kString ||
        id->value.text.size() > kMaxNameBytes) {
      return "the pattern";
    }
    return fmt::format("pattern {}", id->value.text);
  }

  bool check_not_empty(const TomlNode& string, std::string_view key) {
    if (string.text.find_first_not_of(" \t\r\n") != std::string::npos) return true;
    mistakes_.add(string.place, fmt::format("{} is empty", key));
    return false;
  }

  std::string one_line(const TomlNode& string, std::string_view key) {
    if (check_not_empty(string, key) && !is_one_line(string.text)) {
      mistakes_.add(string.text_place, fmt::format("{} has control characters", key),
                    "it must be one line of plain text");
    }
    return string.text;
  }

  bool check_kebab(const TomlNode& string, std::string_view key) {
    if (string.text.size() > kMaxNameBytes) {
      mistakes_.add(string.text_place, fmt::format("{} is too long", key),
                    fmt::format("{} characters are allowed", kMaxNameBytes));
      return false;
    }
    if (is_kebab_case(string.text)) return true;
    const std::string better = to_kebab_case(string.text);
    mistakes_.add(string.text.empty() ? string.place : string.text_place,
                  fmt::format("{} is not kebab-case", key),
                  "lower-case letters and digits, in parts joined by hyphens",
                  better.empty() ? std::string{} : fmt::format("did you mean {}?", better));
    return false;
  }

  const TomlNode& root_;
  std::string source_;
  Mistakes mistakes_;
  PackReading out_;
  bool changes_something_ = false;
  std::map<std::string, std::size_t> lines_of_ids_;
};

}  // namespace

PackReading read_pack_with_mistakes(std::string_view toml, std::string_view source) {
  auto document = parse_toml(toml, source);
  if (!document) return {{}, std::move(document.errors())};
  return DocumentReader(*document, source).all();
}

Result<Pack> read_pack(std::string_view toml, std::string_view source) {
  PackReading reading = read_pack_with_mistakes(toml, source);
  if (!reading.mistakes.empty()) return std::move(reading.mistakes);
  return std::move(reading.pack);
}

}  // namespace hark
