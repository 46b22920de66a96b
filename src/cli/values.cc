#include "cli/values.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <system_error>
#include <utility>

#include "base/ascii.h"
#include "base/spelling.h"
#include "cli/habits.h"

namespace hark {
namespace {

constexpr std::uint64_t kLargestSize = (std::uint64_t{4} << 30) - 1;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = to_lower(c);
  return out;
}

std::size_t count_digits(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::find_if_not(text, is_digit) - text.begin());
}

// `what` names the kind of value. The fault is the text from `offset` on.
Diagnostic bad_value(const OptionRecord& record, std::string_view what, std::string_view text,
                     std::size_t offset, std::string reason, std::string help = {}) {
  Diagnostic d = error(fmt::format("bad {} for {}", what, option_names(record)), std::move(reason),
                       std::move(help));
  d.origin = Origin{option_label(record), std::string(text), offset, text.size() - offset};
  return d;
}

}  // namespace

Result<std::uint64_t> read_count(const OptionRecord& record, std::string_view text,
                                 std::string_view of_what) {
  const std::size_t digits = count_digits(text);
  if (text.empty() || digits != text.size()) {
    // journalctl's -m is --merge and takes no value: then what follows is a pattern or a file.
    const bool is_word = !text.empty() && digits == 0 && text[0] != '-' && text[0] != '+';
    return bad_value(record, "number", text, digits,
                     fmt::format("a number of {} is written in digits only", of_what),
                     is_word ? std::string(habit_help(option_label(record) + " WORD")) : "");
  }
  std::uint64_t number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc{}) return bad_value(record, "number", text, 0, "more than 2^64 - 1");
  return number;
}

Result<std::uint64_t> read_size(const OptionRecord& record, std::string_view text) {
  static const std::string kForm =
      "a size is digits, then nothing or K, M, G (powers of 1024): 64M";
  const std::size_t digits = count_digits(text);
  if (digits == 0) return bad_value(record, "size", text, 0, "it must begin with a digit", kForm);
  const std::string suffix = lower(text.substr(digits));
  int shift = 0;
  if (suffix == "k" || suffix == "kib") {
    shift = 10;
  } else if (suffix == "m" || suffix == "mib") {
    shift = 20;
  } else if (suffix == "g" || suffix == "gib") {
    shift = 30;
  } else if (!suffix.empty() && suffix != "b") {
    return bad_value(record, "size", text, digits, "unknown unit", kForm);
  }
  std::uint64_t number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + digits, number);
  if (fault != std::errc{} || number > kLargestSize >> shift) {
    return bad_value(record, "size", text, 0, "the largest size is 4 GiB - 1");
  }
  if (number == 0) return bad_value(record, "size", text, 0, "no entry has 0 bytes");
  return number << shift;
}

Result<std::size_t> read_choice(const OptionRecord& record, std::string_view text) {
  const auto found = std::ranges::find(record.choices, text);
  if (found != record.choices.end()) {
    return static_cast<std::size_t>(found - record.choices.begin());
  }
  std::string help(habit_help(fmt::format("{} {}", option_label(record), text)));
  if (help.empty()) {
    const std::string_view meant = nearest(lower(text), record.choices);
    if (!meant.empty()) help = fmt::format("did you mean {}?", meant);
  }
  if (help.empty()) help = habit_help(option_label(record) + " WORD");
  return bad_value(record, record.value, text, 0,
                   fmt::format("it is one of {}", fmt::join(record.choices, ", ")),
                   std::move(help));
}

bool reads_as_boot(std::string_view word) {
  if (word == "all" || is_id128(word)) return true;
  if (!word.empty() && (word[0] == '-' || word[0] == '+')) word.remove_prefix(1);
  return !word.empty() && count_digits(word) == word.size();
}

Result<TypedBoot> read_boot(const OptionRecord& record, std::string_view text) {
  TypedBoot boot;
  boot.text = text;
  if (text.empty()) return boot;
  if (text == "all") {
    boot.kind = TypedBoot::Kind::kAll;
    return boot;
  }
  if (is_id128(text)) {
    boot.kind = TypedBoot::Kind::kId;
    boot.id = lower(text);
    return boot;
  }
  if (reads_as_boot(text)) {
    const std::string_view digits = text[0] == '+' ? text.substr(1) : text;
    const auto [end, fault] =
        std::from_chars(digits.data(), digits.data() + digits.size(), boot.offset);
    if (fault != std::errc{}) return bad_value(record, "boot", text, 0, "no journal has so many");
    return boot;
  }
  const auto stray =
      static_cast<std::size_t>(std::ranges::find_if_not(text, is_hex_digit) - text.begin());
  return bad_value(record, "boot", text, stray == text.size() ? 0 : stray,
                   "a boot is its id of 32 hex digits, an offset as -1 or +1, or all",
                   "journalctl --list-boots shows the ids");
}

}  // namespace hark
