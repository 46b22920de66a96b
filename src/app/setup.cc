#include "app/setup.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <limits>
#include <string_view>
#include <unordered_set>

#include "app/field_plans.h"
#include "app/pattern_file.h"
#include "app/unit_globs.h"
#include "app/where.h"
#include "base/spelling.h"
#include "expr/planner.h"
#include "select/pattern_selector.h"

namespace hark {
namespace {

Origin origin_of(std::string_view label, std::string_view text) {
  return {std::string(label), std::string(text), 0, text.size(), 0};
}

bool has_upper_case(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

void append(Diagnostics& all, Diagnostics more) {
  for (Diagnostic& d : more) all.push_back(std::move(d));
}

std::string_view label_of(TypedPattern::Kind kind) {
  switch (kind) {
    case TypedPattern::Kind::kArgument:
      return "PATTERN";
    case TypedPattern::Kind::kGrep:
      return "-g";
    default:
      return "-e";
  }
}

class SetUp {
 public:
  SetUp(const Options& options, const Surroundings& surroundings, Run& run,
        const std::vector<FieldId>& further, bool uses_kept_packs)
      : options_(options),
        surroundings_(surroundings),
        run_(run),
        cache_folder_(options.no_cache ? std::string() : cache_folder()),
        further_(further),
        uses_kept_packs_(uses_kept_packs) {}

  Diagnostics all() {
    add_patterns();
    if (options_.where) {
      if (auto where = parse_where(*options_.where)) {
        where_ = std::move(*where);
      } else {
        append(mistakes_, std::move(where.errors()));
      }
    }
    if (options_.uses_packs || (where_ && where_->needs.any)) choose_packs();
    auto filters = add_filters();
    add_where(filters);
    add_packs();
    run_.selection.filter = Predicate::all_of(std::move(filters));
    if (!mistakes_.empty()) {
      append(mistakes_, run_.matcher.check());
      sort_by_place(mistakes_);
      return std::move(mistakes_);
    }
    const PrivateCache cache(cache_folder_, "hs");
    if (auto compiled = run_.matcher.compile(run_.fields, &cache); !compiled)
      return std::move(compiled.errors());
    plan_all();
    run_.selection.inverts = options_.invert_match;
    run_.selection.needs_hits = !options_.count && !options_.quiet;
    run_.selection.own.invocation_id = surroundings_.own_invocation_id;
    run_.selection.prepare(run_.matcher);
    run_.match_state = std::make_unique<MatchState>(run_.matcher);
    run_.annotator =
        std::make_unique<Annotator>(run_.selection, run_.matcher, *run_.match_state, run_.fields);
    run_.formatter = make_formatter(format_options(), *run_.annotator);
    run_.coverage = Coverage(options_.stats || options_.digest);
    if (options_.digest) make_digest();
    if (may_be_near_misses()) run_.near_misses.emplace(run_.selection, run_.matcher);
    plan_fields(options_, further_, run_);
    return {};
  }

 private:
  // Somebody typed patterns, and nothing else that selects, and sits there.
  bool may_be_near_misses() const {
    return surroundings_.stderr_is_terminal && !options_.quiet && !options_.patterns.empty() &&
           !options_.uses_packs && !options_.invert_match && !run_.selection.asks_for_hits &&
           run_.fields.intern(options_.field) == field::kMessage;
  }

  void make_digest() {
    run_.digest = std::make_unique<Digest>(run_.selection, DigestOptions{options_.utc});
    const FormatOptions format = format_options();
    DigestForm& form = run_.digest_form;
    form.is_json = format.mode == FormatOptions::Mode::kJson;
    form.is_terminal = format.is_terminal;
    form.text = {surroundings_.columns, format.utc, format.hostname, format.color};
  }

  void add_patterns() {
    const FieldId field = run_.fields.intern(options_.field);
    for (const TypedPattern& typed : options_.patterns) {
      if (typed.kind != TypedPattern::Kind::kFile) {
        const bool ignore = options_.ignore_case || (typed.kind == TypedPattern::Kind::kGrep &&
                                                     !has_upper_case(typed.text));
        add_pattern(field, typed.text, ignore, origin_of(label_of(typed.kind), typed.text));
        continue;
      }
      auto lines = read_pattern_file(typed.text);
      if (!lines) {
        append(mistakes_, std::move(lines.errors()));
        continue;
      }
      for (const PatternLine& line : *lines) {
        add_pattern(field, line.text, options_.ignore_case,
                    {typed.text, line.text, 0, line.text.size(), line.number});
      }
    }
  }

  void add_pattern(FieldId field, const std::string& text, bool ignore_case, Origin origin) {
    const AtomId atom = run_.matcher.add(field, {text, ignore_case, options_.fixed_strings,
                                                 options_.word_regexp, std::move(origin)});
    run_.selection.selectors.push_back(typed_selector(text, atom));
  }

  void choose_packs() {
    const PrivateCache cache(cache_folder_, "packs");
    run_.library = load_packs(options_, uses_kept_packs_ ? &cache : nullptr);
    PackChoice choice;
    choice.packs = options_.packs;
    choice.without = options_.without;
    if (options_.digest) choice.severity = Severity::kInfo;
    if (options_.severity)
      choice.severity = parse_severity(*options_.severity).value_or(Severity::kWarning);
    auto chosen = run_.library.select(choice);
    if (!chosen) {
      append(mistakes_, std::move(chosen.errors()));
      has_no_packs_ = true;
      for (const Pattern* pattern : run_.library.half_read(choice)) add_pack_pattern(*pattern);
      return;
    }
    append(run_.notes, chosen->notes);
    append(run_.notes, run_.library.notes());
    chosen_ = std::move(chosen->patterns);
    if (where_) known_ = known_patterns(run_.library, chosen_);
  }

  // The expression selects by itself where nothing else does; else it is one more filter.
  void add_where(std::vector<Predicate>& filters) {
    // Without the packs nobody knows which patterns it may ask about.
    if (!where_ || (has_no_packs_ && where_->needs.any)) return;
    auto bound = bind_where(*where_, {run_.fields, run_.matcher, RegexSet::kTyped, &known_,
                                      surroundings_.now, options_.utc});
    if (!bound) {
      append(mistakes_, std::move(bound.errors()));
      return;
    }
    append(run_.notes, std::move(bound->warnings));
    asked_ = std::move(bound->patterns);
    run_.selection.asks_for_hits = where_->needs.any;
    if (options_.patterns.empty() && !options_.uses_packs) {
      run_.selection.selectors.push_back(typed_selector(where_->text, std::move(bound->predicate)));
    } else {
      filters.push_back(std::move(bound->predicate));
    }
  }

  // All patterns that were chosen; of mere witnesses those that the expression asks about.
  void add_packs() {
    run_.selection.selectors.reserve(run_.selection.selectors.size() + chosen_.size());
    for (std::uint32_t i = 0; i < chosen_.size(); i++) {
      const bool is_asked = std::find(asked_.begin(), asked_.end(), i) != asked_.end();
      if (!options_.uses_packs && !is_asked && !(where_ && where_->needs.all)) continue;
      auto selector = add_pack_pattern(*chosen_[i]);
      if (!selector) continue;
      selector->number = i;
      selector->is_witness = !options_.uses_packs;
      run_.selection.selectors.push_back(std::move(*selector));
    }
    add_muted();
  }

  // What fallbacks yield to, where this run does not have it: what somebody described is no news,
  // wanted or not.
  void add_muted() {
    std::unordered_set<const Pattern*> loaded;
    std::unordered_set<std::string_view> packs_with_fallback;
    for (const Selector& selector : run_.selection.selectors) {
      loaded.insert(selector.pattern);
      if (selector.is_fallback()) packs_with_fallback.insert(pack_of(selector.id));
    }
    if (packs_with_fallback.empty()) return;
    for (const Pattern* pattern : run_.library.all()) {
      if (pattern->is_fallback || loaded.contains(pattern) ||
          !packs_with_fallback.contains(pack_of(pattern->id)))
        continue;
      auto selector = add_pack_pattern(*pattern);
      if (!selector) continue;
      selector->is_muted = true;
      run_.selection.selectors.push_back(std::move(*selector));
    }
  }

  // None if it has mistakes, which are noted.
  std::optional<Selector> add_pack_pattern(const Pattern& pattern) {
    auto selector =
        pattern_selector(pattern, run_.fields, run_.matcher,
                         {surroundings_.now, options_.utc, run_.library.is_from_cache()});
    if (selector) return std::move(*selector);
    append(mistakes_, std::move(selector.errors()));
    return std::nullopt;
  }

  void plan_all() {
    run_.selection.filter = plan(std::move(run_.selection.filter), run_.matcher);
    for (Selector& selector : run_.selection.selectors) {
      for (SelectorWay& way : selector.ways)
        way.predicate = plan(std::move(way.predicate), run_.matcher);
    }
  }

  std::vector<Predicate> add_filters() {
    std::vector<Predicate> filters, when, whose;
    const auto operand = [](FieldId id) { return Operand{Operand::Kind::kField, id}; };
    if (options_.dmesg)
      whose.push_back(Predicate::is_one_of(operand(field::kTransport), {"kernel"}));
    if (options_.boot && options_.boot->kind == TypedBoot::Kind::kId) {
      when.push_back(Predicate::is_one_of(operand(field::kBootId), {options_.boot->id}));
      run_.bounds.boot = id128_in(options_.boot->id);
    }
    if (options_.priority) add_priority(filters);
    add_times(when);
    if (!options_.identifiers.empty()) {
      filters.push_back(has_and_fits(operand(field::kSyslogIdentifier), options_.identifiers));
    }
    add_units(whose);
    filters.insert(filters.end(), when.begin(), when.end());
    filters.insert(filters.end(), whose.begin(), whose.end());
    run_.when = Predicate::all_of(std::move(when));
    if (options_.digest || options_.strict || options_.stats) {
      run_.blind_spots.emplace();
      run_.blind_spots->whose = Predicate::all_of(std::move(whose));
    }
    return filters;
  }

  void add_priority(std::vector<Predicate>& filters) {
    const std::string_view typed = *options_.priority;
    const std::size_t dots = typed.find("..");
    const auto level = [&](std::size_t from, std::string_view word) {
      const auto found = parse_level(word);
      if (!found) {
        Diagnostic bad = error(fmt::format("unknown priority '{}'", word),
                               "priorities are emerg alert crit err warning "
                               "notice info debug, or 0 to 7");
        bad.origin = origin_of("-p", typed);
        bad.origin->offset = from;
        bad.origin->length = word.size();
        if (const auto near = nearest(word, kLevelNames); !near.empty())
          bad.help = fmt::format("did you mean {}?", near);
        mistakes_.push_back(std::move(bad));
      }
      return found;
    };
    if (dots == typed.npos) {
      if (const auto least = level(0, typed))
        filters.push_back(Predicate::has_priority_between(Level::kEmerg, *least));
      return;
    }
    const auto a = level(0, typed.substr(0, dots));
    const auto b = level(dots + 2, typed.substr(dots + 2));
    if (a && b)
      filters.push_back(Predicate::has_priority_between(std::min(*a, *b), std::max(*a, *b)));
  }

  // What is typed is local time: --utc is about what is shown.
  void add_times(std::vector<Predicate>& filters) {
    if (!options_.since && !options_.until) return;
    const auto read = [&](const std::optional<std::string>& typed, std::string_view label,
                          Microseconds otherwise) {
      if (!typed) return otherwise;
      auto at = parse_time(*typed, surroundings_.now, false);
      if (at) return *at;
      at.errors()[0].origin = origin_of(label, *typed);
      append(mistakes_, std::move(at.errors()));
      return otherwise;
    };
    const Microseconds from =
        read(options_.since, "--since", std::numeric_limits<Microseconds>::min());
    const Microseconds to =
        read(options_.until, "--until", std::numeric_limits<Microseconds>::max());
    if (from > to) {
      Diagnostic bad = error("--until is before --since", "no event lies between them");
      bad.origin = origin_of("--until", *options_.until);
      mistakes_.push_back(std::move(bad));
    }
    filters.push_back(Predicate::time_between(from, to));
    run_.bounds.from = static_cast<std::uint64_t>(std::max(from, Microseconds{0}));
    run_.bounds.to = static_cast<std::uint64_t>(std::max(to, Microseconds{0}));
  }

  // As for journalctl, a field that is missing fits nothing, not even *.
  static Predicate has_and_fits(Operand operand, std::vector<std::string> globs) {
    std::vector<Predicate> both;
    both.push_back(Predicate::exists(operand));
    both.push_back(Predicate::glob(operand, std::move(globs)));
    return Predicate::all_of(std::move(both));
  }

  // -u matches units of either scope, --user-unit those of users; an event passes if it fits one of
  // either.
  void add_units(std::vector<Predicate>& filters) {
    if (options_.units.empty() && options_.user_units.empty()) return;
    const Operand unit{Operand::Kind::kUnit, field::kMessage};
    std::vector<Predicate> any;
    if (!options_.units.empty()) any.push_back(has_and_fits(unit, all_unit_globs(options_.units)));
    if (!options_.user_units.empty()) {
      std::vector<Predicate> both;
      both.push_back(Predicate::in_scope(Scope::kUser));
      both.push_back(has_and_fits(unit, all_unit_globs(options_.user_units)));
      any.push_back(Predicate::all_of(std::move(both)));
    }
    filters.push_back(Predicate::any_of(std::move(any)));
  }

  static std::vector<std::string> all_unit_globs(const std::vector<std::string>& typed) {
    std::vector<std::string> globs;
    for (const std::string& name : typed) {
      std::vector<std::string> more = unit_globs(name);
      std::move(more.begin(), more.end(), std::back_inserter(globs));
    }
    return globs;
  }

  FormatOptions format_options() const {
    FormatOptions format;
    format.utc = options_.utc;
    format.hostname = !options_.no_hostname;
    format.only_matching = options_.only_matching;
    format.is_terminal = surroundings_.stdout_is_terminal;
    switch (options_.output) {
      case Options::OutputMode::kShort:
        break;
      case Options::OutputMode::kShortIso:
        format.time = TimeForm::kIso;
        break;
      case Options::OutputMode::kShortPrecise:
        format.time = TimeForm::kPrecise;
        break;
      case Options::OutputMode::kShortFull:
        format.time = TimeForm::kFull;
        break;
      case Options::OutputMode::kJson:
        format.mode = FormatOptions::Mode::kJson;
        break;
      case Options::OutputMode::kCat:
        format.mode = FormatOptions::Mode::kCat;
        break;
    }
    format.color = options_.color == Options::Color::kAlways ||
                   (options_.color == Options::Color::kAuto && surroundings_.stdout_is_terminal &&
                    surroundings_.color_is_welcome);
    return format;
  }

  const Options& options_;
  const Surroundings& surroundings_;
  Run& run_;
  std::string cache_folder_;
  const std::vector<FieldId>& further_;
  bool uses_kept_packs_;
  std::optional<TypedWhere> where_;
  std::vector<const Pattern*> chosen_;
  KnownPatterns known_;
  bool has_no_packs_ = false;         // they were asked for and are wrong
  std::vector<std::uint32_t> asked_;  // numbers of patterns that the expression names
  Diagnostics mistakes_;
};

}  // namespace

Result<std::unique_ptr<Run>> set_up(const Options& options, const Surroundings& surroundings,
                                    const std::vector<FieldId>& further) {
  for (const bool uses_kept_packs : {true, false}) {
    auto run = std::make_unique<Run>();
    Diagnostics mistakes = SetUp(options, surroundings, *run, further, uses_kept_packs).all();
    if (mistakes.empty()) return run;
    // A mistake may be a pack's: then its text is to be shown, which kept packs do not have.
    if (!uses_kept_packs || !run->library.is_from_cache()) return mistakes;
  }
  return Diagnostics{};
}

}  // namespace hark
