// The digest: kept events as blocks, each a kind of trouble of one unit, with how often, on which
// days, at what rhythm.
//
// A block is one (host, scope, user, unit or else identifier, telling pattern). Counted are
// incidents (incidents.h), not lines. Everything is told by event time alone, so history and live
// give the same digest, in any chunking.
//
// Who tells: patterns of packs, and typed patterns each for itself. A typed expression tells only
// events that no pattern of a pack hit: in `-w 'severity >= error'` it is the patterns that are
// meant. An event kept without any (-v) is told by none.
//
// Memory is bounded by blocks: incidents.h, tally.h and unit_starts.h say what each keeps. Beyond
// kMostPlaces units and groups of patterns, lines are only counted.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "digest/rhythm.h"
#include "digest/seen.h"
#include "digest/tally.h"
#include "digest/unit_starts.h"
#include "select/selection.h"

namespace hark {

struct DigestOptions {
  bool utc = false;  // days and times of day are UTC's, not local
};

// Whom trouble is about.
struct Party {
  std::string host;
  Scope scope = Scope::kNone;
  std::string user;      // of a user's unit: the uid; empty if not known
  std::string name;      // of the unit, else the identifier
  bool is_unit = false;  // false: name is an identifier
};

struct Block {
  Party party;
  const Selector* pattern = nullptr;  // null: told by none
  Tally tally;
  Rhythm rhythm;
  std::optional<std::string> example;  // the first line of a message; none if there is no message
  bool example_was_null = false;       // journalctl cut it
  std::string look;                    // rendered for this unit; empty if there is none
};

class Digest {
 public:
  static constexpr std::size_t kMostPlaces = 100'000;

  // The selection must outlive the digest, and be prepared.
  Digest(const Selection& selection, DigestOptions options);
  ~Digest();

  static void add_fields(std::vector<FieldId>& fields);

  // A kept event.
  void add(const Witness& witness, const Verdict& verdict);
  // An event that find_probe() says is a unit's start, kept or not.
  void add_start(const Event& event);

  // What has been found so far, most important first: by severity, distinct days, incidents, last
  // time, unit.
  std::vector<Block> blocks(const Seen& seen) const;
  // Lines beyond kMostPlaces.
  std::uint64_t untold_lines() const { return untold_lines_; }

 private:
  static constexpr std::uint32_t kNoPattern = UINT32_MAX;
  static constexpr std::size_t kMostExample = 512;  // bytes

  struct Example {
    Microseconds at = kNoTime;
    std::optional<std::string> text;
    bool was_null = false;
    std::vector<std::pair<std::string, std::string>> captures;
  };
  // Of one pattern in one place.
  struct Told {
    Tally settled;
    std::optional<Example> example;  // of the newest line
  };
  // One party and one group of patterns.
  struct Place;
  struct Teller {
    std::uint32_t group = 0;
    int severity = 0;
    bool is_expression = false;
    bool wants_captures = false;
  };

  void add_to_group(const Witness& witness, Microseconds at, std::uint64_t invocation,
                    std::uint32_t pattern);
  void note_example(Place& place, const Witness& witness, Microseconds at, std::uint32_t pattern);
  const Teller& teller(std::uint32_t pattern) const;

  const Selection& selection_;
  DigestOptions options_;
  std::vector<Teller> tellers_;  // by selector
  Teller no_pattern_;
  std::unordered_map<std::string, std::unique_ptr<Place>> places_;
  UnitStarts starts_;
  std::uint64_t untold_lines_ = 0;
  // Reused from event to event.
  std::string party_key_, place_key_;
  std::vector<std::uint32_t> groups_;
};

}  // namespace hark
