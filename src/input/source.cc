#include "input/source.h"

#include "input/chunk_reader.h"

namespace hark {

std::string_view Source::recall(std::string_view kept) {
  recalled_.assign(kept).append(ChunkReader::kPadding, '\0');
  return std::string_view(recalled_).substr(0, kept.size());
}

}  // namespace hark
