// A DATA object's payload as it was written: NAME=value, decompressed where it is stored so.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "event/arena.h"
#include "journal/journal_file.h"

namespace hark {

struct Payload {
  enum class State : std::uint8_t {
    kWhole,
    kDamaged,   // what is stored cannot be decompressed
    kTooLarge,  // over the limit
  };
  State state = State::kDamaged;
  // A view of the file where nothing was compressed, else of the arena. kPadding bytes can be read
  // behind it.
  std::string_view text;

  static constexpr std::size_t kPadding = 16;
};

// `limit`: bytes. What is larger costs neither memory nor time beyond it.
Payload unpack(const JournalData& data, std::size_t limit, Arena& arena);

}  // namespace hark
