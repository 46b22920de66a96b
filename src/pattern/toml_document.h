// A TOML text as a tree in which everything knows its place. The TOML library stays behind this
// header.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace hark {

struct Place {
  std::size_t line = 1;    // 1-based
  std::size_t offset = 0;  // bytes into the line
  std::size_t length = 1;  // bytes, within the line
};

struct TomlMember;

struct TomlNode {
  enum class Kind : std::uint8_t { kString, kBoolean, kNumber, kDate, kArray, kTable };

  Kind kind = Kind::kTable;
  Place place;       // as written: a string with its quotes; a [table] its header
  Place text_place;  // kString: without them; the first line of a multi-line string
  std::string text;  // kString
  bool boolean = false;
  std::vector<TomlNode> items;      // kArray
  std::vector<TomlMember> members;  // kTable, in the order of the file

  const TomlMember* find(std::string_view key) const;
};

struct TomlMember {
  std::string key;
  Place place;  // of the key
  TomlNode value;
};

std::string_view kind_name(TomlNode::Kind kind);  // "a string"

class TomlDocument {
 public:
  TomlDocument(std::string_view text, std::string_view label);

  TomlNode root;

  // Copies the line, so a caller that makes many bounds them (Mistakes).
  Origin origin(const Place& place) const;
  std::string_view line(
      std::size_t number) const;  // 1-based, without its end; empty beyond the last
  Place place_at(std::size_t byte) const;

 private:
  std::string text_;
  std::string label_;
  std::vector<std::size_t> starts_;  // of lines
};

// Any bytes, in bounded time and memory: a tree at most some hundred levels deep, or the first
// mistake, which is where reading TOML ends.
Result<TomlDocument> parse_toml(std::string_view text, std::string_view label);

}  // namespace hark
