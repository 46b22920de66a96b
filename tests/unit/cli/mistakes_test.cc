// Mistakes and the help they get: unknown options, values missing or not wanted, nothing to select,
// nothing to read; and notes about what was perhaps meant.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "cli/habits.h"
#include "cli/option_table.h"
#include "unit/cli/typed.h"
#include "unit/temporary_folder.h"

namespace hark {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

TEST(Mistakes, NearestOption) {
  const std::pair<const char*, const char*> cases[] = {
      {"--cuont", "did you mean --count?"},
      {"--regex", "did you mean --regexp?"},
      {"--regex=a", "did you mean --regexp?"},
      {"--ignore_case", "did you mean --ignore-case?"},
      {"--quite", "did you mean --quiet?"},
      {"--untill", "did you mean --until?"},
      {"--out", "did you mean --output?"},
      {"--max", "did you mean --max-entry, --max-count?"},
      {"--uni", "did you mean --unit?"},
      {"--Count", "did you mean --count?"},
      {"-since", "did you mean --since?"},
      {"--xyzzy", "hark -h lists the options"},
      {"-!x", "hark -h lists the options"},
      {"---count", "did you mean --count?"},
      {"--=x", "hark -h lists the options"},
      {"- x", "hark -h lists the options"},
      {"-\xc3\xa9", "hark -h lists the options"},
      {"--\xff", "hark -h lists the options"},
      {"--man-option", "hark -h lists the options"},
  };
  for (const auto& [typed, help] : cases) {
    SCOPED_TRACE(typed);
    const Diagnostic d = error_of({"x", typed});
    EXPECT_THAT(d.message, HasSubstr("unknown option -"));
    EXPECT_EQ(d.help, help);
  }
  EXPECT_EQ(error_of({"--cuont=3"}).message, "unknown option --cuont");
  EXPECT_EQ(error_of({"-\xc3\xa9x"}).message, "unknown option -\xc3\xa9");
}

TEST(Mistakes, UnknownLetterAmongOthers) {
  const Diagnostic d = error_of({"x", "-ciXf"});
  EXPECT_EQ(d.message, "unknown option -X");
  ASSERT_TRUE(d.origin);
  EXPECT_EQ(d.origin->text, "-ciXf");
  EXPECT_EQ(d.origin->offset, 3U);
  EXPECT_EQ(d.origin->length, 1U);
  // Never read again as a long option or as the end of options.
  EXPECT_EQ(error_of({"x", "-c-output=json"}).message, "a dash among the letters of options");
  EXPECT_EQ(error_of({"x", "-c-"}).message, "a dash among the letters of options");
}

TEST(Mistakes, HabitsGetHelp) {
  const std::pair<const char*, const char*> cases[] = {
      {"--word", "--word-regexp"},
      {"-E", "always extended"},
      {"--extended-regexp", "always extended"},
      {"-x", "^(?:PATTERN)$"},
      {"-y", "-i"},
      {"-r", "journalctl -r -a -o json | hark"},
      {"--reverse", "journalctl -r -a -o json | hark"},
      {"-R", "name them"},
      {"--tail=5", "-n N"},
      {"--merge", "-a -o json | hark PATTERN"},
      {"--root=x", "-a -o json | hark PATTERN"},
      {"--cursor=x", "-a -o json | hark PATTERN"},
      {"-a", "journalctl -a -o json | hark"},
      {"-z", "not needed"},
      {"-l", "hark -q"},
      {"-L", "hark -q"},
      {"-s", "2>/dev/null"},
      {"--no-pager", "never starts a pager"},
      {"--unbuffered", "flushed"},
      {"-5", "context"},
      {"--slurp", "jq -s"},
      {"--json", "-o json"},
      {"--filter=x", "--where"},
      {"--no-color", "--color=never"},
      {"--silent", "--quiet"},
      {"--file=x", "--pattern-file"},
  };
  for (const auto& [typed, help] : cases) {
    SCOPED_TRACE(typed);
    const Diagnostic d = error_of({"x", typed});
    EXPECT_THAT(d.message, HasSubstr("unknown option -"));
    EXPECT_THAT(d.help, HasSubstr(help));
    EXPECT_LE(d.help.size(), 100U);
    EXPECT_THAT(d.help, Not(HasSubstr("\n")));
  }
}

// A habit for an option that exists would never be shown.
TEST(Mistakes, NoHabitShadowsAnOption) {
  for (const OptionRecord& record : option_table()) {
    if (record.letter != 0) {
      EXPECT_EQ(habit_help({std::string{'-', record.letter}}), "") << record.letter;
    }
    if (!record.name.empty()) {
      EXPECT_EQ(habit_help("--" + std::string(record.name)), "") << record.name;
    }
  }
  EXPECT_EQ(habit_help(""), "");
  EXPECT_EQ(habit_help(" "), "");
  EXPECT_EQ(habit_help("-w --word"), "");
}

TEST(Mistakes, MissingValues) {
  for (const OptionRecord& record : option_table()) {
    if (record.arity != Arity::kOne && record.arity != Arity::kRepeatable) continue;
    const std::string name = "--" + std::string(record.name);
    SCOPED_TRACE(name);
    const Diagnostic d = error_of({"x", name});
    EXPECT_EQ(d.message, name + " needs a value");
    EXPECT_THAT(d.help, HasSubstr(record.value));
    if (record.letter != 0) {
      const std::string letter = {'-', record.letter};
      EXPECT_EQ(error_of({"x", letter}).message, letter + " needs a value");
      EXPECT_EQ(error_of({"x", {'-', 'f', record.letter}}).message, letter + " needs a value");
    }
  }
}

TEST(Mistakes, ValuesOfFlags) {
  for (const OptionRecord& record : option_table()) {
    if (record.arity != Arity::kFlag || record.name.empty()) continue;
    const std::string name = "--" + std::string(record.name);
    for (const char* value : {"", "3", "true", "false", "{}"}) {
      const std::string word = name + '=' + value;
      SCOPED_TRACE(word);
      const Diagnostic d = error_of({"x", word});
      EXPECT_EQ(d.message, name + " takes no value");
      ASSERT_TRUE(d.origin);
      EXPECT_EQ(d.origin->text, word);
      EXPECT_EQ(d.origin->offset, name.size());
    }
  }
  const Diagnostic d = error_of({"x", "-ic=3"});
  EXPECT_EQ(d.message, "-c takes no value");
  EXPECT_EQ(d.origin->offset, 3U);
}

TEST(Mistakes, AllAtOnce) {
  const Diagnostics errors =
      errors_of({"--cuont", "x", "-m", "z", "-o", "y", "--quiet=1", "-y", "-e"});
  EXPECT_THAT(errors, SizeIs(6));
  EXPECT_THAT(errors, Each(Field(&Diagnostic::level, Diagnostic::Level::kError)));
  EXPECT_THAT(errors_of({"x", "-cq", "-m", "z"}), SizeIs(2));
}

TEST(Mistakes, TwoExpressionsDoNotAddUp) {
  EXPECT_EQ(error_of({"-w", "true", "-w", "false"}).message, "-w is given twice");
}

TEST(Mistakes, WithoutASelectorThePacksAreIt) {
  for (const Line& typed : {Line{}, Line{"-u", "x"}, Line{"-f"}, Line{"-v"}, Line{"--"}}) {
    const Result<Options> options = type(typed, false);
    ASSERT_TRUE(options);
    EXPECT_TRUE(options->uses_packs);
  }
}

// Nobody types entries: where a terminal is all there is to read, the journal is meant.
TEST(Mistakes, ATerminalStandsForTheJournal) {
  for (const Line& typed :
       {Line{"kill"}, Line{"-e", ""}, Line{"--user", "kill"}, Line{"-u", "x"}}) {
    const Result<Options> options = type(typed, true);
    ASSERT_TRUE(options);
    EXPECT_TRUE(options->journal);
    EXPECT_FALSE(options->digest);
  }
  for (const Line& typed : {Line{"kill", "f"}, Line{"-e", "kill", "f"}, Line{"kill", "-"}}) {
    const Result<Options> options = type(typed, true);
    ASSERT_TRUE(options);
    EXPECT_FALSE(options->has_journal()) << "something was named";
  }
  EXPECT_FALSE(type({"-D", "dir"}, true)->journal);
  EXPECT_FALSE(type({}, false)->has_journal());
  EXPECT_FALSE(type({}, false)->digest);
  EXPECT_TRUE(type({}, true)->journal);
  EXPECT_TRUE(type({}, true)->digest) << "what has been going wrong on this machine";
}

TEST(Mistakes, OneJournalOrFiles) {
  EXPECT_EQ(error_of({"--journal", "kill", "f"}).message,
            "--journal and a FILE exclude each other");
  EXPECT_EQ(error_of({"-D", "d", "kill", "-"}).message, "-D and a FILE exclude each other");
  EXPECT_EQ(error_of({"-D", "d", "--journal"}).message, "--journal and -D exclude each other");
  EXPECT_EQ(error_of({"x", "--after-cursor", "t=1", "--cursor-file", "f"}).message,
            "--after-cursor and --cursor-file exclude each other");
  EXPECT_THAT(error_of({"x", "--cursor-file="}).message, HasSubstr("--cursor-file"));
  for (const char* option : {"--system", "--user", "--namespace=x"}) {
    for (const Line& rest : {Line{"kill"}, Line{"kill", "f"}}) {
      Line typed = rest;
      typed.insert(typed.begin(), option);
      EXPECT_THAT(error_of(typed).help, HasSubstr("journalctl --"));
    }
  }
  for (const char* bad : {"", "+", "a/b"})
    EXPECT_THAT(error_of({"--journal", "--namespace", bad}).message, HasSubstr("--namespace"));
}

// What follows an unknown option may be its value, so that nothing can be said of PATTERN and FILE.
TEST(Mistakes, UnknownOptionsHideWhatFollowsFromThem) {
  EXPECT_THAT(errors_of({"--bogus", "5"}, true), SizeIs(1));
  EXPECT_THAT(errors_of({"--bogus", "5", "--user"}), SizeIs(1));
  EXPECT_THAT(errors_of({"-e"}, true), SizeIs(1));
}

TEST(Mistakes, OurWordsNotTheParsers) {
  for (const Line& typed : {Line{"--bogus"}, Line{"-e"}, Line{"--count=3"}, Line{"-m", "x"}}) {
    const std::string text = render(errors_of(typed));
    EXPECT_THAT(text, Not(HasSubstr("required")));
    EXPECT_THAT(text, Not(HasSubstr("The following")));
    EXPECT_THAT(text, Not(HasSubstr("TEXT")));
  }
}

class Notes : public ::testing::Test {
 protected:
  void SetUp() override {
    before_ = std::filesystem::current_path();
    std::filesystem::current_path(folder_.path());
    for (const char* name : {"saved.json", "kill", "it's", "a|b", "-x", "a b"})
      std::ofstream(name) << '\n';
    std::filesystem::create_directory("folder");
  }
  void TearDown() override { std::filesystem::current_path(before_); }

