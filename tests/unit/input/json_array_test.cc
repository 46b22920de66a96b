// What counts as a JSON number, true or false.
#include "input/json_array.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace hark
