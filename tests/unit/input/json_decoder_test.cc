// One line of JSON → Event: every form of value that journalctl writes, what other producers write,
// and what is refused. Long, since it is one table after another over one function.
#include "input/json_decoder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "input/chunk_reader.h"
#include "unit/input/told.h"

namespace hark {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Values = std::vector<std::string>;
using namespace std::string_literals;

// Decodes single lines. The line is kept in a block of exactly its size and the padding, so that
// the address sanitizer sees every byte read beyond.
class JsonDecoderTest : public ::testing::Test {
 protected:
  std::string decode(const std::string& line) {
    // What follows a line in a chunk is the next line: it must not be taken for part of this one.
    line_.assign(line.begin(), line.end());
    line_.insert(line_.end(), ChunkReader::kPadding, '"');
    line_.shrink_to_fit();
    return decode_with_screens({line_.data(), line.size()});
  }
  // A screen lets every fault be told, and events that pass it are as without one.
  std::string decode_with_screens(std::string_view line) {
    bool passes = false;
    std::size_t asked = 0;
    Screen screen(FieldPlan(fields_, {*fields_.find("A"), *fields_.find("AB")}),
                  [&](const Event& event) {
                    asked++;
                    EXPECT_FALSE(event.exists(field::kMessage));
                    return passes;
                  });
    const std::string refused = decoder_.decode(line, event_, &screen);
    EXPECT_EQ(decoder_.passed_over(), refused.empty() && !event_.is_repaired);
    EXPECT_EQ(asked, decoder_.passed_over() ? 1 : 0);
    passes = true;
    const std::string passed = decoder_.decode(line, event_, &screen);
    EXPECT_FALSE(decoder_.passed_over());
    const Told screened = passed.empty() ? told() : Told();
    const std::string reason = decoder_.decode(line, event_);
    EXPECT_FALSE(decoder_.passed_over());
    EXPECT_EQ(refused, reason);
    EXPECT_EQ(passed, reason);
    if (reason.empty()) {
      EXPECT_EQ(screened, told());
    }
    return reason;
  }
  Values values(const std::string& line, std::string_view name = "MESSAGE") {
    EXPECT_EQ(decode(line), "") << line;
    Values all;
    for (const Value& value : event_.values(*fields_.find(name))) all.emplace_back(value.bytes);
    return all;
  }
  Told told() { return feed_.entry(event_); }

