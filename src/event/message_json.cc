// simdjson decides whether text is JSON; a walk over what it accepted finds the member. The walk
// can be simple because the text is known to be valid, and it sees numbers as they were written.
#include "event/message_json.h"

#include <simdjson.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <optional>

#include "base/ascii.h"
#include "event/json_text.h"

namespace hark {
namespace {

constexpr std::size_t kSoughtBytes = 256;  // where an object may begin

// Behind the brace that closes the one at `start`; npos if none does. Strings are passed over.
std::size_t end_of_object(std::string_view text, std::size_t start) {
  std::size_t depth = 0;
  bool in_string = false;
  for (std::size_t i = start; i < text.size(); i++) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') {
        i++;
      } else if (c == '"') {
        in_string = false;
      }
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{') {
      depth++;
    } else if (c == '}' && --depth == 0) {
      return i + 1;
    }
  }
  return text.npos;
}

// Most braces begin no object: "{}" and "{ \"" do.
bool may_begin_object(std::string_view text, std::size_t brace) {
  std::size_t i = brace + 1;
  while (i < text.size() && is_json_space(text[i])) i++;
  return i < text.size() && (text[i] == '"' || text[i] == '}');
}

// The length of the number at `start`, as JSON has them; 0: there is none.
std::size_t length_of_number(std::string_view text, std::size_t start) {
  std::size_t i = start;
  const auto at = [&](std::size_t n) { return n < text.size() ? text[n] : '\0'; };
  const auto digits = [&] {
    const std::size_t from = i;
    while (at(i) >= '0' && at(i) <= '9') i++;
    return i > from;
  };
  if (at(i) == '-') i++;
  if (at(i) == '0') {
    i++;
  } else if (!digits()) {
    return 0;
  }
  if (at(i) == '.') {
    i++;
    if (!digits()) return 0;
  }
  if (at(i) == 'e' || at(i) == 'E') {
    i++;
    if (at(i) == '+' || at(i) == '-') i++;
    if (!digits()) return 0;
  }
  return i - start;
}

// Puts a 0 in the place of each number. False: something begins as a number and is none.
bool blank_numbers(std::string& text, std::size_t size) {
  const std::string_view object(text.data(), size);
  for (std::size_t i = 0; i < size; i++) {
    if (text[i] == '"') {
      for (i++; i < size && text[i] != '"'; i++) i += text[i] == '\\' ? 1 : 0;
    } else if (text[i] == '-' || (text[i] >= '0' && text[i] <= '9')) {
      const std::size_t length = length_of_number(object, i);
      if (length == 0) return false;
      text.replace(i, length, length, ' ');
      text[i] = '0';
      i += length - 1;
    }
  }
  return true;
}

// A walk over valid JSON.
class Walk {
 public:
  Walk(std::string_view text, Arena& arena, std::vector<Value>& out)
      : text_(text), arena_(arena), out_(out) {}

  void find(std::span<const std::string> segments) {
    space();
    if (segments.empty()) return take_here();
    if (text_[at_] == '{') {
      find_member(segments);
    } else if (text_[at_] == '[') {
      find_element(segments);
    }
  }

 private:
  void space() {
    while (is_json_space(text_[at_])) at_++;
  }

  // Past a string, from its opening quote; what stands between the quotes.
  std::string_view string() {
    const std::size_t start = ++at_;
    while (text_[at_] != '"') at_ += text_[at_] == '\\' ? 2 : 1;
    return text_.substr(start, at_++ - start);
  }

  void skip() {
    space();
    if (text_[at_] == '"') {
      string();
      return;
    }
    if (text_[at_] != '{' && text_[at_] != '[') {
      scalar();
      return;
    }
    std::size_t depth = 0;
    do {
      const char c = text_[at_];
      if (c == '"') {
        string();
        continue;
      }
      depth += c == '{' || c == '[';
      depth -= c == '}' || c == ']';
      at_++;
    } while (depth > 0);
  }

  std::string_view scalar() {
    const std::size_t start = at_;
    while (at_ < text_.size() && !is_json_space(text_[at_]) && text_[at_] != ',' &&
           text_[at_] != '}' && text_[at_] != ']') {
      at_++;
    }
    return text_.substr(start, at_ - start);
  }

  std::string_view unescaped(std::string_view between_quotes) {
    if (between_quotes.find('\\') == between_quotes.npos) return between_quotes;
    return unescape_json(between_quotes, arena_);
  }

