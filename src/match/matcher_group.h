// The atoms of one field and set, with their databases: the Matcher's inside, shared by its two
// source files.
#pragma once

#include <mutex>
#include <vector>

#include "match/database.h"
#include "match/matcher.h"

namespace hark {

struct Matcher::Group {
  FieldId field = 0;
  RegexSet set = RegexSet::kTyped;
  std::vector<AtomId> atoms;
  Database text;
  std::vector<AtomId> text_pcre;    // run by PCRE2 alone on text
  std::vector<AtomId> empty_atoms;  // true where the field is missing or empty
  AtomSet prefilters;               // atoms that Hyperscan's hit on text does not settle
  bool needs_bytes = false;         // some atom means something else on bytes that are not UTF-8
  // Made when the first such value comes: most journals never have one that matters.
  mutable std::once_flag bytes_once;
  mutable Database bytes;
  mutable std::vector<AtomId> bytes_pcre;
  mutable AtomSet bytes_prefilters;

  const Database& database(bool is_utf8, const Matcher& matcher) const;
};

}  // namespace hark
