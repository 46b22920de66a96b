#include "input/entry_json.h"

#include <array>
#include <bit>
#include <cstring>
#include <functional>

#include "base/field_name.h"
#include "base/printable.h"
#include "input/chunk_reader.h"

namespace hark {
namespace {

constexpr std::size_t kKept = std::size_t{1} << 20;  // of the text's capacity, between entries

constexpr std::uint64_t repeat(unsigned char byte) { return 0x0101010101010101u * byte; }
constexpr std::uint64_t has_zero(std::uint64_t w) { return (w - repeat(1)) & ~w & repeat(0x80); }

// Some byte of the eight is none of the plain ones: 0x20–0x7E but " and \.
bool has_special(const char* at) {
  std::uint64_t w;
  std::memcpy(&w, at, 8);
  const std::uint64_t below_space = (w - repeat(0x20)) & ~w;
  return ((below_space | w) & repeat(0x80)) != 0 || has_zero(w ^ repeat('"')) != 0 ||
         has_zero(w ^ repeat('\\')) != 0 || has_zero(w ^ repeat(0x7F)) != 0;
}

bool is_special(char c) {
  return static_cast<unsigned char>(c - 0x20) >= 0x7F - 0x20 || c == '"' || c == '\\';
}

std::size_t find_special(std::string_view text, std::size_t from) {
  while (from + 8 <= text.size() && !has_special(text.data() + from)) from += 8;
  while (from < text.size() && !is_special(text[from])) from++;
  return from;
}

// unichar_is_valid() and unichar_is_control() of systemd, for what decode_character() lets pass.
bool is_printable(const Character& c) {
  if (!c.valid || c.code < 0x20 || (c.code >= 0x7F && c.code <= 0x9F)) return false;
  return (c.code < 0xFDD0 || c.code > 0xFDEF) && (c.code & 0xFFFE) != 0xFFFE;
}

// Appends `text` between quotes; false, with nothing appended, if it is not printable.
bool append_string(std::string& out, std::string_view text) {
  const std::size_t start = out.size();
  out += '"';
  for (std::size_t i = 0;;) {
    const std::size_t special = find_special(text, i);
    out.append(text, i, special - i);
    if (special == text.size()) break;
    i = special;
    switch (text[i]) {
      case '"':
        out += "\\\"";
        i++;
        continue;
      case '\\':
        out += "\\\\";
        i++;
        continue;
      case '\n':
        out += "\\n";
        i++;
        continue;
      case '\t':
        out += "\\t";
        i++;
        continue;
      default:
        break;
    }
    const Character c = decode_character(text.substr(i));
    if (!is_printable(c)) {
      out.resize(start);
      return false;
    }
    out.append(text, i, c.size);
    i += c.size;
  }
  out += '"';
  return true;
}

struct Decimal {
  char digits[4];  // the last is a comma
  std::uint8_t size;
};

constexpr std::array<Decimal, 256> kDecimals = [] {
  std::array<Decimal, 256> all{};
  for (unsigned i = 0; i < 256; i++) {
    Decimal& d = all[i];
    if (i >= 100) d.digits[d.size++] = static_cast<char>('0' + i / 100);
    if (i >= 10) d.digits[d.size++] = static_cast<char>('0' + i / 10 % 10);
    d.digits[d.size++] = static_cast<char>('0' + i % 10);
    d.digits[d.size++] = ',';
  }
  return all;
}();

void append_bytes(std::string& out, std::string_view bytes) {
  // Counted first: four times the bytes would be more memory than a large value needs.
  std::size_t size = 1;
  for (const char c : bytes) size += kDecimals[static_cast<unsigned char>(c)].size;
  out += '[';
  const std::size_t start = out.size();
  out.resize(start + size - 1);
  char* to = out.data() + start;
  for (const char c : bytes) {
    const Decimal& d = kDecimals[static_cast<unsigned char>(c)];
    for (std::size_t i = 0; i < d.size; i++) *to++ = d.digits[i];
  }
  out.back() = ']';  // for the last comma: an empty value is a string
}

void append_value(std::string& out, std::string_view value) {
  if (!append_string(out, value)) append_bytes(out, value);
}

}  // namespace

void EntryJson::clear() {
  fields_.clear();
  if (text_.capacity() > kKept) text_ = {};
}

void EntryJson::add(std::string_view name, std::string_view value) {
  if (is_field_name(name)) fields_.push_back({name, value, 0, 0, true});
}

// Chains fields of the same name, in their order.
void EntryJson::link() {
  slots_.assign(std::bit_ceil(fields_.size() * 2 + 1), 0);
  const std::size_t mask = slots_.size() - 1;
  for (std::uint32_t i = 0; i < fields_.size(); i++) {
    Field& field = fields_[i];
    field.next = 0;
    field.last = i;
    field.is_first = true;
    std::size_t at = std::hash<std::string_view>{}(field.name) & mask;
    while (slots_[at] != 0 && fields_[slots_[at] - 1].name != field.name) at = (at + 1) & mask;
    if (slots_[at] == 0) {
      slots_[at] = i + 1;
      continue;
    }
    Field& first = fields_[slots_[at] - 1];
    fields_[first.last].next = i + 1;
    first.last = i;
    field.is_first = false;
  }
}

std::string_view EntryJson::render() {
  link();
  text_ = "{";
  for (const Field& field : fields_) {
    if (!field.is_first) continue;
    if (text_.size() > 1) text_ += ',';
    text_ += '"';
    text_ += field.name;
    text_ += "\":";
    if (field.next == 0) {
      append_value(text_, field.value);
      continue;
    }
    text_ += '[';
    for (const Field* same = &field;; same = &fields_[same->next - 1]) {
      append_value(text_, same->value);
      if (same->next == 0) break;
      text_ += ',';
    }
    text_ += ']';
  }
  text_ += '}';
  const std::size_t size = text_.size();
  text_.append(ChunkReader::kPadding, '\0');
  return {text_.data(), size};
}

}  // namespace hark
