#include "digest/incidents.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "unit/digest/made_times.h"

namespace hark {
namespace {

using testing::ElementsAre;
using testing::FieldsAre;
using testing::SizeIs;

struct Line {
  double at;  // seconds
  std::uint64_t invocation = 0;
  std::uint32_t pattern = 0;
  int severity = 0;
};

Incidents of(const std::vector<Line>& lines) {
  Incidents incidents;
  for (const Line& line : lines) {
    incidents.add(line.invocation,
                  {line.pattern, line.severity, static_cast<Microseconds>(line.at * 1e6)});
  }
  return incidents;
}

struct Told {
  double first, last;
  std::uint64_t lines;
  std::uint32_t pattern;
  bool operator==(const Told&) const = default;
};

std::vector<Told> told(const std::vector<Incident>& incidents) {
  std::vector<Told> all;
  for (const Incident& i : incidents) {
    all.push_back({static_cast<double>(i.first) / 1e6, static_cast<double>(i.last) / 1e6, i.lines,
                   i.telling.pattern});
  }
  return all;
}

// In every order of its lines.
void expect_told(std::vector<Line> lines, const std::vector<Told>& expected) {
  ASSERT_LE(lines.size(), 6u);
  std::vector<std::size_t> order(lines.size());
  for (std::size_t i = 0; i < order.size(); i++) order[i] = i;
  do {
    std::vector<Line> turned;
    for (const std::size_t i : order) turned.push_back(lines[i]);
    EXPECT_EQ(told(of(turned).all()), expected);
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST(Incidents, ThirtySecondsApart) {
  expect_told({{100}, {130}, {160}}, {{100, 160, 3, 0}});
  expect_told({{100}, {130.000001}}, {{100, 100, 1, 0}, {130.000001, 130.000001, 1, 0}});
}

TEST(Incidents, ALateLineJoinsWhatItLiesBetween) {
  expect_told({{100}, {150}, {125}}, {{100, 150, 3, 0}});
}

TEST(Incidents, NoTwoInvocationsInOne) {
  expect_told({{100, 1}, {101, 2}, {102, 1}, {103, 2}}, {{100, 102, 2, 0}, {101, 103, 2, 0}});
}

TEST(Incidents, LinesWithoutAnInvocationFitAny) {
  expect_told({{100}, {101, 1}, {102}}, {{100, 102, 3, 0}});
  expect_told({{100}, {101, 1}, {110}, {111, 2}}, {{100, 110, 3, 0}, {111, 111, 1, 0}});
}

TEST(Incidents, ALineWithoutAnInvocationIsABridge) {
  expect_told({{100, 1}, {125}, {150, 1}}, {{100, 150, 3, 0}});
  expect_told({{100, 1}, {125}, {150, 2}}, {{100, 125, 2, 0}, {150, 150, 1, 0}});
}

TEST(Incidents, ToldByTheMostSevereThenTheFirst) {
  expect_told({{100, 1, 3, 1}, {101, 1, 4, 2}, {102, 1, 2, 2}}, {{100, 102, 3, 4}});
  expect_told({{100, 1, 7, 2}, {100, 1, 5, 2}}, {{100, 100, 2, 5}});
}

TEST(Incidents, LinesWithoutATimeAreOneIncident) {
  Incidents incidents;
  incidents.add(0, {1, 0, kNoTime});
  incidents.add(0, {1, 0, kNoTime});
  incidents.add(0, {1, 0, 5});
  const auto all = incidents.all();
  ASSERT_THAT(all, SizeIs(2));
  EXPECT_EQ(all[0].first, kNoTime);
  EXPECT_EQ(all[0].lines, 2u);
  EXPECT_EQ(all[1].first, 5);
}

TEST(Incidents, WhatIsOldIsSettledAndNothingIsLost) {
  Incidents incidents;
  Chance chance(1);
  std::uint64_t settled = 0, lines = 0;
  for (Microseconds i = 0; i < 10'000; i++) {
    const auto at = i * kMinute + part_of(kSecond, chance.uniform());
    for (const Microseconds later : {0, 1, 2}) incidents.add(0, {0, 0, at + later * kSecond});
    if (!incidents.is_crowded()) continue;
    for (const Incident& incident : incidents.take_settled()) {
      settled++;
      lines += incident.lines;
    }
    EXPECT_THAT(incidents.all(), SizeIs(Incidents::kKept));
  }
  for (const Incident& incident : incidents.all()) lines += incident.lines;
  EXPECT_EQ(settled + incidents.all().size(), 10'000u);
  EXPECT_EQ(lines, 30'000u);
}

TEST(Incidents, ASecondFileOfTheSameTimeJoinsTheFirst) {
  Incidents incidents;
  for (const std::uint32_t file : {0u, 1u}) {
    for (Microseconds i = 0; i < 500; i++)
      incidents.add(0, {file, 0, i * kMinute + file * kSecond});
  }
  EXPECT_THAT(incidents.all(), SizeIs(500));
}

TEST(Incidents, AnOldFileAfterANewOneIsCountedTogether) {
  Incidents incidents;
  std::uint64_t count = 0;
  const auto add = [&](Microseconds at) {
    incidents.add(0, {0, 0, at});
    if (incidents.is_crowded()) count += incidents.take_settled().size();
  };
  for (const Microseconds file : {5000, 0}) {
    for (Microseconds i = 0; i < 5000; i++) {
      add((file + i) * kMinute);
      add((file + i) * kMinute + kSecond);
    }
  }
  EXPECT_EQ(count + incidents.all().size(), 10'000u);
}

}  // namespace
}  // namespace hark
