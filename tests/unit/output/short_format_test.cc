#include <gtest/gtest.h>

#include "unit/output/trial.h"

namespace hark {
namespace {

std::string entry(const std::string& message) {
  return R"({"__REALTIME_TIMESTAMP":"1772532672123456","_HOSTNAME":"web1","_SYSTEMD_UNIT":"api.service","_PID":"7",)" +
         message + "}";
}

TEST(Short, WritesTimeHostUnitAndMessage) {
  FormatTrial trial({});
  EXPECT_EQ(trial(entry(R"("MESSAGE":"hello")")), "Mar 03 10:11:12 web1 api.service[7]: hello\n");
}

TEST(Short, PrefersTheSendersTime) {
  FormatTrial trial({});
  EXPECT_EQ(trial(entry(R"("MESSAGE":"x","_SOURCE_REALTIME_TIMESTAMP":"1772532600000000")")),
            "Mar 03 10:10:00 web1 api.service[7]: x\n");
}

TEST(Short, FallsBackFromUnitToIdentifierToCommand) {
  FormatTrial trial({});
  EXPECT_EQ(trial(R"({"MESSAGE":"x","SYSLOG_IDENTIFIER":"cron","SYSLOG_PID":"9"})"),
            "XXX XX XX:XX:XX cron[9]: x\n");
  EXPECT_EQ(trial(R"({"MESSAGE":"x","_COMM":"sh"})"), "XXX XX XX:XX:XX sh: x\n");
  EXPECT_EQ(trial(R"({"MESSAGE":"x"})"), "XXX XX XX:XX:XX unknown: x\n");
}

TEST(Short, NamesPatternsOnlyWhereThereAreSeveral) {
  FormatTrial one({}, {"he"}), two({}, {"llo", "he", "never"});
  EXPECT_EQ(one(entry(R"("MESSAGE":"hello")")), "Mar 03 10:11:12 web1 api.service[7]: hello\n");
  EXPECT_EQ(two(entry(R"("MESSAGE":"hello")")),
            "Mar 03 10:11:12 web1 api.service[7] he,llo: hello\n");
}

TEST(Short, IndentsFurtherLinesAndValues) {
  FormatTrial trial({});
  EXPECT_EQ(trial(R"({"MESSAGE":"a\nb"})"),
            "XXX XX XX:XX:XX unknown: a\n                         b\n");
  EXPECT_EQ(trial(R"({"MESSAGE":["a","b"]})"),
            "XXX XX XX:XX:XX unknown: a\n                         b\n");
}

TEST(Short, SaysWhyThereIsNoMessage) {
  FormatTrial trial({});
  EXPECT_EQ(trial(R"({"_COMM":"x"})"), "XXX XX XX:XX:XX x: (no message)\n");
  EXPECT_EQ(trial(R"({"_COMM":"x","MESSAGE":null})"),
            "XXX XX XX:XX:XX x: (message cut by journalctl: use --all)\n");
}

TEST(Short, LetsNothingRawThrough) {
  FormatTrial trial({}, {"a", "\x1b"});
  const std::string out = trial(
      "{\"_HOSTNAME\":\"h\\u001b[2J\",\"_COMM\":\"c\\rd\",\"_PID\":\"1\\u009b\",\"MESSAGE\":"
      "\"a\\u001b]52;c;x\\u0007"
      "\\u2028\xE2\x80\xAE\\u007f\\tz\"}");
  EXPECT_EQ(out,
            "XXX XX XX:XX:XX h\\x1b[2J c\\x0dd[1\\u{9b}] a: "
            "a\\x1b]52;c;x\\x07\\u{2028}\\u{202e}\\x7f\tz\n");
}

TEST(Short, ShowsInvalidBytes) {
  FormatTrial trial({});
  EXPECT_EQ(trial(R"({"_COMM":"x","MESSAGE":[252,98,27]})"), "XXX XX XX:XX:XX x: \\xfcb\\x1b\n");
}

TEST(Short, MarksContextWithADash) {
  FormatTrial trial({}, {"nothing"});
  EXPECT_EQ(trial(entry(R"("MESSAGE":"hello")"), true),
            "Mar 03 10:11:12 web1 api.service[7]- hello\n");
}

FormatOptions painted() {
  FormatOptions options;
  options.color = true;
  return options;
}

TEST(Short, PaintsWhatMatchedAsGrepDoes) {
  FormatTrial trial(painted(), {"ell"});
  EXPECT_EQ(trial(entry(R"("PRIORITY":"4","MESSAGE":"hello")")),
            "\x1b[2mMar 03 10:11:12 web1\x1b[0m api.service[7]: h\x1b[1;31mell\x1b[0mo\n");
}

TEST(Short, PaintsMessagesRedWhereJournalctlDoes) {
  FormatTrial trial(painted(), {"ell"});
  EXPECT_EQ(trial(entry(R"("PRIORITY":"3","MESSAGE":"hello")")),
            "\x1b[2mMar 03 10:11:12 web1\x1b[0m api.service[7]: "
            "\x1b[31mh\x1b[0m\x1b[1;4;31mell\x1b[0m\x1b[31mo\x1b[0m\n");
  // By the priority alone, whatever the message says of itself.
  EXPECT_EQ(trial(R"({"MESSAGE":"ERROR: hello"})"),
            "\x1b[2mXXX XX XX:XX:XX\x1b[0m unknown: ERROR: h\x1b[1;31mell\x1b[0mo\n");
}

TEST(Short, PaintsEachLineByItself) {
  FormatTrial trial(painted(), {"(?s)b.*d"});
  EXPECT_EQ(trial(R"({"_COMM":"x","MESSAGE":"ab\n\ncd"})"),
            "\x1b[2mXXX XX XX:XX:XX\x1b[0m x: a\x1b[1;31mb\x1b[0m\n"
            "                   \n"
            "                   \x1b[1;31mcd\x1b[0m\n");
}

Pattern pack_pattern(const std::string& id, Severity severity, const std::string& regex) {
  Pattern pattern;
  pattern.id = id;
  pattern.severity = severity;
  pattern.any.emplace_back().regexes.push_back({regex, {}});
  return pattern;
}

TEST(Short, PaintsIdsBySeverity) {
  FormatTrial trial(painted(), {"hello"},
                    {pack_pattern("c.known", Severity::kInfo, "h"),
                     pack_pattern("a.worst", Severity::kCritical, "h"),
                     pack_pattern("b.bad", Severity::kWarning, "h")});
  EXPECT_EQ(trial(R"({"_COMM":"x","MESSAGE":"hello"})"),
            "\x1b[2mXXX XX XX:XX:XX\x1b[0m x \x1b[1;7;31ma.worst\x1b[0m,\x1b[4;33mb.bad\x1b[0m,"
            "c.known,hello: \x1b[1;31mhello\x1b[0m\n");
}

// Its sentence is the match: what differs from line to line is what it captured.
TEST(Short, EmphasisesOnlyWhatPatternsOfPacksCapture) {
  FormatTrial trial(
      painted(), {},
      {pack_pattern("a.b", Severity::kError, "State '(?<state>[^']*)' timed out\\. (?<rest>.*)")});
  EXPECT_EQ(trial("{\"_COMM\":\"x\",\"MESSAGE\":\"State '\\u001b[1mstop\\u001b[0m' timed out. This "
                  "is a whole sentence of more than thirty-two bytes.\"}"),
            "\x1b[2mXXX XX XX:XX:XX\x1b[0m x \x1b[1;31ma.b\x1b[0m: State "
            "'\\x1b[1m\x1b[1;31mstop\x1b[0m\\x1b[0m' timed out. This is a whole sentence of more "
            "than thirty-two bytes.\n");
}

TEST(Short, LeavesContextPlain) {
  FormatTrial trial(painted(), {"ell"});
  EXPECT_EQ(trial(entry(R"("PRIORITY":"3","MESSAGE":"hello")"), true),
            "\x1b[2mMar 03 10:11:12 web1\x1b[0m api.service[7]- hello\n");
}

TEST(Short, OnlyMatchingWritesEachPart) {
  FormatOptions options;
  options.only_matching = true;
  FormatTrial trial(options, {"l+", "o"});
  // Each under the one that matched it.
  EXPECT_EQ(trial(R"({"_COMM":"x","MESSAGE":"hello lo"})"),
            "XXX XX XX:XX:XX x l+: ll\nXXX XX XX:XX:XX x o: o\nXXX XX XX:XX:XX x l+: l\n"
            "XXX XX XX:XX:XX x o: o\n");
}

TEST(Cat, IsTheMessageAlone) {
  FormatOptions options;
  options.mode = FormatOptions::Mode::kCat;
  FormatTrial raw(options);
  EXPECT_EQ(raw("{\"MESSAGE\":\"a\\u001b[1mb\\nc\"}"), "a\x1b[1mb\nc\n");
  EXPECT_EQ(raw(R"({"_COMM":"x"})"), "");
  options.is_terminal = true;
  FormatTrial safe(options);
  EXPECT_EQ(safe("{\"MESSAGE\":\"a\\u001b[1mb\\nc\"}"), "a\\x1b[1mb\nc\n");
}

}  // namespace
}  // namespace hark
