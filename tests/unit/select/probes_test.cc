#include "select/probes.h"

#include <gtest/gtest.h>

#include "unit/event/made_event.h"

namespace hark {
namespace {

std::optional<Probe> probe(MadeEvent::Fields fields) {
  MadeEvent event(std::move(fields));
  return find_probe(*event);
}

TEST(Probes, BelieveJournaldAlone) {
  const MadeEvent::Fields suppressed = {
      {field::kMessage, "Suppressed 48121 messages from x.service"},
      {field::kMessageId, "a596d6fe7bfa4994828e72309e95d61e"}};
  const MadeEvent::Fields missed = {{field::kMessage, "Missed 117 kernel messages"},
                                    {field::kMessageId, "e9bf28e6e834481bb6f48f548ad13606"}};
  const auto from = [](MadeEvent::Fields fields, const char* transport) {
    fields.emplace_back(field::kTransport, transport);
    return probe(std::move(fields));
  };
  EXPECT_EQ(from(suppressed, "driver"), Probe::kSuppressed);
  EXPECT_EQ(from(missed, "driver"), Probe::kMissedKernel);
  for (const char* other : {"stdout", "journal", "syslog", "kernel", "audit"}) {
    EXPECT_EQ(from(suppressed, other), std::nullopt) << other;
    EXPECT_EQ(from(missed, other), std::nullopt) << other;
  }
}

TEST(Probes, KnowTheWordsWithoutAnId) {
  const auto says = [](const char* text) {
    return probe({{field::kMessage, text}, {field::kTransport, "driver"}});
  };
  EXPECT_EQ(says("Suppressed 3 messages from /system.slice/x.service"), Probe::kSuppressed);
  EXPECT_EQ(says("Missed 3 kernel messages"), Probe::kMissedKernel);
  EXPECT_EQ(says("Suppressed messages from x.service"), std::nullopt);
  EXPECT_EQ(says("Suppressed 3"), std::nullopt);
  EXPECT_EQ(says("Missed 3 kernels"), std::nullopt);
  EXPECT_EQ(says("System Journal is 8.0M, max 4.0G, 3.9G free."), std::nullopt);
}

TEST(Probes, StartsAreTheManagersAndWereMade) {
  constexpr const char* kStarting = "7d4958e842da4a758f6c1cdc7b36dcc5";
  constexpr const char* kStarted = "39f53479d3a045ac8e11786248231fbf";
  const auto says = [](const char* id, const char* text, const char* pid) {
    return probe({{field::kMessage, text}, {field::kMessageId, id}, {field::kPid, pid}});
  };
  EXPECT_EQ(says(kStarting, "Starting x.service - X...", "1"), Probe::kUnitStart);
  EXPECT_EQ(says(kStarted, "Started x.service - X.", "1"), Probe::kUnitStart);
  EXPECT_EQ(says(kStarted, "Finished x.service - X.", "1"), std::nullopt);
  EXPECT_EQ(says(kStarted, "x.service - X was skipped because of an unmet condition", "1"),
            std::nullopt);
  EXPECT_EQ(says(kStarted, "Started x.service - X.", "77"), std::nullopt);
}

}  // namespace
}  // namespace hark
