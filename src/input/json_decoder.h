// One line of `journalctl -o json` → Event, by simdjson, in place.
//
// Each line is parsed by itself: a document stream gives up a whole batch at one bad byte. The
// object is walked once and each key dispatched by the field plan, because journald writes the keys
// of every entry in another order. Checked are the structure of the whole line, UTF-8, and escapes,
// also of fields nobody asked for.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "event/event.h"
#include "event/field.h"
#include "input/screen.h"

namespace hark {

class JsonDecoder {
 public:
  explicit JsonDecoder(const FieldPlan& plan);
  ~JsonDecoder();
  JsonDecoder(JsonDecoder&&) noexcept;
  JsonDecoder& operator=(JsonDecoder&&) noexcept;

  // `line` has no newline, and ChunkReader::kPadding readable bytes behind it. The event is reset
  // first; its views point into `line` (or, if the line had invalid UTF-8, into a copy that lives
  // until the next call). Returns why the line is malformed, or an empty string.
  // With a screen its fields are looked at first: where they do not pass, the line is checked and
  // passed over, and the event is not to be used.
  std::string decode(std::string_view line, Event& event, Screen* screen = nullptr);
  // The last line was passed over.
  bool passed_over() const { return passed_over_; }

 private:
  struct Parsers;
  // What a walk is for: the fields of a plan alone, or an event with all that belongs to it.
  enum class Extent : std::uint8_t { kNamed, kWhole };

  bool make_room(std::size_t size);
  // These return a code of simdjson or of our own; 0: no fault.
  int find_structure(std::string_view line);
  int try_screen(std::string_view line, bool has_escapes, Screen& screen, Event& event);
  int decode_repaired(std::string_view line, bool has_escapes, Event& event);
  template <Extent extent>
  int walk(std::string_view line, bool has_escapes, const FieldPlan& plan, Event& event);
  static bool is_own_name(std::string_view key, const Event& event);
  static FieldId find_escaped(const FieldPlan& plan, std::string_view key, const Event& event);
  // False if the value is not JSON.
  bool record_scalar(FieldId id, std::string_view token, Event& event);
  bool record_array(FieldId id, std::string_view array, Event& event);
  bool record_object(FieldId id, std::string_view object, Event& event);

  const FieldPlan* plan_;
  std::unique_ptr<Parsers> parsers_;
  std::size_t capacity_ = 0;
  bool passed_over_ = false;
  std::string repaired_;
};

// simdjson's version and the kernel it picked for this processor.
std::string describe_json_engine();

}  // namespace hark
