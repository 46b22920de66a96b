// Which of the text kinds an input is, found from its first lines.
//
// These may be torn or garbage: as long as they are of no kind nothing is decided, and nothing is
// taken. What is found depends on the bytes alone, not on how they came in.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "input/decompressor.h"

namespace hark {

enum class TextKind : std::uint8_t {
  kJson,    // lines with an object each, RS before them or not
  kExport,  // journal export format
};

class KindFinder {
 public:
  static constexpr std::size_t kLinesToDecide = 16;  // so many lines of no kind are an error

  // `name` is for errors; a head that is longer than `max_head` bytes is decided as it stands.
  KindFinder(std::string name, std::size_t max_head)
      : name_(std::move(name)), max_head_(max_head) {}

  // `head` is the input so far, from its first byte, padded. nullopt: more is needed. An error if
  // it is of a kind that hark does not read, told by the read that brought it: on a live pipe the
  // next one may be an hour away. Without any line of text the input is taken for JSON.
  // `compression` is what it was packed in.
  Result<std::optional<TextKind>> look(std::string_view head, bool is_all, Compression compression);

 private:
  std::optional<Diagnostic> find_magic(std::string_view head, Compression compression) const;

  std::string name_;
  std::size_t max_head_;
  bool knows_magic_ = false;    // the first bytes are of no other kind
  std::size_t at_ = 0;          // of the line to look at
  std::size_t searched_ = 0;    // it has no newline up to here
  bool may_be_export_ = false;  // the line before could be a field
  std::size_t lines_ = 0;       // of no kind
};

}  // namespace hark
