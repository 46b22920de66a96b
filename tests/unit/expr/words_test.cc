// The words of the language, and what a misspelt one was perhaps meant for.
#include "expr/words.h"

#include <gtest/gtest.h>

namespace hark {
namespace {

TEST(Words, KeywordsAndFunctionsComeInAnyCase) {
  EXPECT_EQ(find_keyword("AND"), Keyword::kAnd);
  EXPECT_EQ(find_keyword("Between"), Keyword::kBetween);
  EXPECT_EQ(find_keyword("andy"), Keyword::kNone);
  EXPECT_EQ(find_keyword(""), Keyword::kNone);
  ASSERT_NE(find_function("LOWER"), nullptr);
  EXPECT_EQ(find_function("Lower")->name, "lower");
  EXPECT_EQ(find_function("lowe"), nullptr);
}

TEST(Words, NamesAreExact) {
  ASSERT_NE(find_alias("log_body"), nullptr);
  EXPECT_EQ(find_alias("log_body")->field, field::kMessage);
  EXPECT_EQ(find_alias("Message"), nullptr);
  EXPECT_TRUE(is_journal_name("_PID"));
  EXPECT_TRUE(is_journal_name("A_1"));
  EXPECT_FALSE(is_journal_name("_PId"));
}

TEST(Words, AFieldOneEditFromAWellKnownOneIsDoubted) {
  EXPECT_EQ(likely_field("MESAGE"), "MESSAGE");
  EXPECT_EQ(likely_field("_PIDD"), "_PID");
  EXPECT_EQ(likely_field("MESSAGE"), "");
  EXPECT_EQ(likely_field("TID"), "");  // well known itself, though one edit from others
  EXPECT_EQ(likely_field("MY_FIELD"), "");
}

TEST(Words, SlipsGetASuggestion) {
  EXPECT_EQ(suggest_name("mesage"), "did you mean message?");
  EXPECT_EQ(suggest_name("_pid"), "did you mean _PID?");
  EXPECT_EQ(suggest_name("nothing_like_it"), "");
  EXPECT_EQ(suggest_operator("lke"), "did you mean like?");
  EXPECT_EQ(suggest_operator("regexp"), "did you mean =~?");
  EXPECT_EQ(suggest_function("length"), "did you mean len?");
  EXPECT_EQ(suggest_function("uper"), "did you mean upper?");
}

}  // namespace
}  // namespace hark
