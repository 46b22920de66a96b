// JSON by RFC 8259, strictly, and the members of the object that a message holds.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "differential/expr/plain_event.h"

namespace hark::reference {

struct Json {
  enum class Kind { kNull, kText, kNumber, kBoolean, kArray, kObject };
  Kind kind = Kind::kNull;
  std::string text;         // of a string, unescaped; of a number or boolean as it is written
  std::vector<Json> items;  // of an array; of an object its members' values, in their order
  std::vector<std::string> names;  // of an object's members

  bool is_scalar() const {
    return kind == Kind::kText || kind == Kind::kNumber || kind == Kind::kBoolean;
  }
};

// The object that begins at `start`, whatever follows it.
std::optional<Json> object_at(const std::string& text, std::size_t start);

// The values at json.PATH in a message.
Texts json_values(const std::string& message, const std::vector<std::string>& path);

}  // namespace hark::reference