  Feed feed_{
      {"MESSAGE", "PRIORITY", "UNIT", "PAYLOAD", "A", "AB", "_SYSTEMD_UNIT", "LONG_FIELD_NAME"}};
  const FieldTable& fields_ = feed_.fields;
  JsonDecoder decoder_{*feed_.plan};
  Event event_{feed_.fields};
  std::vector<char> line_;
};

TEST_F(JsonDecoderTest, ReadsEveryFormOfValue) {
  const struct {
    const char* named;
    std::string json;
    Values expected;
  } cases[] = {
      {"string", R"("killed")", {"killed"}},
      {"empty string", R"("")", {""}},
      {"escapes journald writes", R"("\"\\\n\t")", {"\"\\\n\t"}},
      {"all escapes of JSON", R"("\"\\\/\b\f\n\r\t")", {"\"\\/\b\f\n\r\t"}},
      {"\\u in both cases", R"("\u001b[31m\u001B")", {"\x1b[31m\x1b"}},
      {"\\u0000", R"("a\u0000b")", {"a\0b"s}},
      {"two-byte \\u", R"("\u00e9\u00E9")", {"éé"}},
      {"three-byte \\u", R"("\u20ac")", {"€"}},
      {"surrogate pair", R"("\uD83D\uDE00")", {"😀"}},
      {"lone high surrogate", R"("\ud83dx")", {"\xEF\xBF\xBDx"}},
      {"lone low surrogate", R"("\ude00x")", {"\xEF\xBF\xBDx"}},
      {"high surrogate at the end", R"("x\ud83d")", {"x\xEF\xBF\xBD"}},
      {"high surrogate, then another escape", R"("\ud83d\n")", {"\xEF\xBF\xBD\n"}},
      {"two high surrogates, then a low one", R"("\ud83d\ud83d\ude00")", {"\xEF\xBF\xBD😀"}},
      {"high surrogate, then a \\u of the plane",
       R"("\ud83d\u0041")",
       {"\xEF\xBF\xBD"
        "A"}},
      {"escaped backslash before u", R"("\\u0041")", {"\\u0041"}},
      {"raw UTF-8 of all lengths", R"("é€😀")", {"é€😀"}},
      {"U+2028, U+FEFF, U+FFFE raw",
       "\"\xE2\x80\xA8\xEF\xBB\xBF\xEF\xBF\xBE\"",
       {"\xE2\x80\xA8\xEF\xBB\xBF\xEF\xBF\xBE"}},
      {"DEL raw", "\"\x7f\"", {"\x7f"}},
      {"braces and quotes inside", R"("{\"a\":[1]},")", {R"({"a":[1]},)"}},
      {"null", "null", {}},
      {"byte array", "[27,91,51,49,109]", {"\x1b[31m"}},
      {"spaced byte array", "[ 27, 91 , 51 ]", {"\x1b[3"}},
      {"byte array of one", "[0]", {"\0"s}},
      {"bytes that are no UTF-8", "[0,255,16]", {"\0\xff\x10"s}},
      {"repeated", R"(["first","second"])", {"first", "second"}},
      {"repeated with equal values", R"(["a","a"])", {"a", "a"}},
      {"repeated with an empty one", R"(["","b"])", {"", "b"}},
      {"text, bytes and null", R"(["text",[0,255,16],null])", {"text", "\0\xff\x10"s}},
      {"two binary values", "[[1,2],[3,4]]", {"\1\2", "\3\4"}},
      {"three binary values, spaced", "[ [ 1 ] , [ 2 ] , [ 3 ] ]", {"\1", "\2", "\3"}},
      {"null first", R"([null,"b"])", {"b"}},
      {"nulls alone", "[null,null]", {}},
      {"escapes in a repeated value", R"(["a\"b","c\\","\u00e9"])", {"a\"b", "c\\", "é"}},
      {"brackets in a repeated value", R"(["],[","}"])", {"],[", "}"}},
      {"number", "42", {"42"}},
      {"number with everything", "-1.5E+3", {"-1.5E+3"}},
      {"true", "true", {"true"}},
      {"false", "false", {"false"}},
      {"empty object", "{}", {"{}"}},
      {"object", R"({"a":[1,{"b":null}],"c":"}"})", {R"({"a":[1,{"b":null}],"c":"}"})"}},
      {"empty array", "[]", {}},
      {"empty array with a space", "[ ]", {}},
      {"number above a byte", "[1,256]", {"1", "256"}},
      {"negative number", "[-1]", {"-1"}},
      {"fractions", "[1.5,2]", {"1.5", "2"}},
      {"numbers among strings", R"(["a",7,true])", {"a", "7", "true"}},
      {"nested array of strings", R"(["a",["b"]])", {"a", R"(["b"])"}},
      {"nested empty array", R"(["a",[]])", {"a", "[]"}},
      {"object in an array", R"([{"a":"]"},"b"])", {R"({"a":"]"})", "b"}},
      {"array three deep", "[[[1]],[2]]", {"[[1]]", "\2"}},
  };
  // The value's surroundings must make no difference: alone, first, last, in the middle, and in the
  // old spaced form.
  const std::pair<const char*, const char*> frames[] = {
      {R"({"MESSAGE":)", "}"},
      {R"({"MESSAGE":)", R"(,"Z":"z"})"},
      {R"({"Z":"z","MESSAGE":)", "}"},
      {R"({"Z":["z",[1]],"MESSAGE":)", R"(,"Y":{"MESSAGE":"no"},"PRIORITY":"6"})"},
      {R"({ "Z" : "z", "MESSAGE" : )", R"( , "PRIORITY" : "6" })"},
      {R"({ "MESSAGE" : )", " }"},
      {"{\t\"MESSAGE\"\t:\t", "\t}"},
  };
  for (const auto& c : cases) {
    for (const auto& [before, after] : frames) {
      SCOPED_TRACE(c.named);
      const std::string line = before + c.json + after;
      EXPECT_EQ(values(line), c.expected) << line;
      EXPECT_EQ(event_.raw, line);
      const bool has_priority = std::string_view(after).find("PRIORITY") != std::string_view::npos;
      EXPECT_EQ(event_.first(field::kPriority), has_priority ? "6" : "") << line;
    }
  }
}

