// What each option does to Options, and what it refuses.
#include <algorithm>
#include <cstdint>
#include <string>

#include "cli/option_table.h"
#include "unit/cli/typed.h"

namespace hark {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(Options, Defaults) {
  const Options o = options_of({"x"});
  EXPECT_EQ(o.command, Options::Command::kRun);
  EXPECT_EQ(o.output, Options::OutputMode::kShort);
  EXPECT_EQ(o.color, Options::Color::kAuto);
  EXPECT_EQ(o.max_entry, std::uint64_t{32} << 20);
  EXPECT_EQ(o.field, "MESSAGE");
  EXPECT_EQ(o.max_count, std::nullopt);
  EXPECT_FALSE(o.boot);
  EXPECT_FALSE(o.has_journal() || o.system || o.user || o.name_space);
  EXPECT_FALSE(o.follow || o.ignore_case || o.fixed_strings || o.word_regexp || o.invert_match ||
               o.dmesg || o.count || o.quiet || o.only_matching || o.utc || o.no_hostname ||
               o.stats);
  EXPECT_THAT(o.notes, IsEmpty());
}

TEST(Options, Flags) {
  struct Case {
    Line spellings;
    bool Options::*member;
  };
  const Case cases[] = {
      {{"-f", "--follow"}, &Options::follow},
      {{"-i", "--ignore-case"}, &Options::ignore_case},
      {{"-F", "--fixed-strings"}, &Options::fixed_strings},
      {{"--word-regexp"}, &Options::word_regexp},
      {{"-v", "--invert-match"}, &Options::invert_match},
      {{"-k", "--dmesg"}, &Options::dmesg},
      {{"-c", "--count"}, &Options::count},
      {{"-q", "--quiet"}, &Options::quiet},
      {{"--only-matching"}, &Options::only_matching},
      {{"--utc"}, &Options::utc},
      {{"--no-hostname"}, &Options::no_hostname},
      {{"--stats"}, &Options::stats},
  };
  for (const Case& c : cases) {
    for (const std::string& spelling : c.spellings) {
      SCOPED_TRACE(spelling);
      EXPECT_TRUE(options_of({"x", spelling}).*c.member);
      EXPECT_TRUE(options_of({spelling, spelling, "x"}).*c.member);
    }
    EXPECT_FALSE(options_of({"x"}).*c.member);
  }
  EXPECT_THAT(options_of({"x", "--line-buffered"}).notes, IsEmpty());
  const Options together = options_of({"-fivFc", "x"});
  EXPECT_TRUE(together.follow && together.ignore_case && together.invert_match &&
              together.fixed_strings && together.count);
}

TEST(Options, TheLastValueCounts) {
  const Options o = options_of({"x",
                                "-p",
                                "err",
                                "-S",
                                "a",
                                "-U",
                                "b",
                                "-p",
                                "0..4",
                                "-S",
                                "c",
                                "-U",
                                "d",
                                "-m",
                                "1",
                                "--max-count=2",
                                "--field",
                                "A",
                                "-o",
                                "json",
                                "-o",
                                "cat",
                                "--field",
                                "B",
                                "--color",
                                "never",
                                "--color=always"});
  EXPECT_EQ(o.priority, "0..4");
  EXPECT_EQ(o.since, "c");
  EXPECT_EQ(o.until, "d");
  EXPECT_EQ(o.max_count, 2U);
  EXPECT_EQ(o.field, "B");
  EXPECT_EQ(o.output, Options::OutputMode::kCat);
  EXPECT_EQ(o.color, Options::Color::kAlways);
}

TEST(Options, OutputModes) {
  using enum Options::OutputMode;
  const std::pair<const char*, Options::OutputMode> modes[] = {
      {"short", kShort},          {"short-iso", kShortIso}, {"short-precise", kShortPrecise},
      {"short-full", kShortFull}, {"json", kJson},          {"cat", kCat}};
  EXPECT_EQ(find_option('o')->choices.size(), std::size(modes));
  for (const auto& [word, mode] : modes) {
    EXPECT_EQ(options_of({"x", "-o", word}).output, mode);
    EXPECT_EQ(options_of({"x", std::string("-o") + word}).output, mode);
    EXPECT_EQ(options_of({"x", std::string("--output=") + word}).output, mode);
  }
}

TEST(Options, UnknownOutputModes) {
  struct Case {
    const char* mode;
    const char* help;
  };
  const Case cases[] = {
      {"jsn", "did you mean json?"},
      {"JSON", "did you mean json?"},
      {"short-fulll", "mean short-full?"},
      {"json-pretty", "| jq ."},
      {"json-seq", "-o json"},
      {"verbose", "-o json"},
      {"export", "-o json"},
      {"with-unit", "-o short"},
      {"short-unix", "-o json"},
      {"kill|fail", "grep's -o is --only-matching"},
      {"", "grep's -o is --only-matching"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.mode);
    const Diagnostic d = error_of({"x", "-o", c.mode});
    EXPECT_EQ(d.message, "bad MODE for -o, --output");
    EXPECT_THAT(d.reason, HasSubstr("short, short-iso, short-precise, short-full, json, cat"));
    EXPECT_THAT(d.help, HasSubstr(c.help));
    ASSERT_TRUE(d.origin);
    EXPECT_EQ(d.origin->label, "-o");
    EXPECT_EQ(d.origin->text, c.mode);
    EXPECT_EQ(d.origin->length, std::string(c.mode).size());
  }
}

TEST(Options, Colors) {
  EXPECT_EQ(options_of({"x", "--color", "auto"}).color, Options::Color::kAuto);
  EXPECT_EQ(options_of({"x", "--color=always"}).color, Options::Color::kAlways);
  EXPECT_EQ(options_of({"x", "--color", "never"}).color, Options::Color::kNever);
  const Diagnostic d = error_of({"x", "--color=alway"});
  EXPECT_EQ(d.message, "bad WHEN for --color");
  EXPECT_EQ(d.origin->label, "--color");
  EXPECT_THAT(d.reason, HasSubstr("auto, always, never"));
  EXPECT_EQ(d.help, "did you mean always?");
  error_of({"x", "--color="});
}

TEST(Options, MaxCount) {
  const std::pair<const char*, std::uint64_t> good[] = {
      {"0", 0}, {"1", 1}, {"007", 7}, {"18446744073709551615", UINT64_MAX}};
  for (const auto& [text, number] : good) {
    EXPECT_EQ(options_of({"x", "-m", text}).max_count, number) << text;
    EXPECT_EQ(options_of({"x", std::string("-m") + text}).max_count, number) << text;
  }
  struct Case {
    const char* text;
    std::size_t offset;
  };
  const Case bad[] = {{"", 0},
                      {"-1", 0},
                      {"+1", 0},
                      {" 1", 0},
                      {"1 ", 1},
                      {"12x", 2},
                      {"x", 0},
                      {"1.5", 1},
                      {"1e3", 1},
                      {"0x10", 1},
                      {"1K", 1},
                      {"\xd9\xa1", 0},
                      {"18446744073709551616", 0},
                      {"99999999999999999999999", 0}};
  for (const Case& c : bad) {
    SCOPED_TRACE(c.text);
    const Diagnostic d = error_of({"x", "-m", c.text});
    EXPECT_EQ(d.message, "bad number for -m, --max-count");
    EXPECT_FALSE(d.reason.empty());
    ASSERT_TRUE(d.origin);
    EXPECT_EQ(d.origin->label, "-m");
    EXPECT_EQ(d.origin->text, c.text);
    EXPECT_EQ(d.origin->offset, c.offset);
    EXPECT_EQ(d.origin->offset + d.origin->length, std::string(c.text).size());
  }
  EXPECT_THAT(error_of({"x", "-m", "kill"}).help, HasSubstr("--merge"));
  EXPECT_THAT(error_of({"x", "-m", "12x"}).help, IsEmpty());
}

TEST(Options, MaxEntry) {
  const std::pair<const char*, std::uint64_t> good[] = {{"1", 1},
                                                        {"4096", 4096},
                                                        {"1B", 1},
                                                        {"64K", 65536},
                                                        {"64k", 65536},
                                                        {"64KiB", 65536},
                                                        {"32M", 33554432},
                                                        {"32MiB", 33554432},
                                                        {"1G", 1073741824},
                                                        {"1GiB", 1073741824},
                                                        {"3g", 3221225472},
                                                        {"4294967295", 4294967295},
                                                        {"4194303K", 4294966272}};
  for (const auto& [text, bytes] : good) {
    EXPECT_EQ(options_of({"x", "--max-entry", text}).max_entry, bytes) << text;
  }
  struct Case {
    const char* text;
    std::size_t offset;
    const char* reason;
  };
  const Case bad[] = {
      {"", 0, "begin with a digit"},
      {"M", 0, "begin with a digit"},
      {"-1", 0, "begin with a digit"},
      {" 1", 0, "begin with a digit"},
      {"12X", 2, "unknown unit"},
      {"1KB", 1, "unknown unit"},
      {"1.5M", 1, "unknown unit"},
      {"1 M", 1, "unknown unit"},
      {"1T", 1, "unknown unit"},
      {"1MM", 1, "unknown unit"},
      {"0", 0, "0 bytes"},
      {"0K", 0, "0 bytes"},
      {"4G", 0, "4 GiB - 1"},
      {"4294967296", 0, "4 GiB - 1"},
      {"4096M", 0, "4 GiB - 1"},
      {"99999999999999999999", 0, "4 GiB - 1"},
      {"18014398509481985K", 0, "4 GiB - 1"},
  };
  for (const Case& c : bad) {
    SCOPED_TRACE(c.text);
    const Diagnostic d = error_of({"x", "--max-entry", c.text});
    EXPECT_EQ(d.message, "bad size for --max-entry");
    EXPECT_THAT(d.reason, HasSubstr(c.reason));
    ASSERT_TRUE(d.origin);
    EXPECT_EQ(d.origin->label, "--max-entry");
    EXPECT_EQ(d.origin->offset, c.offset);
  }
}

TEST(Options, Field) {
  EXPECT_EQ(options_of({"x", "--field", "_COMM"}).field, "_COMM");
  EXPECT_THAT(error_of({"x", "--field", ""}).message, HasSubstr("--field"));
}

TEST(Options, BootById) {
  const std::string lower = "0123456789abcdef0123456789abcdef";
  const std::string upper = "0123456789ABCDEF0123456789ABCDEF";
  for (const std::string& id : {lower, upper}) {
    for (const Line& typed : {Line{"-b", id, "x"}, Line{"-b=" + id, "x"}, Line{"-b" + id, "x"},
                              Line{"--boot=" + id, "x"}, Line{"--boot", id, "x"},
                              Line{"-fb", id, "x"}, Line{"x", "-b", id}}) {
      SCOPED_TRACE(::testing::PrintToString(typed));
      const Options o = options_of(typed);
      ASSERT_TRUE(o.boot);
      EXPECT_EQ(o.boot->kind, TypedBoot::Kind::kId);
      EXPECT_EQ(o.boot->id, lower);
      EXPECT_THAT(patterns_of(o), ElementsAre("P:x"));
    }
  }
}

TEST(Options, BootByOffset) {
  using enum TypedBoot::Kind;
  struct Case {
    Line typed;
    TypedBoot::Kind kind;
    std::int64_t offset;
    std::size_t patterns;  // besides -e a
  };
  const Case cases[] = {
      {{"-b"}, kOffset, 0, 0},
      {{"-b", "x"}, kOffset, 0, 1},
      {{"--boot", "x"}, kOffset, 0, 1},
      {{"-b="}, kOffset, 0, 0},
      {{"-b", "--", "-1"}, kOffset, 0, 1},
      {{"-b", "-1", "x"}, kOffset, -1, 1},
      {{"-b-1", "x"}, kOffset, -1, 1},
      {{"-b=-1", "x"}, kOffset, -1, 1},
      {{"--boot=-1", "x"}, kOffset, -1, 1},
      {{"--boot", "+2", "x"}, kOffset, 2, 1},
      {{"-b", "3", "x"}, kOffset, 3, 1},
      {{"-b", "0", "x"}, kOffset, 0, 1},
      {{"-b", "all", "x"}, kAll, 0, 1},
  };
  for (Case c : cases) {
    SCOPED_TRACE(::testing::PrintToString(c.typed));
    c.typed.insert(c.typed.begin(), {"-e", "a"});
    const Options o = options_of(c.typed);
    ASSERT_TRUE(o.boot);
    EXPECT_EQ(o.boot->kind, c.kind);
    EXPECT_EQ(o.boot->offset, c.offset);
    EXPECT_EQ(o.files.size(), c.patterns);
  }
}

TEST(Options, WhatIsNoBoot) {
  for (const char* bad : {"zz", "0123456789abcdef", "99999999999999999999"}) {
    const Diagnostic d = error_of({"x", std::string("--boot=") + bad});
    EXPECT_THAT(d.message, HasSubstr("-b, --boot"));
    EXPECT_FALSE(d.reason.empty());
  }
  const Diagnostic d = error_of({"x", "--boot=12g4"});
  EXPECT_EQ(d.origin->label, "-b");
  EXPECT_EQ(d.origin->text, "12g4");
  EXPECT_EQ(d.origin->offset, 2U);
  EXPECT_THAT(d.help, HasSubstr("--list-boots"));
}

TEST(Options, WhichJournal) {
  EXPECT_TRUE(options_of({"--journal", "x"}).journal);
  EXPECT_EQ(options_of({"-D", "dir", "x"}).directory, "dir");
  EXPECT_EQ(options_of({"-Ddir", "x"}).directory, "dir");
  const Options o = options_of({"--directory=dir", "--system", "--user", "--namespace", "+n", "x"});
  EXPECT_TRUE(o.has_journal() && o.system && o.user);
  EXPECT_EQ(o.name_space, "+n");
  EXPECT_THAT(patterns_of(o), ElementsAre("P:x"));
}

TEST(Options, WaysOfWritingExcludeEachOther) {
  EXPECT_EQ(error_of({"x", "-c", "-q"}).message, "-c and -q exclude each other");
  EXPECT_EQ(error_of({"x", "-cq"}).message, "-c and -q exclude each other");
  EXPECT_EQ(error_of({"x", "--only-matching", "-c"}).message,
            "-c and --only-matching exclude each other");
  EXPECT_EQ(error_of({"x", "-q", "--only-matching"}).message,
            "-q and --only-matching exclude each other");
  EXPECT_EQ(error_of({"x", "-q", "--only-matching", "-c"}).message,
            "-c, -q and --only-matching exclude each other");
}

TEST(Options, OnlyMatchingWantsText) {
  EXPECT_THAT(error_of({"x", "--only-matching", "-o", "json"}).message,
              AllOf(HasSubstr("--only-matching"), HasSubstr("-o json")));
  for (const char* mode : {"short", "short-iso", "short-precise", "short-full", "cat"}) {
    EXPECT_TRUE(options_of({"x", "--only-matching", "-o", mode}).only_matching);
  }
  EXPECT_TRUE(options_of({"x", "-c", "-o", "json"}).count);
}

TEST(Options, Commands) {
  using enum Options::Command;
  const std::pair<Line, Options::Command> cases[] = {
      {{"-h"}, kShortHelp},
      {{"--help"}, kHelp},
      {{"-V"}, kVersion},
      {{"--version"}, kVersion},
      {{"--man-options"}, kManOptions},
      {{"-h", "--version"}, kShortHelp},
      {{"--version", "-h"}, kVersion},
      {{"x", "f", "-ih"}, kShortHelp},
      {{"--unknown", "-m", "x", "-c", "-q", "--help"}, kHelp},
      {{"--help", "-e"}, kHelp},
  };
  for (const auto& [typed, command] : cases) {
    SCOPED_TRACE(::testing::PrintToString(typed));
    for (const bool stdin_is_terminal : {false, true}) {
      const Result<Options> result = type(typed, stdin_is_terminal);
      ASSERT_TRUE(result);
      EXPECT_EQ(result->command, command);
      EXPECT_THAT(result->notes, IsEmpty());
    }
  }
  EXPECT_EQ(options_of({"--", "--help"}).command, kRun);
  EXPECT_EQ(options_of({"-e", "--help"}).command, kRun);
}

}  // namespace
}  // namespace hark
