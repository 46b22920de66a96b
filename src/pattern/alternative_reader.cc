#include "pattern/alternative_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "base/field_name.h"
#include "pattern/spelling_rules.h"
#include "pattern/table_reader.h"

namespace hark {
namespace {

constexpr auto kSpeakerWords =
    std::to_array<std::string_view>({"manager", "kernel", "journald", "app"});

constexpr auto kElsewhere = std::to_array<TableReader::Hint>({
    {"id", "the pattern"},
    {"title", "the pattern"},
    {"severity", "the pattern"},
    {"group", "the pattern"},
    {"tags", "the pattern"},
    {"why", "the pattern"},
    {"look", "the pattern"},
    {"match", "the pattern"},
    {"no_match", "the pattern"},
    {"match_event", "the pattern"},
    {"no_match_event", "the pattern"},
});

void check_field_name(std::string_view name, const Place& place, Mistakes& mistakes) {
  if (is_field_name(name)) return;
  std::string upper(name);
  for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  std::string help = upper != name && is_field_name(upper)
                         ? fmt::format("did you mean {}?", upper)
                         : std::string("a field's name has A-Z, 0-9 and _, and no digit first");
  mistakes.add(place, fmt::format("{} is no journal field", name.empty() ? "\"\"" : name), {},
               std::move(help));
}

void check_message_id(const TomlNode& string, Mistakes& mistakes) {
  if (is_message_id(string.text)) return;
  std::string cleaned;
  for (char c : string.text) {
    if (c != '-') cleaned += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  mistakes.add(string.text_place, "bad message_id", "it must be 32 lower-case hexadecimal digits",
               is_message_id(cleaned) ? fmt::format("did you mean {}?", cleaned) : std::string{});
}

void refuse_empty(const std::vector<const TomlNode*>& strings, std::string_view key,
                  std::string_view reason, Mistakes& mistakes) {
  for (const TomlNode* string : strings) {
    if (string->text.empty())
      mistakes.add(string->place, fmt::format("{} is empty", key), std::string(reason));
  }
}

}  // namespace

std::vector<FieldValues> read_fields(const TomlNode& table, std::string_view what,
                                     Mistakes& mistakes) {
  std::vector<FieldValues> out;
  if (table.members.empty()) mistakes.add(table.place, fmt::format("{} is an empty table", what));
  TableReader reader(table, std::string(what), mistakes);
  for (const TomlMember& member : table.members) {
    check_field_name(member.key, member.place, mistakes);
    out.emplace_back(member.key, texts(reader.string_or_strings(member)));
  }
  return out;
}

Alternative read_alternative(const TomlNode& table, Mistakes& mistakes) {
  Alternative out;
  TableReader reader(table, "the alternative", mistakes);
  out.origin = mistakes.origin(table.place);
  if (const TomlNode* from = reader.string("from")) {
    out.from = parse_speaker(from->text);
    if (!out.from) {
      mistakes.add(from->text_place, fmt::format("unknown speaker {}", from->text),
                   "from is one of manager, kernel, journald, app",
                   suggest(from->text, kSpeakerWords, {}));
    }
  }
  const auto regexes = reader.string_or_strings("regex");
  refuse_empty(regexes, "regex", "an empty regex matches every event", mistakes);
  for (const TomlNode* regex : regexes) out.regexes.push_back(located(*regex, mistakes));
  if (const TomlNode* field = reader.string("field")) {
    check_field_name(field->text, field->text_place, mistakes);
    out.field = field->text;
  }
  if (reader.has("field") && !reader.has("regex"))
    mistakes.add(reader.place_of("field"), "field without regex", "field is what a regex looks at");
  if (const auto ignore_case = reader.boolean("ignore_case")) out.ignore_case = *ignore_case;
  if (reader.has("ignore_case") && !reader.has("regex")) {
    mistakes.add(reader.place_of("ignore_case"), "ignore_case without regex",
                 "it says how a regex matches");
  }
  const auto ids = reader.string_or_strings("message_id");
  for (const TomlNode* id : ids) check_message_id(*id, mistakes);
  out.message_ids = texts(ids);
  if (const TomlNode* fields = reader.table("fields"))
    out.fields = read_fields(*fields, "fields", mistakes);
  const auto identifiers = reader.string_or_strings("identifier");
  refuse_empty(identifiers, "identifier", "it is a glob over SYSLOG_IDENTIFIER", mistakes);
  out.identifiers = texts(identifiers);
  if (const TomlNode* where = reader.string("where")) {
    if (where->text.find_first_not_of(" \t\r\n") == std::string::npos)
      mistakes.add(where->place, "where is empty", "it is an expression over the event");
    out.where = located(*where, mistakes);
  }
  const auto restricts = std::to_array<std::string_view>(
      {"from", "regex", "message_id", "fields", "identifier", "where"});
  if (std::none_of(restricts.begin(), restricts.end(),
                   [&](std::string_view key) { return reader.has(key); })) {
    mistakes.add(table.place, "an alternative that every event meets",
                 "it has none of from, regex, message_id, fields, identifier, where");
  }
  reader.refuse_others(kElsewhere);
  return out;
}

}  // namespace hark
