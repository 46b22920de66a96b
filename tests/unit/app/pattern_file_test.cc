#include "app/pattern_file.h"

#include <gmock/gmock.h>

namespace hark {
namespace {

using testing::ElementsAre;

std::vector<std::string> texts(std::string_view content) {
  std::vector<std::string> all;
  for (const PatternLine& line : split_pattern_file(content))
    all.push_back(std::to_string(line.number) + " " + line.text);
  return all;
}

TEST(PatternFile, TrimsNothingButACarriageReturn) {
  EXPECT_THAT(texts(" a \r\nb\t"), ElementsAre("1  a ", "2 b\t"));
}

TEST(PatternFile, SkipsBlankLinesAndComments) {
  EXPECT_THAT(texts("# a comment\n\n#\n#not a comment\n \t\r\n#\tnor this\n"),
              ElementsAre("4 #not a comment", "6 #\tnor this"));
}

TEST(PatternFile, MayBeEmpty) { EXPECT_THAT(texts(""), ElementsAre()); }

TEST(PatternFile, SaysWhyItCannotBeRead) {
  const auto lines = read_pattern_file("/nowhere/at/all");
  ASSERT_FALSE(lines);
  EXPECT_NE(render(lines.errors()).find("No such file"), std::string::npos);
}

}  // namespace
}  // namespace hark
