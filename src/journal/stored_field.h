// A field as a journal file stores it: a DATA object's payload, unpacked, and its name found.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/field_name.h"
#include "event/arena.h"
#include "journal/journal_file.h"
#include "journal/payload.h"

namespace hark {

// Views of the file, or of the arena. Payload::kPadding bytes can be read behind them.
struct StoredField {
  std::string_view text;  // NAME=value
  std::uint8_t name_size = 0;

  std::string_view name() const { return text.substr(0, name_size); }
  std::string_view value() const { return text.substr(name_size + std::size_t{1}); }
};

enum class FieldFault : std::uint8_t {
  kNone,
  kMissing,  // no DATA object lies there
  kPacking,  // it cannot be decompressed
  kName,     // it has none that journald takes
  kTooLarge,
};

// The field at an offset, of at most so many bytes; nothing is put out unless all is well. What is
// compressed is unpacked into the arena. Here, as it is asked for each value of a file.
inline FieldFault read_field(const JournalFile& file, std::uint64_t offset, std::size_t limit,
                             Arena& arena, StoredField& out) {
  const auto data = file.data(offset);
  if (!data) return FieldFault::kMissing;
  const Payload payload = unpack(*data, limit, arena);
  if (payload.state == Payload::State::kTooLarge) return FieldFault::kTooLarge;
  if (payload.state == Payload::State::kDamaged) return FieldFault::kPacking;
  const std::size_t size = size_of_field_name(payload.text);
  if (size == 0 || size == payload.text.size() || payload.text[size] != '=')
    return FieldFault::kName;
  out.text = payload.text;
  out.name_size = static_cast<std::uint8_t>(size);
  return FieldFault::kNone;
}

}  // namespace hark
