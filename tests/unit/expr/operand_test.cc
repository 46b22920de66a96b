// What a test looks at, and texts as numbers.
#include "expr/operand.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "unit/event/made_event.h"

namespace hark {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(ParseNumber, TakesDecimalAndHexadecimalNumbersWhole) {
  const struct {
    const char* text;
    double number;
  } cases[] = {{"0", 0},          {"9", 9},
               {"007", 7},        {"-4", -4},
               {"+4", 4},         {"9.0", 9},
               {".5", .5},        {"-.5", -.5},
               {"5.", 5},         {"1e3", 1000},
               {"1.5E-3", .0015}, {"1e+3", 1000},
               {"0x1F", 31},      {"0X1f", 31},
               {"-0x10", -16},    {"18446744073709551616", 18446744073709551616.0},
               {"1e308", 1e308}};
  for (const auto& c : cases) EXPECT_EQ(parse_number(c.text), c.number) << c.text;
}

TEST(ParseNumber, RefusesEverythingElse) {
  using namespace std::literals;
  for (const std::string_view text :
       {""sv,    " 9"sv,       "9 "sv,    "9\n"sv,    "9\0"sv,   "x"sv,       "9x"sv,  "-"sv,
        "+"sv,   "."sv,        "--1"sv,   "+-1"sv,    "-+1"sv,   "e3"sv,      "1e"sv,  "1e+"sv,
        "0x"sv,  "0xg"sv,      "0x1.8"sv, "0x-1"sv,   "1,000"sv, "1_000"sv,   "inf"sv, "-inf"sv,
        "nan"sv, "infinity"sv, "1e999"sv, "-1e999"sv, "1kB"sv,   "\xd9\xa3"sv})
    EXPECT_EQ(parse_number(text), std::nullopt) << text;
}

TEST(LengthOf, CountsCharactersOfUtf8AndBytesElsewhere) {
  EXPECT_EQ(length_of({"", true}), 0);
  EXPECT_EQ(length_of({"abc", true}), 3);
  EXPECT_EQ(length_of({"gr\xc3\xbc\xc3\x9f"
                       "e",
                       true}),
            5);
  EXPECT_EQ(length_of({"\xf0\x9f\x98\x80", true}), 1);
  EXPECT_EQ(length_of({"gr\xfc\xdf"
                       "e",
                       false}),
            5);
  EXPECT_EQ(length_of({"\x80\x80", false}), 2);
}

struct Looked {
  Matcher matcher;
  MatchState state{matcher};

  std::vector<std::string> texts(const Operand& operand, MadeEvent::Fields fields) {
    MadeEvent event(std::move(fields));
    std::vector<std::string> all;
    any_text(operand, Witness{*event, matcher, state}, [&](const Value& value) {
      all.emplace_back(value.bytes);
      return false;
    });
    return all;
  }
  std::optional<std::int64_t> integer(const Operand& operand, MadeEvent::Fields fields) {
    MadeEvent event(std::move(fields));
    return integer_of(operand, {*event, matcher, state});
  }
  bool has(const Operand& operand, MadeEvent::Fields fields) {
    MadeEvent event(std::move(fields));
    return has_value(operand, {*event, matcher, state});
  }
};

TEST(Operand, HasAllValuesFoldedAsAsked) {
  Looked look;
  const Operand host{.kind = Operand::Kind::kField, .field = field::kHostname};
  EXPECT_THAT(look.texts(host, {{field::kHostname, "Web"},
                                {field::kHostname,
                                 "\xC3\x9C"
                                 "b"}}),
              ElementsAre("Web",
                          "\xC3\x9C"
                          "b"));
  Operand folded = host;
  folded.fold = Operand::Fold::kLower;
  EXPECT_THAT(look.texts(folded, {{field::kHostname, "WEB1\xC3\x9C"}}),
              ElementsAre("web1\xC3\x9C"));
  folded.fold = Operand::Fold::kUpper;
  EXPECT_THAT(look.texts(folded, {{field::kHostname, "web1{"}}), ElementsAre("WEB1{"));
  EXPECT_THAT(look.texts(host, {}), IsEmpty());
}

TEST(Operand, IntegersAreThereOrNot) {
  Looked look;
  const auto of = [](Operand::Kind kind) { return Operand{.kind = kind, .utc = true}; };
  // 2026-03-10 08:03:50 UTC, a Tuesday
  const MadeEvent::Fields at = {{field::kRealtime, "1773129830000000"}};
  EXPECT_EQ(look.integer(of(Operand::Kind::kTime), at), 1773129830000000);
  EXPECT_EQ(look.integer(of(Operand::Kind::kHourOfDay), at), 8);
  EXPECT_EQ(look.integer(of(Operand::Kind::kMinuteOfHour), at), 3);
  EXPECT_EQ(look.integer(of(Operand::Kind::kWeekday), at), 1);
  EXPECT_EQ(look.integer(of(Operand::Kind::kDate), at), 20260310);
  for (const char* bad : {"", "x", "-1x", "99999999999999999999"})
    EXPECT_FALSE(look.has(of(Operand::Kind::kHourOfDay), {{field::kRealtime, bad}})) << bad;
  EXPECT_EQ(look.integer(of(Operand::Kind::kPriority), {}), 6);
  EXPECT_EQ(look.integer(of(Operand::Kind::kLevel), {{field::kMessage, "ERROR: x"}}), 3);
  EXPECT_EQ(look.integer(of(Operand::Kind::kSeverity), {}), std::nullopt);  // nobody to ask
}

TEST(Operand, NamesEveryFieldItReads) {
  const auto reads = [](const Operand& operand) {
    std::vector<FieldId> fields;
    add_fields(operand, fields);
    return fields;
  };
  using ::testing::Contains;
  EXPECT_THAT(reads({.kind = Operand::Kind::kIdentifier}),
              ElementsAre(field::kSyslogIdentifier, field::kComm));
  EXPECT_THAT(reads({.kind = Operand::Kind::kJson}), ElementsAre(field::kMessage));
  EXPECT_THAT(reads({.kind = Operand::Kind::kDate}), ElementsAre(field::kRealtime));
  EXPECT_THAT(reads({.kind = Operand::Kind::kLevel}), Contains(field::kMessage));
  EXPECT_THAT(reads({.kind = Operand::Kind::kLevel}), Contains(field::kPid));
  EXPECT_THAT(reads({.kind = Operand::Kind::kScope}), Contains(field::kSystemdCgroup));
  EXPECT_THAT(reads({.kind = Operand::Kind::kText}), IsEmpty());
}

}  // namespace
}  // namespace hark
