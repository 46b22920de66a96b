// Members of the JSON object that a message is, or holds.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "event/event.h"

namespace hark {

// What follows json. in an expression: names of members, numbers of array elements. Not empty.
struct JsonPath {
  std::vector<std::string> segments;
};

// The values at the path in the object of each MESSAGE: the object that begins at the first { in
// the first 256 bytes from which a whole one parses; text may stand around it. Strings are
// unescaped, numbers and booleans are as they are written, null is missing, an array is its scalar
// members, an object is missing. Of a name that stands twice the last counts, as in jq. No object:
// its text is no UTF-8, has an unpaired surrogate, or is nested over 1000 levels deep.
//
// The values live as long as the event. A message is parsed once, whatever the number of paths.
std::span<const Value> json_values(const Event& event, const JsonPath& path);

// The part that an Event keeps from call to call and from event to event.
class MessageJson {
 public:
  MessageJson();
  ~MessageJson();

 private:
  friend std::span<const Value> json_values(const Event&, const JsonPath&);
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace hark