TEST_F(JsonDecoderTest, KnowsWhichValuesAreUtf8) {
  const std::pair<std::string, std::vector<bool>> cases[] = {
      {R"({"MESSAGE":"é"})", {true}},
      {R"({"MESSAGE":[195,169]})", {true}},
      {R"({"MESSAGE":[195]})", {false}},
      {R"({"MESSAGE":[252,98]})", {false}},
      {R"({"MESSAGE":["x",[255],[27]]})", {true, false, true}},
      {R"({"MESSAGE":"\ud800"})", {true}},
  };
  for (const auto& [line, expected] : cases) {
    SCOPED_TRACE(line);
    ASSERT_EQ(decode(line), "");
    ASSERT_EQ(told().fields.size(), 1u);
    EXPECT_EQ(told().fields[0].is_utf8, expected);
  }
}

TEST_F(JsonDecoderTest, TellsANullFromAMissingField) {
  const struct {
    const char* line;
    bool exists, had_null;
  } cases[] = {
      {R"({"MESSAGE":null})", false, true},
      {R"({"MESSAGE":""})", true, false},
      {R"({})", false, false},
      {R"({"MESSAGE":["a",null]})", true, true},
      {R"({"MESSAGE":[null]})", false, true},
      {R"({"MESSAGE":[]})", false, false},
      {R"({"MESSAGE":["a","b"]})", true, false},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.line);
    ASSERT_EQ(decode(c.line), "");
    EXPECT_EQ(event_.exists(field::kMessage), c.exists);
    EXPECT_EQ(event_.had_null(field::kMessage), c.had_null);
  }
}

TEST_F(JsonDecoderTest, LastOfDuplicateKeysWins) {
  // As in jq. Each form followed by each other form.
  const std::pair<const char*, Values> forms[] = {
      {R"("a")", {"a"}},
      {R"("\n")", {"\n"}},
      {"null", {}},
      {"[]", {}},
      {R"(["b","c"])", {"b", "c"}},
      {"[1,2]", {"\1\2"}},
      {"[null]", {}},
      {"7", {"7"}},
      {"{}", {"{}"}},
      {R"(["d",null])", {"d"}},
  };
  for (const auto& [first, ignored] : forms) {
    for (const auto& [second, expected] : forms) {
      const std::string line = R"({"MESSAGE":)"s + first + R"(,"A":"x","MESSAGE":)" + second + "}";
      EXPECT_EQ(values(line), expected) << line;
      EXPECT_EQ(event_.had_null(field::kMessage),
                std::string_view(second).find("null") != std::string_view::npos)
          << line;
    }
  }
}

TEST_F(JsonDecoderTest, FindsKeysHoweverTheyAreSpelt) {
  EXPECT_EQ(values(R"({"MESS\u0041GE":"x"})"), Values{"x"});
  EXPECT_EQ(values(R"({"\u004dESSAGE":"x","M\u0045SSAGE":"y"})"), Values{"y"});
  EXPECT_EQ(values(R"({"\"MESSAGE":"no","MESSAGE\"":"no","MESSAGE\\":"no","MESSAGE":"x"})"),
            Values{"x"});
  EXPECT_EQ(values(R"({"\\":"no","MESSAGE":"a\\"})"), Values{"a\\"});
  EXPECT_EQ(values(R"({"\u0041\u0042":"x"})", "AB"), Values{"x"});
  EXPECT_EQ(values(R"({"":"no","A":"x"})", "A"), Values{"x"});
  EXPECT_EQ(values(R"({"\u0041":"x"})", "A"), Values{"x"});
}

TEST_F(JsonDecoderTest, TakesNoKeyForAnotherThatIsNearIt) {
  for (const char* key : {"MESSAG", "MESSAGE_", "_MESSAGE", "message", "MESSAGE ", " MESSAGE", "B",
                          "a", "ABC", "BA", "LONG_FIELD_NAM", "LONG_FIELDXNAME", "ONG_FIELD_NAME",
                          "LONG_FIELD_NAMEE", "SYSTEMD_UNIT", "__SYSTEMD_UNIT"}) {
    ASSERT_EQ(decode("{\""s + key + "\":\"x\"}"), "") << key;
    EXPECT_THAT(told().fields, IsEmpty()) << key;
  }
  // 64 bytes is journald's longest; others may be longer.
  for (std::size_t length = 0; length < 200; length++) {
    ASSERT_EQ(decode("{\"" + std::string(length, 'M') + "\":\"no\",\"MESSAGE\":\"x\"}"), "");
    EXPECT_EQ(event_.first(field::kMessage), "x") << length;
  }
}

