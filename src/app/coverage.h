// What a run saw and did not see: the account of every entry. --stats shows it.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "digest/seen.h"
#include "event/event.h"
#include "event/timestamps.h"
#include "input/source.h"

namespace hark {

class Coverage {
 public:
  // With details the span, boots and hosts are told, which costs the reading of three fields an
  // entry.
  explicit Coverage(bool with_details) : with_details_(with_details) {}

  void see(const Event& event);
  // Of those seen, each that -S, -U and -b leave: what the details are about.
  void see_within(const Event& event);
  bool has_details() const { return with_details_; }
  // What the run asks goes by who speaks; events then come with kSpeakerFields.
  void ask_for_speakers() { asks_for_speakers_ = true; }
  void add(const SourceCounts& counts);
  void add_fields(std::vector<FieldId>& fields) const;

  std::uint64_t kept = 0;
  std::uint64_t own_left_out = 0;
  std::uint64_t undecided = 0;  // of those kept
  std::uint64_t context_dropped = 0;

  // There were entries, and none had a field of journald's own that says who speaks.
  bool lacks_speakers() const { return asks_for_speakers_ && has_events_ && !has_speakers_; }
  // Not known yet, and asked for.
  bool seeks_speakers() const { return asks_for_speakers_ && !has_speakers_; }
  // Over all sources so far.
  const SourceCounts& sum() const { return sum_; }
  // As the digest tells it; needs the details.
  Seen seen(std::vector<BlindSpot> blind_spots) const;
  // --stats: lines for a person, made of what was counted. `seconds` is how long the run took.
  std::string text(double seconds, bool utc, const std::vector<BlindSpot>& reported) const;

 private:
  void see_time(Microseconds at);
  void see_host(std::string_view host);

  bool with_details_;
  bool asks_for_speakers_ = false, has_speakers_ = false, has_events_ = false;
  SourceCounts sum_;
  std::uint64_t within_ = 0;
  std::uint64_t null_messages_ = 0;
  std::optional<Microseconds> first_, last_;
  std::string last_boot_, last_host_;
  std::set<std::string, std::less<>> boots_, hosts_;
};

}  // namespace hark
