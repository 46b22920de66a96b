// Typed access to one TOML table that ignores nothing: asking for a key makes it known, and what
// was never asked for is a mistake.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "pattern/mistakes.h"
#include "pattern/pattern.h"
#include "pattern/toml_document.h"

namespace hark {

class TableReader {
 public:
  // `what` names the table in messages: "the pattern". The table outlives the reader.
  TableReader(const TomlNode& table, std::string what, Mistakes& mistakes)
      : table_(table), what_(std::move(what)), mistakes_(mistakes) {}

  // Null, after a mistake is recorded, if there is a value of another kind; null if there is none.
  const TomlNode* string(std::string_view key);
  const TomlNode* table(std::string_view key, std::string_view wanted = "a table");
  std::optional<bool> boolean(std::string_view key);
  // Arrays with items of one kind; items of another kind are mistakes and left out.
  std::vector<const TomlNode*> strings(std::string_view key);
  std::vector<const TomlNode*> tables(std::string_view key, std::string_view wanted);
  // A string or an array of strings; an empty array is a mistake.
  std::vector<const TomlNode*> string_or_strings(std::string_view key);
  std::vector<const TomlNode*> string_or_strings(const TomlMember& member);

  bool has(std::string_view key) const { return table_.find(key) != nullptr; }
  const Place& place_of(std::string_view key) const;  // of the key; of the table if it is not there
  void require(std::string_view key, std::string help);

  // Call last. `elsewhere` says for a key that is known in another table where it belongs.
  struct Hint {
    std::string_view key;
    std::string_view where;
  };
  void refuse_others(std::span<const Hint> elsewhere = {});

 private:
  const TomlNode* find(std::string_view key, TomlNode::Kind kind, std::string_view wanted);
  void refuse_kind(std::string_view key, const TomlNode& value, std::string_view wanted);
  std::vector<const TomlNode*> items(std::string_view key, const TomlNode& array,
                                     TomlNode::Kind kind, std::string_view wanted);

  const TomlNode& table_;
  std::string what_;
  Mistakes& mistakes_;
  std::vector<std::string_view> known_;
};

LocatedText located(const TomlNode& string, Mistakes& mistakes);
std::vector<std::string> texts(const std::vector<const TomlNode*>& strings);

// "did you mean X?", or, where nothing is near, `otherwise`.
std::string suggest(std::string_view word, std::span<const std::string_view> candidates,
                    std::string otherwise);

}  // namespace hark