 private:
  TemporaryFolder folder_;
  std::filesystem::path before_;
};

TEST_F(Notes, PatternThatIsAFile) {
  const std::pair<Line, const char*> cases[] = {
      {{"saved.json"}, "hark -P default saved.json, or hark -e '' saved.json"},
      {{"-i", "kill"}, "hark -P default kill, or hark -e '' kill"},
      {{"./kill"}, "hark -P default ./kill, or hark -e '' ./kill"},
      {{"a b"}, "hark -P default 'a b', or hark -e '' 'a b'"},
      {{"it's"}, "hark -P default 'it'\\''s', or hark -e '' 'it'\\''s'"},
      {{"--", "-x"}, "hark -P default ./-x, or hark -e '' ./-x"},
  };
  for (const auto& [typed, help] : cases) {
    SCOPED_TRACE(::testing::PrintToString(typed));
    const Options o = options_of(typed);
    ASSERT_THAT(o.notes, SizeIs(1));
    EXPECT_EQ(o.notes[0].level, Diagnostic::Level::kNote);
    EXPECT_EQ(o.notes[0].help, help);
    ASSERT_TRUE(o.notes[0].origin);
    EXPECT_EQ(o.notes[0].origin->label, "PATTERN");
    EXPECT_EQ(o.notes[0].origin->text, typed.back());
  }
}

TEST_F(Notes, NoneWhereNoneIsDue) {
  for (const Line& typed : {Line{"saved.json", "kill"}, Line{"-e", "saved.json"},
                            Line{"-e", "x", "saved.json"}, Line{"absent.json"}, Line{"folder"},
                            Line{"a|b"}, Line{""}, Line{"-g", "kill", "-f", "kill"},
                            Line{"-f", "-e", "x", "kill"}, Line{"-f", "absent"}, Line{"saved.*"}}) {
    SCOPED_TRACE(::testing::PrintToString(typed));
    EXPECT_THAT(options_of(typed).notes, IsEmpty());
  }
}

TEST_F(Notes, FollowIsNotPatternFile) {
  for (const Line& typed : {Line{"-f", "saved.json"}, Line{"-f", "saved.json", "kill"}}) {
    const Options o = options_of(typed);
    EXPECT_TRUE(o.follow);
    ASSERT_FALSE(o.notes.empty());
    EXPECT_THAT(o.notes[0].message, HasSubstr("-f is --follow"));
    EXPECT_THAT(o.notes[0].help, HasSubstr("--pattern-file saved.json"));
  }
}

TEST_F(Notes, ComeWithErrors) {
  const Diagnostics all = errors_of({"saved.json", "-c", "-q"}, true);
  ASSERT_THAT(all, SizeIs(2));
  EXPECT_EQ(all[0].level, Diagnostic::Level::kError);
  EXPECT_EQ(all[1].level, Diagnostic::Level::kNote);
}

}  // namespace
}  // namespace hark
