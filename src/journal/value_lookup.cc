#include "journal/value_lookup.h"

#include <algorithm>
#include <utility>

#include "base/printable.h"
#include "journal/last_entry.h"
#include "journal/stored_field.h"

namespace hark {
namespace {

constexpr std::size_t kMostOfValue = 64 * 1024;  // bytes; what is larger is no name of anything
// Of one value of each field; what is larger is not unpacked for its name.
constexpr std::size_t kMostOfNewest = 1024 * 1024;

class Lookup {
 public:
  Lookup(const JournalFile& file, const ValueSearch& search, std::uint64_t most, SieveState& state,
         CrowdLookup* crowd)
      : file_(file), search_(search), most_(most), state_(state), crowd_lookup_(crowd) {
    const auto array =
        file.entry_array() == 0 ? std::nullopt : file.entry_array(file.entry_array());
    if (array) first_slot_ = file.slot(*array, 0);
    last_slot_ = last_slot(file);
  }

  // Finds the values that lead to what is needed. False: too many entries have them, or the file
  // does not tell.
  bool find_values(const std::vector<JournalFile::Field>& fields, const ValueSearch::Need& need);
  std::uint64_t entries() const { return entries_; }  // that have them; some may have several
  bool add_entries(std::vector<std::uint64_t>& all);

 private:
  bool is_named(const JournalFile::Field& field);
  bool walk_field(const JournalFile::Field& field, const ValueSearch::Need& need);
  bool is_of_crowd(const StoredField& value, const ValueSearch::Need& need) const;
  bool take(const JournalFile::DataLinks& value);
  bool take_crowd(const JournalFile::DataLinks& value);
  bool add_entries(const JournalFile::DataLinks& value, std::vector<std::uint64_t>& all) const;
  bool add_members(std::vector<std::uint64_t>& all);

