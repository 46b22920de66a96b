// Priorities by digit and word.
#include "event/level.h"

#include <gtest/gtest.h>

#include "unit/event/made_event.h"

namespace hark {
namespace {

TEST(Level, IsReadFromDigitsAndWords) {
  const std::pair<const char*, Level> cases[] = {
      {"0", Level::kEmerg},      {"3", Level::kErr},         {"7", Level::kDebug},
      {"emerg", Level::kEmerg},  {"panic", Level::kEmerg},   {"alert", Level::kAlert},
      {"crit", Level::kCrit},    {"critical", Level::kCrit}, {"fatal", Level::kCrit},
      {"err", Level::kErr},      {"error", Level::kErr},     {"warning", Level::kWarning},
      {"warn", Level::kWarning}, {"notice", Level::kNotice}, {"info", Level::kInfo},
      {"debug", Level::kDebug},  {"ERR", Level::kErr},       {"Warning", Level::kWarning},
  };
  for (const auto& [word, level] : cases) EXPECT_EQ(parse_level(word), level) << word;
  for (const char* word : {"", "8", "9", "-1", "00", "10", "3 ", " 3", "er", "errr", "error ",
                           "informational", "\xff", "warnn"}) {
    EXPECT_EQ(parse_level(word), std::nullopt) << word;
  }
  EXPECT_EQ(parse_level(std::string_view("err\0", 4)), std::nullopt);
}

TEST(Priority, IsTheFirstValueOfOneDigit) {
  const struct {
    std::vector<const char*> values;
    std::optional<Level> stated;
  } cases[] = {
      {{}, std::nullopt},
      {{"4"}, Level::kWarning},
      {{"0"}, Level::kEmerg},
      {{"7"}, Level::kDebug},
      {{"8"}, std::nullopt},
      {{"error"}, std::nullopt},
      {{"10"}, std::nullopt},
      {{""}, std::nullopt},
      {{"03"}, std::nullopt},
      {{" 3"}, std::nullopt},
      {{"-1"}, std::nullopt},
      {{"3", "5"}, Level::kErr},
      {{"error", "5", "3"}, Level::kNotice},
      {{"99", ""}, std::nullopt},
  };
  for (const auto& c : cases) {
    MadeEvent::Fields fields;
    for (const char* value : c.values) fields.emplace_back(field::kPriority, value);
    MadeEvent event(fields);
    EXPECT_EQ(stated_priority(*event), c.stated);
    EXPECT_EQ(priority(*event), c.stated.value_or(Level::kInfo));
  }
}

}  // namespace
}  // namespace hark
