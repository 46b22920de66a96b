// Every mistake that can be known without matching: its place, its words, its help; and that all of
// a file come at once, in the order of the file.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pattern/pack_reader.h"
#include "unit/pattern/packs.h"

namespace hark {
namespace {

Diagnostics mistakes_of(std::string_view text) {
  auto pack = read_pack(text, "x.toml");
  if (!pack) return pack.errors();
  ADD_FAILURE() << "accepted:\n" << text;
  return {};
}

// "LINE:COLUMN: message | what the caret stands under | reason | help", the last two if there are.
std::string told(const Diagnostic& d) {
  std::string out;
  if (d.origin) {
    EXPECT_EQ(d.origin->label, "x.toml");
    EXPECT_LE(d.origin->offset + d.origin->length, d.origin->text.size());
    out = fmt::format("{}:{}: {} | {}", d.origin->line, d.origin->offset + 1, d.message,
                      d.origin->text.substr(d.origin->offset, d.origin->length));
  } else {
    out = d.message;
  }
  if (!d.reason.empty()) out += " | " + d.reason;
  if (!d.help.empty()) out += " | " + d.help;
  return out;
}

struct Case {
  const char* from;  // in kGoodPack
  const char* to;
  const char* told;
};

void expect_each(std::initializer_list<Case> cases) {
  for (const Case& c : cases) {
    SCOPED_TRACE(c.to);
    const Diagnostics mistakes = mistakes_of(spoiled(c.from, c.to));
    EXPECT_EQ(mistakes.size(), 1u) << render(mistakes);
    if (!mistakes.empty()) {
      EXPECT_EQ(told(mistakes.front()), c.told);
    }
  }
}

TEST(PackMistakes, Head) {
  expect_each({
      {"name = \"demo\"\n", "", "1:1: [pack] has no name | [pack] | name = \"my-pack\""},
      {"\"demo\"", "\"Demo_Pack\"",
       "2:9: name is not kebab-case | Demo_Pack | lower-case letters and digits, in parts joined "
       "by "
       "hyphens | did you mean demo-pack?"},
      {"\"demo\"", "\"\"",
       "2:8: name is not kebab-case | \"\" | lower-case letters and digits, in parts joined by "
       "hyphens"},
      {"\"demo\"", "\"all\"",
       "2:9: a pack cannot be named all | all | -P all means something else"},
      {"\"demo\"", "7", "2:8: name is a number | 7 | it must be a string"},
      {"\"A demo\"", "\" \"", "3:9: title is empty | \" \""},
      {"\"A demo\"", "\"a\\nb\"",
       "3:10: title has control characters | a\\nb | it must be one line of plain text"},
      {"title = \"A demo\"", "default = 1",
       "3:11: default is a number | 1 | it must be true or false"},
      {"title = \"A demo\"", "defualt = true",
       "3:1: unknown key defualt in [pack] | defualt | did you mean default?"},
      {"title = \"A demo\"", "xyzzy = true",
       "3:1: unknown key xyzzy in [pack] | xyzzy | known keys: name, title, default, replace, off"},
      {"title = \"A demo\"", "severity = 'error'",
       "3:1: unknown key severity in [pack] | severity | severity belongs in a [[pattern]]"},
      {"title = \"A demo\"", "off = 'x'",
       "3:7: off is a string | 'x' | it must be an array of strings"},
      {"title = \"A demo\"", "off = ['a', 1]",
       "3:13: off has a number in it | 1 | it must be an array of strings"},
      {"title = \"A demo\"", "off = ['']", "3:8: off has an empty name | ''"},
      {"title = \"A demo\"", "off = ['demo.stop-*']",
       "3:9: off names no pattern with demo.stop-* | demo.stop-* | it names this pack's own "
       "patterns, without the pack's name | did you mean stop-*?"},
      {"[[pattern]]", "[[patern]]",
       "5:3: unknown key patern in the file | patern | did you mean pattern?"},
      {"[[pattern]]", "[pattern]",
       "5:1: pattern is a table | [pattern] | it must be an array of tables, each begun by "
       "[[pattern]]"},
      {"[pack]", "[[pack]]", "1:1: pack is an array | [[pack]] | it must be one table, [pack]"},
      {"[pack]", "name = 'x'\n[pack]",
       "1:1: unknown key name in the file | name | name belongs in [pack]"},
  });
}

TEST(PackMistakes, Pattern) {
  expect_each({
      {"id = \"stop\"\n", "",
       "5:1: the pattern has no id | [[pattern]] | id = \"what-happened\", kebab-case and stable: "
       "people keep it in scripts"},
      {"\"stop\"", "\"StopTimeout\"",
       "6:7: id is not kebab-case | StopTimeout | lower-case letters and digits, in parts joined "
       "by "
       "hyphens | did you mean stop-timeout?"},
      {"title = \"It stopped\"\n", "",
       "5:1: pattern stop has no title | [[pattern]] | one line that says what happened"},
      {"severity = \"error\"\n", "",
       "5:1: pattern stop has no severity | [[pattern]] | it is one of info, warning, error, "
       "critical"},
      {"\"error\"", "\"eror\"",
       "8:13: unknown severity eror | eror | it is one of info, warning, error, critical | did you "
       "mean error?"},
      {"\"error\"", "3", "8:12: severity is a number | 3 | it must be a string"},
      {"any = [ { regex = '\\b(?<state>stop-\\w+) timed out' } ]\n", "",
       "5:1: pattern stop has no any | [[pattern]] | any = [ { from = …, regex = … }, … ]: one "
       "alternative is enough"},
      {"why = \"It should not.\"\n", "",
       "5:1: pattern stop has no why | [[pattern]] | a sentence that says why it matters"},
      {"\"It should not.\"", "''", "10:7: why is empty | ''"},
      {"\"It should not.\"", "\"\\u001b\"", "10:8: why has control characters | \\u001b"},
      {"\"It stopped\"", "\"a\\u202eb\"",
       "7:10: title has control characters | a\\u202eb | it must be one line of plain text"},
      {"look = \"{systemctl} status {unit}\"\n", "",
       "5:1: pattern stop has no look | [[pattern]] | a command that shows more, as \"{systemctl} "
       "status {unit}\""},
      {"why =", "group = 'A B'\nwhy =",
       "10:10: group is not kebab-case | A B | lower-case letters and digits, in parts joined by "
       "hyphens | did you mean a-b?"},
      {"why =", "tags = ['a', 'a.b']\nwhy =",
       "10:15: tag is not kebab-case | a.b | lower-case letters and digits, in parts joined by "
       "hyphens | did you mean a-b?"},
      {"why =", "regex = 'x'\nwhy =",
       "10:1: unknown key regex in pattern stop | regex | regex belongs in an alternative of any"},
      {"why =", "no_match_events = []\nwhy =",
       "10:1: unknown key no_match_events in pattern stop | no_match_events | did you mean "
       "no_match_event?"},
  });
}

TEST(PackMistakes, Alternative) {
  const char* kRegex = "{ regex = '\\b(?<state>stop-\\w+) timed out' }";
  expect_each({
      {kRegex, "'x'",
       "9:9: any has a string in it | 'x' | it must be an array of tables, [ { … }, { … } ]"},
      {"any = [ { regex = '\\b(?<state>stop-\\w+) timed out' } ]", "any = []",
       "9:7: any is an empty array | [] | the pattern could never hit"},
      {"any = [ { regex = '\\b(?<state>stop-\\w+) timed out' } ]", "any = { regex = 'x' }",
       "9:7: any is a table | { regex = 'x' } | it must be an array of tables, [ { … }, { … } ]"},
      {"timed out' }", "timed out', from = 'manger' } ]\nno_match_event = [ { MESSAGE = 'x' }",
       "9:61: unknown speaker manger | manger | from is one of manager, kernel, journald, app | "
       "did "
       "you mean manager?"},
      {"timed out' }", "timed out', field = 'Message' }",
       "9:62: Message is no journal field | Message | did you mean MESSAGE?"},
      {"timed out' }", "timed out', field = '1A' }",
       "9:62: 1A is no journal field | 1A | a field's name has A-Z, 0-9 and _, and no digit first"},
      {"timed out' }", "timed out', fields = {} }", "9:62: fields is an empty table | {}"},
      {"timed out' }", "timed out', fields = { X = [] } }",
       "9:68: X is an empty array | [] | nothing could fit it"},
      {"timed out' }", "timed out', fields = { X = 1 } }",
       "9:68: X is a number | 1 | it must be a string or an array of strings"},
      {"timed out' }", "timed out', fields = { x-y = '1' } }",
       "9:64: x-y is no journal field | x-y | a field's name has A-Z, 0-9 and _, and no digit "
       "first"},
      {"timed out' }", "timed out', message_id = ['D9B373ED55A64FEB8242E02DBE79A49C'] }",
       "9:68: bad message_id | D9B373ED55A64FEB8242E02DBE79A49C | it must be 32 lower-case "
       "hexadecimal digits | did you mean d9b373ed55a64feb8242e02dbe79a49c?"},
      {"timed out' }", "timed out', message_id = 'xyz' }",
       "9:67: bad message_id | xyz | it must be 32 lower-case hexadecimal digits"},
      {"timed out' }", "timed out', identifier = '' }",
       "9:66: identifier is empty | '' | it is a glob over SYSLOG_IDENTIFIER"},
      {"timed out' }", "timed out', where = ' ' }",
       "9:61: where is empty | ' ' | it is an expression over the event"},
      {"timed out' }", "timed out', ignore-case = true }",
       "9:53: unknown key ignore-case in the alternative | ignore-case | did you mean "
       "ignore_case?"},
      {"timed out' }", "timed out', severity = 'error' }",
       "9:53: unknown key severity in the alternative | severity | severity belongs in the "
       "pattern"},
      {"timed out' }", "timed out', ignore_case = 'yes' }",
       "9:67: ignore_case is a string | 'yes' | it must be true or false"},
      {" } ]", " }, { regex = [] } ]", "9:65: regex is an empty array | [] | nothing could fit it"},
      {" } ]", " }, { regex = '' } ]",
       "9:65: regex is empty | '' | an empty regex matches every event"},
      {" } ]", " }, { regex = [1] } ]",
       "9:66: regex has a number in it | 1 | it must be a string or an array of strings"},
  });
}

// Restricting nothing, and keys that need a regex.
TEST(PackMistakes, AlternativeThatSaysNothing) {
  const auto all = [](std::string_view alternative) {
    std::vector<std::string> out;
    const std::string text = spoiled(
        " } ]", fmt::format(" }}, {} ]\nmatch_event = [ {{ MESSAGE = 'x' }} ]", alternative));
    for (const Diagnostic& d : mistakes_of(text)) out.push_back(told(d));
    return out;
  };
  using ::testing::ElementsAre;
  const std::string every = " | it has none of from, regex, message_id, fields, identifier, where";
  EXPECT_THAT(all("{}"), ElementsAre("9:55: an alternative that every event meets | {}" + every));
  EXPECT_THAT(all("{ field = 'X' }"),
              ElementsAre("9:55: an alternative that every event meets | { field = 'X' }" + every,
                          "9:57: field without regex | field | field is what a regex looks at"));
  EXPECT_THAT(all("{ fields = { X = '1' }, ignore_case = true }"),
              ElementsAre("9:79: ignore_case without regex | ignore_case | it says how a regex "
                          "matches"));
}

TEST(PackMistakes, Look) {
  const char* kLook = "{systemctl} status {unit}";
  expect_each({
      {kLook, "{systemctl} status {sate}",
       "11:28: look has an unknown {sate} | {sate} | no regex of the pattern has a capture of that "
       "name | did you mean {state}?"},
      {kLook, "x {zz}",
       "11:11: look has an unknown {zz} | {zz} | no regex of the pattern has a capture of that "
       "name "
       "| known: {unit}, {systemctl}, {journalctl}, {state}"},
      {kLook, "grep '{unit}' x",
       "11:15: {unit} cannot stand here | {unit} | values are quoted when they are filled in; "
       "inside "
       "quotes that would undo both | make it a word of its own among the command's arguments"},
      {kLook, "{state} x",
       "11:9: {state} cannot stand here | {state} | a value from the log must not be a command | "
       "make it a word of its own among the command's arguments"},
      {kLook, "x > {state}",
       "11:13: {state} cannot stand here | {state} | a value from the log must not name a file "
       "that "
       "is written or read | make it a word of its own among the command's arguments"},
      {kLook, "x $({unit})",
       "11:13: {unit} cannot stand here | {unit} | beside this character a value could mean "
       "something to the shell | make it a word of its own among the command's arguments"},
      {kLook, "a\\tb\\nc",
       "11:9: look has control characters | a\\tb\\nc | it must be one line of plain text"},
  });
  EXPECT_TRUE(bool(read_pack(spoiled(kLook, "{journalctl} -u {unit} -g {state}"), "x.toml")));
}

TEST(PackMistakes, ExamplesThatAreNeeded) {
  const char* kMatch = "match = [\"x: stop-sigterm timed out\"]\n";
  expect_each({
      {kMatch, "",
       "5:1: pattern stop has no match | [[pattern]] | a pattern with a regex needs one | match = "
       "[\"a MESSAGE that the regex must match\"]"},
      {kMatch, "match = []\n",
       "12:1: pattern stop has no match | match | a pattern with a regex needs one | match = [\"a "
       "MESSAGE that the regex must match\"]"},
      {"no_match = [\"x: stop-sigterm timed\"]\n", "",
       "5:1: pattern stop has no no_match | [[pattern]] | a pattern with a regex needs one | "
       "no_match = [\"a MESSAGE that comes near and must not match\"]"},
      {" } ]", " }, { identifier = 'x' } ]",
       "5:1: pattern stop has no match_event | [[pattern]] | each alternative without a regex "
       "needs "
       "one | match_event = [ { MESSAGE = \"…\", MESSAGE_ID = \"…\", _PID = \"1\" } ]"},
      {"{ regex", "{ from = 'manager', regex",
       "5:1: pattern stop has no no_match_event | [[pattern]] | a pattern that restricts the "
       "speaker (from) needs one | an event with a matching MESSAGE from another speaker"},
      {kMatch, "match = 'x'\n", "12:9: match is a string | 'x' | it must be an array of strings"},
      {kMatch, "match = ['x']\nmatch_event = ['x']\n",
       "13:16: match_event has a string in it | 'x' | it must be an array of tables, [ { MESSAGE = "
       "\"…\" }, … ]"},
      {kMatch, "match = ['x']\nmatch_event = [ { message = 'x' } ]\n",
       "13:19: message is no journal field | message | did you mean MESSAGE?"},
      {kMatch, "match = ['x']\nno_match_event = [ { MESSAGE = 1 } ]\n",
       "13:32: MESSAGE is a number | 1 | it must be a string or an array of strings"},
      {kMatch, "match = ['x']\nno_match_event = [ {} ]\n",
       "13:20: no_match_event is an empty table | {}"},
  });
  const Diagnostics mistakes = mistakes_of(
      spoiled("{ regex = '\\b(?<state>stop-\\w+) timed out' }", "{ identifier = 'x' }") +
      "match_event = [ { SYSLOG_IDENTIFIER = 'x' } ]\n");
  ASSERT_EQ(mistakes.size(), 2u);
  EXPECT_EQ(
      told(mistakes[0]),
      "12:1: match without regex | match | it tests regexes, and no alternative has one | use "
      "match_event");
  EXPECT_EQ(
      told(mistakes[1]),
      "13:1: no_match without regex | no_match | it tests regexes, and no alternative has one "
      "| use no_match_event");
}

TEST(PackMistakes, DuplicateIds) {
  const std::string good(kGoodPack);
  const Diagnostics mistakes = mistakes_of(good + good.substr(good.find("[[pattern]]")));
  ASSERT_EQ(mistakes.size(), 1u);
  EXPECT_EQ(told(mistakes[0]), "15:7: a second pattern stop | stop | the first is in line 6");
}

TEST(PackMistakes, Syntax) {
  struct Syntax {
    const char* text;
    const char* told;  // of toml++'s own words only what we add to
  };
  const Syntax cases[] = {
      {"[pack]\nname = \"a\n",
       "2:8: bad TOML: the string is not closed | \" | '''…''' and \"\"\"…\"\"\" "
       "may go over several lines"},
      {"title = don't\n", "1:9: bad TOML: could not determine value type | d | found in a value"},
      {"a = \"\\d\"\n",
       "1:7: bad TOML: unknown escape sequence '\\d' | d | found in a string | in '…' and '''…''' "
       "a "
       "backslash is just a backslash, as regexes need it"},
      {"é = 1\n", "1:1: bad TOML: "},
      {"a = { b = 1,\nc = 2 }\n",
       "1:13: bad TOML: expected key or closing '}', saw '\\n' |   | found in an inline table | { "
       "… } "
       "stands on one line; a long one can be a [table] of its own"},
      {"a = 'é' b\n", "1:10: bad TOML: "},  // columns are bytes
      {"[pack]\nname = 'a'\nname = 'b'\n", "3:8: bad TOML: cannot redefine existing string 'name'"},
      {"a = 99999999999999999999\n", "1:25: bad TOML: "},
      {"a = 'b\001'\n", "1:7: bad TOML: "},
  };
  for (const Syntax& c : cases) {
    SCOPED_TRACE(c.text);
    Diagnostics mistakes = mistakes_of(c.text);
    ASSERT_EQ(mistakes.size(), 1u);
    // The caret may stand behind the line's end.
    mistakes[0].origin->text += "   ";
    EXPECT_THAT(told(mistakes[0]), ::testing::StartsWith(c.told));
  }
}

TEST(PackMistakes, AllAtOnceInOrder) {
  const Diagnostics mistakes = mistakes_of(R"([pack]
nam = "x"
[[pattern]]
look = "a"
why = 1
any = [ { regx = 'x' },
        { from = 'me' } ]
)");
  std::vector<std::string> told_in_order;
  for (const Diagnostic& d : mistakes)
    told_in_order.push_back(
        fmt::format("{}:{} {}", d.origin->line, d.origin->offset + 1, d.message));
  EXPECT_THAT(
      told_in_order,
      ::testing::ElementsAre(
          "1:1 [pack] has no name", "2:1 unknown key nam in [pack]", "3:1 the pattern has no id",
          "3:1 the pattern has no title", "3:1 the pattern has no severity",
          "3:1 the pattern has no match_event", "3:1 the pattern has no no_match_event",
          "5:7 why is a number", "6:9 an alternative that every event meets",
          "6:11 unknown key regx in the alternative", "7:19 unknown speaker me"));
}

TEST(PackMistakes, AsAPersonSeesThem) {
  const auto pack = read_pack(spoiled("\"error\"", "\"eror\""), "packs/é.toml");
  ASSERT_FALSE(bool(pack));
  EXPECT_EQ(render(pack.errors()),
            "hark: error: packs/é.toml:8:13: unknown severity eror\n"
            "  severity = \"eror\"\n"
            "              ^^^^\n"
            "  reason: it is one of info, warning, error, critical\n"
            "  help: did you mean error?\n");
}

TEST(PackMistakes, NothingAtAll) {
  EXPECT_EQ(told(mistakes_of("[pack]\nname = 'x'\n")[0]),
            "1:2: the pack has no [[pattern]] | pack | and it changes nothing of an earlier pack");
  const Diagnostics empty = mistakes_of("");
  ASSERT_EQ(empty.size(), 1u);
  EXPECT_EQ(empty[0].message, "no [pack]");
}

// What is known of a wrong pack: enough to tell whether anybody wants it.
TEST(PackMistakes, NameOfAWrongPack) {
  PackReading reading = read_pack_with_mistakes("[pack]\nname = 'x'\ndefault = false\nx = 1\n", "");
  EXPECT_EQ(reading.mistakes.size(), 1u);
  EXPECT_EQ(reading.pack.name, "x");
  EXPECT_TRUE(reading.pack.states_default);
  EXPECT_FALSE(reading.pack.is_default);
  reading = read_pack_with_mistakes("[pack]\nname = 'X'\n", "");
  EXPECT_EQ(reading.pack.name, "");
  reading = read_pack_with_mistakes("[pack]\nname = 'x'\n[", "");
  EXPECT_EQ(reading.pack.name, "");
}

}  // namespace
}  // namespace hark
