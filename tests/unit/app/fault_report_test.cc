#include "app/fault_report.h"

#include <gtest/gtest.h>

namespace hark {
namespace {

TEST(FaultReport, ShowsFiveThenASum) {
  FaultReport report("a.json");
  for (std::uint64_t line = 1; line <= 5; line++) {
    EXPECT_EQ(report.add({Fault::Kind::kMalformed, line, "broken"}),
              "hark: a.json:" + std::to_string(line) + ": broken\n");
  }
  EXPECT_EQ(report.sum(), "");
  EXPECT_EQ(report.add({Fault::Kind::kMalformed, 6, "broken"}), "");
  EXPECT_EQ(report.add({Fault::Kind::kTooLong, 7, "long"}), "");
  EXPECT_EQ(report.hourly_sum(), "");  // not yet an hour
  EXPECT_NE(report.sum().find("2 more"), std::string::npos);
  EXPECT_EQ(report.sum(), "");
}

TEST(FaultReport, NamesStandardInputAndIsSafe) {
  FaultReport report("-");
  EXPECT_EQ(report.add({Fault::Kind::kMalformed, 1, "x\x1b[2J"}),
            "hark: standard input:1: x\\x1b[2J\n");
}

}  // namespace
}  // namespace hark
