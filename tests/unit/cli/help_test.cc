// The helps and the man page's OPTIONS say everything the table says, in their form.
#include "cli/help.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "base/printable.h"
#include "cli/option_table.h"

namespace hark {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

// Words with single spaces, so that wrapping does not matter.
std::string words_of(const std::string& text) {
  std::istringstream in(text);
  std::string out;
  for (std::string word; in >> word;) out += word + ' ';
  return out;
}

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c == '\n' || (c >= 0x20 && c < 0x7f); });
}

TEST(OptionTable, EveryRowIsWhole) {
  for (const OptionRecord& record : option_table()) {
    SCOPED_TRACE(option_names(record) + std::string(record.value));
    EXPECT_FALSE(record.help.empty());
    EXPECT_LE(record.help.size(), kHelpWidth);
    EXPECT_NE(record.help.back(), '.');
    EXPECT_FALSE(record.long_help.empty());
    EXPECT_EQ(record.long_help.back(), '.');
    EXPECT_TRUE(is_ascii(record.help) && is_ascii(record.long_help));
    EXPECT_THAT(std::string(record.long_help), Not(HasSubstr("  ")));
    const bool is_argument = record.arity == Arity::kArgument;
    EXPECT_EQ(is_argument, record.apply == nullptr);
    EXPECT_EQ(is_argument, record.letter == 0 && record.name.empty());
    EXPECT_EQ(takes_value(record) || is_argument, !record.value.empty());
    if (takes_value(record)) {
      EXPECT_FALSE(record.name.empty());
    }
    for (const std::string_view choice : record.choices) {
      EXPECT_THAT(std::string(record.long_help), HasSubstr(choice));
    }
  }
}

TEST(OptionTable, NamesAreUniqueAndFound) {
  std::set<char> letters;
  std::set<std::string_view> names;
  for (const OptionRecord& record : option_table()) {
    if (record.letter != 0) {
      EXPECT_TRUE(letters.insert(record.letter).second) << record.letter;
      EXPECT_EQ(find_option(record.letter), &record);
    }
    if (!record.name.empty()) {
      EXPECT_TRUE(names.insert(record.name).second) << record.name;
      EXPECT_EQ(find_option(record.name), &record);
    }
  }
  EXPECT_EQ(find_option('\0'), nullptr);
  EXPECT_EQ(find_option(std::string_view{}), nullptr);
  EXPECT_EQ(find_option("count "), nullptr);
}

TEST(OptionTable, HasWhatStepOneHas) {
  for (const char letter : std::string("egiFvutpSUkbfocqmhV")) {
    EXPECT_NE(find_option(letter), nullptr) << letter;
  }
  for (const char* name :
       {"regexp", "grep",         "pattern-file",  "ignore-case",   "fixed-strings", "word-regexp",
        "field",  "invert-match", "unit",          "user-unit",     "identifier",    "priority",
        "since",  "until",        "dmesg",         "boot",          "follow",        "max-entry",
        "output", "count",        "quiet",         "only-matching", "max-count",     "color",
        "utc",    "no-hostname",  "line-buffered", "stats",         "help",          "version"}) {
    EXPECT_NE(find_option(std::string_view(name)), nullptr) << name;
  }
}

TEST(ShortHelp, FitsOneScreen) {
  const std::string help = short_help();
  const std::vector<std::string> lines = lines_of(help);
  EXPECT_THAT(help, StartsWith("Usage: hark "));
  EXPECT_THAT(help, HasSubstr("journalctl -a -o json | hark 'kill|fail'"));
  EXPECT_EQ(help.back(), '\n');
  EXPECT_LE(lines.size(), 40U);
  for (const std::string& line : lines) EXPECT_LE(display_width(line), 80U) << line;
}

