// What lets most entries go by a few of their fields, before a decoder looks for the others.
//
// A line is checked as a whole either way. Only the naming and the recording of fields is saved, a
// fifth of what an entry costs; looking for a few of them first costs half as much. So where most
// entries pass, nothing is looked at first for a while. By counts and not by clocks: every run over
// the same lines does the same.
#pragma once

#include <cstdint>
#include <functional>
#include <utility>

#include "event/event.h"
#include "event/field.h"

namespace hark {

class Screen {
 public:
  // `may_matter` is asked about events that have the values of `fields` alone. False: whoever reads
  // the source has no use for the event, whatever else is in it.
  Screen(FieldPlan fields, std::function<bool(const Event&)> may_matter)
      : fields_(std::move(fields)), may_matter_(std::move(may_matter)) {}

  const FieldPlan& fields() const { return fields_; }

  // Once for each entry: is it to be tried?
  bool tries_next() {
    if (resting_ == 0) return true;
    resting_--;
    return false;
  }

  // True: the event is to be decoded whole.
  bool passes(const Event& event) {
    const bool passes = may_matter_(event);
    passed_ += passes;
    if (++tried_ == kTrial) {
      if (passed_ > kTrial / 2) resting_ = kRest;
      tried_ = passed_ = 0;
    }
    return passes;
  }

 private:
  static constexpr std::uint32_t kTrial = 256;
  static constexpr std::uint32_t kRest = 8192;

  FieldPlan fields_;
  std::function<bool(const Event&)> may_matter_;
  std::uint32_t tried_ = 0, passed_ = 0;
  std::uint32_t resting_ = 0;  // entries that are not tried
};

}  // namespace hark