  void find_member(std::span<const std::string> segments) {
    at_++;
    std::optional<std::size_t> found;
    for (space(); text_[at_] != '}'; space()) {
      if (text_[at_] == ',') {
        at_++;
        space();
      }
      const bool is_it = unescaped(string()) == segments[0];
      space();
      at_++;  // the colon
      space();
      if (is_it) found = at_;
      skip();
    }
    if (!found) return;
    at_ = *found;
    find(segments.subspan(1));
  }

  void find_element(std::span<const std::string> segments) {
    const std::string& digits = segments[0];
    std::size_t wanted = 0;
    const auto [stop, failed] =
        std::from_chars(digits.data(), digits.data() + digits.size(), wanted);
    if (failed != std::errc{} || stop != digits.data() + digits.size()) return;
    at_++;
    space();
    for (std::size_t i = 0; text_[at_] != ']'; i++) {
      if (i == wanted) return find(segments.subspan(1));
      skip();
      space();
      if (text_[at_] == ',') at_++;
      space();
    }
  }

  void take_here() {
    if (text_[at_] == '{') return;
    if (text_[at_] != '[') return take_scalar();
    at_++;
    for (space(); text_[at_] != ']'; space()) {
      if (text_[at_] == ',') {
        at_++;
      } else if (text_[at_] == '{' || text_[at_] == '[') {
        skip();
      } else {
        take_scalar();
      }
    }
  }

  void take_scalar() {
    if (text_[at_] == '"') {
      out_.push_back({unescaped(string()), true});
      return;
    }
    const std::string_view token = scalar();
    if (token != "null") out_.push_back({token, true});
  }

  std::string_view text_;
  Arena& arena_;
  std::vector<Value>& out_;
  std::size_t at_ = 0;
};

}  // namespace

struct MessageJson::State {
  simdjson::dom::parser parser;
  std::string padded;
  std::uint64_t stamp = 0;                // of the event whose objects these are
  std::vector<std::string_view> objects;  // one for each MESSAGE that holds one
  std::vector<Value> found;

  bool is_object(std::string_view text) {
    padded.assign(text).append(simdjson::SIMDJSON_PADDING, '\0');
    const auto fault = parser.parse(padded.data(), text.size(), false).error();
    if (fault != simdjson::NUMBER_ERROR) return fault == simdjson::SUCCESS;
    // JSON has numbers of any size, simdjson those that fit 64 bits.
    return blank_numbers(padded, text.size()) &&
           parser.parse(padded.data(), text.size(), false).error() == simdjson::SUCCESS;
  }

  std::string_view find_object(std::string_view message) {
    // Each try may read all of the message. Far more tries than any logger needs are allowed, but
    // not hundreds over megabytes.
    std::size_t left = std::max<std::size_t>(std::size_t{1} << 20, 4 * message.size());
    const std::size_t looked = std::min(kSoughtBytes, message.size());
    for (std::size_t i = 0; i < looked && left > 0; i++) {
      if (message[i] != '{' || !may_begin_object(message, i)) continue;
      const std::size_t end = end_of_object(message, i);
      const std::size_t read = (end == message.npos ? message.size() : end) - i;
      left -= std::min(left, read);
      if (end == message.npos) continue;
      const std::string_view object = message.substr(i, end - i);
      if (is_object(object)) return object;
    }
    return {};
  }
};

MessageJson::MessageJson() : state_(std::make_unique<State>()) {}
MessageJson::~MessageJson() = default;

std::span<const Value> json_values(const Event& event, const JsonPath& path) {
  MessageJson::State& state = *event.message_json().state_;
  if (state.stamp != event.stamp()) {
    state.stamp = event.stamp();
    state.objects.clear();
    for (const Value& message : event.text(field::kMessage)) {
      const auto object = state.find_object(message.bytes);
      if (!object.empty()) state.objects.push_back(object);
    }
  }
  state.found.clear();
  for (const std::string_view object : state.objects)
    Walk(object, event.arena(), state.found).find(path.segments);
  if (state.found.empty()) return {};
  Value* kept = event.arena().allocate_array<Value>(state.found.size());
  std::uninitialized_copy(state.found.begin(), state.found.end(), kept);
  return {kept, state.found.size()};
}

}  // namespace hark
