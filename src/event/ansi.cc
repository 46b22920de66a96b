#include "event/ansi.h"

#include <cstring>

#include "base/printable.h"

namespace hark {
namespace {

constexpr unsigned char kEscape = 0x1B;

unsigned char byte_at(std::string_view text, std::size_t i) {
  return i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
}

// Length of the string that ends in BEL or ST from `i` on, terminator included; 0 if it is not one.
// A line end or another control stops it: better to show a broken sequence than to swallow a
// message.
std::size_t osc_length(std::string_view text, std::size_t i) {
  for (std::size_t at = i; at < text.size(); at++) {
    const unsigned char c = byte_at(text, at);
    if (c == 0x07) return at + 1 - i;
    if (c == kEscape) return byte_at(text, at + 1) == '\\' ? at + 2 - i : 0;
    if (c == 0xC2 && byte_at(text, at + 1) == 0x9C) return at + 2 - i;
    // A C1 stops it too: else a text full of U+009D would be read again from each of them.
    if (c < 0x20 || (c == 0xC2 && byte_at(text, at + 1) >= 0x80 && byte_at(text, at + 1) <= 0x9F))
      return 0;
  }
  return 0;
}

std::size_t csi_length(std::string_view text, std::size_t i) {
  std::size_t at = i;
  while (byte_at(text, at) >= 0x30 && byte_at(text, at) <= 0x3F) at++;
  while (byte_at(text, at) >= 0x20 && byte_at(text, at) <= 0x2F) at++;
  const unsigned char final_byte = byte_at(text, at);
  return final_byte >= 0x40 && final_byte <= 0x7E ? at + 1 - i : 0;
}

// Length of the sequence that begins at `i`, or 0.
std::size_t sequence_length(std::string_view text, std::size_t i) {
  const unsigned char c = byte_at(text, i), next = byte_at(text, i + 1);
  const bool escape = c == kEscape, c1 = c == 0xC2;
  std::size_t body = 0;
  if ((escape && next == '[') || (c1 && next == 0x9B)) body = csi_length(text, i + 2);
  if ((escape && next == ']') || (c1 && next == 0x9D)) body = osc_length(text, i + 2);
  return body == 0 ? 0 : body + 2;
}

std::size_t next_candidate(std::string_view text, std::size_t i) {
  while (i < text.size() && byte_at(text, i) != kEscape && byte_at(text, i) != 0xC2) i++;
  return i;
}

}  // namespace

bool may_have_ansi(std::string_view text) {
  if (text.empty()) return false;
  if (std::memchr(text.data(), kEscape, text.size()) != nullptr) return true;
  return std::memchr(text.data(), 0xC2, text.size()) != nullptr &&
         (text.find("\xC2\x9B") != text.npos || text.find("\xC2\x9D") != text.npos);
}

Value strip_ansi(const Value& value, Arena& arena) {
  const std::string_view text = value.bytes;
  if (!may_have_ansi(text)) return value;
  char* const begin = arena.allocate(text.size());
  char* out = begin;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t candidate = next_candidate(text, i);
    std::memcpy(out, text.data() + i, candidate - i);
    out += candidate - i;
    i = candidate;
    if (i == text.size()) break;
    if (const std::size_t length = sequence_length(text, i)) {
      i += length;
    } else {
      *out++ = text[i++];
    }
  }
  const auto size = static_cast<std::size_t>(out - begin);
  arena.give_back(text.size() - size);
  const std::string_view stripped(begin, size);
  return {stripped, value.is_utf8 || is_valid_utf8(stripped)};
}

AnsiOffsets::AnsiOffsets(std::string_view original) {
  std::size_t removed = 0;
  for (std::size_t i = next_candidate(original, 0); i < original.size();
       i = next_candidate(original, i)) {
    const std::size_t length = sequence_length(original, i);
    if (length > 0) {
      const std::size_t at = i - removed;
      removed += length;
      if (!cuts_.empty() && cuts_.back().at == at) {
        cuts_.back().removed = removed;
      } else {
        cuts_.push_back({at, removed});
      }
      i += length;
    } else {
      i++;
    }
  }
}

std::size_t AnsiOffsets::start(std::size_t stripped) const {
  std::size_t removed = 0;
  for (const Cut& cut : cuts_) {
    if (cut.at > stripped) break;
    removed = cut.removed;
  }
  return stripped + removed;
}

std::size_t AnsiOffsets::end(std::size_t stripped) const {
  std::size_t removed = 0;
  for (const Cut& cut : cuts_) {
    if (cut.at >= stripped) break;
    removed = cut.removed;
  }
  return stripped + removed;
}

}  // namespace hark
