// No regex of a pack may cost more than in proportion to the line, from wherever it begins: each is
// run on long lines made of its own examples, which repeat the parts that it is made of, and
// PCRE2's steps are counted.
//
//   pack_linear
//
// PCRE2 runs as a plain backtracker here, without what makes it faster on most lines, so that the
// figure is the worst that a regex can cost. Times are not looked at.
#define PCRE2_CODE_UNIT_WIDTH 8
#include <fmt/format.h>
#include <pcre2.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "expr/parser.h"
#include "pattern/library.h"

namespace hark {
namespace {

// On the longer line a regex whose steps grow as their square takes four times as many for each
// byte. Bounded repeats are far below the shorter one.
constexpr std::size_t kShort = 512, kLong = 2048;
constexpr std::uint64_t kFew = 6;      // steps a byte, which no line makes dear
constexpr std::uint64_t kMost = 4000;  // beyond which nobody counts

// From one start: where a regex begins is looked for by Hyperscan, and what hits is mostly found at
// the first.
struct Steps {
  std::size_t start = 0;
  std::uint64_t taken = 0, most = 0;  // at this start, at any
  std::uint64_t limit = 0;
};

int count_step(pcre2_callout_block* at, void* data) {
  auto& steps = *static_cast<Steps*>(data);
  if (at->start_match != steps.start) steps.taken = 0;
  steps.start = at->start_match;
  steps.most = std::max(steps.most, ++steps.taken);
  return steps.taken > steps.limit ? PCRE2_ERROR_CALLOUT : 0;
}

class Counter {
 public:
  explicit Counter(std::string_view regex, bool ignore_case) {
    int error = 0;
    PCRE2_SIZE at = 0;
    code_.reset(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(regex.data()), regex.size(),
                              PCRE2_AUTO_CALLOUT | PCRE2_NO_AUTO_POSSESS | PCRE2_NO_START_OPTIMIZE |
                                  PCRE2_NO_DOTSTAR_ANCHOR | (ignore_case ? PCRE2_CASELESS : 0),
                              &error, &at, nullptr));
    data_.reset(pcre2_match_data_create_from_pattern(code_.get(), nullptr));
    context_.reset(pcre2_match_context_create(nullptr));
    pcre2_set_callout(context_.get(), count_step, &steps_);
    pcre2_set_match_limit(context_.get(), ~std::uint32_t{0});
  }

  // To find nothing, or all of it: a match is looked past.
  std::uint64_t steps(std::string_view line, std::uint64_t most) {
    steps_ = {0, 0, 0, most};
    std::size_t from = 0;
    while (from <= line.size()) {
      const int found = pcre2_match(code_.get(), reinterpret_cast<PCRE2_SPTR>(line.data()),
                                    line.size(), from, 0, data_.get(), context_.get());
      if (found <= 0) break;
      from = std::max(pcre2_get_ovector_pointer(data_.get())[1], from + 1);
    }
    return steps_.most;
  }

 private:
  struct Free {
    void operator()(pcre2_code* code) const { pcre2_code_free(code); }
    void operator()(pcre2_match_data* data) const { pcre2_match_data_free(data); }
    void operator()(pcre2_match_context* context) const { pcre2_match_context_free(context); }
  };
  Steps steps_;
  std::unique_ptr<pcre2_code, Free> code_;
  std::unique_ptr<pcre2_match_data, Free> data_;
  std::unique_ptr<pcre2_match_context, Free> context_;
};

std::string repeated(std::string_view part, std::string_view before, std::size_t size) {
  std::string line(before);
  while (!part.empty() && line.size() < size) line += part;
  return line;
}

// What a line of this text could be repeated by: its beginnings, and after each of them what a
// class may take for ever.
struct Attack {
  std::string before, part;
};
std::vector<Attack> attacks(const std::string& text) {
  std::vector<Attack> all;
  constexpr std::size_t kBeginnings = 8;
  const std::size_t step = std::max<std::size_t>(1, text.size() / kBeginnings);
  for (std::size_t end = 1; end <= text.size(); end += step) {
    const std::string beginning = text.substr(0, end);
    all.push_back({"", beginning});
    for (const std::string_view filler : {"a", " ", "1", "a.", "/a"})
      all.push_back({beginning, std::string(filler)});
  }
  all.push_back({"", text + " "});
  for (const std::string_view filler : {"a", " ", "1", "a ", "a.", "a/", ": ", "'", "a='b' ", "("})
    all.push_back({"", std::string(filler)});
  return all;
}

// The beginning of a line on which the steps for each byte grow with its length.
std::optional<std::string> dear_line(Counter& counter, const std::set<std::string>& texts) {
  for (const std::string& text : texts) {
    for (const Attack& attack : attacks(text)) {
      const std::string line = repeated(attack.part, attack.before, kShort);
      const std::uint64_t steps = counter.steps(line, kMost * kShort) / kShort;
      if (steps < kFew) continue;
      const std::string longer = repeated(attack.part, attack.before, kLong);
      if (counter.steps(longer, kMost * kLong) / kLong > steps * 5 / 2) return line.substr(0, 120);
    }
  }
  return std::nullopt;
}

std::set<std::string> texts_of(const Pattern& pattern) {
  std::set<std::string> texts;
  for (const Example& example : pattern.examples) {
    if (example.kind == Example::Kind::kMatch) texts.insert(example.message);
    for (const auto& [name, values] : example.event) {
      if (name == "MESSAGE") texts.insert(values.begin(), values.end());
    }
  }
  return texts;
}

// Those that an expression compares with.
void add_regexes(const Node& node, std::vector<std::string>& regexes) {
  if (node.kind == Node::Kind::kCompare && node.text == "=~" && node.children.size() == 2)
    regexes.push_back(node.children[1].text);
  for (const Node& child : node.children) add_regexes(child, regexes);
}

std::vector<std::string> regexes_of(const Alternative& alternative) {
  std::vector<std::string> regexes;
  for (const LocatedText& regex : alternative.regexes) regexes.push_back(regex.text);
  if (alternative.where) {
    if (const auto tree = parse_expression(alternative.where->text, "where"))
      add_regexes(*tree, regexes);
  }
  return regexes;
}

int run() {
  LibraryOptions options;
  const auto builtin = builtin_packs();
  options.builtin.assign(builtin.begin(), builtin.end());
  const Library library = load_library(options);
  Counter square("a.*b.*c", false);
  if (!dear_line(square, {"abc"})) {
    fmt::print("nothing is found to be dear: this test tests nothing\n");
    return 1;
  }
  std::size_t regexes = 0, dear = 0;
  for (const Pattern* pattern : library.all()) {
    const std::set<std::string> texts = texts_of(*pattern);
    for (const Alternative& alternative : pattern->any) {
      for (const std::string& regex : regexes_of(alternative)) {
        if (regex.find_first_of("*+,") == std::string::npos) continue;
        regexes++;
        Counter counter(regex, alternative.ignore_case);
        if (const auto line = dear_line(counter, texts)) {
          dear++;
          fmt::print("{}: {}\n  on {}…\n", pattern->id, regex, *line);
        }
      }
    }
  }
  fmt::print("{} regexes that repeat something, {} of them too dear\n", regexes, dear);
  return dear == 0 && regexes > 100 ? 0 : 1;
}

}  // namespace
}  // namespace hark

int main() { return hark::run(); }
