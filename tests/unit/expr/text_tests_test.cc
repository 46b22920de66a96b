// LIKE and globs as regexes: against fnmatch(3) itself, and against LIKE's rules by hand.
// tests/differential/sql asks sqlite3.
#include "expr/text_tests.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "base/glob.h"
#include "match/regex.h"

namespace hark {
namespace {

class Fits {
 public:
  explicit Fits(const std::string& regex)
      : regex_(Regex::create({regex, false, false, false, {}})) {
    EXPECT_TRUE(regex_) << regex;
  }
  bool operator()(std::string_view text, bool is_utf8 = true) {
    return (*regex_)->search({text, is_utf8}, scratch_) == Regex::Answer::kYes;
  }

 private:
  Result<std::shared_ptr<const Regex>> regex_;
  RegexScratch scratch_;
};

TEST(LikeRegex, IsSqlitesLike) {
  const struct {
    const char* pattern;
    std::vector<const char*> fit, others;
  } cases[] = {
      {"", {""}, {"a", "\n"}},
      {"%", {"", "a", "\n", "\xc3\xbc"}, {}},
      {"_", {"a", "\n", "\xc3\xbc", "_"}, {"", "ab"}},
      {"kill", {"kill", "KiLL"}, {"kills", "skill", "kill\n"}},
      {"kill%", {"kill", "killed", "kill\n"}, {"skill"}},
      {"%kill", {"kill", "skill"}, {"kill\n", "killed"}},
      {"%kill%", {"kill", "a\nkill\nb"}, {"kil"}},
      {"a%b", {"ab", "a\nb", "aXbb"}, {"abc", "b"}},
      {"a%%b", {"ab", "a%b"}, {"a"}},
      {"_%_", {"ab", "abc"}, {"", "a"}},
      {"100\\%", {"100\\", "100\\x"}, {"100%", "100"}},
      {"a.b*c[d]", {"a.b*c[d]", "A.B*C[D]"}, {"axb*c[d]", "a.bbc[d]", "a.b*cd"}},
      {"\xc3\xbc", {"\xc3\xbc"}, {"\xc3\x9c", "u"}},  // ASCII folds, nothing else
      {"k", {"k", "K"}, {"\xe2\x84\xaa"}},            // nor the Kelvin sign
  };
  for (const auto& c : cases) {
    Fits fits(like_regex(c.pattern));
    for (const char* text : c.fit) EXPECT_TRUE(fits(text)) << c.pattern << " / " << text;
    for (const char* text : c.others) EXPECT_FALSE(fits(text)) << c.pattern << " / " << text;
  }
  Fits two(like_regex("_\xc3_"));
  EXPECT_TRUE(two("a\xc3\xa9", false));  // bytes where it is no UTF-8
}

TEST(FoldingRegex, FindsTextAnywhereInAnyCase) {
  Fits fits(folding_regex("a.b[1]"));
  EXPECT_TRUE(fits("xA.B[1]x"));
  EXPECT_FALSE(fits("axb[1]"));
  Fits everything(folding_regex(""));
  EXPECT_TRUE(everything(""));
}

TEST(GlobRegex, IsFitsGlobOnAscii) {
  std::mt19937 random(1);
  // What a [ that nothing closes means is tested below: C libraries differ.
  const std::vector<std::string> pieces = {
      "a",     "b",    "-",     "]",    "*",    "?",   "[ab]",        "[!a]", "[^b]",
      "[a-c]", "[]a]", "[!]a]", "[a-]", "[-a]", "\\*", "[[:digit:]]", "\\",   "[*?]",
      ".",     "+",    "(",     "{",    "|",    "^",   "[.^$]",       "[a\\]"};
  const std::string letters = "abc-][*?1.+({|^$\n \\";
  int fitting = 0;
  for (int i = 0; i < 1500; i++) {
    std::string glob;
    for (auto n = random() % 5; n > 0; n--) glob += pieces[random() % pieces.size()];
    Fits fits(glob_regex(glob));
    for (int j = 0; j < 20; j++) {
      std::string text;
      for (auto n = random() % 5; n > 0; n--) text += letters[random() % letters.size()];
      const bool expected = fits_glob(glob, text);
      fitting += expected;
      ASSERT_EQ(fits(text), expected) << "glob " << glob << ", text " << text;
    }
  }
  EXPECT_GT(fitting, 500);
}

TEST(GlobRegex, CountsCharactersAndLeavesWhatIsOpen) {
  EXPECT_TRUE(Fits(glob_regex("?"))("\xc3\xbc"));
  EXPECT_FALSE(Fits(glob_regex("?"))("\xc3\xbc", false));
  EXPECT_TRUE(Fits(glob_regex("[\xc3\xa4-\xc3\xbc]"))("\xc3\xb6"));
  EXPECT_TRUE(Fits(glob_regex("a["))("a["));
  EXPECT_TRUE(Fits(glob_regex("*[!"))("x[!"));
  EXPECT_TRUE(Fits(glob_regex("a\\"))("a\\"));
  EXPECT_TRUE(Fits(glob_regex("[ab]"))("[ab]"));
  EXPECT_TRUE(Fits(glob_regex("dev\\x2d?"))("dev\\x2d1"));
  EXPECT_TRUE(Fits(glob_regex("*"))(std::string_view("a\0b", 3)));
}

}  // namespace
}  // namespace hark
