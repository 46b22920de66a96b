// Every argument arrives byte for byte, as the value of the option it was typed for or as PATTERN
// or FILE.
#include <string>
#include <vector>

#include "unit/cli/typed.h"

namespace hark {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Case {
  Line typed;
  std::vector<std::string> patterns;
  std::vector<std::string> files;
};

TEST(Arguments, PatternsAndFiles) {
  const std::string id(32, 'a');
  const Case cases[] = {
      // The first argument is the PATTERN unless a pattern option is given, wherever it stands.
      {{"kill"}, {"P:kill"}, {}},
      {{"kill", "f1", "f2"}, {"P:kill"}, {"f1", "f2"}},
      {{"kill", "-"}, {"P:kill"}, {"-"}},
      {{"-"}, {"P:-"}, {}},
      {{""}, {"P:"}, {}},
      {{"", "f"}, {"P:"}, {"f"}},
      {{"a", ""}, {"P:a"}, {""}},
      {{"-e", "kill", "f1", "f2"}, {"e:kill"}, {"f1", "f2"}},
      {{"f1", "-e", "kill", "f2"}, {"e:kill"}, {"f1", "f2"}},
      {{"f1", "f2", "-g", "kill"}, {"g:kill"}, {"f1", "f2"}},
      {{"--pattern-file", "p", "f"}, {"f:p"}, {"f"}},
      {{"-e", "a", "-"}, {"e:a"}, {"-"}},
      {{"-e", "", "f"}, {"e:"}, {"f"}},
      {{"-u", "x", "kill"}, {"P:kill"}, {}},
      {{"a", "-u", "x", "f", "-t", "y", "g"}, {"P:a"}, {"f", "g"}},

      // The order of -e, -g and --pattern-file is kept.
      {{"-e", "1", "-g", "2", "--pattern-file", "3", "--regexp", "4", "--grep=5", "-e6"},
       {"e:1", "g:2", "f:3", "e:4", "g:5", "e:6"},
       {}},
      {{"-g", "1", "-e", "1", "-g", "1"}, {"g:1", "e:1", "g:1"}, {}},
      {{"-e", "", "-e", "", "-e", "a"}, {"e:", "e:", "e:a"}, {}},

      // What CLI11 would take apart.
      {{"-e", "[0-9]"}, {"e:[0-9]"}, {}},
      {{"-e", "[a,b]"}, {"e:[a,b]"}, {}},
      {{"-e", "a,b"}, {"e:a,b"}, {}},
      {{"-e", "[]"}, {"e:[]"}, {}},
      {{"-e", "{}"}, {"e:{}"}, {}},
      {{"-e", "%%"}, {"e:%%"}, {}},
      {{"-e", "++"}, {"e:++"}, {}},
      {{"[abc]", "f"}, {"P:[abc]"}, {"f"}},
      {{"[a,b]", "[f]", "[g,h]"}, {"P:[a,b]"}, {"[f]", "[g,h]"}},
      {{"-e", "\"a\""}, {"e:\"a\""}, {}},
      {{"'a'", "`b`"}, {"P:'a'"}, {"`b`"}},
      {{"++"}, {"P:++"}, {}},
      {{"/x:y", "/e"}, {"P:/x:y"}, {"/e"}},
      {{" a ", "\tb\n"}, {"P: a "}, {"\tb\n"}},
      {{"-e", " "}, {"e: "}, {}},
      {{"-e", "\n"}, {"e:\n"}, {}},
      {{"a\\"}, {"P:a\\"}, {}},
      {{"-e", "true"}, {"e:true"}, {}},

      // A value may look like an option, or like the end of options.
      {{"-e", "-foo"}, {"e:-foo"}, {}},
      {{"-e", "--count"}, {"e:--count"}, {}},
      {{"-e", "--regexp="}, {"e:--regexp="}, {}},
      {{"-e", "--count=3"}, {"e:--count=3"}, {}},
      {{"-e", "--", "f"}, {"e:--"}, {"f"}},
      {{"-e", "-e", "f"}, {"e:-e"}, {"f"}},
      {{"-e", "-b", "f"}, {"e:-b"}, {"f"}},
      {{"--grep", "-1"}, {"g:-1"}, {}},
      {{"-e", "-"}, {"e:-"}, {}},
      {{"-e", "-h"}, {"e:-h"}, {}},

      // = and attached values.
      {{"--regexp=a"}, {"e:a"}, {}},
      {{"--regexp=", "f"}, {"e:"}, {"f"}},
      {{"--regexp=a=b"}, {"e:a=b"}, {}},
      {{"--regexp==x"}, {"e:=x"}, {}},
      {{"--regexp=[a,b]"}, {"e:[a,b]"}, {}},
      {{"--regexp={}"}, {"e:{}"}, {}},
      {{"--regexp=--"}, {"e:--"}, {}},
      {{"-ea"}, {"e:a"}, {}},
      {{"-e=a"}, {"e:=a"}, {}},
      {{"-e-"}, {"e:-"}, {}},
      {{"-e[a,b]"}, {"e:[a,b]"}, {}},
      {{"-ive", "a", "f"}, {"e:a"}, {"f"}},
      {{"-ivea", "f"}, {"e:a"}, {"f"}},

      // -- ends options, once.
      {{"--", "-x"}, {"P:-x"}, {}},
      {{"--", "--count", "-e"}, {"P:--count"}, {"-e"}},
      {{"--", "--", "--"}, {"P:--"}, {"--"}},
      {{"a", "--", "--", "-f"}, {"P:a"}, {"--", "-f"}},
      {{"-e", "a", "--", "-x"}, {"e:a"}, {"-x"}},
      {{"--", ""}, {"P:"}, {}},
      {{"a", "--"}, {"P:a"}, {}},

      // -b takes a word only if it reads as a boot.
      {{"-b", id, "a"}, {"P:a"}, {}},
      {{"-b", id, "a", "f"}, {"P:a"}, {"f"}},

      // Bytes that are no text.
      {{"\xff\xfe", "\xc3"}, {"P:\xff\xfe"}, {"\xc3"}},
      {{"-e", "\x01\x1b[0m\x80"}, {"e:\x01\x1b[0m\x80"}, {}},
      {{"-e\xff"}, {"e:\xff"}, {}},
      {{"--regexp=\xff=\xfe"}, {"e:\xff=\xfe"}, {}},
      {{"-e", "ä€😀"}, {"e:ä€😀"}, {}},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(::testing::PrintToString(c.typed));
    const Options options = options_of(c.typed);
    EXPECT_EQ(patterns_of(options), c.patterns);
    EXPECT_EQ(options.files, c.files);
  }
}

TEST(Arguments, EveryByteSurvives) {
  for (int byte = 1; byte < 256; byte++) {
    const std::string one(1, static_cast<char>(byte));
    const Options separate = options_of({"-e", one, "-e", one + one, "--", one});
    EXPECT_THAT(patterns_of(separate), ElementsAre("e:" + one, "e:" + one + one)) << byte;
    EXPECT_THAT(separate.files, ElementsAre(one)) << byte;
    const Options attached = options_of({"--regexp=" + one, "-e" + one});
    EXPECT_THAT(patterns_of(attached), ElementsAre("e:" + one, "e:" + one)) << byte;
  }
}

TEST(Arguments, VeryLongOnes) {
  const std::string text = "[" + std::string(1 << 20, 'x') + ",]";
  const Options options = options_of({"-e", text, "--grep=" + text, "-e" + text, text});
  EXPECT_THAT(patterns_of(options), ElementsAre("e:" + text, "g:" + text, "e:" + text));
  EXPECT_THAT(options.files, ElementsAre(text));
}

TEST(Arguments, ManyOfThem) {
  Line typed;
  std::vector<std::string> files;
  for (int i = 0; i < 5000; i++) {
    typed.insert(typed.end(), {"-e", std::to_string(i), "f" + std::to_string(i)});
    files.push_back("f" + std::to_string(i));
  }
  const Options options = options_of(typed);
  ASSERT_EQ(options.patterns.size(), 5000U);
  EXPECT_EQ(options.patterns[4321].text, "4321");
  EXPECT_EQ(options.files, files);
}

TEST(Arguments, NoProgramName) { EXPECT_TRUE(parse_command_line({}, false)); }

TEST(Arguments, RepeatableOptionsTakeOneValueEach) {
  const Options o = options_of({"-u", "a", "kill", "-u", "b", "f", "--unit=c,d", "-u[e]",
                                "--user-unit", "g", "-t", "h", "--identifier", "[i,j]"});
  EXPECT_THAT(o.units, ElementsAre("a", "b", "c,d", "[e]"));
  EXPECT_THAT(o.user_units, ElementsAre("g"));
  EXPECT_THAT(o.identifiers, ElementsAre("h", "[i,j]"));
  EXPECT_THAT(patterns_of(o), ElementsAre("P:kill"));
  EXPECT_THAT(o.files, ElementsAre("f"));
}

TEST(Arguments, OtherValuesSurviveToo) {
  const Options o = options_of({"x", "-S", "-30d", "-U", "[a,b]", "-p", "0..3", "--field", "[x]"});
  EXPECT_EQ(o.since, "-30d");
  EXPECT_EQ(o.until, "[a,b]");
  EXPECT_EQ(o.priority, "0..3");
  EXPECT_EQ(o.field, "[x]");
  EXPECT_EQ(options_of({"x", "-S", ""}).since, "");
  EXPECT_EQ(options_of({"x", "--since="}).since, "");
  EXPECT_EQ(options_of({"x"}).since, std::nullopt);
}

}  // namespace
}  // namespace hark
