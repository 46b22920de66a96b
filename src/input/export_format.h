// The journal export format (https://systemd.io/JOURNAL_EXPORT_FORMATS), followed through a buffer.
//
//   NAME=VALUE\n                   a value without control characters
//   NAME\n LENGTH VALUE \n         any value; LENGTH is eight bytes, little-endian
//   \n                             the entry's end
//
// What a value holds must never be taken for structure: values are passed by their length wherever
// it can be right. Where something is wrong, the entry is followed on, line by line, to its end: a
// blank line, or a second cursor or timestamp, which can only be the next entry's. One walk finds
// entries' ends, decodes and renders, so that the three cannot disagree.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "base/field_name.h"

namespace hark {

// journald stores no larger value (DATA_SIZE_MAX).
inline constexpr std::uint64_t kMaxExportValue = std::uint64_t{768} << 20;

// journald takes some 1100 fields an entry. Far beyond that an entry is made to cost memory.
inline constexpr std::uint32_t kMaxExportFields = 65'536;

// How an input's lines end. With kCrLf a CR before a newline belongs to neither name nor value.
enum class LineEnd : std::uint8_t { kLf, kCrLf };

// What begins at an offset.
struct ExportField {
  enum class Kind : std::uint8_t {
    kText,     // NAME=
    kBinary,   // NAME, newline, length
    kBlank,    // no field: the entry's end
    kIgnored,  // NAME= with a name that journald does not take: systemd-journal-remote ignores it
    kBad,      // a line that is none of these
    kCut,      // more bytes are needed to tell
  };
  Kind kind = Kind::kCut;
  std::size_t name_size = 0;
  std::size_t value = 0;     // the offset behind it, where a value begins
  std::uint64_t length = 0;  // of a binary value
};

// Looks at the name, and at the length of a binary value. ByteBuffer::kPadding zero bytes follow
// `text`.
ExportField read_export_field(std::string_view text, std::size_t at, LineEnd line_end);

// One entry, as far as it has been followed. Offsets count from its first byte, or, where its front
// has been dropped, from what is left.
class ExportWalk {
 public:
  enum class Step : std::uint8_t {
    kWhole,    // the entry is the first end() bytes
    kCut,      // more bytes are needed
    kTooLong,  // go() alone: it is longer than `limit`; skip() passes the rest
  };
  enum class Fault : std::uint8_t { kNone, kNotAField, kLength, kNoBlankLine, kManyFields };

  explicit ExportWalk(LineEnd line_end) : line_end_(line_end) {}

  // Goes on from where it stopped. `text` begins with the entry, which does not begin with a blank
  // line, and is padded. `on_field(name, value)` is called for each field passed; what it was told
  // is void if the entry has a fault. `limit` is in bytes, without the blank line.
  template <class OnField>
  Step go(std::string_view text, std::size_t limit, OnField&& on_field);

  // After kTooLong. After each kCut, drop() says how many bytes at the front of `text` are to be
  // taken away.
  Step skip(std::string_view text);
  std::size_t drop(std::size_t available);

  // After kCut, where the input ends: nothing is missing but the blank line.
  bool is_between_fields(std::string_view text) const {
    const std::string_view left = text.substr(at_);
    return left.empty() || left == "\r";
  }
  // After kCut, where the input ends inside a value: true if its length is taken for wrong, because
  // a line in it has a cursor of the same journal as the entry's own, which no message can know
  // beforehand; go() then goes on behind the field's name.
  bool doubts_length(std::string_view text);

  std::size_t end() const { return at_; }
  std::uint64_t lines() const { return lines_; }            // newlines passed
  Fault fault() const { return fault_; }                    // the first one
  std::uint64_t fault_line() const { return fault_line_; }  // newlines before it

 private:
  enum class Inside : std::uint8_t { kNothing, kLine, kValue };
  void fail(Fault fault);
  void fail_length(const ExportField& field);
  bool pass_line(std::string_view text);
  bool begins_another(std::string_view name) const;
  bool passes_value_end(std::string_view text, std::size_t end);
  static std::uint8_t address_bit(std::string_view name);
  static std::uint64_t count_newlines(std::string_view text);

