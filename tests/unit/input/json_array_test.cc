// What counts as a JSON number, true or false, and how many values an array may have.
#include "input/json_array.h"

#include <gtest/gtest.h>

#include <string>

namespace hark {
namespace {

TEST(JsonScalar, IsByTheGrammar) {
  for (const char* token : {"0", "-0", "7", "-12", "10.50", "1e5", "1E+05", "0.1e-0", "true",
                            "false", "123456789012345678901234567890"}) {
    EXPECT_TRUE(is_json_scalar(token)) << token;
  }
  for (const char* token :
       {"",   "-",   "+1",   "01",    "-01", "1.",   ".1",  "1e",       "1e+", "1.e5", "1 ",
        " 1", "0x1", "True", "truex", "tru", "null", "NaN", "Infinity", "1_0", "1-"}) {
    EXPECT_FALSE(is_json_scalar(token)) << token;
  }
}

TEST(JsonArray, AnArrayMadeToCostMemoryIsRefused) {
  const FieldTable fields;
  Event event(fields);
  const auto decodes = [&](std::size_t count) {
    std::string array = "[\"\"";
    for (std::size_t i = 1; i < count; i++) array += ",\"\"";
    bool has_nested = false;
    return decode_json_array(field::kMessage, array + "]", event, has_nested);
  };
  EXPECT_TRUE(decodes(65'536));
  EXPECT_EQ(event.values(field::kMessage).size(), 65'536U);
  EXPECT_FALSE(decodes(65'537));
}

}  // namespace
}  // namespace hark
