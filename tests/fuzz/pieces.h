// How an input of a fuzz target says in which pieces it comes: each byte of its first line is the
// size of a piece, in turns.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace hark {

struct Cut {
  std::string_view text;   // what comes, no more than fits into a pipe at once
  std::string_view sizes;  // the first line
};

inline Cut cut_of(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kPipe = 60000;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t end = std::min(input.find('\n'), input.size());
  return {input.substr(std::min(end + 1, input.size())).substr(0, kPipe), input.substr(0, end)};
}

inline std::vector<std::string_view> cut_up(std::string_view text, std::string_view sizes) {
  std::vector<std::string_view> pieces;
  for (std::size_t i = 0; !text.empty(); i++) {
    const std::size_t size =
        sizes.empty() ? 1 : 1 + static_cast<unsigned char>(sizes[i % sizes.size()]) % 64;
    pieces.push_back(text.substr(0, size));
    text.remove_prefix(pieces.back().size());
  }
  return pieces;
}

}  // namespace hark
