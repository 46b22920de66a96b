// Paths, as text.
#pragma once

#include <string>

namespace hark {

// Where `path` lies: ".", "/", or what is before its last slash.
inline std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == path.npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

}  // namespace hark
