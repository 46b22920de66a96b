// Journal export format as journalctl writes it, for tests and the fuzz target.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hark {

inline std::string binary_field(std::string_view name, std::string_view value,
                                std::uint64_t claimed_length) {
  std::string text(name);
  text += '\n';
  for (int i = 0; i < 8; i++) text += static_cast<char>(claimed_length >> 8 * i & 0xFF);
  text += value;
  return text += '\n';
}

inline std::string binary_field(std::string_view name, std::string_view value) {
  return binary_field(name, value, value.size());
}

}  // namespace hark
