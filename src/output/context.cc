#include "output/context.h"

#include <iterator>
#include <utility>

#include "event/effective_unit.h"

namespace hark {

void ContextKeeper::add_fields(std::vector<FieldId>& fields) {
  fields.push_back(field::kHostname);
  fields.insert(fields.end(), {field::kSyslogIdentifier, field::kComm});
  fields.insert(fields.end(), kUnitFields.begin(), kUnitFields.end());
  fields.insert(fields.end(), kSpeakerFields.begin(), kSpeakerFields.end());
}

namespace {

std::string_view identifier_of(const Event& event) {
  return event.exists(field::kSyslogIdentifier) ? event.first(field::kSyslogIdentifier)
                                                : event.first(field::kComm);
}

}  // namespace

void Neighbourhoods::add(const Event& event) {
  const EffectiveUnit& unit = event.unit();
  if (unit.names.empty()) {
    identifiers.emplace(identifier_of(event));
  } else {
    units.emplace(unit.names[0].bytes);
  }
}

// Events without a unit, the kernel's for one, are neighbours by their identifier, as they are
// shown.
ContextKeeper::Neighbourhood& ContextKeeper::find(const Event& event) {
  key_.clear();
  if (!options_.whole_stream) {
    const EffectiveUnit& unit = event.unit();
    key_ += static_cast<char>('0' + static_cast<int>(unit.scope));
    key_ += !unit.names.empty() ? unit.names[0].bytes : identifier_of(event);
    key_ += '\0';
    key_ += event.first(field::kHostname);
  }
  const auto [it, is_new] = all_.try_emplace(key_);
  Neighbourhood& n = it->second;
  if (is_new) {
    ages_.push_back(key_);
    n.age = std::prev(ages_.end());
    bytes_ += cost_of_key(key_);
    make_room();
  } else {
    ages_.splice(ages_.end(), ages_, n.age);
  }
  return n;
}

void ContextKeeper::forget(Neighbourhood& n) {
  for (const std::string& entry : n.waiting) bytes_ -= cost(entry);
  bytes_ -= cost_of_key(*n.age);
  dropped_ += n.waiting.size() + n.due;
  due_ -= n.due;
  if (last_ == &n) last_ = nullptr;
  const auto age = n.age;
  all_.erase(*age);
  ages_.erase(age);
}

void ContextKeeper::make_room() {
  while (ages_.size() > 1 && bytes_ > options_.max_bytes) forget(all_.find(ages_.front())->second);
}

// As grep: between groups that do not touch, not before the first. Nobody wants separators without
// context lines.
bool ContextKeeper::needs_separator(const Neighbourhood& n, std::uint64_t first) const {
  if (!has_written_) return false;
  return last_ != &n || n.last_written + 1 != first;
}

void ContextKeeper::note_written(Neighbourhood& n) {
  n.last_written = n.seen;
  last_ = &n;
  has_written_ = true;
}

ContextKeeper::Steps ContextKeeper::kept(const Event& event) {
  Neighbourhood& n = find(event);
  n.seen++;
  Steps steps;
  for (const std::string& entry : n.waiting) bytes_ -= cost(entry);
  steps.before = std::exchange(n.waiting, {});
  steps.separator = needs_separator(n, n.seen - steps.before.size());
  steps.event = true;
  due_ += options_.after - n.due;
  n.due = options_.after;
  note_written(n);
  return steps;
}

ContextKeeper::Steps ContextKeeper::not_kept(const Event& event, std::string entry) {
  Neighbourhood& n = find(event);
  n.seen++;
  Steps steps;
  if (n.due > 0) {
    n.due--;
    due_--;
    steps.separator = needs_separator(n, n.seen);
    steps.event = true;
    note_written(n);
    return steps;
  }
  if (options_.before == 0) return steps;
  if (n.waiting.size() == options_.before) {
    bytes_ -= cost(n.waiting.front());
    n.waiting.pop_front();
  }
  n.waiting.push_back(std::move(entry));
  bytes_ += cost(n.waiting.back());
  make_room();
  return steps;
}

}  // namespace hark
