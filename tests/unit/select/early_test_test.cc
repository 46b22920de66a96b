#include "select/early_test.h"

#include <gmock/gmock.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "expr/describe.h"
#include "select/pattern_selector.h"

namespace hark {
namespace {

class EarlyTestTest : public testing::Test {
 protected:
  static Predicate field_is(FieldId id, std::string text) {
    return Predicate::is_one_of({Operand::Kind::kField, id}, {std::move(text)});
  }
  static Predicate is_err() { return Predicate::has_priority_between(Level::kEmerg, Level::kErr); }
  Predicate killed() {
    return Predicate::on_atom(matcher_.add(field::kMessage, {"killed", false, false, false, {}}));
  }
  static Predicate both(Predicate a, Predicate b) {
    std::vector<Predicate> all;
    all.push_back(std::move(a));
    all.push_back(std::move(b));
    return Predicate::all_of(std::move(all));
  }
  static Predicate either(Predicate a, Predicate b) {
    std::vector<Predicate> any;
    any.push_back(std::move(a));
    any.push_back(std::move(b));
    return Predicate::any_of(std::move(any));
  }
  void select(Predicate predicate) {
    const std::string name = "expression " + std::to_string(selection_.selectors.size());
    selection_.selectors.push_back(typed_selector(name, std::move(predicate)));
  }
  // The test in words, and what it reads.
  std::string found() {
    EXPECT_TRUE(matcher_.compile(fields_));
    selection_.prepare(matcher_);
    const auto early = find_early_test(selection_, matcher_);
    if (!early) return "none";
    std::string out;
    for (const FieldId id : early->fields) out += std::string(fields_.name(id)) + ' ';
    const std::vector<std::string> no_ids;
    return out + describe(early->predicate, {fields_, matcher_, no_ids, true}, "");
  }

  FieldTable fields_;
  Matcher matcher_;
  Selection selection_;
};

TEST_F(EarlyTestTest, WhatTheFilterSaysOfFewFields) {
  selection_.filter = is_err();
  select(killed());
  select(field_is(field::kUid, "0"));
  EXPECT_EQ(found(), "PRIORITY PRIORITY <= err\n");
}

TEST_F(EarlyTestTest, WhatTheOnlyConditionSays) {
  select(both(killed(), both(is_err(), field_is(field::kUid, "0"))));
  EXPECT_EQ(found(), "PRIORITY _UID all of\n  PRIORITY <= err\n  _UID == '0'\n");
}

TEST_F(EarlyTestTest, NothingWhereThereAreTwoWays) {
  select(both(killed(), is_err()));
  select(both(killed(), is_err()));
  EXPECT_EQ(found(), "none");
}

TEST_F(EarlyTestTest, WitnessesAreNoWays) {
  select(both(killed(), is_err()));
  select(killed());
  selection_.selectors.back().is_witness = true;
  EXPECT_EQ(found(), "PRIORITY PRIORITY <= err\n");
}

TEST_F(EarlyTestTest, OfWhatIsInvertedTheFilterAlone) {
  selection_.inverts = true;
  selection_.filter = field_is(field::kUid, "0");
  select(is_err());
  EXPECT_EQ(found(), "_UID _UID == '0'\n");
}

TEST_F(EarlyTestTest, AllOfWhatIsJoinedByOrOrNothing) {
  select(both(either(is_err(), Predicate::negation(field_is(field::kUid, "0"))),
              either(is_err(), killed())));
  EXPECT_EQ(found(), "PRIORITY _UID any of\n  PRIORITY <= err\n  not _UID == '0'\n");
}

TEST_F(EarlyTestTest, NothingThatReadsMessagesOrManyFields) {
  selection_.filter = both(
      both(Predicate::within({Operand::Kind::kLevel}, 0, 3), Predicate::from(Speaker::kKernel)),
      both(Predicate::in_scope(Scope::kUser), field_is(field::kMessage, "x")));
  select(Predicate::hits_any({0}));
  EXPECT_EQ(found(), "none");
}

TEST_F(EarlyTestTest, NoMoreThanFourFieldsTogether) {
  std::vector<Predicate> all;
  for (const FieldId id : {field::kPid, field::kUid, field::kComm, field::kExe, field::kHostname})
    all.push_back(field_is(id, "x"));
  all.push_back(Predicate::exists({Operand::Kind::kField, field::kPid}));
  selection_.filter = Predicate::all_of(std::move(all));
  EXPECT_EQ(found(),
            "_PID _UID _COMM _EXE all of\n  _PID == 'x'\n  _UID == 'x'\n  _COMM == 'x'\n"
            "  _EXE == 'x'\n  exists(_PID)\n");
}

}  // namespace
}  // namespace hark