TEST_F(JsonDecoderTest, KeysMayComeInAnyOrder) {
  std::vector<std::string> members = {R"("MESSAGE":"m\n")", R"("PRIORITY":"4")",
                                      R"("UNIT":["a.mount","b.service"])",
                                      R"("PAYLOAD":["t",[0,255],null])", R"("OTHER":[1,2,3])"};
  std::vector<int> order(members.size());
  std::iota(order.begin(), order.end(), 0);
  std::vector<ToldField> expected;
  do {
    for (const char* separator : {",", ", ", " , "}) {
      std::string line = "{";
      for (const int i : order) line += (line.size() > 1 ? separator : "") + members[i];
      line += '}';
      ASSERT_EQ(decode(line), "");
      if (expected.empty()) expected = told().fields;
      ASSERT_EQ(told().fields, expected) << line;
    }
  } while (std::next_permutation(order.begin(), order.end()));
  EXPECT_EQ(expected.size(), 4u);
}

TEST_F(JsonDecoderTest, RefusesMalformedLinesAndSaysWhy) {
  const struct {
    std::string line;
    const char* reason;
  } cases[] = {
      // not an object
      {"x", "not a JSON object"},
      {"[]", "not a JSON object"},
      {"\"MESSAGE\"", "not a JSON object"},
      // cut off
      {"{", "missing"},
      {R"({"MESSAGE)", "no closing quote"},
      {R"({"MESSAGE":"cut)", "no closing quote"},
      {R"({"MESSAGE":"cut\)", "no closing quote"},
      {R"({"MESSAGE":"cut\u00)", "no closing quote"},
      {R"({"MESSAGE":"x")", "closing brace is missing"},
      {R"({"MESSAGE":"x",)", "closing brace is missing"},
      {R"({"MESSAGE":["x")", "closing brace is missing"},
      {R"({"MESSAGE":[1,2)", "closing brace is missing"},
      {R"({"MESSAGE":)", "closing brace is missing"},
      {R"({"MESSAGE")", "closing brace is missing"},
      {R"({"MESSAGE":nul)", "closing brace is missing"},
      // structure
      {R"({"A" "B"})", "missing or misplaced"},
      {R"({"A":"B" "C":"D"})", "missing or misplaced"},
      {R"({"A":"B","C"})", "missing or misplaced"},
      {R"({"A":"B",})", "missing or misplaced"},
      {R"({,"A":"B"})", "missing or misplaced"},
      {R"({A:"B"})", "missing or misplaced"},
      {R"({'A':"B"})", "missing or misplaced"},
      {R"({"A":"B"]})", "missing or misplaced"},
      {R"({"A":"B"x})", ""},
      {R"({"A":x"B"})", ""},
      {R"({"A":"B"x,"C":"D"})", ""},
      // values
      {R"({"A":})", ""},
      {R"({"A":,"B":""})", ""},
      {R"({"A":nul})", "a value that is not JSON"},
      {R"({"A":nulll})", "a value that is not JSON"},
      {R"({"A":True})", "a value that is not JSON"},
      {R"({"A":NaN})", "a value that is not JSON"},
      {R"({"A":01})", "a value that is not JSON"},
      {R"({"A":+1})", "a value that is not JSON"},
      {R"({"A":-})", "a value that is not JSON"},
      {R"({"A":1.})", "a value that is not JSON"},
      {R"({"A":.5})", "a value that is not JSON"},
      {R"({"A":1e})", "a value that is not JSON"},
      {R"({"A":0x10})", "a value that is not JSON"},
      {R"({"A":1 2})", ""},
      {R"({"A":[1,]})", ""},
      {R"({"A":[,1]})", ""},
      {R"({"A":[1 2]})", ""},
      {R"({"A":["a" "b"]})", ""},
      {R"({"A":["a",]})", ""},
      {R"({"A":[nul]})", ""},
      {R"({"A":[01]})", ""},
      {R"({"A":[1}})", ""},
      {R"({"A":["a",[}]})", ""},
      {R"({"A":{"b"}})", "not JSON"},
      {R"({"A":{"b":}})", "a value that is not JSON"},
      {R"({"A":[{"b":}]})", ""},
      {R"({"A":["x",["b" "c"]]})", ""},
      // escapes
      {R"({"A":"\x"})", "an escape that JSON does not know"},
      {R"({"A":"\u12"})", "an escape that JSON does not know"},
      {R"({"A":"\u12g4"})", "an escape that JSON does not know"},
      {R"({"A":"\u"})", "an escape that JSON does not know"},
      {R"({"A":"\'"})", "an escape that JSON does not know"},
      {R"({"A\x":"b"})", "an escape that JSON does not know"},
      // control characters
      {"{\"A\":\"a\tb\"}", "control character"},
      {"{\"A\":\"a\rb\"}", "control character"},
      {"{\"A\":\"a\0b\"}"s, "control character"},
      {"{\"A\":\"a\x1e\"}", "control character"},
      {"{\"\x1b[0;32m_BOOT_ID\x1b[0m\":\"\x1b[0;32m3b5e\x1b[0m\"}", "SYSTEMD_COLORS=0"},
      // behind the brace
      {R"({"A":"B"}})", ""},
      {R"({"A":"B"}x})", ""},
      {R"({"A":"B"}{"A":"B"})", "text behind the closing brace"},
      {R"({"A":"B"} {"A":"B"})", "text behind the closing brace"},
      {R"({}{})", "text behind the closing brace"},
      {"{\"A\":\"B\"}\0"s, ""},
      // invalid UTF-8 does not hide another fault
      {"{\"A\":\"\xff", "no closing quote"},
      {"{\"A\":\"\xff\\x\"}", "an escape that JSON does not know"},
      {"{\"A\":\"\xff\",}", "missing or misplaced"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(printable(c.line));
    const std::string reason = decode(c.line);
    EXPECT_NE(reason, "");
    EXPECT_THAT(reason, HasSubstr(c.reason));
    // The same fault in a field nobody asked for.
    std::string other = c.line;
    for (char& letter : other) letter = letter == 'A' ? 'Q' : letter;
    EXPECT_EQ(decode(other), reason);
    // and the decoder has not lost its way
    EXPECT_EQ(values(R"({"MESSAGE":"next"})"), Values{"next"});
  }
}

TEST_F(JsonDecoderTest, EveryPrefixOfAnEntryIsRefused) {
  const std::string line =
      R"({ "A" : "\u00e9\\", "MESSAGE":["x",[1,2],null,{"a":[]}],"UNIT":{"b":"}"},"N":1.5,"hark":{"unit":"u"}})";
  ASSERT_EQ(decode(line), "");
  for (std::size_t size = 1; size < line.size(); size++)
    EXPECT_NE(decode(line.substr(0, size)), "") << line.substr(0, size);
}

TEST_F(JsonDecoderTest, RepairsInvalidUtf8AndKeepsTheLineAsReceived) {
  const std::string kLost = "\xEF\xBF\xBD";
  const struct {
    std::string bytes, repaired;
  } cases[] = {
      {"\xff", kLost},
      {"\xfc"
       "ber",
       kLost + "ber"},
      {"\xc3", kLost},
      {"\xe2\x82", kLost},
      {"\xe2\x82x", kLost + "x"},
      {"\xf0\x9f\x98", kLost},
      {"\xf0\x9f\x98\\n", kLost + "\n"},
      {"\xc0\xaf", kLost + kLost},
      {"\xed\xa0\x80", kLost + kLost + kLost},
      {"\xf4\x90\x80\x80", kLost + kLost + kLost + kLost},
      {"a\x80"
       "b\x80"
       "c",
       "a" + kLost + "b" + kLost + "c"},
      {"\xff\\\"\xff", kLost + "\"" + kLost},
  };
  for (const auto& c : cases) {
    const std::string line = R"({"UNIT":["u"],"MESSAGE":")" + c.bytes + R"(","PRIORITY":"3"})";
    SCOPED_TRACE(printable(line));
    EXPECT_EQ(values(line), Values{c.repaired});
    EXPECT_TRUE(event_.is_repaired);
    EXPECT_EQ(event_.raw, line);
    EXPECT_EQ(event_.first(field::kPriority), "3");
    EXPECT_EQ(values(R"({"MESSAGE":"next"})"), Values{"next"});
    EXPECT_FALSE(event_.is_repaired);
  }
  // in a key, and in a field nobody asked for
  EXPECT_EQ(values("{\"\xff\":\"\xfe\",\"MESSAGE\":\"x\"}"), Values{"x"});
  EXPECT_TRUE(event_.is_repaired);
}

// What is left of a line when the own members are cut out of it.
std::string without(const Event& event) {
  std::string_view rest = event.raw;
  std::string out;
  for (const Event::OwnMember& own : event.own_members) {
    const auto at = static_cast<std::size_t>(own.range.data() - rest.data());
    out += rest.substr(0, at);
    rest.remove_prefix(at + own.range.size());
  }
  return out + std::string(rest);
}

std::string own_values(const Event& event) {
  std::string out;
  for (const Event::OwnMember& own : event.own_members)
    out += (out.empty() ? "" : " ") + std::string(own.value);
  return out;
}

TEST_F(JsonDecoderTest, FindsTheOwnMembersAndTheCommasThatGoWithThem) {
  const struct {
    std::string line, rest, value;
  } cases[] = {
      {R"({"MESSAGE":"x","hark":{"patterns":["a"]}})", R"({"MESSAGE":"x"})",
       R"({"patterns":["a"]})"},
      {R"({"hark":{},"MESSAGE":"x"})", R"({"MESSAGE":"x"})", "{}"},
      {R"({"A":"1","hark":{"a":{"b":1}},"MESSAGE":"x"})", R"({"A":"1","MESSAGE":"x"})",
       R"({"a":{"b":1}})"},
      {R"({"hark":{"context":true}})", "{}", R"({"context":true})"},
      {R"({ "A" : "1", "hark" : {} })", R"({ "A" : "1" })", "{}"},
      {R"({ "hark" : {} , "A" : "1" })", R"({  "A" : "1" })", "{}"},
      {R"({"A":"\"hark\":{}","MESSAGE":"x"})", R"({"A":"\"hark\":{}","MESSAGE":"x"})", ""},
      {R"({"UNIT":{"hark":{}},"MESSAGE":"x"})", R"({"UNIT":{"hark":{}},"MESSAGE":"x"})", ""},
      {R"({"harks":{},"har":{},"_hark":{}})", R"({"harks":{},"har":{},"_hark":{}})", ""},
      // of another form, as nobody but a hark of another version would write it
      {R"({"A":"1","hark":"x","UNIT":"u"})", R"({"A":"1","UNIT":"u"})", R"("x")"},
      {R"({"A":"1","hark":[1,2]})", R"({"A":"1"})", "[1,2]"},
      {R"({"hark":null,"A":"1"})", R"({"A":"1"})", "null"},
      // with invalid UTF-8 elsewhere the place is that in the received bytes
      {"{\"MESSAGE\":\"\xff\xff\",\"hark\":{\"unit\":\"u\"},\"A\":\"\xff\"}",
       "{\"MESSAGE\":\"\xff\xff\",\"A\":\"\xff\"}", R"({"unit":"u"})"},
      {"{\"hark\":{\"unit\":\"u\"},\"A\":\"\xff\"}", "{\"A\":\"\xff\"}", R"({"unit":"u"})"},
      {"{\"A\":\"\xff\xe2\x82\",\"B\":{\"a\":1,\"hark\":{}},\"hark\":{},\"MESSAGE\":\"\xfe\"}",
       "{\"A\":\"\xff\xe2\x82\",\"B\":{\"a\":1,\"hark\":{}},\"MESSAGE\":\"\xfe\"}", "{}"},
      // several, and in other spellings
      {R"({"hark":1,"hark":2})", "{}", "1 2"},
      {R"({"hark":1,"hark":2,"A":"1"})", R"({"A":"1"})", "1 2"},
      {R"({"A":"1","hark":1,"hark":2})", R"({"A":"1"})", "1 2"},
      {R"({"hark":1,"A":"1","hark":2,"MESSAGE":"x","hark":{}})", R"({"A":"1","MESSAGE":"x"})",
       "1 2 {}"},
      {R"({ "hark" : 1 , "hark" : 2 , "A" : "1" })", R"({   "A" : "1" })", "1 2"},
      {R"({"A":"1","\u0068ark":{"unit":"u"}})", R"({"A":"1"})", R"({"unit":"u"})"},
      {R"({"A":"1","h\u0061rks":{}})", R"({"A":"1","h\u0061rks":{}})", ""},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.line);
    ASSERT_EQ(decode(c.line), "");
    EXPECT_EQ(event_.raw, c.line);
    EXPECT_EQ(without(event_), c.rest);
    EXPECT_EQ(own_values(event_), c.value);
    // What is left is an entry again.
    const std::string rest = without(event_);
    const auto fields = told().fields;
    ASSERT_EQ(decode(rest), "");
    EXPECT_EQ(told().fields, fields);
    EXPECT_TRUE(event_.own_members.empty());
  }
}

