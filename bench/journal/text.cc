#include "text.h"

#include <charconv>
#include <chrono>
#include <iterator>
#include <map>

#include "services.h"

namespace hark::bench {
namespace {

using std::string;
using std::string_view;

struct Filling {
  string& out;
  Random& random;
  std::uint64_t now;
  std::uint64_t pid;
};

// 5 to 60 KB: a request that someone logged whole, as one JSON object, now and then with colours.
void fill_big(const Filling& f) {
  const std::size_t size = f.out.size() + 5'000 + f.random.below(55'000);
  const bool coloured = f.random.one_in(8);
  f.out += R"({"level":20,"msg":"request body","headers":{)";
  while (f.out.size() < size) {
    f.out += "\"x-";
    f.out += f.random.pick<string_view>(kWords);
    f.out += '-';
    f.out += f.random.hex(6);
    f.out += "\":\"";
    f.out += f.random.hex(32);
    f.out += "\",";
    if (coloured) f.out += "\x1b[0m";
  }
  f.out += R"("end":null}})";
}

void fill_words(const Filling& f) {
  const std::uint64_t count = 3 + f.random.below(10);
  for (std::uint64_t i = 0; i < count; i++) {
    if (i > 0) f.out += ' ';
    f.out += f.random.pick<string_view>(kWords);
  }
}

void fill_ip(const Filling& f) {
  for (int i = 0; i < 4; i++) {
    if (i > 0) f.out += '.';
    append_number(f.out, 1 + f.random.below(254));
  }
}

void fill_uuid(const Filling& f) {
  const string all = f.random.hex(32);
  for (const auto& [from, size] : {std::pair{0, 8}, {8, 4}, {12, 4}, {16, 4}, {20, 12}}) {
    if (from > 0) f.out += '-';
    f.out.append(all, from, size);
  }
}

using Fill = void (*)(const Filling&);
const std::map<string_view, Fill> kFills = {
    {"d", [](const Filling& f) { append_number(f.out, f.random.below(10)); }},
    {"n", [](const Filling& f) { append_number(f.out, f.random.below(10'000)); }},
    {"n3", [](const Filling& f) { append_number(f.out, 100 + f.random.below(900)); }},
    {"ms",
     [](const Filling& f) { append_number(f.out, f.random.below(1 + f.random.below(3'000))); }},
    {"kb", [](const Filling& f) { append_number(f.out, f.random.below(90'000)); }},
    {"port", [](const Filling& f) { append_number(f.out, 1024 + f.random.below(60'000)); }},
    {"pid", [](const Filling& f) { append_number(f.out, f.pid); }},
    {"hex8", [](const Filling& f) { f.out += f.random.hex(8); }},
    {"hex16", [](const Filling& f) { f.out += f.random.hex(16); }},
    {"uuid", fill_uuid},
    {"ip", fill_ip},
    {"word", [](const Filling& f) { f.out += f.random.pick<string_view>(kWords); }},
    {"words", fill_words},
    {"user", [](const Filling& f) { f.out += f.random.pick<string_view>(kUsers); }},
    {"path", [](const Filling& f) { f.out += f.random.pick<string_view>(kPaths); }},
    {"agent", [](const Filling& f) { f.out += f.random.pick<string_view>(kAgents); }},
    {"big", fill_big},
    {"epoch", [](const Filling& f) { append_number(f.out, f.now / kSecond); }},
    {"epochms", [](const Filling& f) { append_number(f.out, f.now / 1000); }},
    {"iso", [](const Filling& f) { append_time(f.out, f.now, "%Y-%m-%dT%H:%M:%S.%fZ"); }},
    {"clf", [](const Filling& f) { append_time(f.out, f.now, "%d/%b/%Y:%H:%M:%S +0000"); }},
    {"ngx", [](const Filling& f) { append_time(f.out, f.now, "%Y/%m/%d %H:%M:%S"); }},
    {"pgt", [](const Filling& f) { append_time(f.out, f.now, "%Y-%m-%d %H:%M:%S.%f UTC"); }},
    {"rdt", [](const Filling& f) { append_time(f.out, f.now, "%d %b %Y %H:%M:%S.%f"); }},
};

}  // namespace

std::uint64_t Random::next() {
  std::uint64_t z = (state_ += 0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

string Random::hex(int digits) {
  string out;
  for (std::uint64_t bits = 0; digits > 0; digits--, bits >>= 4) {
    if (out.size() % 16 == 0) bits = next();
    out += "0123456789abcdef"[bits & 15];
  }
  return out;
}

void append_number(string& out, std::uint64_t value, std::size_t width) {
  char digits[20];
  const auto size = static_cast<std::size_t>(
      std::to_chars(std::begin(digits), std::end(digits), value).ptr - digits);
  if (size < width) out.append(width - size, '0');
  out.append(digits, size);
}

string number(std::uint64_t value, std::size_t width) {
  string out;
  append_number(out, value, width);
  return out;
}

void append_time(string& out, std::uint64_t microseconds, string_view format) {
  static constexpr string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const std::chrono::sys_days midnight{std::chrono::days(microseconds / kDay)};
  const std::chrono::year_month_day date(midnight);
  const std::uint64_t second = microseconds % kDay / kSecond;
  for (std::size_t i = 0; i < format.size(); i++) {
    if (format[i] != '%') {
      out += format[i];
      continue;
    }
    switch (format[++i]) {
      case 'Y':
        append_number(out, static_cast<std::uint64_t>(static_cast<int>(date.year())));
        break;
      case 'm':
        append_number(out, static_cast<unsigned>(date.month()), 2);
        break;
      case 'd':
        append_number(out, static_cast<unsigned>(date.day()), 2);
        break;
      case 'b':
        out += kMonths.substr(3 * static_cast<unsigned>(date.month()) - 3, 3);
        break;
      case 'e':
        if (static_cast<unsigned>(date.day()) < 10) out += ' ';
        append_number(out, static_cast<unsigned>(date.day()));
        break;
      case 'H':
        append_number(out, second / 3600, 2);
        break;
      case 'M':
        append_number(out, second / 60 % 60, 2);
        break;
      case 'S':
        append_number(out, second % 60, 2);
        break;
      case 'f':
        append_number(out, microseconds / 1000 % 1000, 3);
        break;
    }
  }
}

string expand(string_view text, Random& random, std::uint64_t now, std::uint64_t pid) {
  string out;
  while (true) {
    const std::size_t open = text.find('{');
    out += text.substr(0, open);
    if (open == string_view::npos) return out;
    text.remove_prefix(open + 1);
    const std::size_t close = text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789");
    const auto fill = kFills.find(text.substr(0, close));
    if (close != string_view::npos && text[close] == '}' && fill != kFills.end()) {
      fill->second({out, random, now, pid});
      text.remove_prefix(close + 1);
    } else {
      out += '{';
    }
  }
}

}  // namespace hark::bench
