// What a run could not see, counted as it goes: --strict, --stats and the digest ask for it.
//
// A blind spot counts where what was lost could have been asked for. So -u, --user-unit and -k
// choose among suppressed messages and cut ones, -S, -U and -b among all; other filters do not, for
// nobody knows what the lost messages were.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "app/coverage.h"
#include "digest/seen.h"
#include "expr/predicate.h"
#include "select/probes.h"

namespace hark {

class BlindSpots {
 public:
  // What the filters say of whose an event is.
  Predicate whose = Predicate::constant(true);

  static void add_fields(std::vector<FieldId>& fields);

  // Each event that -S, -U and -b leave, with what find_probe() says of it.
  void look(const Witness& witness, std::optional<Probe> probe);
  void note_input_ended() { input_ended_ = true; }
  // The run begins after an entry of the journal: that there is nothing behind it is no blind spot,
  // but that the entry is gone is one.
  void note_start(bool is_gone) { (is_gone ? cursor_is_gone_ : has_start_) = true; }

  // Those of journald's own reports alone.
  std::vector<BlindSpot> reported() const;
  // All of them.
  std::vector<BlindSpot> all(const Coverage& coverage) const;

 private:
  // By host and unit, for kernel messages by host alone. What a hostile journal can make us keep is
  // bounded: beyond that, reports are counted together.
  using Reports = std::map<std::pair<std::string, std::string>, BlindSpot>;
  static constexpr std::size_t kMostReports = 1000;

  static void note(Reports& reports, BlindSpot::Kind kind, const Event& event, std::string unit);

  Reports suppressed_, missed_;
  std::uint64_t null_messages_ = 0;
  bool input_ended_ = false;
  bool cursor_is_gone_ = false, has_start_ = false;
};

}  // namespace hark
