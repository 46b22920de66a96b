// Fields → the object that journalctl prints. Expected texts are those of journalctl 252 (its keys
// in another order); tests/differential compares whole journals.
#include "input/entry_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/printable.h"
#include "event/event.h"
#include "input/chunk_reader.h"
#include "input/json_decoder.h"

namespace hark {
namespace {

using namespace std::literals;
using Fields = std::vector<std::pair<std::string, std::string>>;

class EntryJsonTest : public ::testing::Test {
 protected:
  std::string render(const Fields& fields) {
    json_.clear();
    for (const auto& [name, value] : fields) json_.add(name, value);
    return std::string(json_.render());
  }
  std::string value(std::string_view bytes) {
    const std::string text = render({{"A", std::string(bytes)}});
    EXPECT_TRUE(text.starts_with("{\"A\":") && text.ends_with("}"));
    return text.substr(5, text.size() - 6);
  }

  EntryJson json_;
};

TEST_F(EntryJsonTest, StringsAreWhatIsPrintable) {
  const struct {
    std::string_view bytes;
    const char* expected;
  } cases[] = {
      {"", "\"\""},
      {"kill", "\"kill\""},
      {"quote \" backslash \\ slash / tab \t newline \n",
       R"("quote \" backslash \\ slash / tab \t newline \n")"},
      {"Z\xc3\xbcrich \xf0\x9f\x8e\x89 \xe2\x80\xa8 \xef\xbb\xbf",
       "\"Z\xc3\xbcrich \xf0\x9f\x8e\x89 \xe2\x80\xa8 \xef\xbb\xbf\""},
      {"\xef\xbf\xbd", "\"\xef\xbf\xbd\""},
      {"~", "\"~\""},
      {" ", "\" \""},
      {"\xc2\xa0", "\"\xc2\xa0\""},  // the first behind C1
      {"\xf4\x8f\xbf\xbd", "\"\xf4\x8f\xbf\xbd\""},
      // everything else is an array of bytes
      {"\x1b[31m", "[27,91,51,49,109]"},
      {"a\r", "[97,13]"},
      {"\0"sv, "[0]"},
      {"\x7f", "[127]"},
      {"\xc2\x80", "[194,128]"},
      {"\xc2\x9f", "[194,159]"},
      {"Latin-1 \xfc", "[76,97,116,105,110,45,49,32,252]"},
      {"cut \xe2\x82", "[99,117,116,32,226,130]"},
      {"\xed\xa0\x80", "[237,160,128]"},          // a surrogate
      {"\xc0\xaf", "[192,175]"},                  // overlong
      {"\xf4\x90\x80\x80", "[244,144,128,128]"},  // above U+10FFFF
      {"\xef\xbf\xbe", "[239,191,190]"},          // U+FFFE
      {"\xf0\x9f\xbf\xbf", "[240,159,191,191]"},  // U+1FFFF
      {"\xef\xb7\x90", "[239,183,144]"},          // U+FDD0
      {"\xef\xb7\xaf", "[239,183,175]"},          // U+FDEF
      {"\xef\xb7\x8f", "\"\xef\xb7\x8f\""},
      {"\xef\xb7\xb0", "\"\xef\xb7\xb0\""},
  };
  for (const auto& c : cases) EXPECT_EQ(value(c.bytes), c.expected) << printable(c.bytes);
}

TEST_F(EntryJsonTest, EveryByteInEveryPlaceOfAWord) {
  // what is looked at eight bytes at once must not hide anything
  for (int byte = 0; byte < 256; byte++) {
    const char c = static_cast<char>(byte);
    const bool is_plain = byte >= 0x20 && byte < 0x7f && c != '"' && c != '\\';
    const std::string escape = c == '"'    ? "\\\""
                               : c == '\\' ? "\\\\"
                               : c == '\n' ? "\\n"
                               : c == '\t' ? "\\t"
                                           : "";
    for (std::size_t size = 1; size <= 19; size++) {
      for (std::size_t at = 0; at < size; at++) {
        std::string text(size, 'x');
        text[at] = c;
        const std::string got = value(text);
        if (is_plain) {
          ASSERT_EQ(got, '"' + text + '"');
        } else if (!escape.empty()) {
          ASSERT_EQ(got, '"' + text.replace(at, 1, escape) + '"');
        } else {
          ASSERT_EQ(got.front(), '[') << byte << " at " << at << " of " << size;
        }
      }
    }
  }
}

TEST_F(EntryJsonTest, RepeatedFieldsAreOneArray) {
  EXPECT_EQ(render({}), "{}");
  EXPECT_EQ(render({{"A", "1"}, {"B", "2"}}), R"({"A":"1","B":"2"})");
  EXPECT_EQ(render({{"A", "1"}, {"B", "x"}, {"A", "\x01"}, {"B", "y"}, {"A", ""}}),
            R"({"A":["1",[1],""],"B":["x","y"]})");
  EXPECT_EQ(render({{"A", "\x01\x02"}, {"A", "\x03"}}), R"({"A":[[1,2],[3]]})");
  EXPECT_EQ(render({{"A", "1"}}), R"({"A":"1"})");  // nothing is left of the entry before
  Fields many;
  std::string expected = "{\"N\":[\"0\"";
  for (int i = 0; i < 3000; i++) many.emplace_back("N", std::to_string(i));
  for (int i = 1; i < 3000; i++) expected += ",\"" + std::to_string(i) + '"';
  EXPECT_EQ(render(many), expected + "]}");
}

TEST_F(EntryJsonTest, NamesThatJournaldDoesNotKnowAreLeftOut) {
  const std::string longest(64, 'N');
  EXPECT_EQ(render({{"", "1"},
                    {"a", "1"},
                    {"A-B", "1"},
                    {"1A", "1"},
                    {"A\"", "1"},
                    {"\xc3\x84", "1"},
                    {longest + "N", "1"}}),
            "{}");
  EXPECT_EQ(render({{"_", "1"}, {"__A1", "2"}, {longest, "3"}}),
            R"({"_":"1","__A1":"2",")" + longest + R"(":"3"})");
}

TEST_F(EntryJsonTest, DecodesToTheSameValues) {
  std::mt19937 random(11);
  FieldTable table;
  std::vector<FieldId> wanted;
  const std::vector<std::string> names = {"MESSAGE", "A", "B", "C"};
  for (const std::string& name : names) wanted.push_back(table.intern(name));
  const FieldPlan plan(table, wanted);
  JsonDecoder decoder(plan);
  Event event(table);
  const std::vector<std::string> parts = {"kill",     "\"",           "\\",   "\n",
                                          "\t",       "\x1b",         "\xff", "\xc3\xbc",
                                          "\xe2\x82", "\xef\xbf\xbe", "\0"s,  "0123456789abcdef"};
  for (int round = 0; round < 5000; round++) {
    Fields fields;
    std::vector<std::vector<std::string>> expected(names.size());
    for (std::size_t count = random() % 6; count > 0; count--) {
      const std::size_t name = random() % names.size();
      std::string bytes;
      for (std::size_t n = random() % 5; n > 0; n--) bytes += parts[random() % parts.size()];
      fields.emplace_back(names[name], bytes);
      expected[name].push_back(bytes);
    }
    json_.clear();
    for (const auto& [name, bytes] : fields) json_.add(name, bytes);
    const std::string_view text = json_.render();
    for (std::size_t i = 0; i < ChunkReader::kPadding; i++)
      ASSERT_EQ(text.data()[text.size() + i], '\0');
    ASSERT_EQ(decoder.decode(text, event), "") << printable(text);
    for (std::size_t i = 0; i < names.size(); i++) {
      std::vector<std::string> got;
      for (const Value& v : event.values(wanted[i])) {
        got.emplace_back(v.bytes);
        ASSERT_EQ(v.is_utf8, is_valid_utf8(v.bytes));
      }
      ASSERT_EQ(got, expected[i]) << printable(text);
    }
  }
}

}  // namespace
}  // namespace hark
