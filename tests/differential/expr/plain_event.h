// An event as plainly as it can be had: names and their values.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace hark::reference {

using Texts = std::vector<std::string>;

struct PlainEvent {
  std::map<std::string, std::vector<std::optional<std::string>>> fields;  // nullopt: null

  // Null is dropped.
  Texts values(const std::string& name) const {
    Texts texts;
    const auto found = fields.find(name);
    if (found == fields.end()) return texts;
    for (const auto& value : found->second) {
      if (value) texts.push_back(*value);
    }
    return texts;
  }
  bool has(const std::string& name, const std::string& text) const {
    for (const std::string& value : values(name)) {
      if (value == text) return true;
    }
    return false;
  }
};

}  // namespace hark::reference
