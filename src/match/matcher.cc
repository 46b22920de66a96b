#include "match/matcher.h"

#include <hs/hs.h>

#include <algorithm>
#include <mutex>

#include "event/ansi.h"
#include "match/database.h"

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

struct Matcher::Group {
  FieldId field = 0;
  std::vector<AtomId> atoms;
  Database text;
  std::vector<AtomId> text_pcre;    // run by PCRE2 alone on text
  std::vector<AtomId> empty_atoms;  // true where the field is missing or empty
  bool needs_bytes = false;         // some atom means something else on bytes that are not UTF-8
  // Made when the first such value comes: most journals never have one that matters.
  mutable std::once_flag bytes_once;
  mutable Database bytes;
  mutable std::vector<AtomId> bytes_pcre;
  AtomSet prefilters;  // atoms that Hyperscan's hit on text does not settle
  mutable AtomSet bytes_prefilters;

  const Database& database(bool is_utf8, const Matcher& matcher) const {
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
};

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

Result<AtomId> Matcher::add(FieldId field, RegexSpec spec) {
  for (AtomId i = 0; i < atoms_.size(); i++) {
    if (atoms_[i].field == field && atoms_[i].spec.same_as(spec)) return i;
  }
  auto regex = Regex::create(spec);
  if (!regex) return std::move(regex.errors());
  atoms_.push_back({field, std::move(spec), std::move(*regex), AtomRun::kExact, 0});
  return static_cast<AtomId>(atoms_.size() - 1);
}

Status Matcher::compile() {
  if (hs_valid_platform() != HS_SUCCESS) {
    return error("this processor cannot run Hyperscan", "it lacks SSSE3",
                 "Vectorscan's libhs5 runs on more machines");
  }
  groups_.clear();
  for (AtomId i = 0; i < atoms_.size(); i++) {
    Atom& atom = atoms_[i];
    if (atom.regex->matches_everything()) {
      atom.run = AtomRun::kConstant;
      continue;
    }
    auto group = std::find_if(groups_.begin(), groups_.end(),
                              [&](const auto& g) { return g->field == atom.field; });
    if (group == groups_.end()) {
      groups_.push_back(std::make_unique<Group>());
      groups_.back()->field = atom.field;
      group = groups_.end() - 1;
    }
    atom.group = static_cast<std::uint32_t>(group - groups_.begin());
    (*group)->atoms.push_back(i);
  }
  for (const auto& group : groups_) {
    std::vector<DatabaseEntry> entries;
    group->prefilters = AtomSet(atoms_.size());
    for (const AtomId i : group->atoms) {
      const Regex& regex = *atoms_[i].regex;
      entries.push_back({i, &regex, Database::fit(regex, Database::Mode::kText)});
      if (regex.matches_empty()) group->empty_atoms.push_back(i);
      group->needs_bytes |= regex.depends_on_utf8();
    }
    group->text.compile(std::move(entries), Database::Mode::kText);
    for (const DatabaseEntry& entry : group->text.entries()) {
      atoms_[entry.atom].run = run_for(entry.fit);
      if (entry.fit == HyperscanFit::kNone) group->text_pcre.push_back(entry.atom);
      if (entry.fit == HyperscanFit::kPrefilter) group->prefilters.insert(entry.atom);
    }
  }
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
