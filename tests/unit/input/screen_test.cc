#include "input/screen.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "unit/input/feed.h"
#include "unit/input/told.h"

namespace hark {
namespace {

using testing::ElementsAre;

class ScreenTest : public testing::Test {
 protected:
  // Of `count` events, each of which passes or not, how many were tried.
  int tried_of(Screen& screen, int count, bool passes) {
    passes_ = passes;
    int tried = 0;
    for (int i = 0; i < count; i++) {
      if (!screen.tries_next()) continue;
      tried++;
      EXPECT_EQ(screen.passes(event_), passes);
    }
    return tried;
  }

  FieldTable fields_;
  Event event_{fields_};
  bool passes_ = false;
  Screen screen_{FieldPlan(fields_, {field::kPriority}), [this](const Event&) { return passes_; }};
};

TEST_F(ScreenTest, TriesEachWhereMostGoByIt) {
  EXPECT_EQ(tried_of(screen_, 10'000, false), 10'000);
}

TEST_F(ScreenTest, RestsWhereMostPass) {
  EXPECT_EQ(tried_of(screen_, 256, true), 256);
  EXPECT_EQ(tried_of(screen_, 8192, true), 0);
  EXPECT_EQ(tried_of(screen_, 10'000, false), 10'000) << "and finds that it is of use again";
}

TEST_F(ScreenTest, WhatIsNoUseIsCountedAndNotTold) {
  Feed feed({"MESSAGE", "PRIORITY"});
  Screen screen(FieldPlan(feed.fields, {field::kPriority}),
                [](const Event& event) { return event.first(field::kPriority) <= "3"; });
  const std::string text =
      "{\"MESSAGE\":\"a\",\"PRIORITY\":\"6\"}\n"
      "{\"MESSAGE\":\"b\",\"PRIORITY\":\"3\"}\n"
      "{\"MESSAGE\":\"c\",\"PRIORITY\":\"6\"\n"
      "{\"MESSAGE\":\"d\xff\",\"PRIORITY\":\"6\"}\n"
      "{\"MESSAGE\":\"e\",\"PRIORITY\":[\"6\",\"2\"]}\n"
      "{\"PRIORITY\":\"6\",\"MESSAGE\":\"f\",\"PRIORITY\":\"2\"}\n"
      "{\"PR\\u0049ORITY\":\"6\",\"MESSAGE\":\"g\"}";
  UniqueFd file(::memfd_create("lines", MFD_CLOEXEC));
  ASSERT_EQ(::write(file.get(), text.data(), text.size()), static_cast<ssize_t>(text.size()));
  ASSERT_EQ(::lseek(file.get(), 0, SEEK_SET), 0);
  TextSource source(std::move(file), "lines", *feed.plan, {});
  source.look_first(&screen);
  Telling telling;
  Event event(feed.fields);
  while (!feed.drain(source, event, telling)) ASSERT_TRUE(source.read());
  // A line that has to be repaired is not tried.
  EXPECT_THAT(outline(telling),
              ElementsAre("entry 2", "fault 3: the closing brace is missing; is the line cut off?",
                          "entry 4", "entry 6"));
  EXPECT_EQ(source.counts().entries, 6u);
  EXPECT_EQ(source.counts().malformed, 1u);
}

}  // namespace
}  // namespace hark
