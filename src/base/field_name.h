// Names of fields, as journald takes them: 1 to 64 of A–Z, 0–9 and _, no digit first
// (journal_field_valid() in systemd). journalctl leaves out fields with other names.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace hark {

inline constexpr std::size_t kMaxFieldName = 64;

inline constexpr std::array<bool, 256> kIsFieldNameByte = [] {
  std::array<bool, 256> table{};
  for (int c = 'A'; c <= 'Z'; c++) table[static_cast<std::size_t>(c)] = true;
  for (int c = '0'; c <= '9'; c++) table[static_cast<std::size_t>(c)] = true;
  table['_'] = true;
  return table;
}();

constexpr bool is_field_name(std::string_view name) {
  if (name.empty() || name.size() > kMaxFieldName) return false;
  for (const char c : name) {
    if (!kIsFieldNameByte[static_cast<unsigned char>(c)]) return false;
  }
  return name[0] < '0' || name[0] > '9';
}

}  // namespace hark
