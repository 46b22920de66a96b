#include "base/field_name.h"

#include <gtest/gtest.h>

#include <string>

namespace hark {
namespace {

TEST(FieldName, IsOfCapitalsDigitsAndUnderscores) {
  for (const char* good : {"A", "_", "_PID", "MESSAGE", "A1", "__X"})
    EXPECT_TRUE(is_field_name(good));
  for (const char* bad : {"", "1A", "a", "MESSAGe", "A-B", "A B", "A=", "\xC3\x84"})
    EXPECT_FALSE(is_field_name(bad)) << bad;
  EXPECT_TRUE(is_field_name(std::string(64, 'A')));
  EXPECT_FALSE(is_field_name(std::string(65, 'A')));
}

TEST(FieldName, EndsWhereSomethingElseBegins) {
  EXPECT_EQ(size_of_field_name("_PID=1"), 4U);
  EXPECT_EQ(size_of_field_name("_PID"), 4U);
  EXPECT_EQ(size_of_field_name("=1"), 0U);
  EXPECT_EQ(size_of_field_name("1=1"), 0U);
  EXPECT_EQ(size_of_field_name(""), 0U);
  EXPECT_EQ(size_of_field_name(std::string(64, 'A') + "=x"), 64U);
  EXPECT_EQ(size_of_field_name(std::string(65, 'A') + "=x"), 0U);
}

}  // namespace
}  // namespace hark
