// What a good pack becomes, and that a pack written as TOML again is the same pack. The mistakes
// are in pack_mistakes_test.cc, hostile bytes in pack_bytes_test.cc.
#include "pattern/pack_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pattern/builtin.h"
#include "unit/pattern/packs.h"

namespace hark {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

constexpr std::string_view kFullPack = R"(# every key there is
[pack]
name = "systemd"
title = "The service manager"
default = false
off = ["old-*"]
replace = true

[[pattern]]
id = "stop-timeout"
title = "Service ignored SIGTERM"
severity = "Error"
group = "unit-stop"
tags = ["kill", "stop"]
any = [
  { from = "manager", regex = '''State '(?<state>\w+)' timed out''', ignore_case = true },
  { from = "kernel", message_id = "d9b373ed55a64feb8242e02dbe79a49c", fields = { UNIT_RESULT = "timeout", N = ["1", "2"] }, identifier = ["systemd*"] },
  { regex = ["a", 'b'], field = "_COMM", where = 'unit like "x%"' },
]
why = """
It gets no chance
to flush."""
look = "{systemctl} show -p KillMode {unit} {state}"
match = ["State 'x' timed out"]
no_match = []
match_event = [ { MESSAGE = "x", _PID = "1", UNIT = ["a", "b"] } ]
no_match_event = [ { MESSAGE = "x", _PID = "77" } ]
)";

Pack read(std::string_view text) {
  auto pack = read_pack(text, "x.toml");
  if (pack) return *pack;
  ADD_FAILURE() << render(pack.errors());
  return {};
}

TEST(PackReader, EveryKey) {
  std::string text(kFullPack);
  text.replace(text.find("no_match = []"), 13, "no_match = [\"y\"]");
  const Pack pack = read(text);
  EXPECT_EQ(pack.name, "systemd");
  EXPECT_EQ(pack.title, "The service manager");
  EXPECT_FALSE(pack.is_default);
  EXPECT_TRUE(pack.states_default);
  EXPECT_TRUE(pack.replaces);
  ASSERT_EQ(pack.off.size(), 1u);
  EXPECT_EQ(pack.off[0].text, "old-*");
  ASSERT_EQ(pack.patterns.size(), 1u);
  const Pattern& p = pack.patterns[0];
  EXPECT_EQ(p.id, "systemd.stop-timeout");
  EXPECT_EQ(p.title, "Service ignored SIGTERM");
  EXPECT_EQ(p.severity, Severity::kError);
  EXPECT_EQ(p.group, "unit-stop");
  EXPECT_THAT(p.tags, ElementsAre("kill", "stop"));
  EXPECT_EQ(p.why, "It gets no chance\nto flush.");
  EXPECT_EQ(p.look, "{systemctl} show -p KillMode {unit} {state}");
  EXPECT_EQ(p.source, "x.toml");
  ASSERT_EQ(p.any.size(), 3u);
  EXPECT_EQ(p.any[0].from, Speaker::kManager);
  EXPECT_TRUE(p.any[0].ignore_case);
  EXPECT_EQ(p.any[0].field, "MESSAGE");
  EXPECT_EQ(p.any[0].regexes[0].text, "State '(?<state>\\w+)' timed out");
  EXPECT_EQ(p.any[1].from, Speaker::kKernel);
  EXPECT_TRUE(p.any[1].regexes.empty());
  EXPECT_THAT(p.any[1].message_ids, ElementsAre("d9b373ed55a64feb8242e02dbe79a49c"));
  EXPECT_THAT(p.any[1].fields, ElementsAre(Pair("UNIT_RESULT", ElementsAre("timeout")),
                                           Pair("N", ElementsAre("1", "2"))));
  EXPECT_THAT(p.any[1].identifiers, ElementsAre("systemd*"));
  EXPECT_FALSE(p.any[2].from);
  EXPECT_EQ(p.any[2].regexes.size(), 2u);
  EXPECT_EQ(p.any[2].field, "_COMM");
  EXPECT_EQ(p.any[2].where->text, "unit like \"x%\"");
  ASSERT_EQ(p.examples.size(), 4u);
  EXPECT_EQ(p.examples[0].message, "State 'x' timed out");
  EXPECT_EQ(p.examples[1].kind, Example::Kind::kNoMatch);
  EXPECT_THAT(p.examples[2].event,
              ElementsAre(Pair("MESSAGE", ElementsAre("x")), Pair("_PID", ElementsAre("1")),
                          Pair("UNIT", ElementsAre("a", "b"))));
  EXPECT_EQ(p.examples[3].kind, Example::Kind::kNoMatchEvent);
}

