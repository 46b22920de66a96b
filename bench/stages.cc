// What a line costs, stage by stage, on a recorded journal. A stage includes the ones before it, as
// in the program.
//
//   build/release/bench/hark_stages tests/data/incidents.ndjson      or a larger file, such as
//   scripts/bench makes
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "expr/predicate.h"
#include "input/json_decoder.h"
#include "match/matcher.h"
#include "output/formatter.h"
#include "select/pattern_selector.h"
#include "select/selection.h"

namespace {

using namespace hark;

constexpr std::size_t kPadding = 64;
constexpr std::size_t kFull = 64 * 1024;  // as the writer flushes

// The whole input in memory, cut into lines.
struct Lines {
  std::string bytes;
  std::vector<std::string_view> lines;

  explicit Lines(const std::string& name) {
    std::ifstream in(name, std::ios::binary);
    bytes.assign(std::istreambuf_iterator<char>(in), {});
    const std::size_t size = bytes.size();
    bytes.append(kPadding, '\0');
    for (std::size_t at = 0; at < size;) {
      const std::size_t end = std::min(bytes.find('\n', at), size);
      lines.emplace_back(bytes.data() + at, end - at);
      at = end + 1;
    }
  }
};

const Lines* input = nullptr;

void report(benchmark::State& state) {
  const auto rounds = static_cast<std::int64_t>(state.iterations());
  state.SetBytesProcessed(rounds * static_cast<std::int64_t>(input->bytes.size() - kPadding));
  state.SetItemsProcessed(rounds * static_cast<std::int64_t>(input->lines.size()));
}

// Judging with the six literals of bench/compare, or with one pattern that takes everything.
struct Judge {
  FieldTable fields;
  Matcher matcher;
  Selection selection;
  std::unique_ptr<MatchState> state;
  std::unique_ptr<Annotator> annotator;
  std::unique_ptr<Formatter> formatter;
  std::unique_ptr<FieldPlan> plan;

  Judge(const std::vector<std::string>& patterns, FormatOptions::Mode mode) {
    for (const std::string& text : patterns) {
      const AtomId atom = matcher.add(field::kMessage, {text, false, true, false, {}});
      selection.selectors.push_back(typed_selector(text, atom));
    }
    if (!matcher.compile(fields)) std::abort();
    selection.prepare(matcher);
    state = std::make_unique<MatchState>(matcher);
    annotator = std::make_unique<Annotator>(selection, matcher, *state, fields);
    FormatOptions options;
    options.mode = mode;
    formatter = make_formatter(options, *annotator);
    std::vector<FieldId> wanted = selection.fields(matcher);
    formatter->add_fields(wanted);
    plan = std::make_unique<FieldPlan>(fields, wanted);
  }
};

const std::vector<std::string> kSix = {"stop-sigterm",  "status=9/KILL", "EADDRINUSE",
                                       "Out of memory", "I/O error",     "FATAL"};

void decode_only(benchmark::State& state) {
  const Judge judge(kSix, FormatOptions::Mode::kShort);
  JsonDecoder decoder(*judge.plan);
  Event event(judge.fields);
  for (auto _ : state) {
    for (const std::string_view line : input->lines)
      benchmark::DoNotOptimize(decoder.decode(line, event));
  }
  report(state);
}

void run(benchmark::State& state, const std::vector<std::string>& patterns,
         FormatOptions::Mode mode) {
  Judge judge(patterns, mode);
  JsonDecoder decoder(*judge.plan);
  Event event(judge.fields);
  Verdict verdict;
  std::string out;
  for (auto _ : state) {
    for (const std::string_view line : input->lines) {
      if (!decoder.decode(line, event).empty()) continue;
      judge.state->begin_event();
      judge.selection.judge(event, judge.matcher, *judge.state, verdict);
      if (verdict.is_kept) judge.formatter->format(event, verdict, out);
      if (out.size() < kFull) continue;
      benchmark::DoNotOptimize(out.data());
      out.clear();
    }
  }
  report(state);
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (argc != 2) return 2;
  const Lines lines(argv[1]);
  input = &lines;
  benchmark::RegisterBenchmark("decode", decode_only);
  benchmark::RegisterBenchmark("decode, six literals", run, kSix, FormatOptions::Mode::kShort);
  benchmark::RegisterBenchmark("decode, keep all, short", run, std::vector<std::string>{""},
                               FormatOptions::Mode::kShort);
  benchmark::RegisterBenchmark("decode, keep all, json", run, std::vector<std::string>{""},
                               FormatOptions::Mode::kJson);
  benchmark::RunSpecifiedBenchmarks();
}
