#include "event/timestamps.h"

#include <fmt/format.h>
#include <strings.h>
#include <sys/stat.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <limits>
#include <string>

namespace hark {
namespace {

struct Unit {
  std::string_view name;
  Microseconds length;
};

// systemd's own table: a month is 30.44 days, a year 365.25.
constexpr Unit kUnits[] = {{"usec", 1},
                           {"us", 1},
                           {"µs", 1},
                           {"μs", 1},
                           {"msec", 1000},
                           {"ms", 1000},
                           {"seconds", kSecond},
                           {"second", kSecond},
                           {"sec", kSecond},
                           {"s", kSecond},
                           {"minutes", kMinute},
                           {"minute", kMinute},
                           {"min", kMinute},
                           {"m", kMinute},
                           {"hours", kHour},
                           {"hour", kHour},
                           {"hr", kHour},
                           {"h", kHour},
                           {"days", kDay},
                           {"day", kDay},
                           {"d", kDay},
                           {"weeks", 7 * kDay},
                           {"week", 7 * kDay},
                           {"w", 7 * kDay},
                           {"months", 2629800 * kSecond},
                           {"month", 2629800 * kSecond},
                           {"M", 2629800 * kSecond},
                           {"years", 31557600 * kSecond},
                           {"year", 31557600 * kSecond},
                           {"y", 31557600 * kSecond}};

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && strncasecmp(a.data(), b.data(), a.size()) == 0;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Takes one word off the end of `text` if it is `word`, with a space before it.
bool take_last_word(std::string_view& text, std::string_view word) {
  if (text.size() <= word.size() ||
      !equals_ignoring_case(text.substr(text.size() - word.size()), word))
    return false;
  const std::string_view rest = text.substr(0, text.size() - word.size());
  if (rest.back() != ' ' && rest.back() != '\t') return false;
  text = trim(rest);
  return true;
}

// `least` to `most` decimal digits at the front of `text`.
std::optional<int> take_number(std::string_view& text, std::size_t least, std::size_t most) {
  int number = 0;
  std::size_t digits = 0;
  for (; digits < most && digits < text.size() && text[digits] >= '0' && text[digits] <= '9';
       digits++) {
    number = number * 10 + (text[digits] - '0');
  }
  if (digits < least) return std::nullopt;
  text.remove_prefix(digits);
  return number;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

// ".5" as microseconds; digits past the sixth are dropped.
std::optional<Microseconds> take_fraction(std::string_view& text) {
  if (!take(text, '.')) return 0;
  Microseconds fraction = 0, scale = kSecond;
  std::size_t digits = 0;
  while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
    scale /= 10;
    fraction += (text.front() - '0') * scale;
    text.remove_prefix(1);
    digits++;
  }
  if (digits == 0) return std::nullopt;
  return fraction;
}

std::tm system_time_parts(Microseconds at, bool utc) {
  const std::time_t seconds = at >= 0 ? at / kSecond : (at - kSecond + 1) / kSecond;
  std::tm tm{};
  utc ? gmtime_r(&seconds, &tm) : localtime_r(&seconds, &tm);
  return tm;
}

// "+01:00", "-0330", "+02"
std::optional<int> parse_offset(std::string_view text) {
  if (text.empty() || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  const int sign = text[0] == '-' ? -1 : 1;
  text.remove_prefix(1);
  const auto hours = take_number(text, 2, 2);
  if (!hours || *hours > 23) return std::nullopt;
  int minutes = 0;
  if (!text.empty()) {
    take(text, ':');
    const auto m = take_number(text, 2, 2);
    if (!m || *m > 59 || !text.empty()) return std::nullopt;
    minutes = *m;
  }
  return sign * (*hours * 3600 + minutes * 60);
}

// A zone's name, as tzset(3) takes it: a file below the database's folder.
bool is_zone_name(std::string_view word) {
  const bool has_form = !word.empty() && word[0] >= 'A' && word[0] <= 'Z' &&
                        word.find("..") == word.npos &&
                        word.find_first_not_of(
                            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                            "/_+-") == word.npos;
  if (!has_form) return false;
  const char* const folder = std::getenv("TZDIR");
  const std::string path =
      fmt::format("{}/{}", folder == nullptr ? "/usr/share/zoneinfo" : folder, word);
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
}

// Makes a zone the local one as long as it lives.
class LocalZone {
 public:
  explicit LocalZone(const std::string& name) {
    if (const char* const before = std::getenv("TZ")) before_ = before;
    ::setenv("TZ", name.c_str(), 1);
    ::tzset();
  }
  ~LocalZone() {
    if (before_) {
      ::setenv("TZ", before_->c_str(), 1);
    } else {
      ::unsetenv("TZ");
    }
    ::tzset();
  }
  LocalZone(const LocalZone&) = delete;
  LocalZone& operator=(const LocalZone&) = delete;

 private:
  std::optional<std::string> before_;
};

// Whether the last word is one of the local zone's two names, as short-full prints them.
bool ends_with_local_name(std::string_view text) {
  ::tzset();
  return take_last_word(text, ::tzname[0]) || take_last_word(text, ::tzname[1]);
}

struct Zone {
  bool utc = false;
  std::optional<int> offset = {};  // seconds east of UTC
  int is_dst = -1;                 // as in tm_isdst: -1 lets the C library find out
};

// Takes "UTC", "Z", one of the local zone's two names, as short-full prints them, or an offset off
// the end.
Zone take_zone(std::string_view& text, bool utc) {
  if (take_last_word(text, "UTC") || take_last_word(text, "Z")) return {true};
  ::tzset();
  for (const int is_dst : {0, 1}) {
    if (take_last_word(text, ::tzname[is_dst])) return {.utc = false, .is_dst = is_dst};
  }
  if (text.size() > 1 && text.back() == 'Z' && text[text.size() - 2] >= '0' &&
      text[text.size() - 2] <= '9') {
    text.remove_suffix(1);
    return {true};
  }
  const std::size_t colon = text.find(':');
  const std::size_t sign = colon == text.npos ? text.npos : text.find_first_of("+-", colon);
  if (sign != text.npos) {
    if (const auto offset = parse_offset(trim(text.substr(sign)))) {
      text = trim(text.substr(0, sign));
      return {true, offset};
    }
  }
  return {utc};
}

// "[YYYY-MM-DD[ T]][HH:MM[:SS[.f]]]", on that weekday (0 is Sunday) if one is given.
std::optional<Microseconds> parse_calendar(std::string_view text, Microseconds now, Zone zone,
                                           std::optional<int> weekday) {
  std::tm tm = system_time_parts(now, zone.utc);
  tm.tm_hour = tm.tm_min = tm.tm_sec = 0;
  Microseconds fraction = 0;
  const bool has_short_year = text.size() > 2 && text[2] == '-';
  const bool has_date = has_short_year || (text.size() > 4 && text[4] == '-');
  if (has_date) {
    auto year = take_number(text, has_short_year ? 2 : 4, 4);
    if (year && has_short_year) *year += *year < 69 ? 2000 : 1900;  // as strptime(3) has it
    const bool first_dash = take(text, '-');
    const auto month = take_number(text, 1, 2);
    const bool second_dash = take(text, '-');
    const auto day = take_number(text, 1, 2);
    if (!year || !month || !day || !first_dash || !second_dash) return std::nullopt;
    if (*month < 1 || *month > 12 || *day < 1 || *day > 31) return std::nullopt;
    tm.tm_year = *year - 1900, tm.tm_mon = *month - 1, tm.tm_mday = *day;
  }
  if (!has_date || !text.empty()) {
    if (has_date && !take(text, 'T') && !take(text, ' ')) return std::nullopt;
    text = trim(text);
    const auto hour = take_number(text, 1, 2);
    if (!hour || !take(text, ':')) return std::nullopt;
    const auto minute = take_number(text, 1, 2);
    if (!minute || *hour > 23 || *minute > 59) return std::nullopt;
    tm.tm_hour = *hour, tm.tm_min = *minute;
    if (take(text, ':')) {
      const auto second = take_number(text, 1, 2);
      const auto rest = second ? take_fraction(text) : std::nullopt;
      if (!rest || *second > 59) return std::nullopt;
      tm.tm_sec = *second;
      fraction = *rest;
    }
    if (!text.empty()) return std::nullopt;
  }
  std::tm date = tm;
  timegm(&date);
  if (date.tm_mday != tm.tm_mday) return std::nullopt;  // 31 April
  if (weekday && date.tm_wday != *weekday) return std::nullopt;
  tm.tm_isdst = zone.is_dst;
  const std::time_t seconds = zone.utc ? timegm(&tm) : mktime(&tm);
  return static_cast<Microseconds>(seconds) * kSecond + fraction -
         Microseconds{zone.offset.value_or(0)} * kSecond;
}

// "Mar 10 09:03:50", as short prints it: the last such time.
std::optional<Microseconds> parse_without_year(std::string_view text, Microseconds now, Zone zone) {
  constexpr std::array<std::string_view, 12> kMonths = {"jan", "feb", "mar", "apr", "may", "jun",
                                                        "jul", "aug", "sep", "oct", "nov", "dec"};
  const std::size_t end = std::min(text.find(' '), text.size());
  std::size_t month = 0;
  while (month < kMonths.size() && !equals_ignoring_case(text.substr(0, end), kMonths[month]))
    month++;
  if (month == kMonths.size()) return std::nullopt;
  text = trim(text.substr(end));
  const auto day = take_number(text, 1, 2);
  if (!day) return std::nullopt;
  // Where the zone is another, its year may be the next; a 29 February may be eight years back.
  const int year = system_time_parts(now, zone.utc).tm_year + 1900;
  for (int back = -1; back <= 8; back++) {
    const std::string whole =
        fmt::format("{:04}-{:02}-{:02}{}", year - back, month + 1, *day, text);
    const auto at = parse_calendar(whole, now, zone, std::nullopt);
    if (at && *at <= now) return at;
  }
  return std::nullopt;
}

// A weekday and a space or comma off the front: 0 is Sunday, as in tm_wday.
std::optional<int> take_weekday(std::string_view& text) {
  constexpr std::array<std::string_view, 14> kDays = {
      "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
      "sun",    "mon",    "tue",     "wed",       "thu",      "fri",    "sat"};
  const std::size_t end = text.find_first_of(" ,");
  if (end == text.npos) return std::nullopt;
  for (std::size_t i = 0; i < kDays.size(); i++) {
    if (!equals_ignoring_case(text.substr(0, end), kDays[i])) continue;
    text = text.substr(end);
    take(text, ',');
    text = trim(text);
    return static_cast<int>(i % 7);
  }
  return std::nullopt;
}

std::optional<Microseconds> parse_relative(std::string_view text, Microseconds now) {
  const auto shifted = [&](std::string_view span, int sign) -> std::optional<Microseconds> {
    const auto length = parse_time_span(span);
    Microseconds at = 0;
    if (!length || __builtin_add_overflow(now, sign * *length, &at)) return std::nullopt;
    return at;
  };
  if (text.starts_with('+')) return shifted(text.substr(1), 1);
  if (text.starts_with('-')) return shifted(text.substr(1), -1);
  if (take_last_word(text, "ago")) return shifted(text, -1);
  if (take_last_word(text, "left")) return shifted(text, 1);
  return std::nullopt;
}

}  // namespace

std::optional<Microseconds> parse_timestamp(std::string_view digits) {
  if (digits.empty() || digits.size() > 18) return std::nullopt;
  Microseconds at = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    at = at * 10 + (c - '0');
  }
  return at;
}

std::optional<Microseconds> realtime(const Event& event) {
  return parse_timestamp(event.first(field::kRealtime));
}

std::optional<Microseconds> shown_time(const Event& event) {
  if (const auto source = parse_timestamp(event.first(field::kSourceRealtime))) return source;
  return realtime(event);
}

std::optional<Microseconds> parse_time_span(std::string_view text) {
  text = trim(text);
  if (text.empty()) return std::nullopt;
  Microseconds total = 0;
  while (!text.empty()) {
    std::size_t digits = 0;
    double number = 0;
    while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9')
      number = number * 10 + (text[digits++] - '0');
    if (digits == 0) return std::nullopt;
    text.remove_prefix(digits);
    const auto fraction = take_fraction(text);
    if (!fraction) return std::nullopt;
    number += static_cast<double>(*fraction) / kSecond;
    text = trim(text);
    const std::size_t end = std::min(text.find_first_of(" \t0123456789"), text.size());
    const std::string_view name = text.substr(0, end);
    Microseconds unit = name.empty() ? kSecond : 0;
    for (const Unit& known : kUnits) {
      if (known.name == name) unit = known.length;
    }
    if (unit == 0) return std::nullopt;
    text = trim(text.substr(end));
    const double span = number * static_cast<double>(unit);
    if (span > 9e18 / 2 || total > std::numeric_limits<Microseconds>::max() / 2)
      return std::nullopt;
    total += std::llround(span);
  }
  return total;
}

Result<Microseconds> parse_time(std::string_view text, Microseconds now, bool utc) {
  const auto refused = [&](std::string_view why) {
    return error(
        fmt::format("'{}' is not a time", text), std::string(why),
        "times look like '2026-03-01 09:00', 'yesterday', '-1h', '1h ago' or '@1772355600'");
  };
  std::string_view rest = trim(text);
  if (rest.empty()) return refused("it is empty");
  if (rest == "now") return now;
  if (rest.starts_with('@')) {
    std::string_view digits = rest.substr(1);
    const std::size_t point = digits.find('.');
    const auto seconds = parse_timestamp(digits.substr(0, point));
    std::string_view tail = point == digits.npos ? std::string_view{} : digits.substr(point);
    const auto fraction = take_fraction(tail);
    if (!seconds || !fraction || !tail.empty() ||
        *seconds > std::numeric_limits<Microseconds>::max() / kSecond - 1) {
      return refused("@ takes seconds since 1970");
    }
    return *seconds * kSecond + *fraction;
  }
  if (const auto at = parse_relative(rest, now)) return *at;
  const std::size_t space = rest.find_last_of(" \t");
  const std::string zone_name(space == rest.npos ? std::string_view{} : rest.substr(space + 1));
  if (zone_name != "UTC" && zone_name != "Z" && is_zone_name(zone_name) &&
      !ends_with_local_name(rest)) {
    const LocalZone zone(zone_name);
    return parse_time(trim(rest.substr(0, space)), now, false);
  }
  const Zone zone = take_zone(rest, utc);
  constexpr std::pair<std::string_view, int> kDays[] = {
      {"today", 0}, {"yesterday", -1}, {"tomorrow", 1}};
  for (const auto& [name, days] : kDays) {
    if (!equals_ignoring_case(rest, name)) continue;
    std::tm tm = system_time_parts(now, zone.utc);
    tm.tm_hour = tm.tm_min = tm.tm_sec = 0;
    tm.tm_mday += days;
    tm.tm_isdst = -1;
    return static_cast<Microseconds>(zone.utc ? timegm(&tm) : mktime(&tm)) * kSecond;
  }
  if (const auto at = parse_without_year(rest, now, zone)) return *at;
  const auto weekday = take_weekday(rest);
  if (const auto at = parse_calendar(rest, now, zone, weekday)) return *at;
  return refused("it is in none of the forms of systemd.time(7)");
}

}  // namespace hark
