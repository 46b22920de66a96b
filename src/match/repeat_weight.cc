#include "match/repeat_weight.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "base/ascii.h"

namespace hark {
namespace {

std::size_t plus(std::size_t a, std::size_t b) { return std::min(a + b, kHeaviest); }
std::size_t times(std::size_t a, std::size_t b) {
  return a != 0 && b > kHeaviest / a ? kHeaviest : a * b;
}

bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

// A part of a regex, written out.
struct Weight {
  std::size_t all = 0;
  std::size_t repeated = 0;  // what of it is below a bounded repeat

  void add(Weight other) {
    all = plus(all, other.all);
    repeated = plus(repeated, other.repeated);
  }
  void repeat(std::size_t copies) {
    all = times(all, copies);
    repeated = copies > 1 ? all : repeated;
  }
};

class Walk {
 public:
  Walk(std::string_view regex, bool by_characters, bool ignores_case)
      : regex_(regex), by_characters_(by_characters), ignores_case_(ignores_case) {}

  std::size_t weigh() {
    while (at_ < regex_.size()) step();
    sum_.add(last_);
    for (const Weight& open : outer_) sum_.add(open);
    return sum_.repeated;
  }

 private:
  void step() {
    if (const std::size_t copies = take_bounds(); copies > 0) return last_.repeat(copies);
    const char c = regex_[at_];
    switch (c) {
      case '(':
        begin({});
        outer_.push_back(sum_);
        sum_ = {};
        at_++;
        return;
      case ')':
        at_++;
        if (outer_.empty()) return;
        sum_.add(last_);
        last_ = sum_;
        sum_ = outer_.back();
        outer_.pop_back();
        return;
      case '[':
        return take_class();
      case '\\':
        begin(one(at_ + 1 < regex_.size() &&
                  std::strchr("WDSNXRHVhvpPx", regex_[at_ + 1]) != nullptr));
        at_ += 2;
        return;
      case '*':
      case '+':
      case '?':
      case '|':
        at_++;
        return;
      default:
        begin(one(c == '.' || !is_ascii(c)));
        at_++;
    }
  }

  Weight one(bool is_wide) const { return {is_wide && by_characters_ ? kWide : 1, 0}; }

  // A new item, which the next repeat is about.
  void begin(Weight item) {
    sum_.add(last_);
    last_ = item;
  }

  std::size_t take_number() {
    std::size_t number = 0;
    for (; at_ < regex_.size() && is_digit(regex_[at_]); at_++)
      number = std::min(number * 10 + static_cast<std::size_t>(regex_[at_] - '0'), kHeaviest);
    return number;
  }

  // {n}, {n,}, {n,m} or {,m}: how many copies that makes. None of these: 0, and nothing is taken.
  std::size_t take_bounds() {
    if (regex_[at_] != '{') return 0;
    const std::size_t start = at_++;
    const auto found = [&]() -> std::size_t {
      const auto at = [&](auto is) { return at_ < regex_.size() && is(regex_[at_]); };
      const bool has_least = at(is_digit);
      std::size_t copies = take_number();
      if (at([](char c) { return c == ','; })) {
        at_++;
        const bool has_most = at(is_digit);
        const std::size_t most = take_number();
        if (!has_least && !has_most) return 0;
        if (has_most) copies = most;
      } else if (!has_least) {
        return 0;
      }
      if (!at([](char c) { return c == '}'; })) return 0;
      at_++;
      return std::max<std::size_t>(copies, 1);
    }();
    if (found == 0) at_ = start;
    return found;
  }

  void take_class() {
    std::size_t i = at_ + 1;
    bool is_wide = ignores_case_;
    const auto is = [&](char c) { return i < regex_.size() && regex_[i] == c; };
    if (is('^')) {
      is_wide = true;
      i++;
    }
    if (is(']')) i++;
    for (; i < regex_.size() && regex_[i] != ']'; i++) {
      is_wide = is_wide || !is_ascii(regex_[i]);
      if (regex_[i] == '\\') {
        i++;
        is_wide = is_wide || (i < regex_.size() && std::strchr("WDSHVhvpPx", regex_[i]) != nullptr);
      } else if (regex_.substr(i).starts_with("[:")) {
        constexpr std::size_t kLongestName = 10;
        const std::size_t end = regex_.find(":]", i + 2);
        if (end != regex_.npos && end - i <= kLongestName + 2) i = end + 1;
      }
    }
    begin(one(is_wide));
    at_ = std::min(i + 1, regex_.size());
  }

  std::string_view regex_;
  bool by_characters_;
  bool ignores_case_;
  std::size_t at_ = 0;
  std::vector<Weight> outer_;  // what stood before each group that is open
  Weight sum_;                 // of the group in hand, without `last_`
  Weight last_;
};

}  // namespace

std::size_t repeat_weight(std::string_view regex, bool by_characters, bool ignores_case) {
  return Walk(regex, by_characters, ignores_case).weigh();
}

}  // namespace hark
