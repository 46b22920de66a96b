// All packs of a run, merged in the search order of hark-packs(5), and the choice among them.
//
// A later pack of the same name adds to the earlier one: `replace` drops what was there, `off`
// takes patterns out, equal ids are replaced where they stand, the rest is appended. A wrong file
// adds nothing; whether it is an error depends on whether anybody wants its pack, so that is
// select()'s to say, and loading itself cannot fail.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/private_cache.h"
#include "base/result.h"
#include "pattern/builtin.h"
#include "pattern/pack_files.h"
#include "pattern/pattern.h"

namespace hark {

struct LibraryOptions {
  std::vector<BuiltinPack> builtin;
  std::vector<PackFolder> folders;  // in search order; a missing one is no error
  std::vector<std::string> paths;  // of -P: files, or folders that give all their packs; must exist
  // Where packs are kept as read. Those that come from there have no examples, and their origins
  // say nothing (pack_bytes.h). Null: everything is read.
  const PrivateCache* cache = nullptr;
};

struct PackChoice {
  std::vector<std::string> packs;  // words of -P: names, paths, "default", "all"; none: "default"
  Severity severity = Severity::kWarning;  // patterns less severe do not exist for this run
  std::vector<std::string> without;        // globs over ids, PACK.PATTERN: likewise
};

// The patterns point into the library. In the order of the library, each once.
struct ChosenPatterns {
  std::vector<const Pattern*> patterns;
  Diagnostics notes;  // what is odd and no error: a glob of --without that names none
};

class Library {
 public:
  const std::vector<Pack>& packs() const { return packs_; }
  const Pack* find_pack(std::string_view name) const;
  Result<const Pattern*> find(std::string_view id) const;  // the error has a suggestion

  std::vector<const Pattern*> all() const;  // in order

  // Every mistake of every file, wanted or not: for --check-packs and --list-patterns.
  Diagnostics mistakes() const;
  const Diagnostics& notes() const { return notes_; }  // of loading: an `off` that names none
  bool is_from_cache() const { return is_from_cache_; }

  // What could be read of the patterns in wrong files that the choice wants (without one: in all of
  // them). Their regexes and expressions may be wrong as well, and all mistakes are told at once.
  std::vector<const Pattern*> half_read() const;
  std::vector<const Pattern*> half_read(const PackChoice& choice) const;

  // All mistakes at once: unknown names, and those of every wrong file whose pack is wanted, or
  // whose pack is not known. A path wants the packs that it has, as merged with what has their
  // names.
  Result<ChosenPatterns> select(const PackChoice& choice) const;

 private:
  friend class LibraryLoader;

  struct WrongFile {
    std::string name;  // of its pack; empty: not known
    bool states_default = false;
    bool is_default = true;
    std::string path;  // the word of -P that led to it
    Diagnostics mistakes;
    std::vector<Pattern> patterns;  // as far as they could be read
  };
  struct PathPack {
    std::string path;  // the word of -P
    std::string name;
  };
  struct Wanted;

  bool is_default(const WrongFile& file) const;
  bool is_wanted(const WrongFile& file, const Wanted& wants) const;
  Wanted wanted(const PackChoice& choice, Diagnostics& mistakes) const;
  Diagnostic unknown_pack(std::string_view name) const;
  Diagnostic names_none(std::string_view glob) const;

  std::vector<Pack> packs_;  // in the order in which their names came up
  std::vector<WrongFile> wrong_;
  std::vector<PathPack> from_paths_;
  Diagnostics notes_;
  bool is_from_cache_ = false;
};

// The library may be moved: the patterns that were chosen stay where they are.
Library load_library(const LibraryOptions& options);

}  // namespace hark
