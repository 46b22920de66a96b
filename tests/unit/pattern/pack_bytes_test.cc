// Bytes that are no pack at all: each gets an answer, soon, and none overflows a stack.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pattern/pack_reader.h"
#include "pattern/toml_guard.h"
#include "unit/pattern/packs.h"

namespace hark {
namespace {

std::string repeated(std::string_view text, std::size_t bytes) {
  std::string out;
  while (out.size() + text.size() <= bytes) out += text;
  return out;
}

std::string first_mistake(std::string_view text) {
  const auto pack = read_pack(text, "x.toml");
  if (pack) return "accepted";
  // Whatever it is, it can be shown, and briefly.
  EXPECT_LT(render(pack.errors().front()).size(), 4000u);
  EXPECT_LE(pack.errors().size(), 201u);
  return pack.errors().front().message;
}

constexpr std::size_t kNearlyAll = kMaxPackBytes - 1000;

TEST(PackBytes, Nesting) {
  EXPECT_EQ(first_mistake("a" + repeated(".a", kNearlyAll) + " = 1\n"), "a key of too many parts");
  EXPECT_EQ(first_mistake("[a" + repeated(" . a", kNearlyAll) + "]\n"), "a key of too many parts");
  EXPECT_EQ(first_mistake("a = {" + repeated("b.", kNearlyAll)), "a key of too many parts");
  EXPECT_EQ(first_mistake("'a'" + repeated(".'a'", kNearlyAll) + " = 1\n"),
            "a key of too many parts");
  for (const char* open : {"[", "{a=", "{a.a.a.a.a.a.a.a=", "[{a=["}) {
    EXPECT_THAT(first_mistake("a = " + repeated(open, 100'000)), ::testing::StartsWith("bad TOML"));
    EXPECT_EQ(first_mistake("a = " + repeated(open, kNearlyAll)), "too much for a pack");
  }
  // As deep as is allowed, in every way at once.
  const std::string key = "a" + repeated(".a", 2 * (kMaxKeyParts - 1));
  std::string deep = "[" + key + "]\n" + key + " = ";
  for (int i = 0; i < 31; i++) deep += "{" + key + " = ";
  EXPECT_EQ(first_mistake(deep + "1" + std::string(31, '}') + "\n"), "no [pack]");
}

TEST(PackBytes, Numbers) {
  for (const char* number :
       {"1e999999999", "-9223372036854775808", "0x7fffffffffffffff", "nan", "+inf", "00:00:60"}) {
    EXPECT_NE(first_mistake(fmt::format("a = {}\n", number)), "accepted");
  }
  EXPECT_NE(first_mistake("a = " + std::string(kNearlyAll, '9')), "accepted");
}

TEST(PackBytes, Size) {
  EXPECT_EQ(first_mistake(std::string(kMaxPackBytes + 1, '\n')), "too large for a pack");
  EXPECT_EQ(first_mistake(std::string(kMaxPackBytes, '\n')), "no [pack]");
  EXPECT_EQ(first_mistake("a = '" + std::string(kNearlyAll, 'x') + "'\n"), "no [pack]");
  EXPECT_EQ(first_mistake("a = [" + repeated("1,", kNearlyAll) + "]\n"), "too much for a pack");
  EXPECT_EQ(first_mistake(repeated("[[pattern]]\n", kNearlyAll)), "too much for a pack");
}

TEST(PackBytes, NotText) {
  EXPECT_EQ(first_mistake("a = '\xff'\n"), "not UTF-8");
  EXPECT_EQ(first_mistake("# \xc3"), "not UTF-8");
  EXPECT_EQ(first_mistake("# \xed\xa0\x80\n"), "not UTF-8");
  EXPECT_THAT(first_mistake(std::string_view("a = 'x\0y'\n", 10)),
              ::testing::StartsWith("bad TOML"));
  EXPECT_THAT(first_mistake(std::string(1000, '\0')), ::testing::StartsWith("bad TOML"));
  const auto bad = read_pack("[pack]\r\nname = 'é\xff'\r\n", "x.toml");
  ASSERT_FALSE(bool(bad));
  EXPECT_EQ(bad.errors()[0].origin->line, 2u);
  EXPECT_EQ(bad.errors()[0].origin->offset, 10u);
  EXPECT_EQ(bad.errors()[0].origin->text, "name = 'é\xff'");
}

// What toml++ 3.3 takes for impossible.
TEST(PackBytes, HeadersThatBeginWithNoKey) {
  for (const char* header :
       {"[=",   "[&", "[[[1]]]", "[[=",   "[.a]",      "[a.]",   "[a.=",      "[\"",    "[[\n",
        "[",    "[ ", "[[",      "[#",    "[\xc2\xa0", "[a.\n",  "[[ ]]",     "{",      "]",
        "a.=1", "é",  "[é]",     "a = é", "a é = 1",   "a = 1Ş", "a = [1 Ş]", "a\u1680"}) {
    EXPECT_THAT(first_mistake(header), ::testing::StartsWith("bad TOML")) << header;
  }
}

TEST(PackBytes, StringsHideNothingFromTheGuard) {
  const std::string bomb = "a" + repeated(".a", 100) + " = 1\n";
  for (const char* before :
       {"x = ''\n", "x = '\\'\n", "x = \"\\\"'\"\n", "x = ''''''\n", "x = ''' ' '' '''''\n",
        "x = \"\"\"\\\"\"\"\"\n", "x = \"\"\"a\"\"\"\"\"\n", "# ''' \"\"\"\n", "'x#\"' = 1\n",
        "x = \"a\\\\\"\n", "x = '''\n\\'''\n"}) {
    EXPECT_EQ(first_mistake(before + bomb), "a key of too many parts") << before;
  }
  for (const char* string : {"'''x''''", "'''x'''''", "\"\"\"x\"\"\"\""}) {
    const std::string line = fmt::format("x = [{}, {{ a{} = 1 }}]\n", string, repeated(".a", 200));
    EXPECT_EQ(first_mistake(line), "a key of too many parts") << line;
  }
  // And what stands in a string or a comment is none.
  for (const char* quote : {"'''", "\"\"\""})
    EXPECT_EQ(first_mistake(fmt::format("a = {0}{1}{0}\n# {1}", quote, bomb)), "no [pack]");
}

// Many mistakes are counted, not all shown; many texts on one huge line are refused.
TEST(PackBytes, ManyMistakes) {
  std::string keys = "[pack]\nname = 'x'\n";
  for (int i = 0; i < 50'000; i++) keys += fmt::format("key-{} = 1\n", i);
  const auto many = read_pack(keys, "x.toml");
  ASSERT_FALSE(bool(many));
  EXPECT_EQ(many.errors().size(), 201u);
  EXPECT_EQ(many.errors().back().message, "and 49800 more mistakes");
  const std::string line =
      spoiled("match = [", "match = [" + repeated("'aaaaaaaaaaaaaaa',", 3'000'000));
  const auto wide = read_pack(line, "x.toml");
  ASSERT_FALSE(bool(wide));
  EXPECT_EQ(wide.errors()[0].message, "too much on too few lines");
  const std::string wrong = spoiled("match = [", "match = [" + repeated("1,", 300'000));
  EXPECT_EQ(first_mistake(wrong), "match has a number in it");
  EXPECT_EQ(first_mistake(spoiled("\"stop\"", "'" + std::string(kNearlyAll, 'x') + "'")),
            "id is too long");
  std::string fields = "{ ";
  for (int i = 0; i < 50'000; i++) fields += fmt::format("{}X{} = '1'", i > 0 ? ", " : "", i);
  EXPECT_EQ(first_mistake(spoiled("match = [", "match_event = [" + fields + "} ]\nmatch = [")),
            "accepted");
}

TEST(PackBytes, ManyCaptures) {
  std::string regex = "'";
  for (int i = 0; i < 100'000; i++) regex += fmt::format("(?<n{}>x)", i);
  EXPECT_EQ(first_mistake(spoiled("'\\b(?<state>stop-\\w+) timed out'", regex + "'")), "accepted");
  EXPECT_EQ(first_mistake(spoiled("{unit}", repeated("{x} ", kNearlyAll))), "look is too long");
}

}  // namespace
}  // namespace hark
