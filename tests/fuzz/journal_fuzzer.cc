// Journal files of any bytes: every entry they give, as event and as JSON, within bounds; what
// comes after one of them; and a search, which loses none that it should find.
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/unique_fd.h"
#include "journal/cursor.h"
#include "journal/journal_source.h"
#include "journal/value_lookup.h"

namespace {

constexpr std::size_t kMaxEntry = 1 << 20;

// Some texts are sought and others are not.
bool is_sought(const hark::Value& value) {
  return std::hash<std::string_view>{}(value.bytes) % 3 == 0;
}

bool is_wanted(const hark::Event& event) {
  for (const hark::FieldId id : {hark::field::kMessage, hark::field::kUnit}) {
    const auto values = event.values(id);
    if (std::any_of(values.begin(), values.end(), is_sought)) return true;
  }
  return false;
}

// Two of them, so that the merge has something to do: a copy adds nothing. Unless it says that it
// is another writer's: then each entry has a moment with one of the other file, which is the same
// where that can be told.
class Input {
 public:
  Input(const std::uint8_t* data, std::size_t size)
      : fd_(file_of(std::string(data, data + size))), other_(file_of(of_another(data, size))) {}

  hark::JournalFiles open(bool has_two_writers) const {
    hark::JournalFiles files;
    for (const int fd : {fd_.get(), has_two_writers ? other_.get() : fd_.get()}) {
      auto file = hark::JournalFile::open(fd, files.empty() ? "fuzz" : "copy");
      if (file) files.push_back(std::move(*file));
    }
    return files;
  }

 private:
  static hark::UniqueFd file_of(const std::string& bytes) {
    hark::UniqueFd fd(memfd_create("journal", MFD_CLOEXEC));
    if (::write(fd.get(), bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()))
      std::abort();
    return fd;
  }
  static std::string of_another(const std::uint8_t* data, std::size_t size) {
    std::string bytes(data, data + size);
    for (const std::size_t id : {24, 72}) {  // the file's and the writer's
      if (size > id) bytes[id] = static_cast<char>(~bytes[id]);
    }
    return bytes;
  }

  hark::UniqueFd fd_, other_;
};

}  // namespace

struct Asked {
  bool counts = false;
  std::uint64_t from = 0;  // of what is wanted
  std::uint64_t read_from = 0;
  hark::JournalIndex* index = nullptr;
  bool has_two_writers = false;
};

// What is looked up are places of the file, in order. With a crowd they are fewer, and the same
// when it is known which of it matter.
static void look_up(const hark::JournalFile& file, const hark::ValueSearch& what,
                    std::size_t most) {
  using namespace hark;
  SieveState state(what);
  CrowdLookup crowd{kMaxEntry};
  std::vector<std::optional<std::vector<std::uint64_t>>> found;
  for (CrowdLookup* const with : {static_cast<CrowdLookup*>(nullptr), &crowd, &crowd}) {
    const auto& places = found.emplace_back(look_up_entries(file, what, most, state, with));
    if (places && (places->size() > most || !std::is_sorted(places->begin(), places->end())))
      std::abort();
  }
  const auto &all = found[0], &some = found[1], &again = found[2];
  if (all && some && !std::includes(all->begin(), all->end(), some->begin(), some->end()))
    std::abort();
  if (some && some != again) std::abort();
}

struct Found {
  std::vector<std::string> cursors;  // of what is wanted, as it comes
  std::uint64_t entries = 0;         // that were read; of a search only if they are counted

  bool operator==(const Found&) const = default;
};

static Found find_all(hark::JournalSource& source, const hark::FieldTable& fields,
                      std::size_t most) {
  using namespace hark;
  Event event(fields);
  Found found;
  std::size_t steps = 0;
  for (auto step = source.next(event); step != Source::Step::kEnd; step = source.next(event)) {
    if (++steps > most) std::abort();
    if (step == Source::Step::kEntry && is_wanted(event))
      found.cursors.emplace_back(event.first(field::kCursor));
  }
  found.entries = source.counts().entries;
  return found;
}

