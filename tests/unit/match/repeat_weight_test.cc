#include "match/repeat_weight.h"

#include <gtest/gtest.h>

#include <string>

namespace hark {
namespace {

TEST(RepeatWeight, CountsWhatBoundedRepeatsWriteOut) {
  const struct {
    const char* regex;
    std::size_t weight;
  } cases[] = {
      {"", 0},
      {"abc|d*e+f?", 0},
      {"a{3}b{1,3}", 6},
      {"a{3,}", 3},
      {"a{0}b{1}", 0},
      {"a{,4}b", 4},
      {"a{x}", 0},
      {"a{", 0},
      {"a{}{,}", 0},
      {"xa{2}(\\d{10}){20}", 202},
      {"((ab){3}c){10}d", 70},
      {"(.{1,100}x){20}", 2020},
      {"[]a-z]{5}[^]{2}a]{5}", 10},
      {"[[:alpha:]]{7}[[:x]{2}", 9},
      {R"(\d{4}\{2}\\{3})", 7},
      {"((((((a{99}){99}){99}){99}){99}){99}){99}", kHeaviest},
      {"a{99999999999999999999}", kHeaviest},
  };
  for (const auto& c : cases) EXPECT_EQ(repeat_weight(c.regex, false, false), c.weight) << c.regex;
  EXPECT_EQ(repeat_weight(std::string(1000, '('), false, false), 0u);
  EXPECT_EQ(repeat_weight(std::string(1000, '\\'), false, false), 0u);
  EXPECT_EQ(repeat_weight("[", false, false), 0u);
}

TEST(RepeatWeight, ClassesBeyondAsciiAreWide) {
  const auto by_characters = [](const char* regex, bool ignores_case = false) {
    return repeat_weight(regex, true, ignores_case);
  };
  EXPECT_EQ(by_characters(".{10}"), 10 * kWide);
  EXPECT_EQ(by_characters("[^a]{10}"), 10 * kWide);
  EXPECT_EQ(by_characters("\\W{10}"), 10 * kWide);
  EXPECT_EQ(by_characters("[a-z]{10}\\d{10}"), 20u);
  EXPECT_EQ(by_characters("[a-z]{10}", true), 10 * kWide);
  EXPECT_EQ(by_characters("[\xc3\xa4]{10}"), 10 * kWide);
}

}  // namespace
}  // namespace hark
