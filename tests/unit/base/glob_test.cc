#include "base/glob.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace hark {
namespace {

struct GlobCase {
  const char* glob;
  std::string_view text;
  bool fits;
};

class Globs : public testing::TestWithParam<GlobCase> {};

TEST_P(Globs, Fit) {
  const GlobCase& c = GetParam();
  EXPECT_EQ(fits_glob(c.glob, c.text), c.fits) << c.glob << " / " << c.text;
}

INSTANTIATE_TEST_SUITE_P(
    Written, Globs,
    testing::Values(GlobCase{"systemd.*", "systemd.stop-timeout", true},
                    GlobCase{"systemd", "systemd.x", false},
                    GlobCase{"Systemd.*", "systemd.x", false}, GlobCase{"db?", "db1", true},
                    GlobCase{"db[0-8]", "db9", false}, GlobCase{"[[:upper:]]*", "Xa", true},
                    // A backslash is a letter, in sets as well.
                    GlobCase{R"(dev-disk-by\x2duuid-1.swap)", R"(dev-disk-by\x2duuid-1.swap)",
                             true},
                    GlobCase{R"(dev-disk-by\x2duuid-*)", R"(dev-disk-by\x2duuid-1.swap)", true},
                    GlobCase{R"(dev-disk-by\x2duuid-*)", "dev-disk-byx2duuid-1.swap", false},
                    GlobCase{R"(DOM\*)", R"(DOM\user)", true}, GlobCase{R"(DOM\*)", "DOM*", false},
                    GlobCase{R"([\]x)", R"(\x)", true},
                    // What is printed fits itself, whatever it means as a glob.
                    GlobCase{"a[1].service", "a[1].service", true},
                    GlobCase{"a[1].service", "a1.service", true}, GlobCase{"[z-a]", "[z-a]", true},
                    GlobCase{"a[", "a[", true},
                    // Characters where the text is UTF-8, else bytes.
                    GlobCase{"b?r", "b\xc3\xa4r", true},
                    GlobCase{"[\xc3\xa4-\xc3\xbc]", "\xc3\xb6", true},
                    GlobCase{"b?r", "b\xffr", true}, GlobCase{"*\xc3\xa4*", "\xff\xc3\xa4", true},
                    GlobCase{"*", std::string_view("a\0b", 3), false}),
    [](const auto& param) { return std::to_string(param.index); });

TEST(GlobsOfAnyLength, Fit) {
  const std::string text(10'000, 'x');
  EXPECT_TRUE(fits_glob("x*x", text));
  EXPECT_FALSE(fits_glob("x*y", text));
}

}  // namespace
}  // namespace hark
