#include <gtest/gtest.h>

#include "unit/output/trial.h"

namespace hark {
namespace {

FormatOptions json() {
  FormatOptions options;
  options.mode = FormatOptions::Mode::kJson;
  return options;
}

TEST(Json, AddsOneMemberBeforeTheLastBrace) {
  FormatTrial trial(json(), {"l+"});
  EXPECT_EQ(
      trial(R"({"_PID":"1","UNIT":"a.service","MESSAGE":"hello","PRIORITY":"4"})"),
      R"({"_PID":"1","UNIT":"a.service","MESSAGE":"hello","PRIORITY":"4","hark":{"unit":"a.service","scope":"system","level":4,"patterns":["l+"],"matches":[{"pattern":"l+","field":"MESSAGE","start":2,"end":4}]}})"
      "\n");
}

TEST(Json, KeepsTheBytesReceived) {
  FormatTrial trial(json());
  EXPECT_EQ(trial(R"({ "A" : "\u0062\/" , "X":[ 1, 2 ] })"),
            R"({ "A" : "\u0062\/" , "X":[ 1, 2 ] ,"hark":{"level":6,"patterns":[""]}})"
            "\n");
  EXPECT_EQ(trial("{}"), "{\"hark\":{\"level\":6,\"patterns\":[\"\"]}}\n");
}

TEST(Json, TakesAnEarlierMemberOutAndKeepsItsPatterns) {
  FormatTrial trial(json(), {"x"});
  const std::string old = R"("hark":{"patterns":["p.one","x"],"level":6})";
  const std::string now =
      R"("hark":{"level":6,"patterns":["p.one","x"],"matches":[{"pattern":"x","field":"MESSAGE","start":0,"end":1}]})";
  EXPECT_EQ(trial(R"({"MESSAGE":"x",)" + old + "}"), R"({"MESSAGE":"x",)" + now + "}\n");
  EXPECT_EQ(trial("{" + old + R"(,"MESSAGE":"x"})"), R"({"MESSAGE":"x",)" + now + "}\n");
  EXPECT_EQ(trial(R"({"A":"1",)" + old + R"(,"MESSAGE":"x"})"),
            R"({"A":"1","MESSAGE":"x",)" + now + "}\n");
}

TEST(Json, TellsCapturesAndTheIndexOfAValue) {
  FormatTrial trial(json(), {"(?<word>k\\w+)"});
  EXPECT_EQ(
      trial(R"({"MESSAGE":["no","a kill"]})"),
      R"x({"MESSAGE":["no","a kill"],"hark":{"level":6,"patterns":["(?<word>k\\w+)"],"matches":[{"pattern":"(?<word>k\\w+)","field":"MESSAGE","value":1,"start":2,"end":6,"captures":{"word":"kill"}}]}})x"
      "\n");
}

TEST(Json, SortsMatchesByStartThenPatternAndStopsAt64) {
  FormatTrial trial(json(), {"b", "a"});
  const std::string out = trial("{\"MESSAGE\":\"" + std::string(100, 'a') + "b\"}");
  EXPECT_EQ(out.find("\"pattern\":\"b\""), out.npos);
  std::size_t count = 0;
  for (std::size_t at = out.find("{\"pattern\""); at != out.npos;
       at = out.find("{\"pattern\"", at + 1))
    count++;
  EXPECT_EQ(count, 64u);
}

TEST(Json, WritesInvalidBytesAsReplacementCharacters) {
  FormatTrial trial(json(), {"(?<all>.+)"});
  EXPECT_NE(trial(R"({"MESSAGE":[252,34,10]})").find("\"captures\":{\"all\":\"\xEF\xBF\xBD\\\"\"}"),
            std::string::npos);
}

TEST(Json, IsSafeOnATerminal) {
  FormatOptions options = json();
  options.is_terminal = true;
  FormatTrial trial(options);
  EXPECT_EQ(
      trial("{\"MESSAGE\":\"a\xC2\x9B\xE2\x80\xAE\x7f\"}"),
      "{\"MESSAGE\":\"a\\u009b\\u202e\\u007f\",\"hark\":{\"level\":6,\"patterns\":[\"\"]}}\n");
}

TEST(Json, MarksContext) {
  FormatTrial trial(json(), {"nothing"});
  EXPECT_EQ(trial(R"({"MESSAGE":"x"})", true), "{\"MESSAGE\":\"x\",\"hark\":{\"context\":true}}\n");
}

}  // namespace
}  // namespace hark
