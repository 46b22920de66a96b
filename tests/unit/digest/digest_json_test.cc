#include "digest/digest_json.h"

#include <gmock/gmock.h>

#include "unit/digest/trial.h"

namespace hark {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string json(const Seen& seen, const std::vector<Block>& blocks, bool for_terminal = false) {
  std::string out;
  append_digest_json(out, seen, blocks, 0, for_terminal);
  return out;
}

TEST(DigestJson, OneObjectForCoverageThenOneABlock) {
  DigestTrial trial;
  trial.pack("p.timeout", Severity::kError, "timed out", "failure", "{systemctl} status {unit}");
  for (int day = 0; day < 12; day++) {
    trial.add(day * 86'400.0 + 32'630.5, "timed out \"so\"",
              {{field::kPid, "1"}, {field::kUnit, "a.service"}, {field::kHostname, "web1"}});
  }
  Seen seen;
  seen.entries = 12;
  seen.kept = 12;
  seen.first = 1'772'323'200'000'000;
  seen.last = 1'772'323'200'000'001;
  seen.hosts = seen.boots = 1;
  BlindSpot spot;
  spot.kind = BlindSpot::Kind::kSuppressed;
  spot.count = 7;
  spot.unit = "b.service";
  spot.first = spot.last = 5;
  seen.blind_spots.push_back(spot);
  EXPECT_EQ(
      json(seen, trial.blocks()),
      R"({"kind":"coverage","entries":12,"kept":12,"blocks":1,"first":1772323200000000,)"
      R"("last":1772323200000001,"days":0,"hosts":1,"boots":1,"blind_spots":[{"kind":"suppressed",)"
      R"("unit":"b.service","count":7,"first":5,"last":5}]})"
      "\n"
      R"({"kind":"block","severity":"error","pattern":"p.timeout","group":"failure",)"
      R"("host":"web1","unit":"a.service","scope":"system","incidents":12,"lines":12,)"
      R"("days":12,"of_days":12,"first":1772355830500000,"last":1773306230500000,)"
      R"("longest":0,"hours":[0,0,0,0,0,0,0,0,0,12,0,0,0,0,0,0,0,0,0,0,0,0,0,0],)"
      R"("rhythm":{"kind":"daily","at":32630.5,"within":0,"text":"daily at 09:03:51 ±1 s"},)"
      R"("title":"Title of p.timeout","why":"Because.","look":"systemctl status a.service",)"
      R"("example":"timed out \"so\""})"
      "\n");
}

TEST(DigestJson, LeavesOutWhatHasNoValue) {
  DigestTrial trial;
  trial.typed("x");
  trial.add({{field::kMessage, "x"}, {field::kSyslogIdentifier, "tool"}});
  EXPECT_EQ(json({}, trial.blocks()),
            R"({"kind":"coverage","entries":0,"kept":0,"blocks":1,"hosts":0,"boots":0,)"
            R"("blind_spots":[]})"
            "\n"
            R"({"kind":"block","pattern":"x","identifier":"tool","incidents":1,"lines":1,)"
            R"("rhythm":{"kind":"once"},"example":"x"})"
            "\n");
}

TEST(DigestJson, EscapesForATerminal) {
  DigestTrial trial;
  trial.typed("x");
  trial.add(0, "x \xc2\x9b \xe2\x80\xae \xff");
  EXPECT_THAT(json({}, trial.blocks()), HasSubstr("\"x \xc2\x9b \xe2\x80\xae \xef\xbf\xbd\""));
  EXPECT_THAT(json({}, trial.blocks(), true), HasSubstr(R"("x \u009b \u202e )"));
}

}  // namespace
}  // namespace hark