TEST(PackReader, WhatIsLeftOut) {
  const Pack pack = read(kGoodPack);
  EXPECT_TRUE(pack.is_default);
  EXPECT_FALSE(pack.states_default);
  EXPECT_FALSE(pack.replaces);
  EXPECT_EQ(pack.patterns[0].group, "demo.stop");
  EXPECT_FALSE(pack.patterns[0].any[0].ignore_case);
}

TEST(PackReader, PackThatOnlyChangesAnother) {
  for (const char* change : {"off = [\"x\"]", "replace = true", "default = false"}) {
    const auto pack = read_pack(fmt::format("[pack]\nname = \"systemd\"\n{}\n", change), "x.toml");
    EXPECT_TRUE(bool(pack)) << change;
  }
}

TEST(PackReader, AlternativesAsTables) {
  const Pack pack = read(spoiled("any = [ { regex = '\\b(?<state>stop-\\w+) timed out' } ]\n", "") +
                         "[[pattern.any]]\nregex = 'stop'\n[[pattern.any]]\nregex = 'x'\n");
  EXPECT_EQ(pack.patterns[0].any.size(), 2u);
}

// The place is the text's first character, behind its quotes, in bytes.
TEST(PackReader, PlacesOfTexts) {
  struct Case {
    const char* written;
    const char* line;
    std::size_t number, offset, length;
    bool is_verbatim;
  };
  const Case cases[] = {
      {"'a b'", "any = [ { regex = 'a b' } ]", 9, 19, 3, true},
      {"\"a b\"", "any = [ { regex = \"a b\" } ]", 9, 19, 3, true},
      {"'''a'b'''", "any = [ { regex = '''a'b''' } ]", 9, 21, 3, true},
      {"\"\\u0061b\"", "any = [ { regex = \"\\u0061b\" } ]", 9, 19, 7, false},
      {"\"\"\"\na\"\"\"", "a\"\"\" } ]", 10, 0, 1, true},
      {"'''a\nb'''", "any = [ { regex = '''a", 9, 21, 1, false},
      {"'é€b'", "any = [ { regex = 'é€b' } ]", 9, 19, 6, true},
      {"['x', 'é', 'b']", "any = [ { regex = ['x', 'é', 'b'] } ]", 9, 20, 1, true},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.written);
    const Pack pack = read(spoiled("'\\b(?<state>stop-\\w+) timed out'", c.written));
    ASSERT_EQ(pack.patterns.size(), 1u);
    const LocatedText& text = pack.patterns[0].any[0].regexes[0];
    EXPECT_EQ(text.origin.label, "x.toml");
    EXPECT_EQ(text.origin.text, c.line);
    EXPECT_EQ(text.origin.line, c.number);
    EXPECT_EQ(text.origin.offset, c.offset);
    EXPECT_EQ(text.origin.length, c.length);
    EXPECT_EQ(text.is_verbatim(), c.is_verbatim);
  }
  const Pack pack = read(spoiled("'\\b(?<state>stop-\\w+) timed out'", "['x', 'é', 'b']"));
  EXPECT_EQ(pack.patterns[0].any[0].regexes[2].origin.offset, 31u);  // é is two bytes
}

TEST(PackReader, ByteOrderMarkAndCarriageReturns) {
  std::string text = "\xEF\xBB\xBF";
  for (char c : kGoodPack) text += c == '\n' ? std::string("\r\n") : std::string(1, c);
  const Pack pack = read(text);
  EXPECT_EQ(pack.patterns[0].origin.text, "id = \"stop\"");
  EXPECT_EQ(pack.patterns[0].origin.line, 6u);
}

TEST(PackReader, WrittenAgainItIsTheSame) {
  std::vector<std::string> texts = {std::string(kGoodPack)};
  for (const BuiltinPack& builtin : builtin_packs()) texts.emplace_back(builtin.text);
  for (const std::string& text : texts) {
    const Pack pack = read(text);
    const std::string written = to_toml(pack);
    const Pack again = read(written);
    EXPECT_EQ(to_toml(again), written);
    EXPECT_EQ(again.patterns.size(), pack.patterns.size());
  }
}

TEST(PackReader, Words) {
  for (const char* word : {"info", "warning", "error", "critical"})
    EXPECT_EQ(severity_name(*parse_severity(word)), word);
  EXPECT_EQ(parse_severity("CRITICAL"), Severity::kCritical);
  EXPECT_FALSE(parse_severity("err"));
  EXPECT_FALSE(parse_severity(""));
  for (const char* word : {"manager", "kernel", "journald", "app"})
    EXPECT_EQ(speaker_name(*parse_speaker(word)), word);
  EXPECT_FALSE(parse_speaker("Manager"));
}

}  // namespace
}  // namespace hark
