// The event's values: late decoding, text for matching, forgetting; the arena below it, and the
// plan that says what is decoded.
#include "event/event.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <new>
#include <random>
#include <set>
#include <span>
#include <vector>

#include "event/own_member.h"
#include "unit/event/made_event.h"

namespace hark {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Event, DecodesTextWhenItIsFirstRead) {
  const FieldTable fields;
  Event event(fields);
  const std::string plain = "plain", escaped = "a\\nb";
  event.record_json_text(field::kMessage, escaped);
  event.record_json_text(field::kUnit, plain);
  EXPECT_EQ(event.first(field::kUnit).data(), plain.data());  // not copied
  EXPECT_EQ(event.first(field::kMessage), "a\nb");
  EXPECT_EQ(event.first(field::kMessage).data(), event.first(field::kMessage).data());
  event.record_json_text(field::kMessage, "");
  EXPECT_TRUE(event.exists(field::kMessage));
  EXPECT_EQ(event.values(field::kMessage).size(), 1u);
  EXPECT_EQ(event.first(field::kMessage), "");
}

TEST(Event, AnyValueMayBeEqual) {
  MadeEvent event({{field::kUnit, "a"}, {field::kUnit, "b"}, {field::kMessage, ""}});
  EXPECT_TRUE(event->is(field::kUnit, "a"));
  EXPECT_TRUE(event->is(field::kUnit, "b"));
  EXPECT_FALSE(event->is(field::kUnit, "c"));
  EXPECT_TRUE(event->is(field::kMessage, ""));
  EXPECT_FALSE(event->is(field::kPriority, ""));
  EXPECT_EQ(event->first(field::kUnit), "a");
  EXPECT_EQ(event->first(field::kPriority), "");
}

TEST(Event, OnlyMessageLosesItsEscapeSequences) {
  const std::string red = "\x1b[31mred\x1b[0m";
  MadeEvent event({{field::kMessage, red},
                   {field::kMessage, "plain"},
                   {field::kMessage, "\x1b]0;t\x07x"},
                   {field::kUnit, red}});
  std::vector<std::string> texts;
  for (const Value& value : event->text(field::kMessage)) texts.emplace_back(value.bytes);
  EXPECT_THAT(texts, ElementsAre("red", "plain", "x"));
  EXPECT_EQ(event->first(field::kMessage), red);
  EXPECT_EQ(event->text(field::kUnit)[0].bytes, red);
  EXPECT_EQ(event->text(field::kMessage).data(), event->text(field::kMessage).data());
  event->reset();
  EXPECT_THAT(event->text(field::kMessage), IsEmpty());
}

TEST(Arena, GivesMemoryThatDoesNotOverlap) {
  std::mt19937 random(2);
  for (int round = 0; round < 5; round++) {
    Arena arena;
    for (int event = 0; event < 3; event++) {
      std::vector<std::pair<char*, std::size_t>> pieces;
      for (int i = 0; i < 300; i++) {
        std::size_t size = random() % 2 != 0 ? random() % 50 : random() % 5000;
        if (random() % 60 == 0) size = 60000 + random() % 200000;
        char* at = arena.allocate(size);
        const std::size_t unused = size == 0 ? 0 : random() % size;
        arena.give_back(unused);
        if (size - unused > 0)
          std::memset(at, static_cast<int>(pieces.size() % 251), size - unused);
        pieces.emplace_back(at, size - unused);
      }
      for (std::size_t i = 0; i < pieces.size(); i++) {
        for (std::size_t at = 0; at < pieces[i].second; at++)
          ASSERT_EQ(static_cast<unsigned char>(pieces[i].first[at]), i % 251);
      }
      arena.reset();
    }
  }
}

TEST(Arena, NothingHasAPlaceToo) {
  Arena arena;
  EXPECT_NE(arena.allocate(0), nullptr);
  arena.allocate(1 << 20);
  arena.reset();  // keeps no block of that size
  EXPECT_NE(arena.allocate(0), nullptr);
}

