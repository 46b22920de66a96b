// Names of fields, as journald takes them: 1 to 64 of A–Z, 0–9 and _, no digit first
// (journal_field_valid() in systemd). journalctl leaves out fields with other names.
#pragma once

#include <algorithm>
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

// Of the name that the text begins with; 0: it begins with none.
constexpr std::size_t size_of_field_name(std::string_view text) {
  if (text.empty() || (text[0] >= '0' && text[0] <= '9')) return 0;
  const std::size_t most = std::min(text.size(), kMaxFieldName + 1);
  std::size_t size = 0;
  while (size < most && kIsFieldNameByte[static_cast<unsigned char>(text[size])]) size++;
  return size <= kMaxFieldName ? size : 0;
}

constexpr bool is_field_name(std::string_view name) {
  return !name.empty() && size_of_field_name(name) == name.size();
}

}  // namespace hark
