// Events as lines of JSON, with any escapes and in any order of keys.
#include <cstdio>
#include <utility>

#include "differential/expr/event_generator.h"
#include "differential/expr/naive_text.h"

namespace hark::reference {
namespace {

void append_json_string(std::string& out, const std::string& text, Dice& dice) {
  out += '"';
  for (const std::string& c : characters(text)) {
    const auto byte = static_cast<unsigned char>(c[0]);
    char escape[16];
    if (c == "\"" || c == "\\") {
      out += '\\' + c;
    } else if (c == "\n" && dice.chance(80)) {
      out += "\\n";
    } else if (byte < 0x20 || (byte < 0x80 && dice.chance(1))) {
      std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(byte));
      out += escape;
    } else if (c.size() == 2 && dice.chance(20)) {
      std::snprintf(
          escape, sizeof escape, "\\u%04X",
          static_cast<unsigned>((byte & 0x1F) << 6 | (static_cast<unsigned char>(c[1]) & 0x3F)));
      out += escape;
    } else {
      out += c;
    }
  }
  out += '"';
}

void append_json_value(std::string& out, const std::optional<std::string>& value, Dice& dice) {
  if (!value) {
    out += "null";
  } else if (value->empty() || (is_utf8(*value) && dice.chance(93))) {
    append_json_string(out, *value, dice);
  } else {
    out += '[';
    for (const char c : *value) {
      if (out.back() != '[') out += ',';
      out += std::to_string(static_cast<unsigned char>(c));
    }
    out += ']';
  }
}

}  // namespace

std::string to_json(const PlainEvent& event, Dice& dice) {
  std::vector<std::string> names;
  for (const auto& [name, values] : event.fields) {
    if (!values.empty()) names.push_back(name);
  }
  for (std::size_t i = names.size(); i > 1; i--) std::swap(names[i - 1], names[dice.below(i)]);
  std::string out = "{";
  for (const std::string& name : names) {
    if (out.size() > 1) out += ',';
    out += '"' + name + "\":";
    const auto& values = event.fields.at(name);
    if (values.size() == 1) {
      append_json_value(out, values[0], dice);
      continue;
    }
    std::string list = "[";
    for (const auto& value : values) {
      if (list.size() > 1) list += ',';
      append_json_value(list, value, dice);
    }
    out += list + ']';
  }
  return out + '}';
}

}  // namespace hark::reference
