#include "match/matcher.h"

#include <fmt/format.h>
#include <hs/hs.h>

#include <algorithm>
#include <chrono>

#include "event/ansi.h"
#include "match/matcher_group.h"

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
      return AtomRun::kPrefilter;
    case HyperscanFit::kNone:
      break;
  }
  return AtomRun::kPcre;
}

}  // namespace

const Database& Matcher::Group::database(bool is_utf8, const Matcher& matcher) const {
  if (is_utf8 || !needs_bytes) return text;
  std::call_once(bytes_once, [&] {
    std::vector<DatabaseEntry> entries;
    for (const AtomId atom : atoms) {
      const Regex* regex = matcher.atoms_[atom].regex.get();
      entries.push_back({atom, regex, Database::fit(*regex, Database::Mode::kBytes)});
    }
    bytes.compile(std::move(entries), Database::Mode::kBytes);
    bytes_prefilters = AtomSet(matcher.size());
    for (const DatabaseEntry& entry : bytes.entries()) {
      if (entry.fit == HyperscanFit::kNone) bytes_pcre.push_back(entry.atom);
      if (entry.fit == HyperscanFit::kPrefilter) bytes_prefilters.insert(entry.atom);
    }
  });
  return bytes;
}

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
  for (const auto& group : matcher.groups_) scratch_->fit(group->text.get());
}
MatchState::~MatchState() = default;
MatchState::MatchState(MatchState&&) noexcept = default;

void MatchState::begin_event() {
  if (!hits_.empty()) atoms_.clear();
  hits_.clear();
  std::fill(scanned_.begin(), scanned_.end(), false);
}

Matcher::Matcher() = default;
Matcher::~Matcher() = default;
Matcher::Matcher(Matcher&&) noexcept = default;
Matcher& Matcher::operator=(Matcher&&) noexcept = default;

AtomId Matcher::add(FieldId field, RegexSpec spec, RegexSet set) {
  const auto id = static_cast<AtomId>(atoms_.size());
  const unsigned flags =
      (spec.ignore_case ? 1u : 0u) | (spec.is_literal ? 2u : 0u) | (spec.whole_words ? 4u : 0u);
  std::string key = fmt::format("{} {} {} ", field, static_cast<unsigned>(set), flags) + spec.text;
  const auto [known, is_new] = known_.try_emplace(std::move(key), id);
  if (is_new) atoms_.push_back({field, std::move(spec), nullptr, set, AtomRun::kExact, 0});
  return known->second;
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
    (*group)->needs_bytes |= atom.regex->depends_on_utf8();
  }
}

void Matcher::compile_groups(RegexSet set) {
  for (const auto& group : groups_) {
    if (group->set != set) continue;
    std::vector<DatabaseEntry> entries;
    for (const AtomId i : group->atoms) {
      const Regex& regex = *atoms_[i].regex;
      entries.push_back({i, &regex, Database::fit(regex, Database::Mode::kText)});
    }
    group->text.compile(std::move(entries), Database::Mode::kText);
  }
}

void Matcher::settle_runs(Group& group) {
  group.prefilters = AtomSet(atoms_.size());
  for (const DatabaseEntry& entry : group.text.entries()) {
    atoms_[entry.atom].run = run_for(entry.fit);
    if (entry.fit == HyperscanFit::kNone) group.text_pcre.push_back(entry.atom);
    if (entry.fit == HyperscanFit::kPrefilter) group.prefilters.insert(entry.atom);
  }
}

Status Matcher::compile(const FieldTable& fields, const CompileCache* cache) {
  if (hs_valid_platform() != HS_SUCCESS) {
    return error("this processor cannot run Hyperscan", "it lacks SSSE3",
                 "Vectorscan's libhs5 runs on more machines");
  }
  groups_.clear();
  const bool has_packs = std::any_of(atoms_.begin(), atoms_.end(),
                                     [](const Atom& a) { return a.set == RegexSet::kPacks; });
  Diagnostics mistakes = create_regexes(RegexSet::kTyped);
  if (has_packs) {
    const std::string key = cache == nullptr ? std::string() : cache_key(fields);
    const auto cached = cache == nullptr ? std::nullopt : cache->load(key);
    if (!cached || !restore_packs(*cached)) {
      const auto started = std::chrono::steady_clock::now();
      groups_.clear();
      for (Diagnostic& mistake : create_regexes(RegexSet::kPacks))
        mistakes.push_back(std::move(mistake));
      if (!mistakes.empty()) return mistakes;
      make_groups(RegexSet::kPacks);
      compile_groups(RegexSet::kPacks);
      constexpr std::chrono::milliseconds kWorthCaching{50};
      if (cache != nullptr && std::chrono::steady_clock::now() - started >= kWorthCaching)
        cache->store(key, save_packs());
    }
  }
  if (!mistakes.empty()) return mistakes;
  make_groups(RegexSet::kTyped);
  compile_groups(RegexSet::kTyped);
  for (const auto& group : groups_) settle_runs(*group);
  return Done{};
}

namespace {

struct Collector {
  AtomSet* atoms;
  std::vector<AtomId>* hits;
  const AtomSet* prefilters;
  std::vector<AtomId>* to_confirm;
};

// Hyperscan's callback, called inside C frames.
int collect(unsigned id, unsigned long long, unsigned long long, unsigned, void* context) noexcept {
  const auto* collector = static_cast<const Collector*>(context);
  if (collector->atoms->contains(id)) return 0;
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
    const Database& database = group.database(value.is_utf8, *this);
    const bool as_bytes = &database == &group.bytes;
    if (const hs_database_t* hs = database.get(); hs != nullptr && !value.bytes.empty()) {
      if (as_bytes) state.scratch_->fit(hs);
      state.to_confirm_.clear();
      Collector collector{&state.atoms_, &state.hits_,
                          as_bytes ? &group.bytes_prefilters : &group.prefilters,
                          &state.to_confirm_};
      hs_scan(hs, value.bytes.data(), static_cast<unsigned>(value.bytes.size()), 0,
              state.scratch_->scratch.get(), collect, &collector);
      for (const AtomId atom : state.to_confirm_) {
        // A prefilter's hit that PCRE2 can neither confirm nor refute within its limits counts:
        // better heard than lost.
        if (atoms_[atom].regex->search(value, state.regex_scratch_) != Regex::Answer::kNo)
          state.insert(atom);
      }
    }
    for (const AtomId atom : as_bytes ? group.bytes_pcre : group.text_pcre) {
      if (state.atoms_.contains(atom)) continue;
      if (atoms_[atom].regex->search(value, state.regex_scratch_) == Regex::Answer::kYes)
        state.insert(atom);
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
    a.regex->find_matches(matched[i], limit, state.regex_scratch_, found);
    limit -= found.size();
    const bool is_stripped = matched[i].bytes.data() != received[i].bytes.data();
    const AnsiOffsets offsets(is_stripped ? received[i].bytes : std::string_view{});
    for (RegexMatch& match : found) {
      if (is_stripped) match.span = {offsets.start(match.span.start), offsets.end(match.span.end)};
      out.push_back({static_cast<std::uint32_t>(i), match.span, std::move(match.captures)});
    }
  }
}

std::string describe_match_engines() { return describe_hyperscan() + '\n' + describe_pcre2(); }

}  // namespace hark
