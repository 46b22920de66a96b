#include "pattern/table_reader.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "base/spelling.h"

namespace hark {

const TomlNode* TableReader::find(std::string_view key, TomlNode::Kind kind,
                                  std::string_view wanted) {
  known_.push_back(key);
  const TomlMember* member = table_.find(key);
  if (member == nullptr) return nullptr;
  if (member->value.kind == kind) return &member->value;
  refuse_kind(key, member->value, wanted);
  return nullptr;
}

void TableReader::refuse_kind(std::string_view key, const TomlNode& value,
                              std::string_view wanted) {
  mistakes_.add(value.place, fmt::format("{} is {}", key, kind_name(value.kind)),
                fmt::format("it must be {}", wanted));
}

const TomlNode* TableReader::string(std::string_view key) {
  return find(key, TomlNode::Kind::kString, "a string");
}

const TomlNode* TableReader::table(std::string_view key, std::string_view wanted) {
  return find(key, TomlNode::Kind::kTable, wanted);
}

std::optional<bool> TableReader::boolean(std::string_view key) {
  const TomlNode* value = find(key, TomlNode::Kind::kBoolean, "true or false");
  if (value == nullptr) return std::nullopt;
  return value->boolean;
}

std::vector<const TomlNode*> TableReader::items(std::string_view key, const TomlNode& array,
                                                TomlNode::Kind kind, std::string_view wanted) {
  std::vector<const TomlNode*> out;
  for (const TomlNode& item : array.items) {
    if (item.kind == kind) {
      out.push_back(&item);
    } else {
      mistakes_.add(item.place, fmt::format("{} has {} in it", key, kind_name(item.kind)),
                    fmt::format("it must be {}", wanted));
    }
  }
  return out;
}

std::vector<const TomlNode*> TableReader::strings(std::string_view key) {
  constexpr std::string_view kWanted = "an array of strings";
  const TomlNode* value = find(key, TomlNode::Kind::kArray, kWanted);
  if (value == nullptr) return {};
  return items(key, *value, TomlNode::Kind::kString, kWanted);
}

std::vector<const TomlNode*> TableReader::tables(std::string_view key, std::string_view wanted) {
  const TomlNode* value = find(key, TomlNode::Kind::kArray, wanted);
  if (value == nullptr) return {};
  return items(key, *value, TomlNode::Kind::kTable, wanted);
}

std::vector<const TomlNode*> TableReader::string_or_strings(std::string_view key) {
  known_.push_back(key);
  const TomlMember* member = table_.find(key);
  if (member == nullptr) return {};
  return string_or_strings(*member);
}

std::vector<const TomlNode*> TableReader::string_or_strings(const TomlMember& member) {
  constexpr std::string_view kWanted = "a string or an array of strings";
  const std::string_view key = member.key;
  const TomlNode& value = member.value;
  if (value.kind == TomlNode::Kind::kString) return {&value};
  if (value.kind != TomlNode::Kind::kArray) {
    refuse_kind(key, value, kWanted);
    return {};
  }
  if (value.items.empty())
    mistakes_.add(value.place, fmt::format("{} is an empty array", key), "nothing could fit it");
  return items(key, value, TomlNode::Kind::kString, kWanted);
}

const Place& TableReader::place_of(std::string_view key) const {
  const TomlMember* member = table_.find(key);
  return member != nullptr ? member->place : table_.place;
}

void TableReader::require(std::string_view key, std::string help) {
  if (has(key)) return;
  mistakes_.add(table_.place, fmt::format("{} has no {}", what_, key), {}, std::move(help));
}

void TableReader::refuse_others(std::span<const Hint> elsewhere) {
  for (const TomlMember& member : table_.members) {
    if (std::find(known_.begin(), known_.end(), member.key) != known_.end()) continue;
    if (!mistakes_.has_room()) {  // it is only counted
      mistakes_.add(member.place, {});
      continue;
    }
    const auto hint = std::find_if(elsewhere.begin(), elsewhere.end(),
                                   [&](const Hint& h) { return h.key == member.key; });
    std::string help =
        hint != elsewhere.end()
            ? fmt::format("{} belongs in {}", member.key, hint->where)
            : suggest(member.key, known_, fmt::format("known keys: {}", fmt::join(known_, ", ")));
    mistakes_.add(member.place, fmt::format("unknown key {} in {}", member.key, what_), {},
                  std::move(help));
  }
}

LocatedText located(const TomlNode& string, Mistakes& mistakes) {
  return {string.text, mistakes.origin(string.text_place)};
}

std::vector<std::string> texts(const std::vector<const TomlNode*>& strings) {
  std::vector<std::string> out;
  out.reserve(strings.size());
  for (const TomlNode* string : strings) out.push_back(string->text);
  return out;
}

std::string suggest(std::string_view word, std::span<const std::string_view> candidates,
                    std::string otherwise) {
  const std::string_view found = nearest(word, candidates);
  return found.empty() ? std::move(otherwise) : fmt::format("did you mean {}?", found);
}

}  // namespace hark
