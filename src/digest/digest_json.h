// The digest as NDJSON: one object for the coverage, then one a block, most important first.
// hark(1), THE DIGEST, has the schema.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "digest/digest.h"
#include "digest/seen.h"

namespace hark {

// `for_terminal`: characters that are unsafe for one are written as \u….
void append_digest_json(std::string& out, const Seen& seen, const std::vector<Block>& blocks,
                        std::uint64_t untold_lines, bool for_terminal);

}  // namespace hark
