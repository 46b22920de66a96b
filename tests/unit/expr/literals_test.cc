// Literals by the type of what they are compared with. How mistakes are told is in
// tests/expressions/mistakes.txt.
#include "expr/literals.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>

namespace hark {
namespace {

constexpr Microseconds kNow = 1773140400'000'000;  // 2026-03-10 11:00 UTC

std::optional<double> read(ValueType type, const Literal& literal) {
  const auto value = read_literal(type, literal, kNow, true);
  if (value) return *value;
  EXPECT_EQ(value.errors().size(), 1u);
  EXPECT_FALSE(value.errors()[0].message.empty());
  return std::nullopt;
}
std::optional<double> text(ValueType type, std::string of) {
  return read(type, {std::move(of), std::nullopt, false});
}
std::optional<double> word(ValueType type, std::string of) {
  return read(type, {std::move(of), std::nullopt, true});
}
std::optional<double> number(ValueType type, double of) {
  return read(type, {std::nullopt, of, false});
}

TEST(Literals, LevelsAreWordsStringsAndDigits) {
  EXPECT_EQ(word(ValueType::kLevel, "err"), 3);
  EXPECT_EQ(word(ValueType::kLevel, "ERROR"), 3);
  EXPECT_EQ(text(ValueType::kLevel, "warn"), 4);
  EXPECT_EQ(text(ValueType::kLevel, "7"), 7);
  EXPECT_EQ(number(ValueType::kLevel, 0), 0);
  for (const double bad : {-1.0, 8.0, 2.5}) EXPECT_EQ(number(ValueType::kLevel, bad), std::nullopt);
  for (const char* bad : {"", "8", "bad", "errs"})
    EXPECT_EQ(text(ValueType::kLevel, bad), std::nullopt);
}

TEST(Literals, SeveritiesAreTheirFourWords) {
  EXPECT_EQ(word(ValueType::kSeverity, "info"), 0);
  EXPECT_EQ(word(ValueType::kSeverity, "Critical"), 3);
  EXPECT_EQ(text(ValueType::kSeverity, "error"), 2);
  for (const char* bad : {"err", "crit", "notice", "", "3"})
    EXPECT_EQ(word(ValueType::kSeverity, bad), std::nullopt) << bad;
  EXPECT_EQ(number(ValueType::kSeverity, 1), std::nullopt);
}

TEST(Literals, TimesWeekdaysAndDatesAreStrings) {
  EXPECT_EQ(text(ValueType::kTime, "2026-03-10 09:03:50.5"), 1773133430'500'000.0);
  EXPECT_EQ(text(ValueType::kTime, "-1h"), kNow - 3600e6);
  EXPECT_EQ(number(ValueType::kTime, 5), std::nullopt);
  EXPECT_EQ(word(ValueType::kTime, "yesterday"), std::nullopt);
  EXPECT_EQ(text(ValueType::kWeekday, "mon"), 0);
  EXPECT_EQ(text(ValueType::kWeekday, "SUNDAY"), 6);
  EXPECT_EQ(text(ValueType::kWeekday, "mo"), std::nullopt);
  EXPECT_EQ(number(ValueType::kWeekday, 1), std::nullopt);
  EXPECT_EQ(text(ValueType::kDate, "2026-03-29"), 20260329);
  EXPECT_EQ(text(ValueType::kDate, "today"), 20260310);
  EXPECT_EQ(text(ValueType::kDate, "yesterday"), 20260309);
  for (const char* bad : {"2026-3-29", "2026-02-30", "-1h", "@0", "2026-03-29 09:00", ""})
    EXPECT_EQ(text(ValueType::kDate, bad), std::nullopt) << bad;
}

TEST(Literals, NumbersMayStandInStrings) {
  EXPECT_EQ(number(ValueType::kNumber, 1.5), 1.5);
  EXPECT_EQ(text(ValueType::kNumber, "0x10"), 16);
  EXPECT_EQ(text(ValueType::kNumber, "nine"), std::nullopt);
  EXPECT_EQ(word(ValueType::kNumber, "nine"), std::nullopt);
}

TEST(Literals, TypeWordsAreLevelsAndSeverities) {
  for (const char* yes : {"emerg", "err", "ERROR", "warning", "info", "critical", "panic"})
    EXPECT_TRUE(is_type_word(yes)) << yes;
  for (const char* no : {"", "3", "message", "unit", "errs"}) EXPECT_FALSE(is_type_word(no)) << no;
}

}  // namespace
}  // namespace hark
