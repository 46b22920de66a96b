#include "match/database.h"

#include <fmt/format.h>

#include <cstdlib>

#include "match/repeat_weight.h"

namespace hark {
namespace {

// Beyond these a prefilter is not tried: making one can explode, and a huge pattern filters badly
// anyway.
constexpr std::size_t kMaxPattern = 16'000;  // Hyperscan's own limit
constexpr std::size_t kMaxPrefilter = 2'000;

// Of Hyperscan 5.4: below it all that was tried compiles within a second, beyond it much does not.
constexpr std::size_t kMaxRepeatWeight = 2'000;

unsigned flags_for(const Regex& regex, HyperscanFit fit) {
  // SINGLEMATCH: one callback a pattern and scan is all that a yes or no needs.
  unsigned flags = HS_FLAG_SINGLEMATCH;
  if (regex.ignores_case()) flags |= HS_FLAG_CASELESS;
  if (regex.depends_on_utf8()) flags |= HS_FLAG_UTF8;
  if (fit == HyperscanFit::kPrefilter) flags |= HS_FLAG_PREFILTER;
  return flags;
}

// A word as a pattern, its bytes escaped but for letters and digits.
std::string as_pattern(std::string_view word) {
  std::string out;
  for (const char c : word) {
    const bool is_plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    out += is_plain ? std::string(1, c) : fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
  }
  return out;
}

// Accepted, and cannot match nothing: an empty match would need ALLOWEMPTY, which spoils the whole
// database's shortcuts.
bool accepts(const Regex& regex, HyperscanFit fit) {
  hs_expr_info_t* info = nullptr;
  hs_compile_error_t* error = nullptr;
  const hs_error_t status =
      hs_expression_info(regex.source().c_str(), flags_for(regex, fit), &info, &error);
  const bool accepted = status == HS_SUCCESS && info->min_width > 0;
  std::free(info);
  hs_free_compile_error(error);
  return accepted;
}

}  // namespace

bool Database::would_take_long(const Regex& regex) {
  return repeat_weight(regex.source(), regex.depends_on_utf8(), regex.ignores_case()) >
         kMaxRepeatWeight;
}

HyperscanFit Database::fit(const Regex& regex) {
  if (regex.matches_empty() || regex.source().size() > kMaxPattern || would_take_long(regex))
    return HyperscanFit::kNone;
  if (accepts(regex, HyperscanFit::kExact)) return HyperscanFit::kExact;
  if (regex.source().size() <= kMaxPrefilter && accepts(regex, HyperscanFit::kPrefilter)) {
    return HyperscanFit::kPrefilter;
  }
  return HyperscanFit::kNone;
}

void Database::compile(std::vector<DatabaseEntry> entries) {
  entries_ = std::move(entries);
  for (;;) {
    std::vector<std::string> texts;
    std::vector<unsigned> flags, ids;
    std::vector<std::size_t> places;
    const auto add = [&](std::size_t place, std::string text, unsigned flag) {
      texts.push_back(std::move(text));
      flags.push_back(flag);
      ids.push_back(entries_[place].atom);
      places.push_back(place);
    };
    for (std::size_t i = 0; i < entries_.size(); i++) {
      const DatabaseEntry& entry = entries_[i];
      if (entry.fit == HyperscanFit::kNone) continue;
      if (entry.fit == HyperscanFit::kLiterals) {
        for (const std::string& word : entry.literals)
          add(i, as_pattern(word), HS_FLAG_SINGLEMATCH);
      } else {
        add(i, entry.regex->source(), flags_for(*entry.regex, entry.fit));
      }
    }
    std::vector<const char*> sources;
    for (const std::string& text : texts) sources.push_back(text.c_str());
    database_.reset();
    if (sources.empty()) return;
    hs_database_t* made = nullptr;
    hs_compile_error_t* error = nullptr;
    const hs_error_t status = hs_compile_multi(sources.data(), flags.data(), ids.data(),
                                               static_cast<unsigned>(sources.size()), HS_MODE_BLOCK,
                                               nullptr, &made, &error);
    if (status == HS_SUCCESS) {
      database_.reset(made);
      return;
    }
    const int at = error == nullptr ? -1 : error->expression;
    hs_free_compile_error(error);
    if (at >= 0 && static_cast<std::size_t>(at) < places.size()) {
      DatabaseEntry& bad = entries_[places[static_cast<std::size_t>(at)]];
      const bool can_prefilter = bad.fit == HyperscanFit::kExact &&
                                 bad.regex->source().size() <= kMaxPrefilter &&
                                 accepts(*bad.regex, HyperscanFit::kPrefilter);
      bad.fit = can_prefilter ? HyperscanFit::kPrefilter : HyperscanFit::kNone;
    } else {
      // A failure that names no pattern: PCRE2 does the largest one, until the rest compiles.
      std::size_t largest = places[0];
      for (const std::size_t place : places) {
        if (entries_[place].regex->source().size() > entries_[largest].regex->source().size())
          largest = place;
      }
      entries_[largest].fit = HyperscanFit::kNone;
    }
  }
}

std::string Database::serialize() const {
  if (!database_) return {};
  char* bytes = nullptr;
  std::size_t size = 0;
  if (hs_serialize_database(database_.get(), &bytes, &size) != HS_SUCCESS) return {};
  std::string copy(bytes, size);
  std::free(bytes);
  return copy;
}

bool Database::deserialize(std::vector<DatabaseEntry> entries, std::string_view bytes) {
  entries_ = std::move(entries);
  database_.reset();
  if (bytes.empty()) return true;
  hs_database_t* made = nullptr;
  if (hs_deserialize_database(bytes.data(), bytes.size(), &made) != HS_SUCCESS) return false;
  database_.reset(made);
  return true;
}

std::string database_platform() {
  hs_platform_info_t platform{};
  hs_populate_platform(&platform);
  return fmt::format("{} tune {} features {:x}", hs_version(), platform.tune,
                     platform.cpu_features);
}

std::string describe_hyperscan() {
  // The features are named in the description of a compiled database: make a tiny one.
  hs_database_t* made = nullptr;
  hs_compile_error_t* error = nullptr;
  char* description = nullptr;
  std::string text = fmt::format("Hyperscan {}", hs_version());
  if (hs_compile("x", 0, HS_MODE_BLOCK, nullptr, &made, &error) == HS_SUCCESS &&
      hs_database_info(made, &description) == HS_SUCCESS) {
    text += fmt::format(" ({})", description);
  }
  std::free(description);
  hs_free_compile_error(error);
  hs_free_database(made);
  return text;
}

}  // namespace hark
