#include "digest/digest.h"

#include <gmock/gmock.h>

#include "unit/digest/trial.h"

namespace hark {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

MadeEvent::Fields by_manager(std::string unit, std::string invocation = {}) {
  MadeEvent::Fields fields = {{field::kPid, "1"}, {field::kUnit, std::move(unit)}};
  if (!invocation.empty()) fields.emplace_back(field::kInvocationId, std::move(invocation));
  return fields;
}

TEST(Digest, AnIncidentIsToldByItsMostSeverePattern) {
  DigestTrial trial;
  trial.pack("p.exit", Severity::kError, "exited", "failure");
  trial.pack("p.timeout", Severity::kError, "timed out", "failure");
  trial.pack("p.oom", Severity::kCritical, "memory", "failure");
  trial.pack("p.other", Severity::kInfo, "exited", "other");
  trial.add(0, "timed out", by_manager("a.service"));
  trial.add(1, "exited", by_manager("a.service"));
  trial.add(100, "exited", by_manager("a.service"));
  trial.add(101, "out of memory", by_manager("a.service"));
  EXPECT_THAT(trial.told(), ElementsAre("p.oom a.service 1/2", "p.timeout a.service 1/2",
                                        "p.other a.service 2/2"));
}

TEST(Digest, BlocksAreOfOneHostScopeUserAndUnit) {
  DigestTrial trial;
  trial.pack("p.x", Severity::kError, "x");
  const auto user = [](std::string uid) {
    return MadeEvent::Fields{{field::kSystemdUserUnit, "a.service"},
                             {field::kSystemdUnit, "user@" + uid + ".service"},
                             {field::kOwnerUid, uid}};
  };
  trial.add(0, "x", {{field::kSystemdUnit, "a.service"}, {field::kHostname, "h1"}});
  trial.add(0, "x", {{field::kSystemdUnit, "a.service"}, {field::kHostname, "h2"}});
  trial.add(0, "x", user("1000"));
  trial.add(0, "x", user("1001"));
  trial.add(0, "x", {{field::kSyslogIdentifier, "a.service"}});
  trial.add(0, "x", {{field::kComm, "tool"}});
  trial.add(0, "x");
  EXPECT_THAT(trial.blocks(), SizeIs(7));
  EXPECT_THAT(trial.told(), ElementsAre("p.x a.service 1/1", "p.x a.service 1/1",
                                        "p.x a.service 1/1", "p.x a.service 1/1",
                                        "p.x a.service 1/1", "p.x tool 1/1", "p.x unknown 1/1"));
}

TEST(Digest, InvocationsPartIncidents) {
  DigestTrial trial;
  trial.pack("p.exit", Severity::kError, "exited");
  for (const char* run : {"aa", "bb", "cc"}) {
    trial.add(1, "exited", by_manager("a.service", run));
    trial.add(2, "exited, it says itself",
              {{field::kSystemdUnit, "a.service"}, {field::kSystemdInvocationId, run}});
  }
  EXPECT_THAT(trial.told(), ElementsAre("p.exit a.service 3/6"));
}

TEST(Digest, TheManagersOwnInvocationIsNotTheUnits) {
  DigestTrial trial;
  trial.pack("p.exit", Severity::kError, "exited");
  const MadeEvent::Fields manager = {{field::kUserUnit, "a.service"},
                                     {field::kSystemdUnit, "user@1000.service"},
                                     {field::kSystemdUserUnit, "init.scope"},
                                     {field::kSystemdInvocationId, "ff"},
                                     {field::kUid, "1000"},
                                     {field::kOwnerUid, "1000"},
                                     {field::kComm, "systemd"}};
  MadeEvent::Fields with_id = manager;
  with_id.emplace_back(field::kUserInvocationId, "aa");
  trial.add(1, "exited", manager);
  trial.add(2, "exited", with_id);
  EXPECT_THAT(trial.told(), ElementsAre("p.exit a.service 1/2"));
}

TEST(Digest, TypedPatternsTellThemselves) {
  DigestTrial trial;
  trial.pack("p.exit", Severity::kError, "exited");
  trial.typed("exited").typed("code");
  trial.add(1, "exited, code=3", by_manager("a.service"));
  EXPECT_THAT(trial.told(),
              ElementsAre("p.exit a.service 1/1", "code a.service 1/1", "exited a.service 1/1"));
}

TEST(Digest, AnExpressionTellsWhatNoPatternDoes) {
  DigestTrial trial;
  trial.pack("p.exit", Severity::kError, "exited");
  trial.selection.selectors.push_back(
      typed_selector("severity >= error", Predicate::constant(true)));
  trial.add(1, "exited", by_manager("a.service"));
  trial.add(1, "something else", by_manager("b.service"));
  EXPECT_THAT(trial.told(), ElementsAre("p.exit a.service 1/1", "severity >= error b.service 1/1"));
}

TEST(Digest, WhatNoPatternKeptIsToldByNone) {
  DigestTrial trial;
  trial.typed("fine");
  trial.selection.inverts = true;
  trial.add(1, "not so good", by_manager("a.service"));
  trial.add(1, "fine", by_manager("a.service"));
  EXPECT_THAT(trial.told(), ElementsAre("- a.service 1/1"));
}

TEST(Digest, OrderIsSeverityDaysIncidentsLastUnit) {
  DigestTrial trial;
  constexpr double kDaySeconds = 86'400;
  trial.pack("p.bad", Severity::kCritical, "bad");
  trial.pack("p.x", Severity::kError, "x");
  trial.add(0, "bad", by_manager("z.service"));
  for (const double day : {0, 1}) trial.add(day * kDaySeconds, "x", by_manager("days.service"));
  for (const double minute : {0, 1, 2}) trial.add(minute * 60, "x", by_manager("often.service"));
  trial.add(500, "x", by_manager("late.service"));
  trial.add(400, "x", by_manager("b.service"));
  trial.add(400, "x", by_manager("a.service"));
  EXPECT_THAT(trial.told(),
              ElementsAre("p.bad z.service 1/1", "p.x days.service 2/2", "p.x often.service 3/3",
                          "p.x late.service 1/1", "p.x a.service 1/1", "p.x b.service 1/1"));
}

// What comes again and nobody has described is what the pack should know next.
TEST(Digest, AFallbackThatComesAgainIsFirstOfItsSeverity) {
  DigestTrial trial;
  trial.pack("p.bad", Severity::kCritical, "bad");
  trial.pack("p.x", Severity::kError, "x");
  trial.pack("p.rest", Severity::kError, "new|once");
  trial.patterns.back()->is_fallback = true;
  trial.add(0, "bad", by_manager("z.service"));
  for (const double minute : {0, 1, 2}) trial.add(minute * 60, "x", by_manager("often.service"));
  for (const double minute : {0, 1}) trial.add(minute * 60, "new", by_manager("news.service"));
  trial.add(0, "once", by_manager("once.service"));
  EXPECT_THAT(trial.told(), ElementsAre("p.bad z.service 1/1", "p.rest news.service 2/2",
                                        "p.x often.service 3/3", "p.rest once.service 1/1"));
}

TEST(Digest, TheExampleIsOfTheNewestLineAndLookIsForIt) {
  DigestTrial trial;
  trial.pack("p.left", Severity::kError, "left over: (?<pid>[0-9]+)", {},
             "{systemctl} status {unit}; ps -p {pid}");
  trial.add(5, "left over: 7\nand more", by_manager("a.service"));
  trial.add(0, "left over: 5", by_manager("a.service"));
  const auto blocks = trial.blocks();
  ASSERT_THAT(blocks, SizeIs(1));
  EXPECT_EQ(blocks[0].example, "left over: 7 …");
  EXPECT_EQ(blocks[0].look, "systemctl status a.service; ps -p 7");
}

TEST(Digest, LookIsForTheUsersManager) {
  DigestTrial trial;
  trial.pack("p.x", Severity::kError, "x", {}, "{systemctl} status {unit}");
  trial.add(0, "x", {{field::kSystemdUserUnit, "a b.service"}, {field::kOwnerUid, "1000"}});
  const auto blocks = trial.blocks();
  EXPECT_EQ(blocks[0].look, "systemctl --user status 'a b.service'");
  EXPECT_EQ(blocks[0].party.user, "1000");
  EXPECT_EQ(blocks[0].party.scope, Scope::kUser);
}

TEST(Digest, ALongExampleIsCutBetweenCharacters) {
  DigestTrial trial;
  trial.typed("x");
  std::string text = "x";
  for (int i = 0; i < 1000; i++) text += "ä";
  trial.add(0, text, {});
  const auto blocks = trial.blocks();
  EXPECT_EQ(*blocks[0].example, text.substr(0, 511) + " …");
}

TEST(Digest, AfterEachStartOfItsOwnUnit) {
  DigestTrial trial;
  trial.pack("p.exit", Severity::kError, "exited");
  constexpr const char* kStarted = "39f53479d3a045ac8e11786248231fbf";
  double at = 0;
  for (const double hours : {3, 11, 2, 29, 7, 40}) {
    at += hours * 3600;
    const std::string run = std::to_string(at);
    for (const char* unit : {"a.service", "b.service"}) {
      MadeEvent::Fields fields = by_manager(unit, run);
      fields.emplace_back(field::kMessageId, kStarted);
      trial.add(at, "Started a thing.", fields);
    }
    trial.add(at + 3, "exited", by_manager("a.service", run));
    trial.add(at + 5000, "exited", by_manager("c.service", run));
  }
  Seen seen;
  seen.first = 1'772'323'200'000'000;
  seen.last = *seen.first + 100ll * 3'600'000'000;
  const auto blocks = trial.blocks(seen);
  ASSERT_THAT(blocks, SizeIs(2));
  EXPECT_EQ(blocks[0].party.name, "c.service");
  EXPECT_EQ(blocks[0].rhythm.kind, Rhythm::Kind::kNone);
  EXPECT_EQ(blocks[1].rhythm.kind, Rhythm::Kind::kAfterEachStart);
}

TEST(Digest, EventsWithoutATimeAreCounted) {
  DigestTrial trial;
  trial.typed("x");
  trial.add({{field::kMessage, "x"}});
  trial.add({{field::kMessage, "x"}, {field::kRealtime, "99999999999999999999"}});
  EXPECT_THAT(trial.told(), ElementsAre("x unknown 1/2"));
  EXPECT_EQ(trial.blocks()[0].rhythm.kind, Rhythm::Kind::kOnce);
  trial.add(7, "x");
  EXPECT_THAT(trial.told(), ElementsAre("x unknown 2/3"));
  EXPECT_EQ(trial.blocks()[0].rhythm.kind, Rhythm::Kind::kNone);
}

TEST(Digest, SoFarIsNoEnd) {
  DigestTrial trial;
  trial.typed("x");
  trial.add(0, "x");
  EXPECT_THAT(trial.told(), ElementsAre("x unknown 1/1"));
  EXPECT_THAT(trial.told(), ElementsAre("x unknown 1/1"));
  trial.add(20, "x");
  EXPECT_THAT(trial.told(), ElementsAre("x unknown 1/2"));
}

TEST(Digest, MoreUnitsThanCanBeToldApartAreCounted) {
  DigestTrial trial;
  trial.typed("x");
  trial.add(0, "x");
  for (std::size_t i = 0; i < Digest::kMostPlaces + 5; i++)
    trial.add(0, "x", {{field::kSyslogIdentifier, "forged-" + std::to_string(i)}});
  EXPECT_EQ(trial.digest->untold_lines(), 6u);
  EXPECT_THAT(trial.blocks(), SizeIs(Digest::kMostPlaces));
}

}  // namespace
}  // namespace hark
