// Journal files as a source of events.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "event/arena.h"
#include "input/entry_json.h"
#include "input/source.h"
#include "journal/cursor.h"
#include "journal/entry_bounds.h"
#include "journal/journal_file.h"
#include "journal/journal_merge.h"
#include "journal/journal_set.h"
#include "journal/place_memory.h"
#include "journal/stored_field.h"
#include "journal/value_search.h"

namespace hark {

class JournalSource : public Source {
 public:
  // `max_entry`: bytes of all values of the longest entry. The plan must outlive the source. All
  // entries are read unless it is told where to begin.
  JournalSource(JournalFiles files, const FieldPlan& plan, std::size_t max_entry);

  // Begins behind the entry of a cursor, and with the last so many entries of each file, as often
  // as one likes; see JournalMerge.
  bool begin_after(const Cursor& cursor);
  void begin_with_last(std::uint64_t entries_of_each) { begin(entries_of_each); }
  // From now on entries outside of these are as if the journal did not have them. A search has the
  // same bounds.
  void read_within(const EntryBounds& bounds) { read_ = bounds; }
  // Begins anew, and passes over what the search does not want; null: passes over nothing. How long
  // entries may be is known here. Search and index must outlive the source. Not together with a
  // cursor or the last entries. What is followed is searched to its end, and from there nothing is
  // passed over.
  void begin_searching(const ValueSearch* search, const SearchMeans& means = {});
  std::size_t files() const { return files_.size(); }
  // Of the entry given last; microseconds.
  std::uint64_t realtime() const { return entry_.entry.realtime; }
  bool is_cut() const { return merge_->is_cut(); }
  bool is_gapless() const { return merge_->is_gapless(); }

  // From now on the end is where one waits for more. The set is watched, and the files are from it.
  void follow(JournalSet& set) { set_ = &set; }

  // Says kDry now and then, so that the loop can look after signals: there is no waiting before the
  // end.
  Step next(Event& event) override;
  Status read() override;
  SourceCounts counts() const override;
  Progress progress() const override;
  bool is_ready() const override { return !is_live_ || !has_all_; }
  int fd() const override { return set_ == nullptr ? -1 : set_->fd(); }
  std::string_view json(const Event& event) override;
  std::string keep(const Event& event) override;
  std::string_view recall(std::string_view kept) override;
  bool decode_again(const FieldPlan& plan, Event& event) override;
  const std::string& name() const override { return name_; }
  void note_decided(const Event&) override { decided_ = entry_; }
  void settle() override { settled_ = decided_; }
  std::string settled_cursor() const override {
    return settled_.file == nullptr ? std::string() : cursor_of(settled_);
  }

 private:
  enum class Outcome : std::uint8_t { kDecoded, kTooLong, kLost };
  struct PlannedField : StoredField {
    bool is_utf8 = false;  // the value; known only if the field is wanted
  };

  bool begin(std::optional<std::uint64_t> last);
  Outcome decode(const FieldPlan& plan, Event& event);
  Outcome read_planned(std::uint64_t offset, std::size_t left, Arena& arena, PlannedField& out);
  template <class OnField>
  Outcome each_field(Arena& arena, OnField&& on_field);
  std::string_view render();
  void note_lost(std::uint64_t offset, std::string_view why);
  void add_damage(const JournalFile& file, std::string what);
  void tell(Fault::Kind kind, const JournalFile& file, std::string what);
  bool tell_truncated();
  void look_again();

  JournalFiles files_;
  std::string name_;
  const FieldPlan* plan_;
  std::size_t max_entry_;
  std::optional<Cursor> after_;
  EntryBounds read_;
  bool has_outside_ = false;
  const ValueSearch* search_ = nullptr;
  SearchMeans means_;
  std::optional<JournalMerge> merge_;
  PlacedEntry entry_;  // given last
  PlacedEntry decided_, settled_;
  // Most of an entry's fields are shared with the entries around it, and most are not wanted: those
  // cost no look at the file again. So many fit the second cache.
  PlaceMemory<PlannedField, 13> memory_;
  NameMemory names_;
  std::deque<Fault> to_tell_;
  bool is_waiting_ = false;  // the entry in hand is given once the faults are told
  std::set<std::pair<const JournalFile*, std::uint64_t>> lost_;  // fields told of, by offset
  std::size_t truncated_told_ = 0;                               // files
  std::uint64_t looked_at_ = 0;                                  // at the last kDry
  JournalSet* set_ = nullptr;
  bool is_live_ = false;  // the end was reached
  bool has_all_ = false;  // of what was there when it was looked at last

  Arena json_arena_;
  EntryJson json_;
};

}  // namespace hark
