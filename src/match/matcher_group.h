// The atoms of one field and set, with their databases: the Matcher's inside, shared by its two
// source files.
#pragma once

#include <vector>

#include "match/database.h"
#include "match/matcher.h"

namespace hark {

struct Matcher::Group {
  FieldId field = 0;
  RegexSet set = RegexSet::kTyped;
  std::vector<AtomId> atoms;
  Database database;
  std::vector<AtomId> pcre;         // run by PCRE2 alone
  std::vector<AtomId> empty_atoms;  // true where the field is missing or empty
  AtomSet prefilters;               // atoms that Hyperscan's hit does not settle
  // On values that are no UTF-8. Where some atom counts characters, each byte is scanned as the
  // character of its number; PCRE2 looks at the bytes themselves for atoms to which that is not the
  // same.
  bool counts_characters = false;
  std::vector<AtomId> pcre_on_bytes;
  AtomSet apart_on_bytes;  // those of them that Hyperscan has scanned for as well
};

}  // namespace hark
