// The packs that are compiled into the program, so that a lone binary works. The definition is
// generated from patterns/*.toml by cmake/embed_packs.cmake.
#pragma once

#include <span>
#include <string_view>

namespace hark {

struct BuiltinPack {
  std::string_view file;  // "systemd.toml"
  std::string_view text;
  std::string_view digest = {};  // SHA-256 of the text, in hexadecimal
};

std::span<const BuiltinPack> builtin_packs();  // by file name, in byte order

}  // namespace hark
