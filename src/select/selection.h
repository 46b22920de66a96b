// What is kept: every filter must hold, and at least one selector must pick the event. Gives a
// Verdict.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "expr/predicate.h"
#include "pattern/pattern.h"

namespace hark {

// One way in which a selector picks events.
struct SelectorWay {
  Predicate predicate;
  std::vector<AtomId> atoms;  // whose matches are shown where this way picked
  std::vector<std::string>
      message_ids;          // it can only pick events with one of these; empty: no such bound
  bool needs_atom = false;  // it can only pick events in which one of `atoms` hit
};

// One thing that picks events: a pattern of a pack, or one that was typed. A typed pattern's id is
// its text.
struct Selector {
  std::string id;
  std::optional<Severity> severity;  // typed patterns have none
  std::vector<SelectorWay> ways;     // one is enough
  const Pattern* pattern = nullptr;  // null: typed
  // Of a pattern of a pack: how expressions number it (KnownPatterns).
  std::uint32_t number = 0;
  // Loaded because an expression asks about it: it picks nothing, but is shown where it hits.
  bool is_witness = false;
  // Loaded because a fallback of its pack yields to it, though this run does not have it
  // (--severity, --without): it picks nothing and is never shown.
  bool is_muted = false;

  bool is_typed() const { return pattern == nullptr; }
  bool is_fallback() const { return pattern != nullptr && pattern->is_fallback; }
};

struct Verdict {
  bool is_kept = false;
  bool is_own = false;  // hark wrote the event itself: never kept, whatever selects
  // A regex gave up on it. Nobody knows whether it should be kept, so it is; `hits` are those that
  // are sure.
  bool is_undecided = false;
  std::vector<std::uint32_t>
      hits;  // indexes of selectors, in the order they are shown; empty unless kept
};

// How to know hark's own events.
struct OwnEvents {
  std::string invocation_id;  // of the unit that hark's own output goes to the journal for; empty:
                              // not known
  // Who speaks, asked about the few events that are called hark: so that judging need not read
  // kSpeakerFields of all others. None: events know it themselves.
  std::function<Speaker(const Event&)> speaker;
};

class Selection {
 public:
  Predicate filter = Predicate::constant(true);
  std::vector<Selector> selectors;  // in the order they are shown, once prepare() was called
  bool inverts = false;             // -v: picks what no selector picks
  bool needs_hits = true;           // false: it is enough to know that some selector hit
  bool asks_for_hits = false;       // an expression asks which patterns of packs hit
  OwnEvents own;

  // Call once, after the last selector is in and the matcher is compiled: puts the selectors in the
  // order they are shown (most severe first, then by id, typed ones last; twice the same typed
  // pattern is one selector), and finds what triggers each: hundreds of patterns are not asked one
  // by one, but looked up by the atoms that hit, by MESSAGE_ID, and by fields that few events have.
  void prepare(const Matcher& matcher);

  // `verdict` is reused from event to event. Not for several threads at once.
  void judge(const Event& event, const Matcher& matcher, MatchState& state, Verdict& verdict) const;

  // hark's own events are never kept, and no context of others either. Anybody can choose an
  // identifier: what the manager, the kernel or journald says is never hark's own.
  bool is_own(const Event& event) const;

  // Values by which an event can come to be picked: an event is picked only if one of its values,
  // alone in an event, triggers, and is of one of these fields. Nullopt where an event may be
  // picked whatever its values are. Call after prepare().
  std::optional<std::vector<FieldId>> trigger_fields(const Matcher& matcher) const;
  bool triggers(const Witness& one_value) const;

  // Fields that judging reads.
  std::vector<FieldId> fields(const Matcher& matcher) const;

 private:
  // Which selectors are asked in one go.
  enum class Which : std::uint8_t { kAll, kOfPacks, kTyped };
  class Hits;

  void number_packs();
  void add_triggers(std::uint32_t selector, const Matcher& matcher);
  template <class Ask>
  bool each_triggered(const Witness& witness, Ask ask) const;
  bool pick(const Witness& witness, Which which, std::vector<std::uint32_t>& hits) const;
  void settle_fallbacks(std::vector<std::uint32_t>& hits) const;
  bool pick_with_hits(const Witness& witness, Hits& hits, std::vector<std::uint32_t>& out) const;
  bool decide(const Witness& witness, Hits& hits, Verdict& verdict) const;
  bool may_be_kept(const Witness& witness) const;

  std::vector<std::vector<std::uint32_t>> by_atom_;  // atom → selectors it may trigger
  std::unordered_map<std::string_view, std::vector<std::uint32_t>> by_message_id_;
  std::vector<std::uint32_t> groups_;  // groups of the atoms above
  // Selectors that need a field, or one of some values of it: asked where it is, or has one. Views
  // of the predicates' own texts.
  struct FieldTriggers {
    FieldId field;
    std::vector<std::uint32_t> any;
    std::unordered_map<std::string_view, std::vector<std::uint32_t>> by_value;
  };
  std::vector<FieldTriggers> by_field_;
  std::vector<std::uint32_t> always_;  // selectors that nothing triggers: asked for every event
  // The pack of each selector, as a number; empty where there is no fallback.
  std::vector<std::uint32_t> pack_;
  mutable std::vector<std::uint32_t> described_;
  // Which selectors were asked about the event in hand; a stamp saves clearing.
  mutable std::vector<std::uint64_t> asked_;
  mutable std::uint64_t stamp_ = 0;
  std::vector<std::uint32_t> by_number_;  // number of a pattern → selector
  mutable std::vector<std::uint32_t> pack_hits_;
};

// True if any way of the selector picks the event.
bool picks(const Selector& selector, const Witness& witness);

// Where the ways that pick the event match, at most `limit` an atom, appended. Views die with the
// event.
void find_matches(const Selector& selector, const Witness& witness, std::size_t limit,
                  std::vector<FoundMatch>& out);

}  // namespace hark
