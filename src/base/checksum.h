// A 64-bit checksum of bytes (FNV-1a): tells torn or rotten files from whole ones. No protection
// against an attacker.
#pragma once

#include <cstdint>
#include <string_view>

namespace hark {

inline std::uint64_t checksum(std::string_view bytes, std::uint64_t seed = 0xCBF29CE484222325u) {
  for (const char c : bytes) seed = (seed ^ static_cast<unsigned char>(c)) * 0x100000001B3u;
  return seed;
}

}  // namespace hark
