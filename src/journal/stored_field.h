// A field as a journal file stores it: a DATA object's payload, unpacked, and its name found.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "base/field_name.h"
#include "event/arena.h"
#include "event/field.h"
#include "journal/journal_file.h"
#include "journal/payload.h"

namespace hark {

// Views of the file, or of the arena. Payload::kPadding bytes can be read behind them.
struct StoredField {
  std::string_view text;  // NAME=value
  std::uint8_t name_size = 0;
  FieldId id = FieldPlan::kNotWanted;  // by the plan of the names

  std::string_view name() const { return text.substr(0, name_size); }
  std::string_view value() const { return text.substr(name_size + std::size_t{1}); }
};

// Which field a payload is of. A journal has some dozens of names, and what was learnt of one, that
// it is a name and whether it is wanted, is not worked out again. For one thread.
class NameMemory {
 public:
  // The plan must outlive the memory.
  explicit NameMemory(const FieldPlan& plan) : plan_(&plan) {}

  struct Name {
    std::uint8_t size = 0;  // 0: the text does not begin with NAME=
    FieldId id = FieldPlan::kNotWanted;
  };
  Name find(std::string_view text) {
    const std::size_t most = text.size() < kMaxFieldName + 1 ? text.size() : kMaxFieldName + 1;
    const void* const equals = most == 0 ? nullptr : std::memchr(text.data(), '=', most);
    if (equals == nullptr || equals == text.data()) return {};
    const auto size = static_cast<std::size_t>(static_cast<const char*>(equals) - text.data());
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    Known& known =
        known_[(size * 7 + byte(0) + byte(size / 2) * 5u + byte(size - 1) * 3u) % kKnown];
    if (known.name.size == size && std::memcmp(known.text, text.data(), size) == 0)
      return known.name;
    return learn(text.substr(0, size), known);
  }

 private:
  struct Known {
    Name name;
    char text[kMaxFieldName];
  };

  Name learn(std::string_view name, Known& known) const {
    if (!is_field_name(name)) return {};
    known.name = {static_cast<std::uint8_t>(name.size()), plan_->find(name.data(), name.size())};
    name.copy(known.text, name.size());
    return known.name;
  }

  static constexpr std::size_t kKnown = 128;
  const FieldPlan* plan_;
  std::array<Known, kKnown> known_{};
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
                             Arena& arena, NameMemory& names, StoredField& out) {
  const auto data = file.data(offset);
  if (!data) return FieldFault::kMissing;
  const Payload payload = unpack(*data, limit, arena);
  if (payload.state == Payload::State::kTooLarge) return FieldFault::kTooLarge;
  if (payload.state == Payload::State::kDamaged) return FieldFault::kPacking;
  const NameMemory::Name name = names.find(payload.text);
  if (name.size == 0) return FieldFault::kName;
  out = {payload.text, name.size, name.id};
  return FieldFault::kNone;
}

}  // namespace hark
