#include "journal/journal_source.h"

#include <fmt/format.h>

#include <cstring>
#include <utility>

#include "base/printable.h"

namespace hark {
namespace {

// A field of entries as well, but journalctl prints what the entry itself says.
constexpr std::string_view kBootIdName = "_BOOT_ID";

// What the entry itself says, in journalctl's order: `on_field(name, value)`, where value() is
// called for the text.
template <class OnField>
void each_address_field(const PlacedEntry& at, OnField&& on_field) {
  const JournalEntry& entry = at.entry;
  const auto id = [&] { return to_hex(at.file->seqnum_id()); };
  const auto boot = [&] { return to_hex(entry.boot); };
  on_field("__CURSOR", [&] { return cursor_of(at); });
  on_field("__REALTIME_TIMESTAMP", [&] { return fmt::format("{}", entry.realtime); });
  on_field("__MONOTONIC_TIMESTAMP", [&] { return fmt::format("{}", entry.monotonic); });
  on_field("__SEQNUM", [&] { return fmt::format("{}", entry.seqnum); });
  on_field("__SEQNUM_ID", id);
  on_field(kBootIdName, boot);
}

std::string_view copy_to(Arena& arena, std::string_view text) {
  char* const copy = arena.allocate(text.size());
  text.copy(copy, text.size());
  return {copy, text.size()};
}

// A kept place: a file and an offset. JSON begins with another character.
constexpr char kPlace = 'P';
constexpr std::size_t kPlaceSize = 1 + sizeof(const JournalFile*) + sizeof(std::uint64_t);

std::string name_of(const JournalFiles& files) {
  return files.size() == 1 ? files[0].name() : fmt::format("{} journal files", files.size());
}

}  // namespace

JournalSource::JournalSource(JournalFiles files, const FieldPlan& plan, std::size_t max_entry)
    : files_(std::move(files)),
      name_(name_of(files_)),
      plan_(&plan),
      max_entry_(max_entry),
      names_(plan) {
  begin(std::nullopt);
}

bool JournalSource::begin(std::optional<std::uint64_t> last) {
  if (search_ != nullptr) {
    merge_.emplace(files_, *search_, means_);
  } else {
    merge_.emplace(files_, last);
  }
  counts_ = {};
  to_tell_.clear();
  lost_.clear();
  is_waiting_ = false;
  truncated_told_ = 0;
  looked_at_ = 0;
  has_outside_ = false;
  for (const JournalFile& file : files_) {
    counts_.bytes += file.size();
    for (const std::string& note : file.notes()) add_damage(file, note);
  }
  return !after_ || merge_->start_after(*after_);
}

void JournalSource::begin_searching(const ValueSearch* search, const SearchMeans& means) {
  search_ = search;
  means_ = means;
  means_.max_entry = max_entry_;
  begin(std::nullopt);
}

bool JournalSource::begin_after(const Cursor& cursor) {
  after_ = cursor;
  return begin(std::nullopt);
}

void JournalSource::note_lost(std::uint64_t offset, std::string_view why) {
  constexpr std::size_t kEnough = 10'000;
  if (lost_.size() >= kEnough || !lost_.emplace(entry_.file, offset).second) return;
  add_damage(*entry_.file, fmt::format("at byte {}: an entry is read without a field: {}",
                                       entry_.entry.offset, why));
}

// The field at an offset; `left` is how many bytes the entry may still have.
JournalSource::Outcome JournalSource::read_planned(std::uint64_t offset, std::size_t left,
                                                   Arena& arena, PlannedField& out) {
  switch (read_field(*entry_.file, offset, left, arena, names_, out)) {
    case FieldFault::kNone:
      break;
    case FieldFault::kTooLarge:
      return Outcome::kTooLong;
    case FieldFault::kMissing:
      note_lost(offset, "there is none where it should be");
      return Outcome::kLost;
    case FieldFault::kPacking:
      note_lost(offset, "it cannot be decompressed");
      return Outcome::kLost;
    case FieldFault::kName:
      note_lost(offset, "its name is none that journald takes");
      return Outcome::kLost;
  }
  if (out.id == field::kBootId) out.id = FieldPlan::kNotWanted;  // the entry itself says it
  out.is_utf8 = out.id != FieldPlan::kNotWanted && is_valid_utf8(out.value());
  return Outcome::kDecoded;
}

// The fields of the entry in hand in their order.
template <class OnField>
JournalSource::Outcome JournalSource::each_field(Arena& arena, OnField&& on_field) {
  const auto number = reinterpret_cast<std::uintptr_t>(entry_.file);
  std::size_t left = max_entry_;
  for (std::uint64_t i = 0; i < entry_.entry.items; i++) {
    const std::uint64_t offset = entry_.file->item(entry_.entry, i);
    const PlannedField* field = memory_.find(number, offset);
    PlannedField read;
    if (field == nullptr) {
      const Outcome outcome = read_planned(offset, left, arena, read);
      if (outcome == Outcome::kTooLong) return outcome;
      if (outcome == Outcome::kLost) continue;
      // What was unpacked lives as long as the entry in hand.
      const bool is_of_file = entry_.file->holds(read.text);
      field = is_of_file ? &memory_.keep(number, offset, read) : &read;
    }
    if (field->text.size() > left) return Outcome::kTooLong;
    left -= field->text.size();
    on_field(*field);
  }
  return Outcome::kDecoded;
}

JournalSource::Outcome JournalSource::decode(const FieldPlan& plan, Event& event) {
  event.reset();
  each_address_field(entry_, [&](std::string_view name, auto&& value) {
    const FieldId id = plan.find(name.data(), name.size());
    if (id != FieldPlan::kNotWanted) event.add_value(id, {copy_to(event.arena(), value()), true});
  });
  if (&plan == plan_) {
    return each_field(event.arena(), [&](const PlannedField& field) {
      if (field.id != FieldPlan::kNotWanted)
        event.add_value(field.id, {field.value(), field.is_utf8});
    });
  }
  return each_field(event.arena(), [&](const StoredField& field) {
    const FieldId id = plan.find(field.text.data(), field.name_size);
    if (id != FieldPlan::kNotWanted && field.name() != kBootIdName)
      event.add_value(id, {field.value(), is_valid_utf8(field.value())});
  });
}

Source::Step JournalSource::next(Event& event) {
  constexpr std::uint64_t kLooksAtOnce = 1024;
  for (;;) {
    if (!to_tell_.empty()) {
      fault_ = std::move(to_tell_.front());
      to_tell_.pop_front();
      return Step::kFault;
    }
    if (is_waiting_) {
      is_waiting_ = false;
      if (decode(*plan_, event) == Outcome::kDecoded) {
        counts_.entries++;
        return Step::kEntry;
      }
    }
    if (merge_->looked_at() - looked_at_ > kLooksAtOnce) {
      looked_at_ = merge_->looked_at();
      return Step::kDry;
    }
    const auto at = merge_->next();
    while (const auto damage = merge_->take_damage()) {
      add_damage(*damage->file, fmt::format("at byte {}: {}", damage->offset, damage->what));
    }
    if (merge_->is_searching()) {
      if (to_tell_.empty()) return Step::kDry;
      continue;
    }
    if (at && !read_.hold(at->entry)) {
      has_outside_ = true;
    } else if (at) {
      entry_ = *at;
      if (decode(*plan_, event) == Outcome::kTooLong) {
        counts_.too_long++;
        tell(Fault::Kind::kTooLong, *entry_.file,
             fmt::format("at byte {}: longer than {} bytes (--max-entry)", entry_.entry.offset,
                         max_entry_));
      } else if (to_tell_.empty()) {
        counts_.entries++;
        return Step::kEntry;
      } else {
        is_waiting_ = true;
      }
    } else if (to_tell_.empty() && set_ != nullptr) {
      // Once more before the first waiting: what came while the rest was read is not told again.
      has_all_ = std::exchange(is_live_, true);
      return Step::kDry;
    } else if (to_tell_.empty() && !tell_truncated()) {
      return Step::kEnd;
    }
  }
}

SourceCounts JournalSource::counts() const {
  SourceCounts counts = counts_;
  counts.passed_over = merge_->passed_over();
  counts.entries += counts.passed_over.entries;
  counts.has_outside = has_outside_ || merge_->has_outside();
  return counts;
}

// Of a journal that is followed there is no end.
Progress JournalSource::progress() const {
  if (is_live_) return {};
  Progress progress{merge_->looked_at(), 0};
  for (const JournalFile& file : files_) progress.total += file.entries();
  return progress;
}

Status JournalSource::read() {
  if (is_live_) look_again();
  return Done{};
}

void JournalSource::look_again() {
  has_all_ = false;
  merge_->go_live();
  // What the search learnt: a run that follows may last for days, and end by kill -9.
  const bool has_learnt = std::exchange(search_, nullptr) != nullptr && means_.index != nullptr;
  if (has_learnt) means_.index->save();
  for (const JournalFile* ended : merge_->take_ended()) {
    memory_.forget(reinterpret_cast<std::uintptr_t>(ended));
    for (JournalFile& file : files_) {
      if (&file == ended) file.close();
    }
  }
  std::vector<const JournalFile*> further;
  if (set_->take_changes()) {
    JournalSet::Found found = set_->look();
    for (JournalFile& file : found.files) {
      files_.push_back(std::move(file));
      further.push_back(&files_.back());
      counts_.bytes += files_.back().size();
    }
    for (const Diagnostic& e : found.errors) {  // its message begins with a path, as a place does
      counts_.unreadable++;
      to_tell_.push_back({Fault::Kind::kUnreadable, 0, e.reason, e.message});
    }
  }
  // The same moment for all files, or what is written to one now would seem to come before what is
  // written to another meanwhile.
  constexpr int kMostLooks = 4;
  bool is_moving = true;
  for (int looks = 0; is_moving && looks < kMostLooks; looks++) {
    is_moving = false;
    for (JournalFile& file : files_) {
      const std::size_t notes = file.notes().size();
      const std::uint64_t size = file.size();
      is_moving |= file.refresh();
      counts_.bytes += file.size() - size;
      if (file.notes().size() > notes) add_damage(file, file.notes().back());
    }
  }
  merge_->look_again(further);
}

void JournalSource::add_damage(const JournalFile& file, std::string what) {
  counts_.damaged++;
  tell(Fault::Kind::kDamaged, file, std::move(what));
}

void JournalSource::tell(Fault::Kind kind, const JournalFile& file, std::string what) {
  to_tell_.push_back({kind, 0, std::move(what), file.name()});
}

// At the end: what was cut off while it was read. False if nothing more was.
bool JournalSource::tell_truncated() {
  for (; truncated_told_ < files_.size(); truncated_told_++) {
    const JournalFile& file = files_[truncated_told_];
    if (file.was_truncated()) add_damage(file, "it was truncated while it was read");
  }
  return !to_tell_.empty();
}

bool JournalSource::decode_again(const FieldPlan& plan, Event& event) {
  return decode(plan, event) == Outcome::kDecoded;
}

std::string_view JournalSource::json(const Event&) { return render(); }

// The entry in hand.
std::string_view JournalSource::render() {
  json_arena_.reset();
  json_.clear();
  each_address_field(entry_, [&](std::string_view name, auto&& value) {
    json_.add(name, copy_to(json_arena_, value()));
  });
  (void)each_field(json_arena_, [&](const StoredField& field) {
    if (field.name() != kBootIdName) json_.add(field.name(), field.value());
  });
  return json_.render();
}

// Where it is: that takes no time, and little memory. Of a journal that is followed files are
// closed once they have ended, so there it is the entry itself.
std::string JournalSource::keep(const Event& event) {
  if (set_ != nullptr) return Source::keep(event);
  std::string place(kPlaceSize, kPlace);
  std::memcpy(place.data() + 1, &entry_.file, sizeof entry_.file);
  std::memcpy(place.data() + 1 + sizeof entry_.file, &entry_.entry.offset,
              sizeof entry_.entry.offset);
  return place;
}

std::string_view JournalSource::recall(std::string_view kept) {
  if (kept.size() != kPlaceSize || kept[0] != kPlace) return Source::recall(kept);
  PlacedEntry place;
  std::uint64_t offset = 0;
  std::memcpy(&place.file, kept.data() + 1, sizeof place.file);
  std::memcpy(&offset, kept.data() + 1 + sizeof place.file, sizeof offset);
  const auto entry = place.file->entry(offset);
  if (!entry) return {};
  place.entry = *entry;
  std::swap(entry_, place);
  const std::string_view found = render();
  std::swap(entry_, place);
  return found;
}

}  // namespace hark
