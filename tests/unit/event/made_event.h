// An event with the fields a test names.
#pragma once

#include <initializer_list>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "event/event.h"

namespace hark {

class MadeEvent {
 public:
  using Fields = std::vector<std::pair<FieldId, std::string>>;

  // A field named several times is a repeated one.
  explicit MadeEvent(Fields fields) : fields_(std::move(fields)), event_(table()) {
    std::vector<std::vector<Value>> values(table().size());
    for (const auto& [id, text] : fields_) values[id].push_back({text, true});
    for (FieldId id = 0; id < values.size(); id++) {
      if (values[id].empty()) continue;
      kept_.push_back(std::make_unique<std::vector<Value>>(values[id]));
      event_.record_values(id, *kept_.back(), false);
    }
  }

  Event& operator*() { return event_; }
  Event* operator->() { return &event_; }

 private:
  static const FieldTable& table() {
    static const FieldTable fields;
    return fields;
  }

  Fields fields_;
  std::vector<std::unique_ptr<std::vector<Value>>> kept_;
  Event event_;
};

}  // namespace hark
