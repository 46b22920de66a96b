// One journal entry, decoded as far as it is asked for.
//
// A decoder records where each wanted field's value lies; text is unescaped when it is first read,
// so fields the outcome does not depend on cost nothing. All views point into the received line or
// into the event's own arena and die at the next reset(). An Event is used by one thread at a time,
// even through const access.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "event/arena.h"
#include "event/field.h"

namespace hark {

struct Value {
  std::string_view bytes;
  bool is_utf8 = true;
};

enum class Scope : std::uint8_t { kNone, kSystem, kUser };

// Who wrote an event: speaker.h.
enum class Speaker : std::uint8_t { kApp, kManager, kKernel, kJournald };

// The unit an event is about: several values only where UNIT= is repeated (an ordering cycle).
struct EffectiveUnit {
  std::span<const Value> names;
  Scope scope = Scope::kNone;
};

class MessageJson;

class Event {
 public:
  explicit Event(const FieldTable& fields);
  ~Event();
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;

  // --- for decoders ---
  void reset();
  // The text between a JSON string's quotes, still escaped. A field recorded twice keeps the later
  // value, as in jq.
  void record_json_text(FieldId id, std::string_view escaped) {
    Slot& slot = slots_[id];
    slot.one = {escaped, true};
    slot.many = {};
    slot.stamp = stamp_;
    slot.state = State::kJsonText;
    slot.had_null = false;
  }
  void record_null(FieldId id);
  // Several values, or one that is no JSON string; `values` and what they view must live in this
  // event's arena().
  void record_values(FieldId id, std::span<const Value> values, bool had_null);
  // One more value, behind those recorded so far.
  void add_value(FieldId id, const Value& value);
  Arena& arena() const { return arena_; }

  // The entry as received, from { to }. Empty for sources that are not JSON: Source::json().
  std::string_view raw;
  std::uint64_t line = 0;    // 1-based in its input; 0 where lines mean nothing
  bool is_repaired = false;  // values are read from a copy in which U+FFFD replaces invalid UTF-8
  // The members "hark" that earlier ones put in, in their order. There is one at most, unless
  // others have made the entry.
  struct OwnMember {
    std::string_view range;  // of raw, with the comma that goes with it; no two overlap
    std::string_view value;
  };
  std::vector<OwnMember> own_members;

  // --- for readers ---
  // No value: the field is missing, or holds null alone.
  std::span<const Value> values(FieldId id) const {
    const Slot& slot = slots_[id];
    if (slot.stamp != stamp_ || slot.state == State::kMissing) return {};
    if (slot.state == State::kJsonText) decode(slot);
    return slot.many.empty() ? std::span<const Value>(&slot.one, 1) : slot.many;
  }
  bool exists(FieldId id) const {
    return slots_[id].stamp == stamp_ && slots_[id].state != State::kMissing;
  }
  bool had_null(FieldId id) const { return slots_[id].stamp == stamp_ && slots_[id].had_null; }
  std::string_view first(FieldId id) const;          // empty if there is no value
  bool is(FieldId id, std::string_view text) const;  // any value equals text

  // Values as they are matched and compared: MESSAGE without CSI and OSC sequences, others as they
  // are.
  std::span<const Value> text(FieldId id) const {
    return id == field::kMessage ? message_text() : values(id);
  }

  const EffectiveUnit& unit() const;  // see effective_unit.h
  Speaker speaker() const;            // see speaker.h

  // Kept here for message_json.h, which says what it is.
  MessageJson& message_json() const;
  std::uint64_t stamp() const { return stamp_; }  // differs from entry to entry, and is never 0

 private:
  enum class State : std::uint8_t { kMissing, kJsonText, kDecoded };
  struct Slot {
    Value one;
    std::span<const Value> many;  // empty: `one` is the value
    std::uint64_t stamp = 0;  // of the event it was recorded in: reset() need not touch the slots
    State state = State::kMissing;
    bool had_null = false;
  };

  void decode(const Slot& slot) const;
  std::span<const Value> message_text() const;
  Slot& touch(FieldId id);

  mutable std::vector<Slot> slots_;
  std::uint64_t stamp_ = 1;
  mutable Arena arena_;
  mutable std::span<const Value> message_text_;
  mutable bool message_text_known_ = false;
  mutable EffectiveUnit unit_;
  mutable bool unit_known_ = false;
  mutable bool speaker_known_ = false;
  mutable Speaker speaker_ = Speaker::kApp;
  mutable std::unique_ptr<MessageJson> message_json_;  // made when it is first asked for
};

}  // namespace hark
