// The arrays of `journalctl -o json`: [104,105] is one binary value, ["a",null,[1,2]] are several
// values of a repeated field. An array never mixes numbers with others when journald writes it.
#pragma once

#include <string_view>

#include "event/event.h"

namespace hark {

// Parses `array`, from [ to ], and records it unless `id` is FieldPlan::kNotWanted. Numbers that
// are no bytes, booleans and nested objects, which journald does not write, are values by their
// text. False if it is not a JSON array. Sets `has_nested` if there are objects or arrays among the
// values, of which only brackets and quotes have been looked at: the caller parses the whole then.
bool decode_json_array(FieldId id, std::string_view array, Event& event, bool& has_nested);

// A JSON number, true or false.
bool is_json_scalar(std::string_view token);

}  // namespace hark