TEST_F(JsonDecoderTest, ForgetsTheLineBefore) {
  ASSERT_EQ(decode(R"({"MESSAGE":["a",null],"UNIT":null,"A":"1","hark":{}})"), "");
  ASSERT_EQ(decode(R"({"PRIORITY":"5"})"), "");
  EXPECT_THAT(told().fields, ::testing::SizeIs(1));
  EXPECT_FALSE(event_.had_null(field::kMessage));
  EXPECT_FALSE(event_.had_null(field::kUnit));
  EXPECT_TRUE(event_.own_members.empty());
}

TEST_F(JsonDecoderTest, LinesMayGrowAndShrink) {
  for (const std::size_t size :
       {2u, 100u, 255u * 1024, 257u * 1024, 300u * 1024, 5u, 3u << 20, 300u * 1024, 10u}) {
    const std::string text(size, 'x');
    EXPECT_EQ(values(R"({"A":"1","MESSAGE":")" + text + R"(\n"})"), Values{text + "\n"}) << size;
    std::string bytes = "[7";
    while (bytes.size() < size) bytes += ",255";
    EXPECT_EQ(values(R"({"MESSAGE":)" + bytes + "]}")[0].size(), (bytes.size() - 2) / 4 + 1);
  }
}

TEST_F(JsonDecoderTest, ManyValuesAndDeepNestingAreNoTrouble) {
  std::string many = R"({"MESSAGE":["")";
  for (int i = 0; i < 20000; i++) many += i % 2 == 0 ? R"(,"a\n")" : ",[1,2]";
  const Values all = values(many + "]}");
  ASSERT_EQ(all.size(), 20001u);
  EXPECT_EQ(all[1], "a\n");
  EXPECT_EQ(all[20000], "\1\2");

  // Deeper than any parser's stack: refused or read, never a crash.
  for (const std::size_t depth : {10u, 100u, 1000u, 1023u, 1024u, 2000u, 100000u}) {
    const std::string deep =
        R"({"MESSAGE":)" + std::string(depth, '[') + std::string(depth, ']') + "}";
    (void)decode(deep);
    std::string objects = R"({"MESSAGE":)";
    for (std::size_t i = 0; i < depth; i++) objects += R"({"a":)";
    (void)decode(objects + "1" + std::string(depth, '}') + "}");
    EXPECT_EQ(values(R"({"MESSAGE":"next"})"), Values{"next"});
  }
}

