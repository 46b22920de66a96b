#include "output/context.h"

#include <gtest/gtest.h>

#include "unit/event/made_event.h"

namespace hark {
namespace {

// A stream in one string: "a1 A2 b3" are events of units a and b; a capital letter is a kept one.
// What is written comes back in the same notation, context with a -, groups parted by |.
std::string run(ContextOptions options, const std::string& stream, bool* settled = nullptr) {
  ContextKeeper keeper(options);
  std::string out;
  for (std::size_t i = 0; i < stream.size(); i += 3) {
    const std::string name = stream.substr(i, 2);
    const bool kept = name[0] >= 'A' && name[0] <= 'Z';
    const std::string unit(1, static_cast<char>(kept ? name[0] - 'A' + 'a' : name[0]));
    MadeEvent event({{field::kSystemdUnit, unit + ".service"}});
    event->raw = name;
    const auto steps =
        kept ? keeper.kept(*event) : keeper.not_kept(*event, std::string(event->raw));
    if (steps.separator) out += "| ";
    for (const std::string& before : steps.before) out += "-" + before + " ";
    if (steps.event) out += (kept ? "" : "-") + name + " ";
  }
  if (settled != nullptr) *settled = keeper.is_settled();
  return out.empty() ? out : out.substr(0, out.size() - 1);
}

ContextOptions context(std::uint64_t before, std::uint64_t after, bool whole_stream = false) {
  ContextOptions options;
  options.before = before;
  options.after = after;
  options.whole_stream = whole_stream;
  return options;
}

TEST(Context, StaysWithinTheUnit) {
  EXPECT_EQ(run(context(1, 1), "a1 b2 A3 b4 a5"), "-a1 A3 -a5");
  EXPECT_EQ(run(context(1, 1, true), "a1 b2 A3 b4 a5"), "-b2 A3 -b4");
}

TEST(Context, WritesNothingTwice) {
  EXPECT_EQ(run(context(2, 2), "a1 A2 a3 A4 a5"), "-a1 A2 -a3 A4 -a5");
  EXPECT_EQ(run(context(9, 0), "a1 A2 a3 a4 A5"), "-a1 A2 -a3 -a4 A5");
}

TEST(Context, PartsGroupsThatDoNotTouch) {
  EXPECT_EQ(run(context(1, 0), "a1 A2 a3 a4 A5"), "-a1 A2 | -a4 A5");
  EXPECT_EQ(run(context(0, 1), "A1 a2 a3 A4"), "A1 -a2 | A4");
  EXPECT_EQ(run(context(1, 1), "A1 a2 A3"), "A1 -a2 A3");
}

TEST(Context, PartsUnits) { EXPECT_EQ(run(context(0, 1), "A1 B2 a3 b4"), "A1 | B2 | -a3 | -b4"); }

TEST(Context, AKeptEventBeginsTheCountAnew) {
  EXPECT_EQ(run(context(0, 2), "A1 a2 A3 a4 a5 a6"), "A1 -a2 A3 -a4 -a5");
}

TEST(Context, KnowsWhenNothingIsDue) {
  bool settled = true;
  run(context(0, 2), "A1 a2", &settled);
  EXPECT_FALSE(settled);
  run(context(0, 2), "A1 a2 a3", &settled);
  EXPECT_TRUE(settled);
}

TEST(Context, HostsAreApart) {
  ContextKeeper keeper(context(1, 0));
  MadeEvent other({{field::kSystemdUnit, "a.service"}, {field::kHostname, "web1"}});
  MadeEvent kept({{field::kSystemdUnit, "a.service"}, {field::kHostname, "web2"}});
  other->raw = "1";
  kept->raw = "2";
  keeper.not_kept(*other, std::string(other->raw));
  EXPECT_TRUE(keeper.kept(*kept).before.empty());
}

// One unit speaks, then `others` other units, then its event is kept: how many lines it has before.
struct Crowd {
  std::size_t before;
  std::uint64_t dropped;
};
Crowd crowd(ContextOptions options, int others, std::size_t entry_size) {
  ContextKeeper keeper(options);
  const auto event_of = [](const std::string& unit) {
    return MadeEvent({{field::kSystemdUnit, unit}});
  };
  const std::string entry(entry_size, 'x');
  keeper.not_kept(*event_of("mine.service"), entry);
  for (int i = 0; i < others; i++)
    keeper.not_kept(*event_of("other-" + std::to_string(i) + ".service"), entry);
  const std::size_t before = keeper.kept(*event_of("mine.service")).before.size();
  return {before, keeper.dropped()};
}

TEST(Context, OutlastsThousandsOfOtherUnits) {
  const Crowd some = crowd(context(1, 0), 15'000, 400);
  EXPECT_EQ(some.before, 1u);
  EXPECT_EQ(some.dropped, 0u);
}

TEST(Context, IsBoundedByMemoryAndCountsWhatIsLost) {
  const Crowd many = crowd(context(1, 0), 40'000, 400);
  EXPECT_EQ(many.before, 0u);
  EXPECT_GT(many.dropped, 10'000u);
  EXPECT_LT(many.dropped, 30'000u);
  const Crowd large = crowd(context(1, 0), 40, 1 << 20);
  EXPECT_EQ(large.before, 0u);
  EXPECT_GT(large.dropped, 20u);
  // What is asked for of one unit is kept, however large.
  EXPECT_EQ(crowd(context(1, 0), 0, 40 << 20).before, 1u);
}

}  // namespace
}  // namespace hark
