// The nearest known word.
#include "base/spelling.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>

namespace hark {
namespace {

TEST(EditDistance, CountsSlips) {
  const struct {
    const char *a, *b;
    std::size_t distance;
  } cases[] = {
      {"", "", 0},
      {"a", "", 1},
      {"abc", "abc", 0},
      {"abc", "abd", 1},
      {"abc", "ab", 1},
      {"abc", "abcd", 1},
      {"abc", "acb", 1},
      {"kitten", "sitting", 3},
      {"ca", "abc", 3},
      {"cuont", "count", 1},
      {"ab", "ba", 1},
      {"abcd", "badc", 2},
      {"error", "erorr", 1},
      {"abc", "xyz", 3},
      {"aaaa", "bbbbbbbb", 8},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(edit_distance(c.a, c.b), c.distance) << c.a << ' ' << c.b;
    EXPECT_EQ(edit_distance(c.b, c.a), c.distance) << c.a << ' ' << c.b;
  }
}

TEST(Nearest, IsASlipAwayOrNothing) {
  constexpr std::array<std::string_view, 8> kWords = {"emerg",   "alert",  "crit", "err",
                                                      "warning", "notice", "info", "debug"};
  const std::pair<const char*, const char*> cases[] = {
      {"er", "err"},
      {"errr", "err"},
      {"eer", "err"},
      {"warnign", "warning"},
      {"warningg", "warning"},
      {"inof", "info"},
      {"criit", "crit"},
      {"notcie", "notice"},
      {"", ""},
      {"x", ""},
      {"xyz", ""},
      {"completely", ""},
      {"debugging", ""},
      {"err", "err"},
  };
  for (const auto& [word, expected] : cases) EXPECT_EQ(nearest(word, kWords), expected) << word;
  EXPECT_EQ(nearest(std::string(100000, 'x'), kWords), "");
  EXPECT_EQ(nearest("err", {}), "");
  constexpr std::array<std::string_view, 2> kEquals = {"abx", "aby"};
  EXPECT_EQ(nearest("abz", kEquals), "abx");
}

}  // namespace
}  // namespace hark
