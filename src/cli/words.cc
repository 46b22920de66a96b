#include "cli/words.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string_view>
#include <utility>

#include "base/printable.h"
#include "base/spelling.h"
#include "cli/habits.h"
#include "cli/option_table.h"
#include "cli/values.h"

namespace hark {
namespace {

constexpr std::size_t kMostSuggestions = 4;

// Long names that begin as `name` does, else the one nearest to it; as "did you mean --unit,
// --until?".
std::string did_you_mean(std::string_view name) {
  std::vector<std::string_view> known, begun;
  for (const OptionRecord& record : option_table()) {
    if (record.name.empty() || record.group == OptionGroup::kHidden) continue;
    known.push_back(record.name);
    if (!name.empty() && record.name.starts_with(name)) begun.push_back(record.name);
  }
  if (begun.empty() || begun.size() > kMostSuggestions) begun = {nearest(name, known)};
  if (begun.front().empty()) return {};
  return fmt::format("did you mean --{}?", fmt::join(begun, ", --"));
}

// `spelled` is the option without a value, at `offset` of `word`.
Diagnostic unknown_option(std::string_view spelled, std::string_view word, std::size_t offset) {
  Diagnostic d = error(fmt::format("unknown option {}", spelled));
  if (offset > 0) {
    // One of several letters behind one dash: show which.
    d.origin = Origin{"argument", std::string(word), offset, spelled.size() - 1};
    if (spelled == "--") {
      d.message = "a dash among the letters of options";
      d.help = "a long option is a word of its own";
      return d;
    }
  }
  if (spelled.starts_with("--")) {
    d.help = habit_help(spelled);
    if (d.help.empty()) d.help = did_you_mean(spelled.substr(2));
  } else if (find_option(word.substr(1)) != nullptr) {
    d.help = fmt::format("did you mean -{}?", word);
  } else {
    d.help = habit_help(spelled);
  }
  if (d.help.empty()) d.help = "hark -h lists the options";
  return d;
}

Diagnostic missing_value(std::string_view spelled, const OptionRecord& record) {
  return error(fmt::format("{} needs a value", spelled), {},
               fmt::format("{} {}: {}", spelled, record.value, record.help));
}

// `offset` is where the unwanted value begins, at its =.
Diagnostic unwanted_value(std::string_view spelled, std::string_view word, std::size_t offset) {
  Diagnostic d = error(fmt::format("{} takes no value", spelled));
  d.origin = Origin{"argument", std::string(word), offset, word.size() - offset};
  return d;
}

class Walk {
 public:
  explicit Walk(std::span<const char* const> typed) : typed_(typed) {}

  Words run() && {
    while (next_ < typed_.size()) {
      const std::string_view word = typed_[next_++];
      if (word == "--") {
        words_.arguments.insert(words_.arguments.end(), typed_.begin() + offset(), typed_.end());
        break;
      }
      if (word.size() < 2 || word[0] != '-') {
        words_.arguments.emplace_back(word);
      } else if (word[1] == '-') {
        long_option(word);
      } else {
        letters(word);
      }
    }
    return std::move(words_);
  }

 private:
  std::ptrdiff_t offset() const { return static_cast<std::ptrdiff_t>(next_); }

  void long_option(std::string_view word) {
    const std::size_t equals = word.find('=');
    const std::string_view spelled = word.substr(0, equals);
    const OptionRecord* record = find_option(spelled.substr(2));
    if (record == nullptr) {
      words_.errors.push_back(unknown_option(spelled, word, 0));
    } else if (equals == word.npos) {
      without_value(*record, spelled);
    } else if (takes_value(*record)) {
      add(*record, word.substr(equals + 1));
    } else {
      words_.errors.push_back(unwanted_value(spelled, word, equals));
    }
  }

  // Letters behind one dash: flags, and at the end perhaps an option with its value.
  void letters(std::string_view word) {
    for (std::size_t at = 1; at < word.size(); at++) {
      const OptionRecord* record = find_option(word[at]);
      if (record == nullptr && at > 1 && word[at] == '=') {
        const std::string flag = {'-', word[at - 1]};
        words_.errors.push_back(unwanted_value(flag, word, at));
        return;
      }
      if (record == nullptr) {
        const std::size_t size = decode_character(word.substr(at)).size;
        words_.errors.push_back(
            unknown_option('-' + std::string(word.substr(at, size)), word, at > 1 ? at : 0));
        return;  // what follows may be the unknown option's value
      }
      if (!takes_value(*record)) {
        add(*record);
        continue;
      }
      std::string_view value = word.substr(at + 1);
      if (value.empty()) {
        without_value(*record, std::string{'-', word[at]});
      } else {
        // Where a value may be left out the = is no part of it; elsewhere it is, as in grep -e=.
        if (record->arity == Arity::kOptionalValue && value[0] == '=') value.remove_prefix(1);
        add(*record, value);
      }
      return;
    }
  }

  // An option with no value in its own word: a flag, or the value is the next word, whatever that
  // is.
  void without_value(const OptionRecord& record, std::string_view spelled) {
    if (!takes_value(record)) {
      add(record);
    } else if (record.arity == Arity::kOptionalValue) {
      const bool follows =
          record.letter == 'b' && next_ < typed_.size() && reads_as_boot(typed_[next_]);
      add(record, follows ? typed_[next_++] : "");
    } else if (next_ < typed_.size()) {
      add(record, typed_[next_++]);
    } else {
      words_.errors.push_back(missing_value(spelled, record));
    }
  }

  void add(const OptionRecord& record) {
    words_.options.push_back(record.name.empty() ? option_label(record)
                                                 : "--" + std::string(record.name));
  }

  void add(const OptionRecord& record, std::string_view value) {
    add(record);
    words_.options.emplace_back(value);
  }

  std::span<const char* const> typed_;
  std::size_t next_ = 0;
  Words words_;
};

}  // namespace

Words take_apart(std::span<const char* const> typed) { return Walk(typed).run(); }

}  // namespace hark
