#define PCRE2_CODE_UNIT_WIDTH 8
#include "match/matcher.h"

#include <gmock/gmock.h>
#include <pcre2.h>

#include <random>

#include "base/printable.h"
#include "unit/match/trial.h"

namespace hark {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

RegexSpec spec(std::string text, bool ignore_case = false, bool is_literal = false,
               bool whole_words = false) {
  return {std::move(text), ignore_case, is_literal, whole_words, {"-e", "", 0, 0, 0}};
}

struct MeaningCase {
  std::string name;
  std::string pattern;
  std::string yes, no;  // values that are UTF-8
};

class Meaning : public testing::TestWithParam<MeaningCase> {};

TEST_P(Meaning, IsPcres) {
  Trial trial(GetParam().pattern);
  ASSERT_TRUE(trial.errors.empty()) << render(trial.errors);
  EXPECT_TRUE(trial.matches(GetParam().yes));
  EXPECT_FALSE(trial.matches(GetParam().no));
}

INSTANTIATE_TEST_SUITE_P(
    Patterns, Meaning,
    testing::Values(MeaningCase{"Literal", "kill", "killed", "Killed"},
                    MeaningCase{"InlineCaseless", "(?i)kill", "KILL", "kil"},
                    MeaningCase{"DotStopsAtNewline", "a.b", "axb", "a\nb"},
                    MeaningCase{"DotAll", "(?s)a.b", "a\nb", "ab"},
                    MeaningCase{"Start", "^kill", "kill x", "x\nkill"},
                    MeaningCase{"Multiline", "(?m)^kill", "x\nkill", "x kill"},
                    MeaningCase{"End", "kill$", "to kill", "kill it"},
                    MeaningCase{"EndBeforeLastNewline", "kill$", "kill\n", "kill\nx"},
                    MeaningCase{"Extended", "(?x) k i l l # all of it\n", "kill", "k i l l"},
                    MeaningCase{"WordBoundary", "\\boom\\b", "an oom kill", "zoom"},
                    MeaningCase{"AsciiWord", "^\\w+$", "abc_1", "\xC3\xBC"},
                    MeaningCase{"AsciiDigit", "^\\d$", "7", "\xD9\xA3"},
                    MeaningCase{"DotIsACharacter", "^\xC3\xBC.$", "\xC3\xBC\xE2\x82\xAC",
                                "\xC3\xBC"},
                    MeaningCase{"NegatedClassIsACharacter", "^[^x]{3}$",
                                "\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC", "\xE2\x82\xAC"},
                    MeaningCase{"NegativeLookahead", "kill(?!ed)", "kill -9", "killed"},
                    MeaningCase{"NegativeLookbehind", "(?<!s)kill", "a kill", "skill"},
                    MeaningCase{"Backreference", "(a+)b\\1", "aabaa", "abb"},
                    MeaningCase{"Count", "x{2}", "xx", "x"},
                    MeaningCase{"Quoted", "\\Qa.b\\E", "a.b", "axb"},
                    MeaningCase{"CodePoint", "\\x{20ac}", "\xE2\x82\xAC", "EUR"},
                    MeaningCase{"Empty", "^$", "", "x"},
                    MeaningCase{"LookaheadAlone", "^(?!.*ok)", "bad", "all ok"}),
    [](const auto& test) { return test.param.name; });

TEST(Matcher, CaseFoldsByUnicode) {
  Trial umlaut(
      spec("\xC3\xBC"
           "ber",
           true));
  EXPECT_TRUE(
      umlaut.matches("\xC3\x9C"
                     "BER"));
  Trial kelvin(spec("kelvin", true));
  EXPECT_TRUE(
      kelvin.matches("\xE2\x84\xAA"
                     "ELVIN"));
}

// What PCRE2 says of a text that is UTF-8, without anything of hark's in between.
bool pcre2_finds(const std::string& pattern, std::uint32_t flags, const std::string& text,
                 std::uint32_t more_flags = 0) {
  const auto subject = [](const std::string& s) { return reinterpret_cast<PCRE2_SPTR>(s.data()); };
  int why = 0;
  PCRE2_SIZE at = 0;
  pcre2_compile_context* context = pcre2_compile_context_create(nullptr);
  pcre2_set_compile_extra_options(context, more_flags);
  pcre2_code* code =
      pcre2_compile(subject(pattern), pattern.size(), flags | PCRE2_UTF, &why, &at, context);
  EXPECT_NE(code, nullptr) << pattern;
  pcre2_match_data* match = pcre2_match_data_create(1, nullptr);
  const int found = pcre2_match(code, subject(text), text.size(), 0, 0, match, nullptr);
  pcre2_match_data_free(match);
  pcre2_code_free(code);
  pcre2_compile_context_free(context);
  return found >= 0;
}

const std::string kLongS = "\xC5\xBF", kKelvin = "\xE2\x84\xAA", kUmlaut = "\xC3\xBC";

// Whatever way a K or S comes into a regex: as a letter, in a range, as an escape or from
// elsewhere.
TEST(Matcher, FoldsLettersHoweverTheyAreWritten) {
  for (const std::string pattern :
       {"[a-z]", "[j-l]", "[^a-z]", "[[:alpha:]]", "\\x6b", "\\x{73}", "\\153", "\\o{163}",
        "[\\x6b]", "(\\w)-\\1", "(?<l>\\w)-\\k<l>", "(\\w)-\\g{1}", "(?P<l>\\w)-(?P=l)", "\\w",
        "[\\w]", "[a-j]", "\\p{L}", "[!-~]"}) {
    Trial folding(spec(pattern, true)), within("(?i:" + pattern + ")"), plain(pattern);
    for (const std::string& text : {kLongS, kKelvin, "k-" + kKelvin, "S-" + kLongS,
                                    std::string("k"), std::string("-"), kUmlaut}) {
      const bool folded = pcre2_finds(pattern, PCRE2_CASELESS, text);
      EXPECT_EQ(folding.matches(text), folded) << "-i " << pattern << " on " << text;
      EXPECT_EQ(within.matches(text), folded) << "(?i) " << pattern << " on " << text;
      EXPECT_EQ(plain.matches(text), pcre2_finds(pattern, 0, text)) << pattern << " on " << text;
    }
  }
}

// What holds where something is not there must not hold inside a character.
TEST(Matcher, NoPlaceLiesInsideACharacter) {
  for (const std::string pattern :
       {"\\B", "a\\Bb", "\\Bb", "(?<![a-z])(?![a-z])", "\\b\\B", "(?!a)(?<!a)",
        "(*negative_lookahead:a)(*nlb:a)", "(?!a)\\B(?<!a)", "\\B$", "^\\B", "(?(?!a)(?<!a)|x)"}) {
    Trial trial(pattern);
    ASSERT_TRUE(trial.errors.empty()) << pattern << render(trial.errors);
    for (const std::string& text : {std::string(), "a" + kUmlaut + "a", kUmlaut, kUmlaut + "a",
                                    "a" + kKelvin + "a", std::string("ab"), std::string("a b")})
      EXPECT_EQ(trial.matches(text), pcre2_finds(pattern, 0, text)) << pattern << " on " << text;
  }
}

TEST(Matcher, CountsBytesWhereTheValueIsNotUtf8) {
  Trial trial("^caf.$");
  EXPECT_TRUE(trial.matches("caf\xE9", false));
  EXPECT_TRUE(trial.matches("caf\xC3\xA9"));
  EXPECT_FALSE(trial.matches("caf\xC3\xA9\xFF", false));  // three bytes behind caf
  Trial three("^...$");
  EXPECT_TRUE(three.matches("\xC3\xA9\xFF", false));
}

TEST(Matcher, CodePointsAreFoundInBrokenText) {
  Trial trial("\\x{20ac}");
  EXPECT_TRUE(trial.matches("\xFF\xE2\x82\xAC", false));
  EXPECT_FALSE(
      trial.matches("\xFF"
                    "EUR",
                    false));
}

TEST(Matcher, LiteralsAreBytes) {
  Trial trial(spec("[a.b]*\"\\\xFF", false, true));
  EXPECT_TRUE(trial.matches("x[a.b]*\"\\\xFFx", false));
  EXPECT_FALSE(trial.matches("a"));
  Trial with_nul(spec(std::string("a\0b", 3), false, true));
  EXPECT_TRUE(with_nul.matches(std::string_view("xa\0bx", 5)));
  EXPECT_FALSE(with_nul.matches("ab"));
}

TEST(Matcher, WholeWords) {
  Trial trial(spec("oom|kill", false, false, true));
  EXPECT_TRUE(trial.matches("the oom came"));
  EXPECT_FALSE(trial.matches("zoom skill"));
}

// Comments, quotes that nothing closes, settings: what is put around the pattern must stay outside.
TEST(Matcher, WholeWordsOfEveryPattern) {
  for (const std::string pattern : {"(?x) oom # kernel",
                                    "(?x) oom # kernel\n | kill # manager",
                                    "(*UCP)oom",
                                    "(*UCP)\\w+",
                                    "(*UCP)(*LIMIT_MATCH=1000)oom|kill",
                                    "\\Qoom",
                                    "\\Qa.b",
                                    "(?i)OOM",
                                    "(?x)oom(?#(#)",
                                    "oom|(*F)",
                                    "(*COMMIT)oom",
                                    "a#b",
                                    "oom#",
                                    "\\(#",
                                    "[#(]oom",
                                    "(*CR)(?x)oom # kernel",
                                    "(?x)oom # (*UCP)",
                                    "(?:(?x)oom # c\n)",
                                    "(?xx)[o o]om # c",
                                    "\xC3\xBC|oom"}) {
    Trial trial(spec(pattern, false, false, true));
    ASSERT_TRUE(trial.errors.empty()) << pattern << render(trial.errors);
    for (const std::string& text :
         {std::string("the oom came"), std::string("zoom skills"), "oom" + kUmlaut,
          std::string("an a.b c"), std::string("xa.bx"), std::string("a#b"), std::string("kill"),
          std::string("OOM"), std::string("oom#x"), kUmlaut, std::string(""), std::string("(#")})
      EXPECT_EQ(trial.matches(text), pcre2_finds(pattern, 0, text, PCRE2_EXTRA_MATCH_WORD))
          << pattern << " on " << text;
  }
}

TEST(Matcher, WhatMatchesTheEmptyStringMatchesEveryEvent) {
  for (const char* pattern : {"", "x*", "(?:a|)", "(?i)z?"}) {
    Trial trial(pattern);
    EXPECT_EQ(trial.matcher.run(trial.atom), AtomRun::kConstant) << pattern;
    EXPECT_TRUE(trial.matches("anything")) << pattern;
    EXPECT_TRUE(trial.matches(std::vector<Value>{})) << pattern;
  }
}

TEST(Matcher, MissingIsMatchedAsEmpty) {
  EXPECT_TRUE(Trial("^$").matches(std::vector<Value>{}));
  EXPECT_FALSE(Trial("kill").matches(std::vector<Value>{}));
  EXPECT_TRUE(Trial("(?!x)").matches(std::vector<Value>{}));
}

TEST(Matcher, OneOfSeveralValuesIsEnough) {
  Trial trial("^second");
  EXPECT_TRUE(trial.matches({{"first", true}, {"second \xFF", false}}));
  EXPECT_FALSE(trial.matches({{"first", true}, {"third", true}}));
}

TEST(Matcher, SaysHowAnAtomIsRun) {
  EXPECT_EQ(Trial("kill").matcher.run(0), AtomRun::kExact);
  EXPECT_EQ(Trial("kill(?!ed) -9").matcher.run(0), AtomRun::kPrefilter);
  EXPECT_EQ(Trial("^$").matcher.run(0), AtomRun::kPcre);
}

TEST(Matcher, LongPatternsRun) {
  const std::string long_text = std::string(16'500, 'a') + "b";
  Trial trial(long_text);
  ASSERT_TRUE(trial.errors.empty()) << render(trial.errors);
  EXPECT_EQ(trial.matcher.run(trial.atom), AtomRun::kPcre);
  EXPECT_TRUE(trial.matches("x" + long_text));
  EXPECT_FALSE(trial.matches(std::string(16'500, 'a')));
}

TEST(Matcher, TellsAllBadPatternsAtOnceWithTheirPlaces) {
  FieldTable fields;
  Matcher matcher;
  matcher.add(field::kMessage, {"kill(ed", false, false, false, {"-e", "kill(ed", 0, 0, 0}});
  matcher.add(field::kMessage, spec("fine"));
  matcher.add(field::kMessage, {"[a", false, false, true, {"-e", "[a", 0, 0, 0}});
  const auto compiled = matcher.compile(fields);
  ASSERT_FALSE(compiled);
  ASSERT_EQ(compiled.errors().size(), 2u);
  EXPECT_EQ(compiled.errors()[0].origin->offset, 7u);
  EXPECT_THAT(compiled.errors()[0].reason, HasSubstr("parenthesis"));
  EXPECT_EQ(compiled.errors()[1].origin->offset, 2u);
}

TEST(Matcher, PointsIntoARegexOnlyWhereItStandsByteForByte) {
  const auto mistake_at = [](const std::string& line, std::size_t offset, std::size_t length) {
    const auto made =
        Regex::create({"a\t(b", false, false, false, {"pack", line, offset, length, 3}});
    EXPECT_FALSE(made);
    return made.errors()[0];
  };
  const Diagnostic exact = mistake_at("regex = 'a\t(b'", 9, 4);
  EXPECT_EQ(exact.origin->offset, 13u);
  EXPECT_EQ(exact.origin->length, 1u);
  EXPECT_EQ(exact.reason, "missing closing parenthesis (PCRE2)");
  const Diagnostic escaped = mistake_at(R"(regex = "a\t(b")", 9, 5);
  EXPECT_EQ(escaped.origin->offset, 9u);
  EXPECT_EQ(escaped.origin->length, 5u);
  EXPECT_EQ(escaped.reason, "missing closing parenthesis (PCRE2), at byte 4 of 4");
  EXPECT_EQ(mistake_at("'", 1, 0).origin->offset, 1u);
}

TEST(Matcher, TheSameRegexIsTheSameAtom) {
  Matcher matcher;
  const AtomId a = matcher.add(field::kMessage, spec("x"));
  EXPECT_EQ(matcher.add(field::kMessage, spec("x")), a);
  EXPECT_NE(matcher.add(field::kMessage, spec("x", true)), a);
  EXPECT_NE(matcher.add(field::kUnit, spec("x")), a);
  EXPECT_NE(matcher.add(field::kMessage, spec("x"), RegexSet::kPacks), a);
}

TEST(Matcher, FindsPlacesWithoutOverlap) {
  EXPECT_THAT(Trial("a+").spans("aa b aaa"), ElementsAre(Span{0, 2}, Span{5, 8}));
  EXPECT_THAT(Trial("x*").spans("ab"), ElementsAre());
  EXPECT_THAT(Trial("a").spans("aaaa", 2), ElementsAre(Span{0, 1}, Span{1, 2}));
  EXPECT_THAT(Trial("\xC3\xBC").spans("\xC3\xBC\xC3\xBC"), ElementsAre(Span{0, 2}, Span{2, 4}));
}

TEST(Matcher, PlacesCountTheSequencesThatWereTakenOut) {
  Trial trial("red alert");
  EXPECT_TRUE(trial.matches("\x1b[31mred\x1b[0m alert"));
  EXPECT_THAT(trial.spans("\x1b[31mred\x1b[0m alert"), ElementsAre(Span{5, 18}));
}

TEST(Matcher, GivesCapturesByName) {
  Trial trial("State '(?<state>[a-z-]+)'(?: (?<absent>never))?");
  Event event(trial.fields);
  const std::vector<Value> values = {{"State 'stop-sigterm' timed out", true}};
  event.record_values(field::kMessage, values, false);
  std::vector<FoundMatch> found;
  trial.matcher.find_matches(trial.atom, event, 64, *trial.state, found);
  ASSERT_EQ(found.size(), 1u);
  ASSERT_EQ(found[0].captures.size(), 1u);
  EXPECT_EQ(found[0].captures[0].name, "state");
  EXPECT_EQ(found[0].captures[0].text, "stop-sigterm");
}

TEST(Matcher, ACaptureOfNothingBesideASequenceIsOfNothing) {
  Trial trial("ended by (?<signal>[A-Z]*)");
  Event event(trial.fields);
  const std::vector<Value> values = {{"ended by \x1b[1m\x1b[31m, again", true}};
  event.record_values(field::kMessage, values, false);
  std::vector<FoundMatch> found;
  trial.matcher.find_matches(trial.atom, event, 64, *trial.state, found);
  ASSERT_EQ(found.size(), 1u);
  ASSERT_EQ(found[0].captures.size(), 1u);
  EXPECT_EQ(found[0].span, (Span{0, 9}));
  EXPECT_EQ(found[0].captures[0].span, (Span{18, 18}));
}

TEST(Matcher, GivesUpOnExplosionsInsteadOfHanging) {
  Trial trial("(?=x)|^(a+)+\\1?$");
  EXPECT_FALSE(trial.matches(std::string(40, 'a') + "!"));
  EXPECT_EQ(trial.state->gave_up(), 1u);
  EXPECT_TRUE(trial.state->is_undecided(trial.atom));
  EXPECT_FALSE(trial.matches("b"));
  EXPECT_FALSE(trial.state->is_undecided(trial.atom));
}

// Hyperscan decides and PCRE2 explains: on patterns of every kind they must agree, at the lengths
// where vectors end.
TEST(Matcher, AgreesWithPcreOnRandomPatterns) {
  std::mt19937 random(7);
  const auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  const std::vector<std::string> pieces = {
      "a",     "b",      "ab",           ".",         "[ab]",      "[^a]",  "\\w",       "\\b",
      "a+",    "b*",     "a{2,3}",       "(?:a|b)",   "^",         "$",     "\xC3\xBC",  "\\s",
      "(?i)A", "x?",     "\\S",          "\\W",       "(?i)[^K]",  "\\xfc", "\\x{fc}",   "\\x41",
      "\\h",   "\\D{2}", "[[:^alpha:]]", "[^\\s\\d]", "(?i)[a-k]", "\\B",   "(?i)[r-t]", "(?!a)"};
  const std::vector<std::string> text_pieces = {
      "a", "b", "A", " ", "\n", kUmlaut, "x", "ab", "\xE2\x82\xAC", kKelvin};
  const std::vector<std::string> bytes = {"\xFC", "\xDC", "\xFF", "\xA0", "\x85", "\xC3"};
  const std::vector<int> lengths = {0, 1, 2, 7, 15, 16, 17, 31, 33, 63, 64, 65, 71, 127, 129};
  for (int round = 0; round < 800; round++) {
    std::string pattern;
    for (int i = 0, n = 1 + below(5); i < n; i++)
      pattern += pieces[static_cast<std::size_t>(below(static_cast<int>(pieces.size())))];
    Trial trial(pattern);
    if (!trial.errors.empty()) continue;
    const auto regex = Regex::create(spec(pattern));
    ASSERT_TRUE(regex);
    RegexScratch scratch;
    for (const int length : lengths) {
      std::string text;
      while (static_cast<int>(text.size()) < length)
        text += text_pieces[static_cast<std::size_t>(below(static_cast<int>(text_pieces.size())))];
      const bool expected = pcre2_finds(pattern, 0, text);
      ASSERT_EQ(trial.matches(text), expected) << "pattern: " << pattern << " text: " << text;
      if (text.empty()) continue;
      const auto place = static_cast<std::size_t>(below(static_cast<int>(text.size())));
      text.insert(place, bytes[static_cast<std::size_t>(below(static_cast<int>(bytes.size())))]);
      if (is_valid_utf8(text)) continue;
      const bool on_bytes = (*regex)->search({text, false}, scratch) == Regex::Answer::kYes;
      ASSERT_EQ(trial.matches(text, false), on_bytes)
          << "pattern: " << pattern << " bytes: " << printable(text);
    }
  }
}

}  // namespace
}  // namespace hark
