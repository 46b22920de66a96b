// What the values of an event must show for it to be kept, told one value at a time: for sources
// that know values before they know events.
//
// It never says less than judging does: whatever is kept has shown all of it. What is left open by
// values alone (negations, comparisons of two fields, who speaks) is left to judging.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "event/event.h"
#include "event/timestamps.h"
#include "select/selection.h"

namespace hark {

class Evidence {
 public:
  // Of a prepared selection; both must outlive the evidence. Null where nothing can be told: an
  // event may be kept whatever it shows. With probes an event is wanted for these as well.
  static std::unique_ptr<Evidence> find(const Selection& selection, const Matcher& matcher,
                                        const FieldTable& fields, bool with_probes);

  // One bit for each thing that some value has to show.
  std::uint64_t needed() const { return needed_; }
  std::vector<std::uint64_t> bits() const;  // the same, one by one
  // The bit of what is enough by itself; 0: there is none.
  std::uint64_t enough() const { return enough_; }
  // Which of them a value shows by itself. Not for several threads at once.
  std::uint64_t shown_by(FieldId id, const Value& value);
  // Likewise what it leads to: whatever is kept has, for each needed bit, a value that leads to it,
  // though that may lie in another field than what shows it, and show nothing. Or, of the bits
  // that a kernel's message may show by naming a unit, it is a message of the kernel.
  std::uint64_t leads_to(FieldId id, const Value& value);
  std::uint64_t shown_by_kernel() const { return shown_by_kernel_; }
  // The fields whose values can show something.
  std::vector<FieldId> fields() const;
  // Those that can show one thing.
  std::vector<FieldId> fields(std::uint64_t bit) const;
  std::vector<FieldId> leading_fields(std::uint64_t bit) const;  // and lead to it

  // What an event must be beside, by what no stored value says: its time, inclusive, and its boot.
  bool has_times() const;
  Microseconds from() const { return from_; }
  Microseconds to() const { return to_; }
  const std::optional<std::string>& boot() const { return boot_; }

 private:
  // One value of a field shows something if, alone in an event, it makes the predicate true.
  struct Test {
    enum class Kind : std::uint8_t { kHolds, kTriggers, kNamesUnit, kProbe };
    bool leads() const { return kind != Kind::kNamesUnit; }
    Kind kind = Kind::kHolds;
    FieldId field = 0;
    Predicate predicate = {};
    std::uint64_t bit = 0;
  };
  using Tests = std::vector<Test>;

  Evidence(const Selection& selection, const Matcher& matcher, const FieldTable& fields);

  bool take_address(const Predicate& predicate);
  void add(std::optional<Tests> tests);
  void add_probes();
  std::optional<Tests> tests_of(const Predicate& predicate);
  std::optional<Tests> tests_of_leaf(const Predicate& leaf);
  std::optional<Tests> tests_of_selectors();
  bool is_stored(FieldId id) const;
  bool passes(const Test& test);
  std::uint64_t ask(FieldId id, const Value& value, bool is_for_leading);
  std::vector<FieldId> fields(std::uint64_t bits, bool is_for_leading) const;

  const Selection& selection_;
  const Matcher& matcher_;
  const FieldTable& fields_;
  MatchState state_;
  Event event_;
  std::vector<Tests> by_field_;  // by FieldId
  std::uint64_t needed_ = 0, enough_ = 0, shown_by_kernel_ = 0;
  Microseconds from_, to_;
  std::optional<std::string> boot_;
};

}  // namespace hark
