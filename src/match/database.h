// A Hyperscan database in block mode, and what it could not take. Only UTF-8 may be scanned: the
// answer is undefined when a pattern compiled for UTF-8 meets other bytes (and 5.4.0 misses then).
#pragma once

#include <hs/hs.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "match/atom_set.h"
#include "match/regex.h"

namespace hark {

struct FreeDatabase {
  void operator()(hs_database_t* p) const { hs_free_database(p); }
};

// How Hyperscan takes a regex. kLiterals: it finds the words that the regex requires, PCRE2
// confirms.
enum class HyperscanFit : std::uint8_t { kExact, kPrefilter, kLiterals, kNone };

struct DatabaseEntry {
  AtomId atom = 0;
  const Regex* regex = nullptr;
  HyperscanFit fit = HyperscanFit::kExact;  // kNone: left out; compile() may lower it
  std::vector<std::string> literals = {};   // of kLiterals
};

class Database {
 public:
  Database() = default;

  // Bounded repeats make it so large that Hyperscan would compile for a second or for minutes.
  static bool would_take_long(const Regex& regex);
  // How Hyperscan takes this regex by itself, by hs_expression_info: no bytecode is made. Not at
  // all if it would take long.
  static HyperscanFit fit(const Regex& regex);

  // Compiles what fits. A set can fail where each member passed ("Pattern is too large."): then the
  // member named is lowered to a prefilter, or left to PCRE2, and the rest compiled again.
  void compile(std::vector<DatabaseEntry> entries);

  // The compiled bytes, and the way back: hs_deserialize_database() checks version, platform and
  // checksum itself. `entries` must be those that were compiled, with the fit they ended with.
  std::string serialize() const;  // empty if there is nothing
  bool deserialize(std::vector<DatabaseEntry> entries, std::string_view bytes);

  const std::vector<DatabaseEntry>& entries() const { return entries_; }
  const hs_database_t* get() const { return database_.get(); }  // null if no entry fits

 private:
  std::vector<DatabaseEntry> entries_;
  std::unique_ptr<hs_database_t, FreeDatabase> database_;
};

// What a compiled database depends on beside its patterns: the engine's full version and the
// processor.
std::string database_platform();

// Hyperscan's version and the processor features it compiles for.
std::string describe_hyperscan();

}  // namespace hark