  const JournalFile& file_;
  const ValueSearch& search_;
  std::uint64_t most_;
  SieveState& state_;
  CrowdLookup* crowd_lookup_;
  std::vector<JournalFile::DataLinks> values_;
  std::optional<JournalFile::DataLinks> crowd_;  // if it is gone through
  std::uint64_t entries_ = 0;
  std::uint64_t looked_at_ = 0;                   // values
  std::uint64_t first_slot_ = 0, last_slot_ = 0;  // of the file's list of entries
};

bool Lookup::find_values(const std::vector<JournalFile::Field>& fields,
                         const ValueSearch::Need& need) {
  return std::all_of(fields.begin(), fields.end(), [&](const JournalFile::Field& field) {
    const FieldId id = search_.fields->find(field.name.data(), field.name.size());
    const bool may_lead =
        std::find(need.fields.begin(), need.fields.end(), id) != need.fields.end();
    return is_named(field) && (!may_lead || walk_field(field, need));
  });
}

// Each field has values, and those say what it is called: where its own name is damaged, it would
// be passed over with all that have it.
bool Lookup::is_named(const JournalFile::Field& field) {
  state_.arena.reset();
  StoredField value;
  return field.newest != 0 &&
         read_field(file_, field.newest, kMostOfNewest, state_.arena, state_.names, value) ==
             FieldFault::kNone &&
         value.name() == field.name;
}

// New values are put before the older ones, which lie before them in the file. The oldest one is
// what the field was made for: journald puts the field behind it, so a chain that ends before has
// lost some.
bool Lookup::walk_field(const JournalFile::Field& field, const ValueSearch::Need& need) {
  std::uint64_t before = file_.size();
  for (std::uint64_t at = field.newest; at != 0;) {
    if (at >= before || ++looked_at_ > most_) return false;
    state_.arena.reset();
    StoredField value;
    if (read_field(file_, at, kMostOfValue, state_.arena, state_.names, value) !=
            FieldFault::kNone ||
        value.name() != field.name)
      return false;
    const JournalFile::DataLinks links = file_.links(at);
    const Value text{value.value(), is_valid_utf8(value.value())};
    if ((state_.asker.leads_to(value.id, text) & need.bit) != 0) {
      if (!take(links)) return false;
    } else if (is_of_crowd(value, need)) {
      if (!take_crowd(links)) return false;
    }
    before = at;
    at = links.next_of_field;
  }
  const auto oldest = file_.object(before);
  return oldest && ((before + oldest->size + 7) & ~std::uint64_t{7}) == field.offset;
}

bool Lookup::take(const JournalFile::DataLinks& value) {
  if (value.entries > most_ - entries_) return false;
  entries_ += value.entries;
  values_.push_back(value);
  return true;
}

bool Lookup::is_of_crowd(const StoredField& value, const ValueSearch::Need& need) const {
  const auto& crowd = search_.crowd;
  return crowd && (crowd->bits & need.bit) != 0 && value.id == crowd->field &&
         value.value() == crowd->value;
}

bool Lookup::take_crowd(const JournalFile::DataLinks& value) {
  if (crowd_lookup_ == nullptr) return take(value);
  if (crowd_) return false;
  crowd_ = value;
  if (!crowd_lookup_->members) return true;
  const std::uint64_t members = crowd_lookup_->members->offsets().size();
  if (members > most_ - entries_) return false;
  entries_ += members;
  return true;
}

bool Lookup::add_entries(std::vector<std::uint64_t>& all) {
  return (!crowd_ || add_members(all)) &&
         std::all_of(values_.begin(), values_.end(),
                     [&](const JournalFile::DataLinks& value) { return add_entries(value, all); });
}

// Those of the crowd that matter, which are found out if nobody knows.
bool Lookup::add_members(std::vector<std::uint64_t>& all) {
  if (!crowd_lookup_->members) {
    std::vector<std::uint64_t> crowd;
    if (!add_entries(*crowd_, crowd)) return false;
    const ValueSearch& wants = *search_.crowd->members;
    SieveState state(wants);
    EntrySieve sieve(file_, wants, crowd_lookup_->max_entry);
    std::erase_if(crowd, [&](std::uint64_t offset) {
      const auto entry = file_.entry(offset);
      return entry && !sieve.passes(*entry, state);
    });
    crowd_lookup_->members.emplace(file_, search_.crowd->rule, crowd_lookup_->max_entry,
                                   std::move(crowd));
    crowd_lookup_->is_found = true;
  }
  const auto& members = crowd_lookup_->members->offsets();
  all.insert(all.end(), members.begin(), members.end());
  return all.size() <= most_;
}

// The first is in the value itself, and the others are in arrays. An entry that the file's own list
// cannot have, no walk would find.
bool Lookup::add_entries(const JournalFile::DataLinks& value,
                         std::vector<std::uint64_t>& all) const {
  if (value.entries == 0) return true;
  std::uint64_t last = 0;
  const auto add = [&](std::uint64_t offset) {
    const bool is_listed = offset >= first_slot_ && offset <= last_slot_;
    if (!is_listed || offset <= last || !file_.entry(offset)) return false;
    last = offset;
    all.push_back(offset);
    return true;
  };
  if (!add(value.first_entry)) return false;
  std::uint64_t next = value.entry_array;
  for (std::uint64_t left = value.entries - 1; left > 0;) {
    const auto array = next == 0 ? std::nullopt : file_.entry_array(next);
    if (!array) return false;
    const std::uint64_t slots = std::min(left, array->slots);
    for (std::uint64_t i = 0; i < slots; i++) {
      if (!add(file_.slot(*array, i))) return false;
    }
    left -= slots;
    next = array->next;
    const bool has_more = left == 0 && slots < array->slots && file_.slot(*array, slots) != 0;
    if (has_more) return false;
  }
  return next == 0;
}

}  // namespace

std::optional<std::vector<std::uint64_t>> look_up_entries(const JournalFile& file,
                                                          const ValueSearch& search,
                                                          std::uint64_t most, SieveState& state,
                                                          CrowdLookup* crowd) {
  if (search.needs.empty() || file.is_growing() || file.state() == JournalFile::State::kOnline)
    return std::nullopt;
  const auto fields = file.fields();
  if (!fields) return std::nullopt;
  std::optional<Lookup> best;
  for (const ValueSearch::Need& need : search.needs) {
    Lookup lookup(file, search, most, state, crowd);
    if (!lookup.find_values(*fields, need)) continue;
    most = lookup.entries();
    best.emplace(std::move(lookup));
  }
  std::vector<std::uint64_t> entries;
  if (!best || !best->add_entries(entries)) return std::nullopt;
  std::sort(entries.begin(), entries.end());
  entries.erase(std::unique(entries.begin(), entries.end()), entries.end());
  return entries;
}

}  // namespace hark
