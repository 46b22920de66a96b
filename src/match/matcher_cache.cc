// A set's compiled databases as bytes for the compile cache, and back.
#include "base/byte_codec.h"
#include "hark_version.h"
#include "match/matcher.h"
#include "match/matcher_group.h"

namespace hark {
namespace {

constexpr std::uint64_t kFormat = 5;

}  // namespace

// Everything that the compiled bytes depend on: the engine, the processor, and each pattern with
// its flags and place.
std::string Matcher::cache_key(const FieldTable& fields, RegexSet set) const {
  ByteWriter key;
  key.number(kFormat);
  key.number(static_cast<std::uint64_t>(set));
  key.text(HARK_VERSION);
  key.text(database_platform());
  key.text(describe_pcre2());
  for (AtomId i = 0; i < atoms_.size(); i++) {
    const Atom& atom = atoms_[i];
    if (atom.set != set) continue;
    key.number(i);
    key.text(fields.name(atom.field));
    key.text(atom.spec.text);
    key.number((atom.spec.ignore_case ? 1u : 0u) | (atom.spec.is_literal ? 2u : 0u) |
               (atom.spec.whole_words ? 4u : 0u));
  }
  return key.take();
}

std::string Matcher::save(RegexSet set) const {
  ByteWriter out;
  for (const Atom& atom : atoms_) {
    if (atom.set != set) continue;
    const RegexTraits& traits = atom.regex->traits();
    out.number((traits.matches_empty ? 1u : 0u) | (traits.matches_everything ? 2u : 0u) |
               (traits.depends_on_utf8 ? 4u : 0u) | (traits.speaks_of_ascii_alone ? 8u : 0u));
  }
  for (const auto& group : groups_) {
    if (group->set != set) continue;
    for (const DatabaseEntry& entry : group->database.entries())
      out.number(static_cast<std::uint64_t>(entry.fit));
    out.text(group->database.serialize());
  }
  return out.take();
}

// False if anything does not fit; the atoms are then as they were before, but for regexes that can
// be made again.
bool Matcher::restore(RegexSet set, std::string_view payload) {
  const std::size_t groups_before = groups_.size();
  ByteReader in(payload);
  for (Atom& atom : atoms_) {
    if (atom.set != set) continue;
    const std::uint64_t bits = in.number();
    atom.regex = Regex::create_known(
        atom.spec, {(bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0});
  }
  bool fits = in.is_ok();
  if (fits) make_groups(set);
  for (const auto& group : groups_) {
    if (!fits || group->set != set) continue;
    std::vector<DatabaseEntry> entries;
    for (const AtomId i : group->atoms) {
      const std::uint64_t fit = in.number();
      fits = fits && fit <= static_cast<std::uint64_t>(HyperscanFit::kNone);
      entries.push_back({i, atoms_[i].regex.get(), static_cast<HyperscanFit>(fit)});
    }
    const std::string_view bytes = in.text();
    fits = fits && in.is_ok() && group->database.deserialize(std::move(entries), bytes);
  }
  fits = fits && in.is_done();
  if (!fits) {
    for (Atom& atom : atoms_) {
      if (atom.set == set) atom.regex = nullptr;
    }
    groups_.resize(groups_before);
  }
  return fits;
}

}  // namespace hark
