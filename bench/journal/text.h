// What the invented journal's messages are made of: chance, times, and templates filled with both.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace hark::bench {

// Microseconds, as everywhere in a journal.
inline constexpr std::uint64_t kSecond = 1'000'000;
inline constexpr std::uint64_t kDay = 86'400 * kSecond;

// splitmix64: small, good enough, and the same everywhere, which <random>'s distributions are not.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next();
  std::uint64_t below(std::uint64_t n) { return next() % n; }
  bool one_in(std::uint64_t n) { return below(n) == 0; }
  std::string hex(int digits);
  template <class T>
  const T& pick(std::span<const T> from) {
    return from[below(from.size())];
  }

 private:
  std::uint64_t state_;
};

void append_number(std::string& out, std::uint64_t value, std::size_t width = 0);
std::string number(std::uint64_t value, std::size_t width = 0);  // filled with zeros up to `width`

// strftime's %Y %m %d %b %e %H %M %S in UTC with English names, and %f for milliseconds.
void append_time(std::string& out, std::uint64_t microseconds, std::string_view format);

// The template with its {words} replaced; `now` and `pid` are what the words for times and
// processes say. A word in braces that is none of ours is left alone: the JSON messages are full of
// braces.
std::string expand(std::string_view text, Random& random, std::uint64_t now, std::uint64_t pid);

}  // namespace hark::bench