  std::size_t at_ = 0;        // where the next field begins
  std::size_t searched_ = 0;  // up to here the line at at_ has no newline
  std::uint64_t lines_ = 0;
  std::uint64_t fault_line_ = 0;
  std::uint64_t value_left_ = 0;  // of a value that is being skipped
  std::uint32_t fields_ = 0;
  LineEnd line_end_;
  Fault fault_ = Fault::kNone;
  Inside inside_ = Inside::kNothing;  // while skipping
  std::uint8_t addresses_ = 0;        // of the fields an entry has once, those that have come
};

// --- once a field: inline ---

inline ExportField read_export_field(std::string_view text, std::size_t at, LineEnd line_end) {
  using Kind = ExportField::Kind;
  ExportField field;
  const char* const name = text.data() + at;
  const std::size_t left = text.size() - at;
  std::size_t size = 0;
  while (size <= kMaxFieldName && kIsFieldNameByte[static_cast<unsigned char>(name[size])]) size++;
  field.name_size = size;
  field.value = at + size + 1;
  const bool is_name = size > 0 && size <= kMaxFieldName && !(name[0] >= '0' && name[0] <= '9');
  if (is_name && name[size] == '=') {
    field.kind = Kind::kText;
    return field;
  }
  std::size_t line_size = size;  // of NAME alone
  const bool may_have_cr = line_end == LineEnd::kCrLf || size == 0;
  if (may_have_cr && name[size] == '\r') line_size++;
  if (line_size >= left) return field;  // what stands there is padding
  if ((is_name || size == 0) && name[line_size] == '\n') {
    field.value = at + line_size + 1;
    if (size == 0) {
      field.kind = Kind::kBlank;
    } else if (field.value + sizeof field.length <= text.size()) {
      field.kind = Kind::kBinary;
      for (std::size_t i = sizeof field.length; i > 0; i--) {
        field.length = field.length << 8 | static_cast<unsigned char>(text[field.value + i - 1]);
      }
      field.value += sizeof field.length;
    }
    return field;
  }
  // Any other printable word before the = is a name as well, but not one of journald's.
  while (size < left && size <= kMaxFieldName && name[size] > ' ' && name[size] < '\x7f' &&
         name[size] != '=') {
    size++;
  }
  if (size == left) return field;
  field.kind = size > 0 && name[size] == '=' ? Kind::kIgnored : Kind::kBad;
  return field;
}

template <class OnField>
ExportWalk::Step ExportWalk::go(std::string_view text, std::size_t limit, OnField&& on_field) {
  using Kind = ExportField::Kind;
  // Of a line that is cut only what can be no other entry's counts.
  const auto cut = [&](std::size_t size) { return size > limit ? Step::kTooLong : Step::kCut; };
  while (at_ < text.size()) {
    const ExportField field = read_export_field(text, at_, line_end_);
    const std::string_view name = text.substr(at_, field.name_size);
    std::size_t end = 0;  // of the value
    switch (field.kind) {
      case Kind::kText: {
        const bool may_be_address = name.starts_with("__");
        if (may_be_address && begins_another(name)) {
          fail(Fault::kNoBlankLine);
          return at_ > limit ? Step::kTooLong : Step::kWhole;
        }
        const std::size_t from = std::max(field.value, searched_);
        const void* newline = std::memchr(text.data() + from, '\n', text.size() - from);
        if (newline == nullptr) {
          searched_ = text.size();
          return cut(text.size());
        }
        if (may_be_address) addresses_ |= address_bit(name);
        end = static_cast<std::size_t>(static_cast<const char*>(newline) - text.data());
        at_ = end + 1;
        lines_++;
        if (line_end_ == LineEnd::kCrLf && text[end - 1] == '\r') end--;
        break;
      }
      case Kind::kBinary:
        if (field.length > kMaxExportValue) {
          fail_length(field);
          continue;
        }
        end = field.value + field.length;
        if (end + 1 > limit) return Step::kTooLong;
        if (end + 1 + (line_end_ == LineEnd::kCrLf) > text.size()) return Step::kCut;
        if (!passes_value_end(text, end)) {
          fail_length(field);
          continue;
        }
        break;
      case Kind::kBlank:
        if (at_ > limit) return Step::kTooLong;
        at_ = field.value;
        lines_++;
        return Step::kWhole;
      case Kind::kBad:
        fail(Fault::kNotAField);
        [[fallthrough]];
      case Kind::kIgnored:
        if (!pass_line(text)) return cut(text.size());
        continue;
      case Kind::kCut:
        return cut(at_);
    }
    if (++fields_ > kMaxExportFields) {
      fail(Fault::kManyFields);
      continue;
    }
    on_field(name, text.substr(field.value, end - field.value));
  }
  return cut(at_);
}

}  // namespace hark
