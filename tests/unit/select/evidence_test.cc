#include "select/evidence.h"

#include <gmock/gmock.h>

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "expr/planner.h"
#include "select/pattern_selector.h"

namespace hark {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Not;
using testing::SizeIs;
using testing::UnorderedElementsAre;

Operand on(FieldId id) { return {Operand::Kind::kField, id}; }

class EvidenceTest : public testing::Test {
 protected:
  using Fields = std::vector<std::pair<FieldId, std::string>>;

  void type(const std::string& text) {
    selection_.selectors.push_back(
        typed_selector(text, matcher_.add(field::kMessage, {text, false, false, false, {}})));
  }
  void type(Predicate predicate) {
    selection_.selectors.push_back(typed_selector("expression", std::move(predicate)));
  }
  void filter(std::vector<Predicate> all) { selection_.filter = Predicate::all_of(std::move(all)); }
  bool find(bool with_probes = false) {
    EXPECT_TRUE(matcher_.compile(fields_));
    selection_.prepare(matcher_);
    evidence_ = Evidence::find(selection_, matcher_, fields_, with_probes);
    return evidence_ != nullptr;
  }
  // The event's values show all that is needed.
  bool shows(const Fields& event) {
    std::uint64_t lacking = evidence_->needed();
    for (const auto& [id, text] : event) lacking &= ~evidence_->shown_by(id, {text, true});
    return lacking == 0;
  }

