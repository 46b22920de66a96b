// Who wrote an event, about which unit, and how bad it is: the page's rules over plain fields.
#pragma once

#include <optional>
#include <string>

#include "differential/expr/plain_event.h"
#include "event/speaker.h"

namespace hark::reference {

std::string field_of_alias(const std::string& name);  // of others the name itself

Speaker speaker(const PlainEvent& event);

struct Unit {
  Texts names;
  std::string scope;  // system, user; empty: there is no unit
};
Unit unit(const PlainEvent& event);

Texts identifier(const PlainEvent& event);

int priority(const PlainEvent& event);
int level(const PlainEvent& event);

std::optional<int> level_of_word(const std::string& word);  // any case; a digit too
std::optional<int> stated_level(const std::string& message);

}  // namespace hark::reference
