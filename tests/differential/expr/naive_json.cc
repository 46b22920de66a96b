#include "differential/expr/naive_json.h"

#include <cstdlib>

#include "differential/expr/naive_text.h"

namespace hark::reference {
namespace {

void append_utf8(std::string& out, unsigned long code) {
  const auto put = [&](unsigned long b) { out += static_cast<char>(b); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | code >> 6);
    put(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    put(0xE0 | code >> 12);
    put(0x80 | (code >> 6 & 0x3F));
    put(0x80 | (code & 0x3F));
  } else {
    put(0xF0 | code >> 18);
    put(0x80 | (code >> 12 & 0x3F));
    put(0x80 | (code >> 6 & 0x3F));
    put(0x80 | (code & 0x3F));
  }
}

class Reader {
 public:
  Reader(const std::string& text, std::size_t at) : text_(text), at_(at) {}

  std::optional<Json> value(int depth = 0) {
    if (depth > 1000) return std::nullopt;
    skip_space();
    Json json;
    switch (here()) {
      case '{':
        json.kind = Json::Kind::kObject;
        return members(json, depth) ? std::optional(json) : std::nullopt;
      case '[':
        json.kind = Json::Kind::kArray;
        return items(json, depth) ? std::optional(json) : std::nullopt;
      case '"':
        json.kind = Json::Kind::kText;
        return string(json.text) ? std::optional(json) : std::nullopt;
      default:
        for (const char* word : {"true", "false", "null"}) {
          if (text_.compare(at_, std::string(word).size(), word) != 0) continue;
          at_ += std::string(word).size();
          json.kind = word[0] == 'n' ? Json::Kind::kNull : Json::Kind::kBoolean;
          json.text = word;
          return json;
        }
        json.kind = Json::Kind::kNumber;
        return number(json.text) ? std::optional(json) : std::nullopt;
    }
  }

 private:
  char here() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    at_++;
    return true;
  }
  void skip_space() {
    while (here() == ' ' || here() == '\t' || here() == '\n' || here() == '\r') at_++;
  }

  bool members(Json& json, int depth) {
    at_++;
    skip_space();
    if (take('}')) return true;
    for (;;) {
      std::string name;
      skip_space();
      if (here() != '"' || !string(name)) return false;
      skip_space();
      if (!take(':')) return false;
      const auto member = value(depth + 1);
      if (!member) return false;
      json.names.push_back(name);
      json.items.push_back(*member);
      skip_space();
      if (take('}')) return true;
      if (!take(',')) return false;
    }
  }

  bool items(Json& json, int depth) {
    at_++;
    skip_space();
    if (take(']')) return true;
    for (;;) {
      const auto item = value(depth + 1);
      if (!item) return false;
      json.items.push_back(*item);
      skip_space();
      if (take(']')) return true;
      if (!take(',')) return false;
    }
  }

  std::optional<unsigned long> four_digits() {
    const std::string digits = text_.substr(at_, 4);
    if (digits.size() < 4 ||
        digits.find_first_not_of("0123456789abcdefABCDEF") != std::string::npos)
      return std::nullopt;
    at_ += 4;
    return std::strtoul(digits.c_str(), nullptr, 16);
  }

  bool string(std::string& out) {
    at_++;
    const std::size_t start = at_;
    for (;;) {
      if (at_ >= text_.size()) return false;
      const char c = text_[at_++];
      if (c == '"') return is_utf8(text_.substr(start, at_ - 1 - start));
      if (static_cast<unsigned char>(c) < 0x20) return false;
      if (c != '\\') {
        out += c;
        continue;
      }
      const std::string signs = "\"\\/bfnrt", meant = "\"\\/\b\f\n\r\t";
      const char sign = here();
      at_++;
      if (sign == 'u') {
        auto code = four_digits();
        if (!code) return false;
        if (*code >= 0xDC00 && *code <= 0xDFFF) return false;
        if (*code >= 0xD800 && *code <= 0xDBFF) {
          if (!take('\\') || !take('u')) return false;
          const auto low = four_digits();
          if (!low || *low < 0xDC00 || *low > 0xDFFF) return false;
          code = 0x10000 + ((*code - 0xD800) << 10) + (*low - 0xDC00);
        }
        append_utf8(out, *code);
      } else if (sign != '\0' && signs.find(sign) != std::string::npos) {
        out += meant[signs.find(sign)];
      } else {
        return false;
      }
    }
  }

  bool digits() {
    const std::size_t start = at_;
    while (here() >= '0' && here() <= '9') at_++;
    return at_ > start;
  }

  bool number(std::string& out) {
    const std::size_t start = at_;
    take('-');
    if (!take('0') && !digits()) return false;
    if (take('.') && !digits()) return false;
    if (here() == 'e' || here() == 'E') {
      at_++;
      if (!take('-')) take('+');
      if (!digits()) return false;
    }
    out = text_.substr(start, at_ - start);
    return true;
  }

  const std::string& text_;
  std::size_t at_;
};

}  // namespace

std::optional<Json> object_at(const std::string& text, std::size_t start) {
  if (start >= text.size() || text[start] != '{') return std::nullopt;
  return Reader(text, start).value();
}

Texts json_values(const std::string& message, const std::vector<std::string>& path) {
  std::optional<Json> object;
  for (std::size_t i = 0; i < message.size() && i < 256 && !object; i++)
    object = object_at(message, i);
  if (!object) return {};
  Json at = *object;
  for (const std::string& segment : path) {
    Json next;
    bool is_there = false;
    if (at.kind == Json::Kind::kObject) {
      for (std::size_t i = 0; i < at.names.size(); i++) {
        if (at.names[i] != segment) continue;
        next = at.items[i];  // the last of a name counts
        is_there = true;
      }
    } else if (at.kind == Json::Kind::kArray &&
               segment.find_first_not_of("0123456789") == std::string::npos && segment.size() < 9) {
      const std::size_t index = std::strtoul(segment.c_str(), nullptr, 10);
      is_there = index < at.items.size();
      if (is_there) next = at.items[index];
    }
    if (!is_there) return {};
    at = next;
  }
  if (at.is_scalar()) return {at.text};
  if (at.kind != Json::Kind::kArray) return {};
  Texts texts;
  for (const Json& item : at.items) {
    if (item.is_scalar()) texts.push_back(item.text);
  }
  return texts;
}

}  // namespace hark::reference
