// Regexes → compiled sets; Event → atoms. With regex.h the only place that knows Hyperscan and
// PCRE2.
//
// All atoms of one field and set live in one Hyperscan database: a value is scanned once,
// whatever their number. Hyperscan decides; what it cannot express runs as its prefilter with PCRE2
// to confirm, or as PCRE2 alone. A field is scanned when an atom on it is first asked for, so tests
// that settle an event before cost no scan.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/private_cache.h"
#include "base/result.h"
#include "event/event.h"
#include "match/atom_set.h"
#include "match/regex.h"

namespace hark {

// How an atom is run, for --explain and tests.
enum class AtomRun : std::uint8_t {
  kConstant,   // matches the empty string anywhere: always true
  kExact,      // Hyperscan alone
  kPrefilter,  // Hyperscan's superset, confirmed by PCRE2
  kPcre,       // PCRE2 on every value
};

// Where regexes come from: those of the packs are many and always the same, those typed are mostly
// few. Kept apart, a typed regex never costs the packs' third of a second. What took long to
// compile is cached.
enum class RegexSet : std::uint8_t { kTyped, kPacks };

// One match of an atom in an event. Offsets are bytes in the decoded value as received, ANSI
// sequences included.
struct FoundMatch {
  std::uint32_t value = 0;  // index in a repeated field
  Span span;
  std::vector<Capture> captures;  // their places too
};

class Matcher;

// What one thread needs beside the Matcher. Reused from event to event; not shared. Must not
// outlive its Matcher.
class MatchState {
 public:
  explicit MatchState(const Matcher& matcher);
  ~MatchState();
  MatchState(MatchState&&) noexcept;

  void begin_event();
  // The atoms found so far in this event, without constant ones, in the order they were found.
  const std::vector<AtomId>& hits() const { return hits_; }
  // A regex that is no atom, on a text that is no field.
  Regex::Answer search(const Regex& regex, const Value& value) {
    return regex.search(value, regex_scratch_);
  }
  // Searches so far that ran into PCRE2's match limit: nobody knows their answers.
  std::size_t gave_up() const { return regex_scratch_.gave_up; }
  // Of this event: the atom, once tested, was not found, but one of its searches gave up.
  bool is_undecided(AtomId atom) const {
    return std::find(undecided_.begin(), undecided_.end(), atom) != undecided_.end();
  }
  const std::vector<AtomId>& undecided() const { return undecided_; }

 private:
  friend class Matcher;
  struct Scratch;

  void insert(AtomId atom) {
    if (atoms_.contains(atom)) return;
    atoms_.insert(atom);
    hits_.push_back(atom);
  }

  // Another value of the field may still have it.
  void note(AtomId atom, Regex::Answer answer) {
    if (answer == Regex::Answer::kYes) {
      std::erase(undecided_, atom);
      insert(atom);
    } else if (answer == Regex::Answer::kGaveUp && !is_undecided(atom)) {
      undecided_.push_back(atom);
    }
  }

  AtomSet atoms_;
  std::vector<AtomId> hits_;
  std::vector<AtomId> undecided_;
  std::vector<bool> scanned_;  // by group
  std::unique_ptr<Scratch> scratch_;
  RegexScratch regex_scratch_;
  std::vector<AtomId> to_confirm_;
};

class Matcher {
 public:
  Matcher();
  ~Matcher();
  Matcher(Matcher&&) noexcept;
  Matcher& operator=(Matcher&&) noexcept;

  // The same regex on the same field and in the same set gives the same atom. Call before
  // compile(), which checks it.
  AtomId add(FieldId field, RegexSpec spec, RegexSet set = RegexSet::kTyped);
  // All bad patterns, of both sets, and nothing compiled: for a run that has other mistakes
  // already.
  Diagnostics check();
  // All bad patterns at once. Without a cache everything is compiled anew.
  Status compile(const FieldTable& fields, const PrivateCache* cache = nullptr);

  std::size_t size() const { return atoms_.size(); }
  FieldId field(AtomId atom) const { return atoms_[atom].field; }
  RegexSet set(AtomId atom) const { return atoms_[atom].set; }
  AtomRun run(AtomId atom) const { return atoms_[atom].run; }
  const RegexSpec& spec(AtomId atom) const { return atoms_[atom].spec; }
  const Regex& regex(AtomId atom) const { return *atoms_[atom].regex; }  // once compiled

  // Does any value of the atom's field match? A field without a value is matched as the empty
  // string.
  bool test(AtomId atom, const Event& event, MatchState& state) const {
    const Atom& a = atoms_[atom];
    if (a.run == AtomRun::kConstant) return true;
    if (!state.scanned_[a.group]) scan(a.group, event, state);
    return state.atoms_.contains(atom);
  }

  // Atoms of one group are settled by one scan. Constant atoms have none.
  std::uint32_t group(AtomId atom) const { return atoms_[atom].group; }
  void settle(std::uint32_t group, const Event& event, MatchState& state) const {
    if (!state.scanned_[group]) scan(group, event, state);
  }

  // Where the atom matches, at most `limit`, appended. Views die with the event.
  void find_matches(AtomId atom, const Event& event, std::size_t limit, MatchState& state,
                    std::vector<FoundMatch>& out) const;
  // The first match in a text of the atom's field, as Event::text() has it, that does not begin
  // before `from`; offsets are in that text.
  std::optional<Span> next_match(AtomId atom, const Value& text, std::size_t from,
                                 MatchState& state) const;

 private:
  friend class MatchState;
  struct Atom {
    FieldId field = 0;
    RegexSpec spec;
    std::shared_ptr<const Regex> regex;
    RegexSet set = RegexSet::kTyped;
    AtomRun run = AtomRun::kExact;
    std::uint32_t group = 0;
  };
  struct Group;

  Diagnostics create_regexes(RegexSet set);
  void make_groups(RegexSet set);
  void compile_groups(RegexSet set);
  void settle_runs(Group& group);
  Diagnostics compile_set(RegexSet set, const FieldTable& fields, const PrivateCache* cache);
  std::string cache_key(const FieldTable& fields, RegexSet set) const;
  std::string save(RegexSet set) const;
  bool restore(RegexSet set, std::string_view payload);

  void scan(std::uint32_t group, const Event& event, MatchState& state) const;

  std::vector<Atom> atoms_;
  std::unordered_multimap<std::size_t, AtomId> by_text_;  // hashed
  std::vector<std::unique_ptr<Group>> groups_;            // one a field and set
};

// The engines' versions and what they found in this processor, a line each.
std::string describe_match_engines();

}  // namespace hark