TEST(Arena, GivesArraysOfAlignedValues) {
  Arena arena;
  std::vector<std::span<Value>> arrays;
  for (std::size_t count = 0; count < 300; count++) {
    std::memset(arena.allocate(count % 9), 'x', count % 9);  // what comes next is out of step
    const std::span<Value> values(arena.allocate_array<Value>(count), count);
    ASSERT_EQ(values.size(), count);
    ASSERT_EQ(reinterpret_cast<std::uintptr_t>(values.data()) % alignof(Value), 0u);
    for (Value& value : values)
      new (&value) Value{std::string_view("0123456789").substr(0, count % 10), true};
    arrays.push_back(values);
  }
  for (const std::span<Value> values : arrays) {
    for (const Value& value : values) ASSERT_EQ(value.bytes.size(), values.size() % 10);
  }
}

TEST(Arena, AnArrayTakesNoMoreThanItNeeds) {
  Arena arena;
  Value* values = arena.allocate_array<Value>(3);
  EXPECT_EQ(arena.allocate(1), reinterpret_cast<char*>(values + 3));
}

TEST(FieldTable, GivesEachNameOneId) {
  FieldTable fields;
  EXPECT_EQ(fields.size(), static_cast<std::size_t>(field::kCount));
  EXPECT_EQ(fields.find("MESSAGE"), field::kMessage);
  EXPECT_EQ(fields.intern("_SYSTEMD_UNIT"), field::kSystemdUnit);
  EXPECT_EQ(fields.find("NEW"), std::nullopt);
  const FieldId id = fields.intern("NEW");
  EXPECT_EQ(id, static_cast<FieldId>(field::kCount));
  EXPECT_EQ(fields.intern("NEW"), id);
  EXPECT_EQ(fields.find("NEW"), id);
  EXPECT_EQ(fields.name(id), "NEW");
  EXPECT_EQ(fields.name(field::kObjectInvocationId), "OBJECT_SYSTEMD_INVOCATION_ID");
}

TEST(FieldPlan, FindsWhatIsWantedAndNothingElse) {
  FieldTable fields;
  std::set<std::string> names;
  std::mt19937 random(4);
  while (names.size() < 500) {
    std::string name;
    for (auto length = random() % 24; length > 0; length--)
      name += static_cast<char>('A' + random() % 3);
    names.insert(name);
  }
  std::vector<FieldId> wanted = {field::kMessage, field::kMessage};
  std::set<std::string> chosen = {"MESSAGE"};
  for (const std::string& name : names) {
    const FieldId id = fields.intern(name);
    if (random() % 2 != 0) {
      wanted.push_back(id);
      chosen.insert(name);
    }
  }
  FieldPlan made(fields, wanted);
  const FieldPlan plan = std::move(made);  // short names live inside strings that must not move
  EXPECT_EQ(plan.wanted().size(), chosen.size());
  names.insert("MESSAGE");
  for (const std::string& name : names) {
    const std::string padded = name + "\"ABABABAB";
    const FieldId found = plan.find(padded.data(), name.size());
    EXPECT_EQ(found, chosen.contains(name) ? *fields.find(name) : FieldPlan::kNotWanted) << name;
    EXPECT_EQ(plan.wants(*fields.find(name)), chosen.contains(name));
  }
  const FieldPlan empty(fields, {});
  EXPECT_EQ(empty.find("MESSAGE\"        ", 7), FieldPlan::kNotWanted);
  EXPECT_EQ(empty.find("\"        ", 0), FieldPlan::kNotWanted);
}

TEST(OwnMember, GivesItsPatterns) {
  using Ids = std::vector<std::string>;
  const std::pair<const char*, Ids> cases[] = {
      {"", {}},
      {"{}", {}},
      {R"({"unit":"x"})", {}},
      {R"({"patterns":[]})", {}},
      {R"({"patterns":["a","b"],"unit":"x"})", {"a", "b"}},
      {R"({"patterns":["a\n\u00e9"]})", {"a\né"}},
      {R"({"patterns":["a",1,null,["b"],"c"]})", {"a", "c"}},
      {R"({"patterns":"a"})", {}},
      {R"({"patterns":{"a":1}})", {}},
      {R"({"matches":[{"patterns":["no"]}]})", {}},
      {"[]", {}},
      {"{\"patterns\":[\"a\"", {}},
      {"nonsense", {}},
  };
  for (const auto& [member, ids] : cases) EXPECT_EQ(patterns_of_own_member(member), ids) << member;
}

}  // namespace
}  // namespace hark
