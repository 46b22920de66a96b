#include "input/json_decoder.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <cstring>

#include "base/ascii.h"
#include "base/printable.h"
#include "event/json_text.h"
#include "input/json_array.h"

namespace hark {
namespace {

// Our own faults beside simdjson's codes.
constexpr int kTrailingText = 1000;
constexpr int kBadEscape = 1001;
constexpr int kBadValue = 1002;

constexpr std::string_view kOwnMember = "hark";
constexpr std::size_t kUsualLine = 256 * 1024;

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

std::string_view trim_end(std::string_view token) {
  while (!token.empty() && (token.back() == ' ' || token.back() == '\t' || token.back() == '\r' ||
                            token.back() == '\n')) {
    token.remove_suffix(1);
  }
  return token;
}

// Where in `line` that is what is at `at` in its repaired copy, before an ASCII character: runs of
// ASCII stay as they are, and others are repaired by themselves.
std::size_t place_as_received(std::string_view line, std::size_t at) {
  const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  std::size_t received = 0;
  std::string repaired;
  for (std::size_t copied = 0; copied < at;) {
    if (is_ascii(line[received])) {
      received++;
      copied++;
      continue;
    }
    const auto* const end =
        std::find_if(line.begin() + static_cast<std::ptrdiff_t>(received), line.end(), is_ascii);
    const auto length = static_cast<std::size_t>(end - line.begin()) - received;
    repaired.clear();
    append_repaired(repaired, line.substr(received, length));
    received += length;
    copied += repaired.size();
  }
  return received;
}

// `member` widened by what goes when the member goes: the comma before it, or the one behind if all
// that stands before it goes as well. Where white space stands on both sides, as in the old spaced
// form, one side goes too.
std::string_view with_comma(std::string_view line, std::string_view member, bool is_first) {
  const char* const begin = member.data();
  const char* const end = begin + member.size();
  const char* const last = line.data() + line.size();
  const char* before = begin - 1;
  while (before > line.data() && is_json_space(*before)) before--;
  const char* behind = end;
  while (behind < last && is_json_space(*behind)) behind++;
  if (!is_first) {
    const char* const to = is_json_space(before[-1]) ? behind : end;
    return {before, static_cast<std::size_t>(to - before)};
  }
  if (behind < last && *behind == ',') return {begin, static_cast<std::size_t>(behind + 1 - begin)};
  return member;
}

}  // namespace

// simdjson's first stage alone: it checks UTF-8 and the strings of a whole line and lists where its
// structural characters stand: braces, brackets, colons, commas, and the first character of each
// value.
struct JsonDecoder::Parsers {
  std::unique_ptr<simdjson::internal::dom_parser_implementation> stage1;
  simdjson::dom::parser nested;

