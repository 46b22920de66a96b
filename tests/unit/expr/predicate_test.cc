#include "expr/predicate.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "unit/event/made_event.h"

namespace hark {
namespace {

struct Asked {
  Matcher matcher;
  MatchState state{matcher};
  bool operator()(const Predicate& predicate, MadeEvent::Fields fields) {
    MadeEvent event(std::move(fields));
    return holds(predicate, {*event, matcher, state});
  }
};

const Operand kIdentifier{Operand::Kind::kIdentifier, field::kMessage};
const Operand kUnit{Operand::Kind::kUnit, field::kMessage};

TEST(Predicate, CombinesAsLogicDoes) {
  Asked ask;
  const auto t = [] { return Predicate::constant(true); };
  const auto f = [] { return Predicate::constant(false); };
  EXPECT_TRUE(ask(Predicate::all_of({}), {}));
  EXPECT_FALSE(ask(Predicate::any_of({}), {}));
  EXPECT_FALSE(ask(Predicate::all_of({t(), f()}), {}));
  EXPECT_TRUE(ask(Predicate::all_of({t(), t()}), {}));
  EXPECT_TRUE(ask(Predicate::any_of({f(), t()}), {}));
  EXPECT_TRUE(ask(Predicate::negation(f()), {}));
}

TEST(Predicate, GlobsFitAnyValueAndMissingIsEmpty) {
  Asked ask;
  const Predicate p = Predicate::glob({Operand::Kind::kField, field::kHostname}, {"web*", "db?"});
  EXPECT_TRUE(ask(p, {{field::kHostname, "web1"}}));
  EXPECT_TRUE(ask(p, {{field::kHostname, "x"}, {field::kHostname, "db2"}}));
  EXPECT_FALSE(ask(p, {{field::kHostname, "db22"}}));
  EXPECT_FALSE(ask(p, {}));
  EXPECT_TRUE(ask(Predicate::glob({Operand::Kind::kField, field::kHostname}, {"*"}), {}));
  EXPECT_TRUE(ask(p, {{field::kHostname, "web" + std::string(1000, 'x')}}));
  EXPECT_FALSE(ask(p, {{field::kHostname, std::string("web\0", 4)}}));
}

TEST(Predicate, IdentifierIsTheCommandWhereThereIsNone) {
  Asked ask;
  const Predicate p = Predicate::is_one_of(kIdentifier, {"cron"});
  EXPECT_TRUE(ask(p, {{field::kSyslogIdentifier, "cron"}}));
  EXPECT_TRUE(ask(p, {{field::kComm, "cron"}}));
  EXPECT_FALSE(ask(p, {{field::kSyslogIdentifier, "CRON"}, {field::kComm, "cron"}}));
}

TEST(Predicate, UnitIsTheEffectiveOne) {
  Asked ask;
  const Predicate p = Predicate::glob(kUnit, {"chat.service"});
  EXPECT_TRUE(ask(p, {{field::kUnit, "chat.service"}, {field::kPid, "1"}}));
  EXPECT_FALSE(ask(p, {{field::kUnit, "chat.service"},
                       {field::kPid, "77"},
                       {field::kSystemdUnit, "evil.service"}}));
  EXPECT_TRUE(ask(Predicate::in_scope(Scope::kUser), {{field::kSystemdUserUnit, "chat.service"}}));
  EXPECT_FALSE(ask(Predicate::in_scope(Scope::kSystem), {}));
}

TEST(Predicate, SpeakerIsToldByTrustedFields) {
  Asked ask;
  EXPECT_TRUE(ask(Predicate::from(Speaker::kManager), {{field::kPid, "1"}}));
  EXPECT_TRUE(ask(Predicate::from(Speaker::kKernel),
                  {{field::kTransport, "kernel"}, {field::kSyslogIdentifier, "kernel"}}));
  EXPECT_TRUE(ask(Predicate::from(Speaker::kJournald), {{field::kTransport, "driver"}}));
  EXPECT_TRUE(ask(Predicate::from(Speaker::kApp),
                  {{field::kSyslogIdentifier, "kernel"}, {field::kPid, "2"}}));
}

TEST(Predicate, PriorityNeedsADigit) {
  Asked ask;
  const Predicate p = Predicate::has_priority_between(Level::kEmerg, Level::kDebug);
  EXPECT_TRUE(ask(p, {{field::kPriority, "7"}}));
  for (const char* odd : {"8", "", "error", "06", "-1"})
    EXPECT_FALSE(ask(p, {{field::kPriority, odd}})) << odd;
  EXPECT_FALSE(ask(p, {}));
  const Predicate middle = Predicate::has_priority_between(Level::kErr, Level::kWarning);
  EXPECT_FALSE(ask(middle, {{field::kPriority, "2"}}));
  EXPECT_TRUE(ask(middle, {{field::kPriority, "4"}}));
  EXPECT_FALSE(ask(middle, {{field::kPriority, "5"}}));
}

TEST(Predicate, TimeBoundsAreInclusiveAndNeedATime) {
  Asked ask;
  const Predicate p = Predicate::time_between(100, 200);
  EXPECT_TRUE(ask(p, {{field::kRealtime, "100"}}));
  EXPECT_TRUE(ask(p, {{field::kRealtime, "200"}}));
  EXPECT_FALSE(ask(p, {{field::kRealtime, "201"}}));
  EXPECT_FALSE(ask(p, {}));
  EXPECT_FALSE(ask(p, {{field::kRealtime, "150x"}}));
}

TEST(Predicate, NamesTheFieldsItReads) {
  Matcher matcher;
  std::vector<FieldId> fields;
  add_fields(Predicate::all_of(
                 {Predicate::has_priority_between(Level::kEmerg, Level::kErr),
                  Predicate::glob(kUnit, {"x"}),
                  Predicate::on_atom(matcher.add(field::kExe, {"x", false, false, false, {}}))}),
             matcher, fields);
  for (const FieldId id : {field::kPriority, field::kUnit, field::kSystemdCgroup, field::kExe}) {
    EXPECT_NE(std::find(fields.begin(), fields.end(), id), fields.end()) << id;
  }
}

}  // namespace
}  // namespace hark
