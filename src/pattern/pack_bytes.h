// A pack as bytes, so that a run need not read its TOML again: some hundred patterns take longer to
// read than anything else at a start.
//
// Only what selecting, showing and digesting read is kept: no examples, and no origins but those of
// `off`, which notes show. Whoever finds a mistake in such a pack reads its text again, to say
// where.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/byte_codec.h"
#include "pattern/pattern.h"

namespace hark {

void encode_pack(const Pack& pack, ByteWriter& out);

// Nothing if the bytes are no pack. Their checksum is somebody else's to check.
std::optional<Pack> decode_pack(ByteReader& in);

}  // namespace hark
