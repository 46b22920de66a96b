#include "input/json_decoder.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <bit>
#include <cstring>

#include "base/printable.h"
#include "event/json_text.h"
#include "input/json_array.h"

namespace hark {
namespace {

namespace od = simdjson::ondemand;

// Our own faults beside simdjson's codes.
constexpr int kTrailingText = 1000;
constexpr int kBadEscape = 1001;
constexpr int kBadValue = 1002;

constexpr std::string_view kOwnMember = "hark";

std::string reason(int fault, std::string_view line) {
  switch (fault) {
    case simdjson::EMPTY:
    case simdjson::INCORRECT_TYPE:
      return "not a JSON object";
    case simdjson::UNCLOSED_STRING:
      return "a string has no closing quote; is the line cut off?";
    case simdjson::INCOMPLETE_ARRAY_OR_OBJECT:
      return "the closing brace is missing; is the line cut off?";
    case simdjson::UNESCAPED_CHARS:
      return line.find('\x1b') == line.npos
                 ? "a raw control character inside a string"
                 : "a raw escape character inside a string; run journalctl with SYSTEMD_COLORS=0";
    case simdjson::UTF8_ERROR:
      return "invalid UTF-8";
    case kTrailingText:
      return "text behind the closing brace";
    case kBadEscape:
      return "an escape that JSON does not know";
    case kBadValue:
      return "a value that is not JSON";
    case simdjson::CAPACITY:
    case simdjson::MEMALLOC:
      return "no memory for an entry of this size";
    default:
      return "a comma, colon, quote or brace is missing or misplaced";
  }
}

// Bytes before the closing quote. Eight at a time: a byte of `word` equals '"' where `word ^
// quotes` has a zero byte.
std::size_t key_length(const char* key) {
  constexpr std::uint64_t kOnes = 0x0101010101010101u, kHighs = 0x8080808080808080u,
                          kQuotes = kOnes * '"';
  for (std::size_t i = 0;; i += 8) {
    std::uint64_t word;
    std::memcpy(&word, key + i, 8);
    word ^= kQuotes;
    const std::uint64_t zeros = (word - kOnes) & ~word & kHighs;
    if (zeros == 0) continue;
    // The lowest set bit is exact; higher ones may be borrows.
    if constexpr (std::endian::native == std::endian::little) {
      return i + static_cast<std::size_t>(__builtin_ctzll(zeros)) / 8;
    } else {
      while (key[i] != '"') i++;
      return i;
    }
  }
}

std::string_view trim_end(std::string_view token) {
  while (!token.empty() && (token.back() == ' ' || token.back() == '\t' || token.back() == '\r' ||
                            token.back() == '\n')) {
    token.remove_suffix(1);
  }
  return token;
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// `member` widened by the comma that goes when the member goes: the one before it, else the one
// behind.
std::string_view with_comma(std::string_view line, std::string_view member) {
  const char* begin = member.data();
  const char* end = begin + member.size();
  const char* before = begin - 1;
  while (before > line.data() && is_space(*before)) before--;
  if (*before == ',') return {before, static_cast<std::size_t>(end - before)};
  const char* behind = end;
  const char* const last = line.data() + line.size();
  while (behind < last && is_space(*behind)) behind++;
  if (behind < last && *behind == ',') return {begin, static_cast<std::size_t>(behind + 1 - begin)};
  return member;
}

}  // namespace

struct JsonDecoder::Parsers {
  od::parser walk;
  simdjson::dom::parser nested;
};

JsonDecoder::JsonDecoder(const FieldPlan& plan)
    : plan_(&plan), parsers_(std::make_unique<Parsers>()) {}
JsonDecoder::~JsonDecoder() = default;
JsonDecoder::JsonDecoder(JsonDecoder&&) noexcept = default;
JsonDecoder& JsonDecoder::operator=(JsonDecoder&&) noexcept = default;

std::string JsonDecoder::decode(std::string_view line, Event& event) {
  // simdjson's tables are six times the longest line and never shrink by themselves; room is made
  // in steps, so that slowly growing lines do not allocate each time.
  constexpr std::size_t kUsual = 256 * 1024;
  if (line.size() > parser_capacity_ || (parser_capacity_ > kUsual && line.size() <= kUsual)) {
    if (line.size() <= kUsual) parsers_ = std::make_unique<Parsers>();
    parser_capacity_ = line.size() <= kUsual ? kUsual : line.size() + line.size() / 4;
    if (parsers_->walk.allocate(parser_capacity_) != simdjson::SUCCESS)
      return reason(simdjson::MEMALLOC, line);
  }
  event.reset();
  const bool has_escapes = std::memchr(line.data(), '\\', line.size()) != nullptr;
  if (has_escapes && !has_valid_escapes(line)) {
    // A cut-off line is better told by its other fault.
    const int fault = walk(line, true, event);
    if (fault != simdjson::UTF8_ERROR)
      return reason(fault == simdjson::SUCCESS ? kBadEscape : fault, line);
  }
  int fault = walk(line, has_escapes, event);
  if (fault == simdjson::UTF8_ERROR) {
    repaired_.clear();
    append_repaired(repaired_, line);
    repaired_.append(simdjson::SIMDJSON_PADDING, '\0');
    const std::string_view copy(repaired_.data(), repaired_.size() - simdjson::SIMDJSON_PADDING);
    event.reset();
    fault = has_valid_escapes(copy) ? walk(copy, has_escapes, event) : kBadEscape;
    event.is_repaired = true;
    if (!event.own_member.empty()) {
      // The member's place is wanted in the line as received; hark writes valid UTF-8, so it is
      // found again by its text.
      const std::size_t at = line.find(event.own_member);
      event.own_member =
          at == line.npos ? std::string_view{} : line.substr(at, event.own_member.size());
    }
  } else if (repaired_.capacity() > kUsual) {
    repaired_ = {};
  }
  if (fault != simdjson::SUCCESS) return reason(fault, line);
  event.raw = line;
  return {};
}

int JsonDecoder::walk(std::string_view line, bool has_escapes, Event& event) {
  od::document document;
  if (const auto e =
          parsers_->walk.iterate(line.data(), line.size(), line.size() + simdjson::SIMDJSON_PADDING)
              .get(document)) {
    return e;
  }
  od::object object;
  if (const auto e = document.get_object().get(object)) return e;
  for (auto next : object) {
    od::field member;
    if (const auto e = std::move(next).get(member)) return e;
    const char* const key = member.key().raw();
    std::size_t length = key_length(key);
    FieldId id;
    if (has_escapes && std::memchr(key, '\\', length) != nullptr) {
      // journald never writes such a key; others may spell MESSAGE as "MESS\u0041GE".
      std::string_view name =
          std::string_view(key, static_cast<std::size_t>(line.data() + line.size() - key));
      for (length = 0; length < name.size() && name[length] != '"'; length++)
        length += name[length] == '\\';
      std::string plain(unescape_json(name.substr(0, length), event.arena()));
      length = plain.size();
      plain.append(8, '\0');
      id = plan_->find(plain.data(), length);
    } else {
      id = plan_->find(key, length);
    }
    od::value value = member.value();
    const std::string_view token = value.raw_json_token();
    if (token[0] == '"') {
      if (id != FieldPlan::kNotWanted) {
        const std::string_view quoted = trim_end(token);
        event.record_json_text(id, quoted.substr(1, quoted.size() - 2));
      }
      continue;
    }
    if (token[0] == '[') {
      od::array array;
      std::string_view text;
      if (const auto e = value.get_array().get(array)) return e;
      if (const auto e = array.raw_json().get(text)) return e;
      if (!decode_json_array(id, text, event)) return kBadValue;
      continue;
    }
    if (token[0] == '{') {
      od::object inner;
      std::string_view text;
      if (const auto e = value.get_object().get(inner)) return e;
      if (const auto e = inner.raw_json().get(text)) return e;
      if (parsers_->nested.parse(text.data(), text.size()).error() != simdjson::SUCCESS)
        return kBadValue;
      if (id != FieldPlan::kNotWanted) {
        const Value whole{text, true};
        event.record_values(id, std::span<const Value>(&whole, 1), false);
      } else if (length == kOwnMember.size() && std::string_view(key, length) == kOwnMember) {
        const char* const begin = key - 1;
        event.own_member_value = text;
        event.own_member =
            with_comma(line, {begin, static_cast<std::size_t>(text.data() + text.size() - begin)});
      }
      continue;
    }
    const std::string_view scalar = trim_end(token);
    if (!record(id, scalar, event)) return kBadValue;
  }
  // On-Demand stops at the object's end; anything behind it makes the line no entry.
  if (document.current_location().error() != simdjson::OUT_OF_BOUNDS) return kTrailingText;
  return simdjson::SUCCESS;
}

bool JsonDecoder::record(FieldId id, std::string_view token, Event& event) {
  if (token == "null") {
    if (id != FieldPlan::kNotWanted) event.record_null(id);
    return true;
  }
  if (!is_json_scalar(token)) return false;
  const Value value{token, true};
  if (id != FieldPlan::kNotWanted)
    event.record_values(id, std::span<const Value>(&value, 1), false);
  return true;
}

std::string describe_json_engine() {
  return fmt::format("simdjson {}.{}.{} ({})", static_cast<int>(simdjson::SIMDJSON_VERSION_MAJOR),
                     static_cast<int>(simdjson::SIMDJSON_VERSION_MINOR),
                     static_cast<int>(simdjson::SIMDJSON_VERSION_REVISION),
                     simdjson::get_active_implementation()->name());
}

}  // namespace hark
