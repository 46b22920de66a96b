#include "input/chunk_reader.h"

#include <cstring>

namespace hark {

Result<ChunkReader::Step> ChunkReader::read(Chunk& chunk) {
  auto step = bytes_.read();
  if (!step) return std::move(step.errors());
  if (*step == ByteBuffer::Step::kNothing) return Step::kPartial;
  return cut(chunk);
}

ChunkReader::Step ChunkReader::cut(Chunk& chunk) {
  if (is_dropping_) {
    const std::string_view dropped = bytes_.rest();
    const std::size_t newline = dropped.find('\n');
    if (newline == dropped.npos) {
      bytes_.take(dropped.size());
      return bytes_.at_end() ? Step::kEnd : Step::kPartial;
    }
    bytes_.take(newline + 1);
    searched_ = 0;
    is_dropping_ = false;
  }
  const std::string_view rest = bytes_.rest();
  const bool at_end = bytes_.at_end();
  if (rest.empty()) return at_end ? Step::kEnd : Step::kPartial;
  // What was left before has no newline: looking at it again with each 4096 bytes that journalctl
  // writes would make a long line cost its length squared.
  const auto* last =
      static_cast<const char*>(memrchr(rest.data() + searched_, '\n', rest.size() - searched_));
  if (last == nullptr && !at_end) {
    searched_ = rest.size();
    if (rest.size() <= max_line_) return Step::kPartial;
    is_dropping_ = true;
    return Step::kTooLong;
  }
  const std::size_t whole = at_end ? rest.size() : static_cast<std::size_t>(last + 1 - rest.data());
  chunk = {sequence_++, rest.substr(0, whole), at_end};
  bytes_.take(whole);
  searched_ = rest.size() - whole;
  return Step::kChunk;
}

}  // namespace hark