static Found search(const Input& input, const hark::FieldTable& fields, const hark::FieldPlan& plan,
                    std::size_t most, const Asked& asked) {
  using namespace hark;
  const FieldPlan sought(fields, {field::kMessage, field::kUnit, field::kTransport});
  ValueSearch what;
  what.fields = &sought;
  what.needed = 1;
  const auto ask = [](FieldId, const Value& value) -> std::uint64_t { return is_sought(value); };
  what.new_asker = [ask] { return ValueSearch::Asker{ask, ask}; };
  what.needs = {{1, {field::kMessage, field::kUnit}}};
  what.counts_passed = asked.counts;
  what.bounds.from = asked.from;
  what.read.from = asked.read_from;
  {
    const JournalFiles files = input.open(false);
    ValueSearch in_crowd = what;
    in_crowd.needs = {{1, {field::kUnit, field::kTransport}}};
    in_crowd.crowd = ValueSearch::Crowd{field::kTransport, "journal", 1,
                                        std::make_shared<ValueSearch>(what), ""};
    for (const ValueSearch* one : std::initializer_list<const ValueSearch*>{&what, &in_crowd})
      look_up(files[0], *one, most);
  }
  JournalSource source(input.open(asked.has_two_writers), plan, kMaxEntry);
  // Of few entries each, so that there are several parts.
  source.begin_searching(&what, {0, asked.counts ? 2U : 1U, asked.index, 3});
  Found found = find_all(source, fields, most);
  if (!asked.counts) found.entries = 0;
  return found;
}

// What is wanted is found, and nothing else that is not there, whether or not an earlier search
// has left what it learnt.
static void search_all(const Input& input, const hark::FieldTable& fields,
                       const hark::FieldPlan& plan, std::size_t most,
                       const std::set<std::string>& all, const std::set<std::string>& wanted) {
  using namespace hark;
  JournalIndex index(PrivateCache("", "fuzz"));
  for (const bool counts : {false, true}) {
    const auto in_order = search(input, fields, plan, most, {counts, 0, 0, &index}).cursors;
    const std::set<std::string> found(in_order.begin(), in_order.end());
    if (!std::includes(found.begin(), found.end(), wanted.begin(), wanted.end())) std::abort();
    if (!std::includes(all.begin(), all.end(), found.begin(), found.end())) std::abort();
  }
  std::vector<std::uint64_t> times;
  for (const std::string& cursor : all) times.push_back(parse_cursor(cursor)->realtime.value_or(0));
  if (times.empty()) return;
  std::sort(times.begin(), times.end());
  const std::uint64_t from = times[times.size() / 2];
  EntryBounds read{from};
  for (const bool has_two_writers : {false, true}) {
    if (search(input, fields, plan, most, {false, from, 0, nullptr, has_two_writers}) !=
        search(input, fields, plan, most, {false, from, 0, &index, has_two_writers}))
      std::abort();
    JournalSource walk(input.open(has_two_writers), plan, kMaxEntry);
    walk.read_within(read);
    Found within = find_all(walk, fields, most);
    std::sort(within.cursors.begin(), within.cursors.end());
    for (JournalIndex* const with : {static_cast<JournalIndex*>(nullptr), &index}) {
      Found found = search(input, fields, plan, most, {true, 0, from, with, has_two_writers});
      // Where numbers go back, which is damage, a walk may give some later.
      std::sort(found.cursors.begin(), found.cursors.end());
      if (found != within) std::abort();
    }
  }
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hark;
  const Input input(data, size);
  JournalFiles files = input.open(false);
  if (files.empty()) return 0;
  const FieldTable fields;
  const FieldPlan plan(fields, {field::kMessage, field::kUnit, field::kCursor, field::kBootId});
  JournalSource source(std::move(files), plan, kMaxEntry);
  Event event(fields);
  // Objects have at least eight bytes for each step that a walk can take.
  const std::size_t most = 64 + size;
  std::size_t steps = 0;
  std::set<std::string> all, wanted;
  for (auto step = source.next(event); step != Source::Step::kEnd; step = source.next(event)) {
    if (++steps > most) std::abort();
    if (step != Source::Step::kEntry) continue;
    all.emplace(event.first(field::kCursor));
    if (is_wanted(event)) wanted.emplace(event.first(field::kCursor));
    if (source.json(event).empty()) std::abort();
    if (source.counts().entries % 2 == 1) source.note_decided(event);
    if (source.counts().entries % 4 == 1) source.settle();
  }
  search_all(input, fields, plan, most, all, wanted);
  const std::string cursor = source.settled_cursor();
  if (cursor.empty()) return 0;
  JournalSource rest(input.open(false), plan, kMaxEntry);
  (void)rest.begin_after(*parse_cursor(cursor));
  for (auto step = rest.next(event); step != Source::Step::kEnd; step = rest.next(event)) {
    if (++steps > 2 * most) std::abort();
  }
  return 0;
}