  FieldTable fields_;
  Matcher matcher_;
  Selection selection_;
  std::unique_ptr<Evidence> evidence_;
};

TEST_F(EvidenceTest, PatternsAreShownByMessages) {
  type("kill");
  type("^oom");
  ASSERT_TRUE(find());
  EXPECT_THAT(evidence_->fields(), ElementsAre(FieldId{field::kMessage}));
  EXPECT_TRUE(shows({{field::kMessage, "was killed"}}));
  EXPECT_TRUE(shows({{field::kMessage, "\x1b[1moom\x1b[0m"}})) << "as they are matched";
  EXPECT_TRUE(shows({{field::kMessage, "x"}, {field::kMessage, "oom"}}));
  EXPECT_FALSE(shows({{field::kMessage, "room"}, {field::kComm, "kill"}}));
  EXPECT_FALSE(shows({}));
}

TEST_F(EvidenceTest, AMissingMessageIsMatchedAsTheEmptyText) {
  type("kill");
  type("^$");
  EXPECT_FALSE(find());
}

TEST_F(EvidenceTest, InversionLeavesTheFilters) {
  type("kill");
  selection_.inverts = true;
  filter({Predicate::is_one_of(on(field::kTransport), {"kernel"})});
  ASSERT_TRUE(find());
  EXPECT_THAT(evidence_->fields(), ElementsAre(FieldId{field::kTransport}));
  EXPECT_TRUE(shows({{field::kTransport, "kernel"}}));
}

TEST_F(EvidenceTest, AllOfItIsNeeded) {
  type("kill");
  filter({Predicate::has_priority_between(Level::kEmerg, Level::kErr),
          Predicate::glob({Operand::Kind::kIdentifier}, {"sys*"})});
  ASSERT_TRUE(find());
  EXPECT_THAT(evidence_->fields(),
              UnorderedElementsAre(FieldId{field::kMessage}, FieldId{field::kPriority},
                                   FieldId{field::kSyslogIdentifier}, FieldId{field::kComm}));
  const std::pair<FieldId, std::string> killed{field::kMessage, "killed"},
      error{field::kPriority, "3"}, name{field::kSyslogIdentifier, "systemd"},
      comm{field::kComm, "systemd"};
  EXPECT_TRUE(shows({killed, error, name}));
  EXPECT_TRUE(shows({comm, error, killed}));
  EXPECT_FALSE(shows({killed, error}));
  EXPECT_FALSE(shows({killed, name}));
  EXPECT_FALSE(shows({error, name}));
  EXPECT_FALSE(shows({killed, name, {field::kPriority, "6"}}));
}

TEST_F(EvidenceTest, UnitsAreShownByWhateverMayNameThem) {
  const Operand unit{Operand::Kind::kUnit};
  filter({Predicate::exists(unit), Predicate::glob(unit, {"web*"})});
  selection_.inverts = true;
  ASSERT_TRUE(find());
  EXPECT_TRUE(shows({{field::kSystemdUnit, "web.service"}}));
  EXPECT_TRUE(shows({{field::kUnit, "web.service"}}));
  EXPECT_TRUE(shows({{field::kCoredumpUserUnit, "web.service"}}));
  EXPECT_TRUE(shows({{field::kMessage, "oom-kill:task_memcg=/system.slice/web.service,task=x"}}));
  EXPECT_FALSE(shows({{field::kSystemdUnit, "db.service"}, {field::kMessage, "web.service"}}));
  EXPECT_FALSE(shows({{field::kComm, "web"}}));
}

// A kernel's message may name a unit; that it is the kernel's leads to it.
TEST_F(EvidenceTest, WhatLeadsToThem) {
  type("kill");
  const Operand unit{Operand::Kind::kUnit};
  filter({Predicate::exists(unit), Predicate::glob(unit, {"web.service"})});
  ASSERT_TRUE(find());
  const auto bits = evidence_->bits();
  ASSERT_THAT(bits, SizeIs(2));
  EXPECT_EQ(bits[0] | bits[1], evidence_->needed());
  const auto leading = evidence_->leading_fields(bits[0]);
  EXPECT_THAT(leading, Contains(FieldId{field::kTransport}));
  EXPECT_THAT(leading, Contains(FieldId{field::kSystemdUnit}));
  EXPECT_THAT(leading, Not(Contains(FieldId{field::kMessage})));
  EXPECT_THAT(evidence_->fields(bits[0]), Contains(FieldId{field::kMessage}));
  EXPECT_THAT(evidence_->fields(bits[0]), Not(Contains(FieldId{field::kTransport})));
  EXPECT_EQ(evidence_->shown_by_kernel(), bits[0]);
  EXPECT_EQ(evidence_->leads_to(field::kTransport, {"kernel", true}), 0U);
  EXPECT_EQ(evidence_->leads_to(field::kTransport, {"journal", true}), 0U);
  EXPECT_EQ(evidence_->shown_by(field::kTransport, {"kernel", true}), 0U);
  EXPECT_EQ(evidence_->leads_to(field::kUnit, {"web.service", true}), bits[0]);
  EXPECT_EQ(evidence_->leads_to(field::kUnit, {"db.service", true}), 0U);
  EXPECT_EQ(evidence_->leads_to(field::kMessage, {"was killed", true}), bits[1]);
}

TEST_F(EvidenceTest, WhatNoUnitPassesIsShownByNothing) {
  filter({Predicate::glob({Operand::Kind::kUnit}, {"*"})});
  selection_.inverts = true;
  EXPECT_FALSE(find());
}

TEST_F(EvidenceTest, TimeAndBootAreNoValues) {
  const std::string boot(32, 'b');
  filter({Predicate::time_between(10, 20),
          Predicate::time_between(std::numeric_limits<Microseconds>::min(), 15),
          Predicate::is_one_of(on(field::kBootId), {boot})});
  selection_.inverts = true;
  ASSERT_TRUE(find());
  EXPECT_EQ(evidence_->needed(), 0U);
  EXPECT_EQ(evidence_->from(), 10);
  EXPECT_EQ(evidence_->to(), 15);
  EXPECT_EQ(evidence_->boot(), boot);
}

TEST_F(EvidenceTest, WhatTheEntryItselfSaysIsNotLookedForAmongValues) {
  type(Predicate::any_of({Predicate::is_one_of(on(field::kBootId), {std::string(32, 'b')}),
                          Predicate::is_one_of(on(field::kTransport), {"kernel"})}));
  EXPECT_FALSE(find());
  selection_.selectors.clear();
  type(Predicate::has_part(Predicate::Op::kStartsWith, on(field::kCursor), "s="));
  EXPECT_FALSE(find());
}

TEST_F(EvidenceTest, ALoneExpressionIsAsGoodAsFilters) {
  std::vector<Predicate> either;
  either.push_back(Predicate::is_one_of(on(field::kUid), {"0"}));
  either.push_back(Predicate::has_part(Predicate::Op::kContains, on(field::kComm), "ssh"));
  std::vector<Predicate> all;
  all.push_back(Predicate::any_of(std::move(either)));
  all.push_back(Predicate::negation(Predicate::is_one_of(on(field::kPid), {"1"})));
  all.push_back(Predicate::from(Speaker::kApp));
  type(Predicate::all_of(std::move(all)));
  ASSERT_TRUE(find());
  EXPECT_TRUE(shows({{field::kUid, "0"}, {field::kPid, "1"}})) << "judging says no to that";
  EXPECT_TRUE(shows({{field::kComm, "sshd"}}));
  EXPECT_FALSE(shows({{field::kUid, "7"}, {field::kPid, "2"}}));
}

TEST_F(EvidenceTest, NothingIsToldWhereOneSideIsOpen) {
  std::vector<Predicate> either;
  either.push_back(Predicate::is_one_of(on(field::kUid), {"0"}));
  either.push_back(Predicate::negation(Predicate::is_one_of(on(field::kPid), {"1"})));
  type(Predicate::any_of(std::move(either)));
  EXPECT_FALSE(find());
  selection_.selectors.clear();
  type(Predicate::pair(on(field::kUid), Comparison::kEqual, on(field::kPid), false));
  EXPECT_FALSE(find());
}

TEST_F(EvidenceTest, PacksAreShownByWhatTriggersThem) {
  Pattern pattern;
  pattern.id = "p.x";
  Alternative labelled, worded, fielded;
  labelled.message_ids.push_back(std::string(32, 'a'));
  worded.regexes.push_back({"timed out", {}});
  worded.from = Speaker::kManager;
  fielded.fields.push_back({"UNIT", {"a.service", "b.service"}});
  pattern.any = {labelled, worded, fielded};
  selection_.selectors.push_back(*pattern_selector(pattern, fields_, matcher_));
  ASSERT_TRUE(find());
  EXPECT_TRUE(shows({{field::kMessageId, std::string(32, 'a')}}));
  EXPECT_TRUE(shows({{field::kMessage, "it timed out"}}));
  EXPECT_TRUE(shows({{field::kUnit, "b.service"}}));
  EXPECT_FALSE(shows({{field::kUnit, "c.service"},
                      {field::kMessage, "timed in"},
                      {field::kMessageId, std::string(32, 'b')}}));
}

// Whatever is kept, the digest wants to know of starts, and --strict of what was lost.
TEST_F(EvidenceTest, ProbesAreEnoughByThemselves) {
  type("kill");
  filter({Predicate::is_one_of(on(field::kTransport), {"kernel"})});
  ASSERT_TRUE(find(true));
  const auto is_enough = [&](FieldId id, std::string_view text) {
    return (evidence_->shown_by(id, {text, true}) & evidence_->enough()) != 0;
  };
  EXPECT_EQ(evidence_->needed() & evidence_->enough(), 0U);
  for (const std::string_view id :
       {"a596d6fe7bfa4994828e72309e95d61e", "e9bf28e6e834481bb6f48f548ad13606",
        "7d4958e842da4a758f6c1cdc7b36dcc5", "39f53479d3a045ac8e11786248231fbf"})
    EXPECT_TRUE(is_enough(field::kMessageId, id)) << id;
  EXPECT_TRUE(is_enough(field::kMessage, "Suppressed 7 messages from a.service"));
  EXPECT_TRUE(is_enough(field::kMessage, "Missed 7 kernel messages"));
  EXPECT_FALSE(is_enough(field::kMessage, "Missed kernel messages"));
  EXPECT_FALSE(is_enough(field::kMessage, "kill"));
  EXPECT_FALSE(is_enough(field::kMessageId, "a596d6fe7bfa4994828e72309e95d61f"));
}

// Nobody knows what it would have matched.
TEST_F(EvidenceTest, AValueThatARegexGaveUpOnShowsAll) {
  type("(?=x)|^(a+)+\\1?$");
  filter({Predicate::is_one_of(on(field::kTransport), {"kernel"})});
  ASSERT_TRUE(find());
  EXPECT_TRUE(shows({{field::kMessage, std::string(40, 'a') + "!"}}));
  EXPECT_FALSE(shows({{field::kMessage, "b"}}));
}

}  // namespace
}  // namespace hark
