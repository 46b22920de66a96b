// The mistakes of one file, in the order of the file, and the places that its patterns keep.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "pattern/toml_document.h"

namespace hark {

class Mistakes {
 public:
  static constexpr std::size_t kMostShown = 200;
  // Every origin has a copy of its line: a file whose texts stand on few, huge lines would make
  // that quadratic.
  static constexpr std::size_t kMostOriginBytes = 32 << 20;

  explicit Mistakes(const TomlDocument& document) : document_(document) {}

  void add(const Place& place, std::string message, std::string reason = {}, std::string help = {});
  Origin origin(const Place& place);
  bool empty() const { return found_.empty(); }
  bool has_room() const { return found_.size() < kMostShown; }
  Diagnostics take();

 private:
  const TomlDocument& document_;
  std::vector<std::pair<Place, Diagnostic>> found_;
  std::size_t not_shown_ = 0;
  std::size_t origin_bytes_ = 0;
};

}  // namespace hark