  // Room for lines of this many bytes.
  int allocate(std::size_t capacity) {
    stage1.reset();
    constexpr std::size_t kDepth = 1;  // a matter of its second stage, which is not run
    return simdjson::get_active_implementation()->create_dom_parser_implementation(capacity, kDepth,
                                                                                   stage1);
  }
};

JsonDecoder::JsonDecoder(const FieldPlan& plan)
    : plan_(&plan), parsers_(std::make_unique<Parsers>()) {}
JsonDecoder::~JsonDecoder() = default;
JsonDecoder::JsonDecoder(JsonDecoder&&) noexcept = default;
JsonDecoder& JsonDecoder::operator=(JsonDecoder&&) noexcept = default;

// Tables of simdjson: four bytes for each of the longest line. They never shrink by themselves;
// room is made in steps, so that slowly growing lines do not allocate each time.
bool JsonDecoder::make_room(std::size_t size) {
  if (size <= capacity_ && (capacity_ <= kUsualLine || size > kUsualLine)) return true;
  capacity_ = size <= kUsualLine ? kUsualLine : size + size / 4;
  const bool has_room = parsers_->allocate(capacity_) == simdjson::SUCCESS;
  if (!has_room) capacity_ = 0;
  return has_room;
}

std::string JsonDecoder::decode(std::string_view line, Event& event, Screen* screen) {
  passed_over_ = false;
  if (!make_room(line.size())) return reason(simdjson::MEMALLOC, line);
  event.reset();
  const bool has_escapes = std::memchr(line.data(), '\\', line.size()) != nullptr;
  int fault = find_structure(line);
  if (fault == simdjson::UTF8_ERROR) {
    fault = decode_repaired(line, has_escapes, event);
  } else {
    const bool is_escaped_well = !has_escapes || has_valid_escapes(line);
    if (fault == simdjson::SUCCESS && is_escaped_well && screen != nullptr && screen->tries_next())
      fault = try_screen(line, has_escapes, *screen, event);
    if (fault == simdjson::SUCCESS && !passed_over_)
      fault = walk<Extent::kWhole>(line, has_escapes, *plan_, event);
    // A cut-off line is better told by its other fault.
    if (fault == simdjson::SUCCESS && !is_escaped_well) fault = kBadEscape;
    if (repaired_.capacity() > kUsualLine) repaired_ = {};
  }
  if (fault != simdjson::SUCCESS) return reason(fault, line);
  event.raw = line;
  return {};
}

int JsonDecoder::try_screen(std::string_view line, bool has_escapes, Screen& screen, Event& event) {
  const int fault = walk<Extent::kNamed>(line, has_escapes, screen.fields(), event);
  if (fault != simdjson::SUCCESS) return fault;
  passed_over_ = !screen.passes(event);
  if (!passed_over_) event.reset();
  return fault;
}

int JsonDecoder::decode_repaired(std::string_view line, bool has_escapes, Event& event) {
  repaired_.clear();
  append_repaired(repaired_, line);
  repaired_.append(simdjson::SIMDJSON_PADDING, '\0');
  const std::string_view copy(repaired_.data(), repaired_.size() - simdjson::SIMDJSON_PADDING);
  if (!make_room(copy.size())) return simdjson::MEMALLOC;
  if (!has_valid_escapes(copy)) return kBadEscape;
  if (const int fault = find_structure(copy)) return fault;
  if (const int fault = walk<Extent::kWhole>(copy, has_escapes, *plan_, event)) return fault;
  event.is_repaired = true;
  for (Event::OwnMember& own : event.own_members) {
    const auto at = static_cast<std::size_t>(own.range.data() - copy.data());
    const std::size_t from = place_as_received(line, at);
    own.range = line.substr(from, place_as_received(line, at + own.range.size()) - from);
  }
  return simdjson::SUCCESS;
}

int JsonDecoder::find_structure(std::string_view line) {
  return parsers_->stage1->stage1(reinterpret_cast<const std::uint8_t*>(line.data()), line.size(),
                                  simdjson::stage1_mode::regular);
}

// One walk over the structural characters. A journal entry is a flat object, so a member is four of
// them: the key's quote, the colon, the value's first character, and the comma or brace behind it.
// A string ends at the last character before the next structural one but for white space: stage 1
// has seen to it that nothing else is there.
template <JsonDecoder::Extent extent>
int JsonDecoder::walk(std::string_view line, bool has_escapes, const FieldPlan& plan,
                      Event& event) {
  const auto& stage1 = *parsers_->stage1;
  const char* const text = line.data();
  const std::uint32_t* next = stage1.structural_indexes.get();
  const std::uint32_t* const end = next + stage1.n_structural_indexes;
  if (text[*next] != '{') return simdjson::INCORRECT_TYPE;
  if (text[end[-1]] != '}') return simdjson::INCOMPLETE_ARRAY_OR_OBJECT;
  next++;
  bool is_open = text[*next] != '}';
  const char* front = text + *next;  // before it no member stays
  if (!is_open) next++;
  while (is_open) {
    // The last structural character is a brace, so a member cut short shows below before `end` is
    // passed.
    if (end - next < 4) return simdjson::TAPE_ERROR;
    if (text[next[0]] != '"' || text[next[1]] != ':') return simdjson::TAPE_ERROR;
    const char* const key = text + next[0] + 1;
    const char* key_end = text + next[1] - 1;
    while (*key_end != '"') key_end--;
    const std::string_view name(key, static_cast<std::size_t>(key_end - key));
    const bool is_own =
        extent == Extent::kWhole && (*key == 'h' || *key == '\\') && is_own_name(name, event);
    FieldId id = FieldPlan::kNotWanted;
    if (has_escapes && name.find('\\') != name.npos) {
      if (!is_own) id = find_escaped(plan, name, event);
    } else if (!is_own) {
      id = plan.find(name.data(), name.size());
    }
    const char* const value = text + next[2];
    next += 3;
    std::string_view whole;  // the value, as far as it is needed
    if (*value == '"') {
      if (id != FieldPlan::kNotWanted || is_own) {
        const char* value_end = text + *next - 1;
        while (*value_end != '"') value_end--;
        whole = {value, static_cast<std::size_t>(value_end + 1 - value)};
        if (!is_own) event.record_json_text(id, whole.substr(1, whole.size() - 2));
      }
    } else if (*value == '[' || *value == '{') {
      int depth = 1;
      for (; next < end && depth > 0; next++) {
        const char c = text[*next];
        depth += (c == '[' || c == '{') - (c == ']' || c == '}');
      }
      if (depth > 0 || next == end) return simdjson::TAPE_ERROR;
      whole = {value, static_cast<std::size_t>(text + next[-1] + 1 - value)};
      if (*value == '[' ? !record_array(id, whole, event) : !record_object(id, whole, event))
        return kBadValue;
    } else {
      whole = trim_end({value, static_cast<std::size_t>(text + *next - value)});
      if (!record_scalar(id, whole, event)) return kBadValue;
    }
    if (is_own) {
      const std::string_view member(
          key - 1, static_cast<std::size_t>(whole.data() + whole.size() - (key - 1)));
      const bool is_first = member.data() == front;
      event.own_members.push_back({with_comma(line, member, is_first), whole});
      if (is_first && text[*next] == ',') front = text + next[1];
    }
    const char behind = text[*next++];
    is_open = behind == ',';
    if (!is_open && behind != '}') return simdjson::TAPE_ERROR;
  }
  return next == end ? static_cast<int>(simdjson::SUCCESS) : kTrailingText;
}

// What an earlier hark said is never looked at as a field.
bool JsonDecoder::is_own_name(std::string_view key, const Event& event) {
  if (key == kOwnMember) return true;
  return key.find('\\') != key.npos && unescape_json(key, event.arena()) == kOwnMember;
}

// journald never writes such a key; others may spell MESSAGE as "MESS\u0041GE".
FieldId JsonDecoder::find_escaped(const FieldPlan& plan, std::string_view key, const Event& event) {
  std::string plain(unescape_json(key, event.arena()));
  const std::size_t length = plain.size();
  plain.append(8, '\0');
  return plan.find(plain.data(), length);
}

bool JsonDecoder::record_array(FieldId id, std::string_view array, Event& event) {
  bool has_nested = false;
  if (!decode_json_array(id, array, event, has_nested)) return false;
  return !has_nested ||
         parsers_->nested.parse(array.data(), array.size()).error() == simdjson::SUCCESS;
}

bool JsonDecoder::record_object(FieldId id, std::string_view object, Event& event) {
  if (parsers_->nested.parse(object.data(), object.size()).error() != simdjson::SUCCESS)
    return false;
  const Value whole{object, true};
  if (id != FieldPlan::kNotWanted)
    event.record_values(id, std::span<const Value>(&whole, 1), false);
  return true;
}

bool JsonDecoder::record_scalar(FieldId id, std::string_view token, Event& event) {
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
