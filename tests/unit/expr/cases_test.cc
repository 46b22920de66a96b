// Runs the tables in tests/expressions; README.md there has their form.
#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "expr/binder.h"
#include "expr/parser.h"
#include "expr/planner.h"
#include "input/chunk_reader.h"
#include "input/json_decoder.h"
#include "select/pattern_selector.h"
#include "select/selection.h"

namespace hark {
namespace {

namespace fs = std::filesystem;

constexpr Microseconds kNow = 1773140400'000000;  // 2026-03-10 12:00 in Berlin

Pattern made_up(std::string id, Severity severity, std::vector<std::string> tags,
                std::string regex) {
  Pattern pattern;
  pattern.id = std::move(id);
  pattern.severity = severity;
  pattern.tags = std::move(tags);
  pattern.any.emplace_back().regexes.push_back({std::move(regex), {}});
  return pattern;
}

// The patterns that the tables may ask about.
const std::vector<Pattern>& patterns() {
  static const std::vector<Pattern> all = {
      made_up("made.killed", Severity::kError, {"kill"}, "killed by (?<signal>SIG\\w+)"),
      made_up("made.kill-planned", Severity::kWarning, {"kill", "plan"}, "will be killed"),
      made_up("made.lost", Severity::kCritical, {}, "data lost on (?<device>\\w+)"),
  };
  return all;
}

const KnownPatterns& known() {
  static const KnownPatterns all = {{{"made.killed", {"kill"}, {"signal"}},
                                     {"made.kill-planned", {"kill", "plan"}, {}},
                                     {"made.lost", {}, {"device"}}},
                                    {{"other.note", {"note"}, {}}},
                                    "--severity info brings it in"};
  return all;
}

struct Judgement {
  Diagnostics said;  // mistakes or warnings
  bool is_bound = false;
  bool holds = false;
};

// The whole way of an expression: parsed, bound, compiled, planned, and asked about one event.
Judgement judge(const std::string& text, const std::string& event_json) {
  Judgement judgement;
  const Origin origin{"-w", text, 0, text.size(), 0};
  auto tree = parse_expression(text, origin);
  if (!tree) {
    judgement.said = tree.errors();
    return judgement;
  }
  FieldTable fields;
  Matcher matcher;
  auto bound = bind_expression(*tree, text, origin, true,
                               {fields, matcher, RegexSet::kTyped, &known(), kNow, false});
  if (!bound) {
    judgement.said = bound.errors();
    return judgement;
  }
  judgement.is_bound = true;
  judgement.said = bound->warnings;
  Selection selection;
  selection.asks_for_hits = true;
  for (std::uint32_t i = 0; i < patterns().size(); i++) {
    auto selector = pattern_selector(patterns()[i], fields, matcher);
    selector->number = i;
    selector->is_witness = true;
    selection.selectors.push_back(std::move(*selector));
  }
  EXPECT_TRUE(matcher.compile(fields)) << text;
  selection.selectors.push_back(typed_selector(text, plan(std::move(bound->predicate), matcher)));
  selection.prepare(matcher);
  MatchState state(matcher);
  const FieldPlan wanted(fields, selection.fields(matcher));
  JsonDecoder decoder(wanted);
  Event event(fields);
  const std::string padded = event_json + std::string(ChunkReader::kPadding, '\0');
  const auto fault = decoder.decode(std::string_view(padded).substr(0, event_json.size()), event);
  EXPECT_TRUE(fault.empty()) << event_json << ": " << fault;
  state.begin_event();
  Verdict verdict;
  selection.judge(event, matcher, state, verdict);
  judgement.holds = verdict.is_kept;
  return judgement;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

bool take_word(std::string_view& line, std::string_view word) {
  if (!line.starts_with(word)) return false;
  line.remove_prefix(word.size());
  while (line.starts_with(' ')) line.remove_prefix(1);
  return true;
}

class Table : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    setenv("TZ", "Europe/Berlin", 1);
    tzset();
  }
  void TearDown() override {
    unsetenv("TZ");
    tzset();
  }
};

TEST_P(Table, Holds) {
  const fs::path path = fs::path(HARK_EXPRESSION_TABLES) / (GetParam() + ".txt");
  std::ifstream in(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  ASSERT_FALSE(lines.empty());
  std::string event = "{}";
  std::vector<std::string> blessed;
  for (std::size_t i = 0; i < lines.size(); i++) {
    std::string_view line = lines[i];
    blessed.push_back(lines[i]);
    if (line.empty() || line.starts_with('#')) continue;
    SCOPED_TRACE(GetParam() + ".txt:" + std::to_string(i + 1) + ": " + lines[i]);
    if (take_word(line, "event ")) {
      event = line;
      continue;
    }
    const bool expects_true = take_word(line, "true ");
    if (expects_true || take_word(line, "false ")) {
      const Judgement judgement = judge(std::string(line), event);
      EXPECT_TRUE(judgement.is_bound) << render(judgement.said);
      EXPECT_EQ(judgement.holds, expects_true) << event;
      continue;
    }
    if (take_word(line, "dump ")) {
      const auto tree = parse_expression(line, "-w");
      ASSERT_TRUE(tree) << render(tree.errors());
      ASSERT_LT(i + 1, lines.size());
      EXPECT_EQ("= " + dump(*tree), lines[i + 1]);
      blessed.push_back("= " + dump(*tree));
      const auto again = parse_expression(print(*tree), "-w");
      ASSERT_TRUE(again) << print(*tree);
      EXPECT_EQ(dump(*again), dump(*tree)) << print(*tree);
      EXPECT_EQ(print(*again), print(*tree));
      i++;
      continue;
    }
    const bool fails = take_word(line, "fail ");
    ASSERT_TRUE(fails || take_word(line, "warn ")) << "not a case";
    const Judgement judgement = judge(std::string(line), "{}");
    EXPECT_EQ(judgement.is_bound, !fails);
    std::vector<std::string> expected;
    while (i + 1 < lines.size() && lines[i + 1].starts_with("| ")) expected.push_back(lines[++i]);
    std::vector<std::string> said;
    for (const std::string& told : lines_of(render(judgement.said))) said.push_back("| " + told);
    blessed.insert(blessed.end(), said.begin(), said.end());
    EXPECT_EQ(said, expected);
  }
  // With this variable set, the tables are written anew with what is said now: look at each change.
  if (std::getenv("HARK_BLESS_TABLES") != nullptr) {
    std::ofstream out(path);
    for (const std::string& line : blessed) out << line << '\n';
  }
}

std::vector<std::string> tables() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(HARK_EXPRESSION_TABLES)) {
    if (entry.path().extension() == ".txt") names.push_back(entry.path().stem().string());
  }
  return names;
}

INSTANTIATE_TEST_SUITE_P(Expressions, Table, testing::ValuesIn(tables()),
                         [](const auto& name) { return name.param; });

}  // namespace
}  // namespace hark