TEST_F(JsonDecoderTest, DamagedLinesAreEntriesWhereAnotherParserThinksSo) {
  const std::string good =
      R"({"MESSAGE":["text",[0,255,16],null],"A":"\u00e9\"","UNIT":{"a":1},"PRIORITY":"3","hark":{"patterns":["x"]},"N":-1.5})";
  std::mt19937 random(1);
  constexpr std::string_view kBytes = "{}[]\",:\\0x1-.enull \t\xff\x80\xc3\x1b\x0c\x1a";
  simdjson::dom::parser parser;
  int objects = 0;
  for (int i = 0; i < 50000; i++) {
    std::string line = good;
    for (auto damage = 1 + random() % 3; damage > 0; damage--) {
      const std::size_t at = random() % line.size();
      const char c = kBytes[random() % kBytes.size()];
      switch (random() % 3) {
        case 0:
          line[at] = c;
          break;
        case 1:
          line.insert(at, 1, c);
          break;
        default:
          line.erase(at, 1);
      }
    }
    // An entry is what another parser takes for an object. (Its own limits, of numbers and of
    // surrogates, do not occur here.)
    simdjson::dom::object object;
    const bool is_object = parser.parse(line).get(object) == simdjson::SUCCESS;
    const std::string reason = decode(line);
    ASSERT_EQ(reason.empty() && !event_.is_repaired, is_object) << printable(line) << ' ' << reason;
    objects += is_object;
    if (reason.empty()) {
      ASSERT_EQ(event_.raw, line);
    }
  }
  EXPECT_GT(objects, 1000);
}

}  // namespace
}  // namespace hark
