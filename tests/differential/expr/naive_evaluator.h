// The language of the page on expressions, judged in the plainest way: no types worked out ahead,
// no plan, no short-circuit, every question asked anew. It shares with src/ the parser's tree and
// the shape of a pack's pattern, and nothing else.
#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

#include "differential/expr/naive_time.h"
#include "differential/expr/plain_event.h"
#include "expr/tree.h"
#include "pattern/pattern.h"

namespace hark::reference {

// How often each kind of test came out false and true.
using Tally = std::map<std::string, std::array<long, 2>>;

class Evaluator {
 public:
  // All of them outlive the evaluator.
  Evaluator(const PlainEvent& event, const std::vector<Pattern>& patterns, const Zone& zone,
            Tally* tally = nullptr)
      : event_(event), patterns_(patterns), zone_(zone), tally_(tally) {}

  // The tree must be one that the binder takes.
  bool holds(const Node& test) const;

  bool hits(const Pattern& pattern) const;

 private:
  enum class Type { kText, kNumber, kLevel, kSeverity, kTime, kWeekday, kDate, kWord };

  bool judge(const Node& test, std::string& kind) const;
  bool compare(const std::string& operation, const Node& left, const Node& right,
               std::string& kind) const;
  bool between(const Node& test, std::string& kind) const;
  bool call(const Node& test) const;

  Type type(const Node& operand) const;
  Type common_type(const Node& left, const Node& right) const;
  Texts texts(const Node& operand) const;
  // `for_equality`: a length of what is missing is that of the empty string.
  std::vector<long double> numbers(const Node& operand, Type as, bool for_equality) const;

  bool alternative_holds(const Alternative& alternative) const;
  Texts matched_values(const std::string& field) const;
  Texts ids_of_hits() const;

  const PlainEvent& event_;
  const std::vector<Pattern>& patterns_;
  const Zone& zone_;
  Tally* tally_;
};

}  // namespace hark::reference
