// What a regex requires: spelt out for known ones, and held against PCRE2 on made-up ones.
#include "match/required_literals.h"

#include <gmock/gmock.h>

#include <random>

#include "match/regex.h"

namespace hark {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> any(std::string_view regex) { return find_required_literals(regex).any; }

TEST(RequiredLiterals, AreTheLongestThatMustBeThere) {
  EXPECT_THAT(any("State '(?<state>[a-z-]+)' timed out\\. Killing\\.$"),
              ElementsAre("' timed out. Killing."));
  EXPECT_THAT(any("\\bkilled by .+ because\\b"), ElementsAre("killed by "));
  EXPECT_THAT(any("^(?:Failed|Unable) to open"), ElementsAre("Failed to open", "Unable to open"));
  EXPECT_THAT(any("[Kk]illed process"), ElementsAre("Killed process", "killed process"));
  EXPECT_THAT(any("devices? lost"), ElementsAre("device lost", "devices lost"));
  EXPECT_THAT(any("(?:timed out)+"), ElementsAre("timed out"));
  EXPECT_THAT(any("(?:timed out){2,3}x"), ElementsAre("timed out"));
  EXPECT_THAT(any("one way|another (?:\\d+) way"), ElementsAre("another ", "one way"));
  EXPECT_THAT(any("a\\tlong\\.word\\[\\d+\\]"), ElementsAre("a\tlong.word["));
}

TEST(RequiredLiterals, AreUnknownWhereAnythingWillDoOrIsNotUnderstood) {
  for (const char* regex : {"",
                            ".*",
                            "abc",
                            "timed out|.",
                            "timed out|x",
                            "(?:timed out)*",
                            "(?:timed out)?",
                            "(?:timed out){0,3}",
                            "(?:timed out){0}",
                            "(?i)timed out",
                            "(?x) timed out",
                            "timed(?! out)",
                            "(?<=x)timed out",
                            "(a+)\\1timed out",
                            "\\Qtimed out\\E",
                            "timed out(*ACCEPT)",
                            "\\x74imed out",
                            "timed out{,3}",
                            "timed \xC3\xBC"
                            "ber",
                            "[[:x]timed out[:]]",
                            "(?|timed out|x)",
                            "timed out\\K",
                            "[\\Qa]timed out"}) {
    EXPECT_THAT(any(regex), IsEmpty()) << regex;
  }
}

TEST(RequiredLiterals, SayWhereTheyAreAll) {
  EXPECT_TRUE(find_required_literals("timed out").is_all);
  EXPECT_TRUE(find_required_literals("(?<why>timed out|cut off)").is_all);
  EXPECT_FALSE(find_required_literals("^timed out").is_all);
  EXPECT_FALSE(find_required_literals("timed out\\b").is_all);
  EXPECT_FALSE(find_required_literals("timed out .*").is_all);
}

// Texts are made from the same pieces, so that many match.
TEST(RequiredLiterals, StandInWhateverPcreMatches) {
  std::mt19937 random(11);
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random()) % n; };
  const std::vector<std::string> pieces = {
      "abcd", "ab",          "cd",  "a",     "b",       ".",  "[ab]",  "[^a]",  "[a-c]",
      "[]a]", "[[:alpha:]]", "\\w", "\\b",   "^",       "$",  "\\.",   "abcde", "?",
      "*",    "+",           "{2}", "{0,2}", "{1,}",    "(",  "(?:",   "(?<n>", ")",
      ")",    ")",           "|",   "|",     "+?",      "*+", "\\[",   "\\\\",  "(?=",
      "(?i:", "]",           "}",   "-",     "[a\\]b]", "{",  "[^]a]", "(?!b)"};
  const std::vector<std::string> texts = {"abcd", "ab", "cd", "a", "b", "abcde", "]",
                                          ".",    "[",  "\\", "A", "{", " "};
  std::size_t matched = 0, known = 0;
  for (int round = 0; round < 60'000; round++) {
    std::string regex;
    for (std::size_t i = 0, n = 1 + below(7); i < n; i++) regex += pieces[below(pieces.size())];
    const RequiredLiterals required = find_required_literals(regex);
    if (required.any.empty()) continue;
    const auto compiled = Regex::create({regex, false, false, false, {}});
    if (!compiled) continue;
    known++;
    RegexScratch scratch;
    for (int i = 0; i < 40; i++) {
      std::string text;
      for (std::size_t k = 0, n = below(6); k < n; k++) text += texts[below(texts.size())];
      const bool matches = (*compiled)->search({text, true}, scratch) == Regex::Answer::kYes;
      bool has_word = false;
      for (const std::string& word : required.any) has_word |= text.find(word) != text.npos;
      matched += matches;
      ASSERT_TRUE(has_word || !matches) << "regex: " << regex << " text: " << text;
      if (required.is_all) {
        ASSERT_EQ(matches, has_word) << "regex: " << regex << " text: " << text;
      }
    }
  }
  EXPECT_GT(known, 1000u);
  EXPECT_GT(matched, 1000u);
}

}  // namespace
}  // namespace hark
