#include "match/matcher.h"

#include <hs/hs.h>

#include <algorithm>
#include <chrono>

#include "event/ansi.h"
#include "match/matcher_group.h"
#include "match/required_literals.h"

namespace hark {
namespace {

struct FreeScratch {
  void operator()(hs_scratch_t* p) const { hs_free_scratch(p); }
};

AtomRun run_for(HyperscanFit fit) {
  switch (fit) {
    case HyperscanFit::kExact:
      return AtomRun::kExact;
    case HyperscanFit::kPrefilter:
    case HyperscanFit::kLiterals:
      return AtomRun::kPrefilter;
    case HyperscanFit::kNone:
      break;
  }
  return AtomRun::kPcre;
}

}  // namespace

struct MatchState::Scratch {
  std::unique_ptr<hs_scratch_t, FreeScratch> scratch;
  std::vector<const hs_database_t*> known;  // databases the scratch is large enough for

  void fit(const hs_database_t* database) {
    if (database == nullptr || std::find(known.begin(), known.end(), database) != known.end())
      return;
    hs_scratch_t* grown = scratch.release();
    const hs_error_t status = hs_alloc_scratch(database, &grown);
    scratch.reset(grown);
    if (status != HS_SUCCESS) throw std::bad_alloc();
    known.push_back(database);
  }
};

MatchState::MatchState(const Matcher& matcher)
    : atoms_(matcher.size()),
      scanned_(matcher.groups_.size()),
      scratch_(std::make_unique<Scratch>()) {
  for (const auto& group : matcher.groups_) scratch_->fit(group->database.get());
}
MatchState::~MatchState() = default;
MatchState::MatchState(MatchState&&) noexcept = default;

void MatchState::begin_event() {
  if (!hits_.empty()) atoms_.clear();
  hits_.clear();
  undecided_.clear();
  std::fill(scanned_.begin(), scanned_.end(), false);
}

Matcher::Matcher() = default;
Matcher::~Matcher() = default;
Matcher::Matcher(Matcher&&) noexcept = default;
Matcher& Matcher::operator=(Matcher&&) noexcept = default;

AtomId Matcher::add(FieldId field, RegexSpec spec, RegexSet set) {
  const std::size_t hash = std::hash<std::string_view>{}(spec.text);
  const auto [begin, end] = by_text_.equal_range(hash);
  for (auto same = begin; same != end; ++same) {
    const Atom& atom = atoms_[same->second];
    const RegexSpec& its = atom.spec;
    if (atom.field == field && atom.set == set && its.text == spec.text &&
        its.ignore_case == spec.ignore_case && its.is_literal == spec.is_literal &&
        its.whole_words == spec.whole_words) {
      return same->second;
    }
  }
  const auto id = static_cast<AtomId>(atoms_.size());
  by_text_.emplace(hash, id);
  atoms_.push_back({field, std::move(spec), nullptr, set, AtomRun::kExact, 0});
  return id;
}

Diagnostics Matcher::create_regexes(RegexSet set) {
  Diagnostics mistakes;
  for (Atom& atom : atoms_) {
    if (atom.set != set || atom.regex != nullptr) continue;
    auto regex = Regex::create(atom.spec);
    if (regex) {
      atom.regex = std::move(*regex);
      continue;
    }
    for (Diagnostic& mistake : regex.errors()) {
      if (set == RegexSet::kPacks) mistake.help.clear();  // it speaks of options
      mistakes.push_back(std::move(mistake));
    }
  }
  return mistakes;
}

Diagnostics Matcher::check() {
  Diagnostics mistakes = create_regexes(RegexSet::kTyped);
  for (Diagnostic& mistake : create_regexes(RegexSet::kPacks))
    mistakes.push_back(std::move(mistake));
  return mistakes;
}

void Matcher::make_groups(RegexSet set) {
  for (AtomId i = 0; i < atoms_.size(); i++) {
    Atom& atom = atoms_[i];
    if (atom.set != set) continue;
    if (atom.regex->matches_everything()) {
      atom.run = AtomRun::kConstant;
      continue;
    }
    auto group = std::find_if(groups_.begin(), groups_.end(), [&](const auto& g) {
      return g->field == atom.field && g->set == atom.set;
    });
    if (group == groups_.end()) {
      groups_.push_back(std::make_unique<Group>());
      groups_.back()->field = atom.field;
      groups_.back()->set = atom.set;
      group = groups_.end() - 1;
    }
    atom.group = static_cast<std::uint32_t>(group - groups_.begin());
    (*group)->atoms.push_back(i);
    if (atom.regex->matches_empty()) (*group)->empty_atoms.push_back(i);
    (*group)->counts_characters |= atom.regex->depends_on_utf8();
  }
}

namespace {

// Of a set of hundreds only the words that its regexes require are compiled, where there are such:
// an event rarely has one, and then PCRE2 has the answer. A few regexes are compiled as they are:
// nothing is confirmed then, and words that are common cost nothing. Unless Hyperscan would take
// long for one of them.
DatabaseEntry entry_for(AtomId atom, const Regex& regex, RegexSet set) {
  const bool wants_words = set == RegexSet::kPacks || Database::would_take_long(regex);
  if (wants_words && !regex.ignores_case() && !regex.matches_empty()) {
    RequiredLiterals words = find_required_literals(regex.source());
    if (!words.any.empty() && !words.is_all)
      return {atom, &regex, HyperscanFit::kLiterals, std::move(words.any)};
  }
  return {atom, &regex, Database::fit(regex)};
}

}  // namespace

void Matcher::compile_groups(RegexSet set) {
  for (const auto& group : groups_) {
    if (group->set != set) continue;
    std::vector<DatabaseEntry> entries;
    for (const AtomId i : group->atoms) entries.push_back(entry_for(i, *atoms_[i].regex, set));
    group->database.compile(std::move(entries));
  }
}

void Matcher::settle_runs(Group& group) {
  group.prefilters = AtomSet(atoms_.size());
  group.apart_on_bytes = AtomSet(atoms_.size());
  for (const DatabaseEntry& entry : group.database.entries()) {
    atoms_[entry.atom].run = run_for(entry.fit);
    if (entry.fit == HyperscanFit::kNone) group.pcre.push_back(entry.atom);
    if (atoms_[entry.atom].run == AtomRun::kPrefilter) group.prefilters.insert(entry.atom);
    const bool is_apart = group.counts_characters && !entry.regex->speaks_of_ascii_alone();
    if (is_apart) group.apart_on_bytes.insert(entry.atom);
    if (is_apart || entry.fit == HyperscanFit::kNone) group.pcre_on_bytes.push_back(entry.atom);
  }
}

Diagnostics Matcher::compile_set(RegexSet set, const FieldTable& fields,
                                 const PrivateCache* cache) {
  const std::string key = cache == nullptr ? std::string() : cache_key(fields, set);
  if (cache != nullptr) {
    const auto cached = cache->load(key);
    if (cached && restore(set, *cached)) return {};
  }
  const auto started = std::chrono::steady_clock::now();
  Diagnostics mistakes = create_regexes(set);
  if (!mistakes.empty()) return mistakes;
  make_groups(set);
  compile_groups(set);
  // What is typed is mostly typed once.
  const std::chrono::milliseconds worth_caching{set == RegexSet::kPacks ? 50 : 200};
  if (cache != nullptr && std::chrono::steady_clock::now() - started >= worth_caching)
    cache->store(key, save(set));
  return {};
}

Status Matcher::compile(const FieldTable& fields, const PrivateCache* cache) {
  if (hs_valid_platform() != HS_SUCCESS) {
    return error("this processor cannot run Hyperscan", "it lacks SSSE3",
                 "Vectorscan's libhs5 runs on more machines");
  }
  groups_.clear();
  Diagnostics mistakes;
  for (const RegexSet set : {RegexSet::kTyped, RegexSet::kPacks}) {
    if (std::none_of(atoms_.begin(), atoms_.end(), [&](const Atom& a) { return a.set == set; }))
      continue;
    for (Diagnostic& mistake : compile_set(set, fields, cache))
      mistakes.push_back(std::move(mistake));
  }
  if (!mistakes.empty()) return mistakes;
  for (const auto& group : groups_) settle_runs(*group);
  return Done{};
}

namespace {

struct Collector {
  AtomSet* atoms;
  std::vector<AtomId>* hits;
  const AtomSet* prefilters;
  const AtomSet* apart;  // not to be believed; null: none
  std::vector<AtomId>* to_confirm;
};

// Each byte as the character of its number.
std::string_view as_latin_1(std::string_view bytes, Arena& arena) {
  char* const text = arena.allocate(2 * bytes.size());
  char* end = text;
  for (const char byte : bytes) {
    const auto c = static_cast<unsigned char>(byte);
    if (c >= 0x80) *end++ = static_cast<char>(0xC0 | c >> 6);
    *end++ = static_cast<char>(c >= 0x80 ? 0x80 | (c & 0x3F) : c);
  }
  arena.give_back(2 * bytes.size() - static_cast<std::size_t>(end - text));
  return {text, static_cast<std::size_t>(end - text)};
}

// Hyperscan's callback, called inside C frames.
int collect(unsigned id, unsigned long long, unsigned long long, unsigned, void* context) noexcept {
  const auto* collector = static_cast<const Collector*>(context);
  if (collector->atoms->contains(id)) return 0;
  if (collector->apart != nullptr && collector->apart->contains(id)) return 0;
  if (collector->prefilters->contains(id)) {
    collector->to_confirm->push_back(id);
  } else {
    collector->atoms->insert(id);
    collector->hits->push_back(id);
  }
  return 0;
}

}  // namespace

void Matcher::scan(std::uint32_t index, const Event& event, MatchState& state) const {
  state.scanned_[index] = true;
  const Group& group = *groups_[index];
  const auto values = event.text(group.field);
  if (values.empty()) {
    for (const AtomId atom : group.empty_atoms) state.insert(atom);
    return;
  }
  for (const Value& value : values) {
    if (const hs_database_t* hs = group.database.get(); hs != nullptr && !value.bytes.empty()) {
      const bool as_characters = !value.is_utf8 && group.counts_characters;
      const std::string_view text =
          as_characters ? as_latin_1(value.bytes, event.arena()) : value.bytes;
      state.to_confirm_.clear();
      Collector collector{&state.atoms_, &state.hits_, &group.prefilters,
                          value.is_utf8 ? nullptr : &group.apart_on_bytes, &state.to_confirm_};
      hs_scan(hs, text.data(), static_cast<unsigned>(text.size()), 0, state.scratch_->scratch.get(),
              collect, &collector);
      for (const AtomId atom : state.to_confirm_) {
        if (!state.atoms_.contains(atom))
          state.note(atom, atoms_[atom].regex->search(value, state.regex_scratch_));
      }
    }
    for (const AtomId atom : value.is_utf8 ? group.pcre : group.pcre_on_bytes) {
      if (state.atoms_.contains(atom)) continue;
      state.note(atom, atoms_[atom].regex->search(value, state.regex_scratch_));
    }
  }
}

void Matcher::find_matches(AtomId atom, const Event& event, std::size_t limit, MatchState& state,
                           std::vector<FoundMatch>& out) const {
  const Atom& a = atoms_[atom];
  const auto received = event.values(a.field);
  const auto matched = event.text(a.field);
  std::vector<RegexMatch> found;
  for (std::size_t i = 0; i < matched.size() && limit > 0; i++) {
    found.clear();
    a.regex->find_matches(matched[i], 0, limit, state.regex_scratch_, found);
    limit -= found.size();
    const bool is_stripped = matched[i].bytes.data() != received[i].bytes.data();
    const AnsiOffsets offsets(is_stripped ? received[i].bytes : std::string_view{});
    for (RegexMatch& match : found) {
      if (is_stripped) {
        const auto as_received = [&](Span& span) {
          // A capture of nothing would end before it begins, if a sequence stands there.
          const std::size_t start = offsets.start(span.start);
          span = {start, std::max(start, offsets.end(span.end))};
        };
        as_received(match.span);
        for (Capture& capture : match.captures) as_received(capture.span);
      }
      out.push_back({static_cast<std::uint32_t>(i), match.span, std::move(match.captures)});
    }
  }
}

std::optional<Span> Matcher::next_match(AtomId atom, const Value& text, std::size_t from,
                                        MatchState& state) const {
  std::vector<RegexMatch> found;
  atoms_[atom].regex->find_matches(text, from, 1, state.regex_scratch_, found);
  if (found.empty()) return std::nullopt;
  return found[0].span;
}

std::string describe_match_engines() { return describe_hyperscan() + '\n' + describe_pcre2(); }

}  // namespace hark
