#include "select/probes.h"

#include <string_view>

#include "event/speaker.h"

namespace hark {
namespace {

// sd-messages.h: SD_MESSAGE_JOURNAL_DROPPED, _JOURNAL_MISSED, _UNIT_STARTING, _UNIT_STARTED.
constexpr std::string_view kDropped = "a596d6fe7bfa4994828e72309e95d61e";
constexpr std::string_view kMissed = "e9bf28e6e834481bb6f48f548ad13606";
constexpr std::string_view kStarting = "7d4958e842da4a758f6c1cdc7b36dcc5";
constexpr std::string_view kStarted = "39f53479d3a045ac8e11786248231fbf";

// "Suppressed 12 messages from …": the word, a number, what comes behind.
bool says(std::string_view text, std::string_view word, std::string_view behind) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  const std::size_t digits = text.find_first_not_of("0123456789");
  return digits != 0 && digits != text.npos && text.substr(digits).starts_with(behind);
}

// The id of "started" is also that of "Finished", "Reached target" and of starts that were skipped.
bool tells_of_a_start(std::string_view text) {
  return text.starts_with("Starting ") || text.starts_with("Started ");
}

bool tells_of_suppressed(std::string_view text) {
  return says(text, "Suppressed ", " messages from ");
}
bool tells_of_missed(std::string_view text) { return says(text, "Missed ", " kernel messages"); }

}  // namespace

bool may_be_probe(const Event& one_value) {
  const std::string_view id = one_value.first(field::kMessageId);
  if (id == kStarting || id == kStarted || id == kDropped || id == kMissed) return true;
  const std::string_view text = one_value.first(field::kMessage);
  return tells_of_suppressed(text) || tells_of_missed(text);
}

std::optional<Probe> find_probe(const Event& event) {
  const std::string_view id = event.first(field::kMessageId);
  if (id == kStarting || id == kStarted) {
    if (tells_of_a_start(event.first(field::kMessage)) && find_speaker(event) == Speaker::kManager)
      return Probe::kUnitStart;
    return std::nullopt;
  }
  // journald's own speak through no other transport; most events are not theirs.
  if (event.first(field::kTransport) != "driver" || find_speaker(event) != Speaker::kJournald)
    return std::nullopt;
  const std::string_view text = event.first(field::kMessage);
  if (id == kDropped || tells_of_suppressed(text)) return Probe::kSuppressed;
  if (id == kMissed || tells_of_missed(text)) return Probe::kMissedKernel;
  return std::nullopt;
}

}  // namespace hark