TEST(ShortHelp, HasEveryRowButTheRareOnes) {
  const std::vector<std::string> lines = lines_of(short_help());
  for (const OptionRecord& record : option_table()) {
    SCOPED_TRACE(option_names(record));
    const bool shown = !record.rare && record.group != OptionGroup::kHidden;
    const auto ends_with_help = [&](const std::string& line) {
      return line.size() > kHelpColumn && line.substr(kHelpColumn) == record.help &&
             line[kHelpColumn - 1] == ' ';
    };
    EXPECT_EQ(std::ranges::count_if(lines, ends_with_help), shown ? 1 : 0);
  }
  for (const char* group : {"Input:", "Selection:", "Filters:", "Output:", "Other:"}) {
    EXPECT_THAT(lines, Contains(group));
  }
  EXPECT_THAT(lines, Not(Contains("Hidden:")));
}

TEST(ShortHelp, Synopses) {
  const std::string help = short_help();
  for (const char* synopsis : {"\n  PATTERN  ", "\n  FILE...  ", "\n  -e, --regexp PATTERN  ",
                               "\n      --pattern-file FILE  ", "\n  -b, --boot[=BOOT]  ",
                               "\n  -h   ", "\n      --help  ", "\n  -c, --count  "}) {
    EXPECT_THAT(help, HasSubstr(synopsis));
  }
}

TEST(FullHelp, HasEveryRowInFull) {
  const std::string help = full_help();
  const std::string words = words_of(help);
  for (const OptionRecord& record : option_table()) {
    const std::string long_help = words_of(std::string(record.long_help));
    if (record.group == OptionGroup::kHidden) {
      EXPECT_THAT(words, Not(HasSubstr(long_help)));
      EXPECT_THAT(words, Not(HasSubstr(record.name)));
    } else {
      EXPECT_THAT(words, HasSubstr(long_help));
    }
  }
  for (const std::string& line : lines_of(help)) {
    EXPECT_LE(display_width(line), 80U) << line;
    EXPECT_FALSE(line.ends_with(' ')) << line;
  }
  EXPECT_THAT(help, HasSubstr("Exit status"));
}

TEST(ManOptions, HasAnItemForEveryRow) {
  const std::vector<std::string> lines = lines_of(man_options());
  std::ptrdiff_t shown = 0;
  for (const OptionRecord& record : option_table()) {
    if (record.group != OptionGroup::kHidden) shown++;
  }
  const auto count = [&](std::string_view start) {
    return std::ranges::count_if(lines, [&](const std::string& l) { return l.starts_with(start); });
  };
  EXPECT_EQ(lines.front(), ".Sh OPTIONS");
  EXPECT_EQ(count(".It "), shown);
  EXPECT_EQ(count(".Ss "), 5);
  EXPECT_EQ(count(".Bl "), count(".El"));
  for (const char* item :
       {".It Ar PATTERN", ".It Ar FILE ...",
        ".It Fl e Ar PATTERN , Fl \\-regexp Ns = Ns Ar PATTERN", ".It Fl c , Fl \\-count",
        ".It Fl \\-utc", ".It Fl h",
        ".It Fl b Ns Oo Ns = Ns Ar BOOT Oc , Fl \\-boot Ns Oo Ns = Ns Ar BOOT Oc"}) {
    EXPECT_THAT(lines, Contains(item));
  }
}

TEST(ManOptions, IsSafeRoff) {
  const std::string man = man_options();
  EXPECT_TRUE(is_ascii(man));
  const std::set<std::string> macros = {".Sh", ".Ss", ".Bl", ".It", ".El", ".Pp"};
  for (const std::string& line : lines_of(man)) {
    EXPECT_FALSE(line.empty());
    EXPECT_LE(line.size(), 80U) << line;
    EXPECT_FALSE(line.ends_with(' ')) << line;
    EXPECT_FALSE(line.starts_with('\'')) << line;
    if (line.starts_with('.')) {
      EXPECT_TRUE(macros.contains(line.substr(0, 3))) << line;
    }
  }
  // Text with roff's own characters comes out as it went in.
  EXPECT_THAT(man, HasSubstr("\\(ha and $"));
  EXPECT_THAT(man, HasSubstr("\\ew"));
  EXPECT_THAT(man, HasSubstr("\\-e \\(aq\\(aq"));
  EXPECT_THAT(man, HasSubstr("grep's"));
}

}  // namespace
}  // namespace hark
