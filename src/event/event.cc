#include "event/event.h"

#include <bit>
#include <cstring>
#include <memory>
#include <new>

#include "event/ansi.h"
#include "event/effective_unit.h"
#include "event/json_text.h"
#include "event/message_json.h"
#include "event/speaker.h"

namespace hark {

Event::Event(const FieldTable& fields) : slots_(fields.size()) {}
Event::~Event() = default;

void Event::reset() {
  stamp_++;
  arena_.reset();
  raw = {};
  own_members.clear();
  line = 0;
  is_repaired = message_text_known_ = unit_known_ = speaker_known_ = false;
}

Event::Slot& Event::touch(FieldId id) {
  Slot& slot = slots_[id];
  slot.stamp = stamp_;
  return slot;
}

void Event::record_null(FieldId id) {
  Slot& slot = touch(id);
  slot.many = {};
  slot.state = State::kMissing;
  slot.had_null = true;
}

void Event::record_values(FieldId id, std::span<const Value> values, bool had_null) {
  if (values.empty()) {
    record_null(id);  // an earlier value of the same key is gone in any case
    slots_[id].had_null = had_null;
    return;
  }
  Slot& slot = touch(id);
  slot.one = values[0];
  slot.many = values.size() > 1 ? values : std::span<const Value>{};
  slot.state = State::kDecoded;
  slot.had_null = had_null;
}

// What a repeated field's values are kept in doubles whenever their number is a power of two.
void Event::add_value(FieldId id, const Value& value) {
  if (!exists(id)) {
    record_values(id, {&value, 1}, false);
    return;
  }
  const std::span<const Value> before = values(id);
  const std::size_t count = before.size();
  Value* all = const_cast<Value*>(before.data());  // our own array in the arena
  if (std::has_single_bit(count)) {
    all = arena_.allocate_array<Value>(count * 2);
    std::uninitialized_copy(before.begin(), before.end(), all);
  }
  new (all + count) Value(value);
  record_values(id, {all, count + 1}, false);
}

void Event::decode(const Slot& slot) const {
  Slot& mine = const_cast<Slot&>(
      slot);  // slots_ is mutable: decoding late is not a change that a reader can see
  mine.state = State::kDecoded;
  const std::string_view escaped = mine.one.bytes;
  if (escaped.empty() || std::memchr(escaped.data(), '\\', escaped.size()) == nullptr) return;
  mine.one.bytes = unescape_json(escaped, arena_);
}

std::string_view Event::first(FieldId id) const {
  const auto all = values(id);
  return all.empty() ? std::string_view{} : all[0].bytes;
}

bool Event::is(FieldId id, std::string_view text) const {
  for (const Value& value : values(id)) {
    if (value.bytes == text) return true;
  }
  return false;
}

std::span<const Value> Event::message_text() const {
  if (message_text_known_) return message_text_;
  message_text_known_ = true;
  message_text_ = values(field::kMessage);
  bool has_sequences = false;
  for (const Value& value : message_text_) has_sequences |= may_have_ansi(value.bytes);
  if (!has_sequences) return message_text_;
  Value* stripped = arena_.allocate_array<Value>(message_text_.size());
  for (std::size_t i = 0; i < message_text_.size(); i++)
    new (stripped + i) Value(strip_ansi(message_text_[i], arena_));
  message_text_ = {stripped, message_text_.size()};
  return message_text_;
}

const EffectiveUnit& Event::unit() const {
  if (!unit_known_) {
    unit_ = find_effective_unit(*this);
    unit_known_ = true;
  }
  return unit_;
}

Speaker Event::speaker() const {
  if (!speaker_known_) {
    speaker_ = find_speaker(*this);
    speaker_known_ = true;
  }
  return speaker_;
}

MessageJson& Event::message_json() const {
  if (message_json_ == nullptr) message_json_ = std::make_unique<MessageJson>();
  return *message_json_;
}

}  // namespace hark
