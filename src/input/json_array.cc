#include "input/json_array.h"

#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "base/ascii.h"
#include "base/printable.h"
#include "event/json_text.h"

namespace hark {
namespace {

// journald takes at most 1024 fields an entry. Far beyond that an array is made to cost memory: a
// value needs eight times the bytes that "", takes in the line.
constexpr std::size_t kMaxValues = 65'536;

struct Cursor {
  std::string_view text;
  std::size_t at = 0;

  void skip_space() {
    while (at < text.size() && is_json_space(text[at])) at++;
  }
  bool take(char c) {
    skip_space();
    if (at >= text.size() || text[at] != c) return false;
    at++;
    return true;
  }
  char peek() {
    skip_space();
    return at < text.size() ? text[at] : '\0';
  }
};

// The bytes of [104,105], if each element is an integer of 0–255; `cursor` then stands behind the
// ].
bool take_bytes(Cursor& cursor, Arena& arena, std::string_view& bytes) {
  Cursor c = cursor;
  if (!c.take('[')) return false;
  char* const begin = arena.allocate((c.text.size() - c.at) / 2 +
                                     1);  // an element takes a digit and a comma at least
  std::size_t size = 0;
  const std::size_t room = (c.text.size() - c.at) / 2 + 1;
  do {
    c.skip_space();
    unsigned number = 0;
    std::size_t digits = 0;
    while (c.at < c.text.size() && c.text[c.at] >= '0' && c.text[c.at] <= '9' && digits < 4) {
      number = number * 10 + static_cast<unsigned>(c.text[c.at++] - '0');
      digits++;
    }
    const bool leading_zero = digits > 1 && c.text[c.at - digits] == '0';
    if (digits == 0 || number > 255 || leading_zero || size == room) {
      arena.give_back(room);
      return false;
    }
    begin[size++] = static_cast<char>(number);
  } while (c.take(','));
  arena.give_back(room - size);
  if (!c.take(']')) {
    arena.give_back(size);
    return false;
  }
  bytes = {begin, size};
  cursor = c;
  return true;
}

bool take_string(Cursor& cursor, std::string_view& inside) {
  if (!cursor.take('"')) return false;
  const std::size_t begin = cursor.at;
  for (; cursor.at < cursor.text.size(); cursor.at++) {
    const char c = cursor.text[cursor.at];
    if (c == '\\') {
      cursor.at++;
    } else if (c == '"') {
      inside = cursor.text.substr(begin, cursor.at - begin);
      cursor.at++;
      return true;
    }
  }
  return false;
}

// An object or array inside an array, as text. simdjson has seen to it that brackets and strings
// are closed.
bool take_nested(Cursor& cursor, std::string_view& text) {
  cursor.skip_space();
  const std::size_t begin = cursor.at;
  std::string open;
  while (cursor.at < cursor.text.size()) {
    const char c = cursor.text[cursor.at];
    if (c == '"') {
      std::string_view ignored;
      if (!take_string(cursor, ignored)) return false;
      continue;
    }
    if (c == '{' || c == '[') open.push_back(c == '{' ? '}' : ']');
    if (c == '}' || c == ']') {
      if (open.empty() || open.back() != c) return false;
      open.pop_back();
    }
    cursor.at++;
    if (open.empty()) {
      text = cursor.text.substr(begin, cursor.at - begin);
      return true;
    }
  }
  return false;
}

}  // namespace

bool is_json_scalar(std::string_view token) {
  if (token == "true" || token == "false") return true;
  std::size_t i = 0;
  const auto digits = [&] {
    const std::size_t begin = i;
    while (i < token.size() && token[i] >= '0' && token[i] <= '9') i++;
    return i - begin;
  };
  if (i < token.size() && token[i] == '-') i++;
  const std::size_t whole = i;
  const std::size_t count = digits();
  if (count == 0 || (count > 1 && token[whole] == '0')) return false;
  if (i < token.size() && token[i] == '.') {
    i++;
    if (digits() == 0) return false;
  }
  if (i < token.size() && (token[i] == 'e' || token[i] == 'E')) {
    i++;
    if (i < token.size() && (token[i] == '+' || token[i] == '-')) i++;
    if (digits() == 0) return false;
  }
  return i == token.size();
}

bool decode_json_array(FieldId id, std::string_view array, Event& event, bool& has_nested) {
  Arena& arena = event.arena();
  Cursor cursor{array};
  std::string_view bytes;
  const bool wanted = id != FieldPlan::kNotWanted;
  if (take_bytes(cursor, arena, bytes)) {
    if (cursor.peek() != '\0') return false;
    const Value value{bytes, is_valid_utf8(bytes)};
    if (wanted) event.record_values(id, std::span<const Value>(&value, 1), false);
    return true;
  }
  std::vector<Value> values;
  bool had_null = false;
  if (!cursor.take('[')) return false;
  if (cursor.peek() != ']') {
    do {
      if (values.size() == kMaxValues) return false;
      const char c = cursor.peek();
      std::string_view text;
      if (c == '"') {
        if (!take_string(cursor, text)) return false;
        values.push_back({unescape_json(text, arena), true});
      } else if (c == '[' && take_bytes(cursor, arena, text)) {
        values.push_back({text, is_valid_utf8(text)});
      } else if (c == '[' || c == '{') {
        if (!take_nested(cursor, text)) return false;
        has_nested = true;
        values.push_back({text, true});
      } else {
        const std::size_t begin = cursor.at;
        while (cursor.at < array.size() && array[cursor.at] != ',' && array[cursor.at] != ']' &&
               !is_json_space(array[cursor.at])) {
          cursor.at++;
        }
        const std::string_view token = array.substr(begin, cursor.at - begin);
        if (token == "null") {
          had_null = true;
        } else if (is_json_scalar(token)) {
          values.push_back({token, true});
        } else {
          return false;
        }
      }
    } while (cursor.take(','));
  }
  if (!cursor.take(']') || cursor.peek() != '\0') return false;
  if (!wanted) return true;
  // Several values must outlive this call: they go to the arena with the bytes they view.
  Value* kept = arena.allocate_array<Value>(values.size());
  std::uninitialized_copy(values.begin(), values.end(), kept);
  event.record_values(id, {kept, values.size()}, had_null);
  return true;
}

}  // namespace hark
