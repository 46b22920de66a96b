#include "journal/boot_list.h"

#include <algorithm>
#include <set>

#include "journal/entry_walk.h"
#include "journal/journal_merge.h"

namespace hark {
namespace {

struct Start {
  std::uint64_t seqnum;
  Id128 boot;
};

// Finds where in one file an entry is of another boot than the one before it. What the zones tell
// of is passed over but for its first entries. False if they are not of this file.
bool find_starts(const JournalFile& file, EntryZones& zones, std::vector<Start>& starts) {
  EntryWalk walk(file);
  std::optional<Id128> boot;
  const auto see = [&](const JournalEntry& entry) {
    if (boot == entry.boot) return;
    boot = entry.boot;
    starts.push_back({entry.seqnum, entry.boot});
  };
  std::uint64_t passed = 0, end = 0;  // zones of the boot in hand
  const auto pass = [&] { return passed == 0 || walk.skip(passed, end); };
  for (const EntryZone& zone : zones.all()) {
    if (boot != zone.boot) {
      const auto first = pass() ? walk.next() : std::nullopt;
      if (!first || first->boot != zone.boot) return false;
      see(*first);
      passed = zone.count - 1;
    } else {
      passed += zone.count;
    }
    end = zone.end;
  }
  if (!pass()) return false;
  bool is_learning = true;
  while (const auto entry = walk.next()) {
    see(*entry);
    is_learning = is_learning && walk.is_in_list() && zones.add(*entry);
  }
  return true;
}

// The numbers of one writer order all entries: where boots begin says it all.
std::vector<Start> starts_of_one_writer(const JournalFiles& files, JournalIndex* index) {
  std::vector<Start> starts;
  for (const JournalFile& file : files) {
    const EntryZones* const known = index == nullptr ? nullptr : index->find(file);
    EntryZones zones = known == nullptr ? EntryZones() : *known;
    const std::size_t before = starts.size();
    if (!find_starts(file, zones, starts)) {
      starts.resize(before);
      zones = {};
      find_starts(file, zones, starts);
    }
    if (index != nullptr) index->put(file, std::move(zones));
  }
  std::stable_sort(starts.begin(), starts.end(),
                   [](const Start& a, const Start& b) { return a.seqnum < b.seqnum; });
  return starts;
}

}  // namespace

std::vector<Id128> list_boots(const JournalFiles& files, JournalIndex* index) {
  std::vector<Id128> boots;
  std::set<Id128> known;
  const auto see = [&](const Id128& boot) {
    if (!boots.empty() && boots.back() == boot) return;
    if (known.insert(boot).second) boots.push_back(boot);
  };
  const bool are_of_one = std::all_of(files.begin(), files.end(), [&](const JournalFile& file) {
    return file.seqnum_id() == files[0].seqnum_id();
  });
  if (are_of_one) {
    for (const Start& start : starts_of_one_writer(files, index)) see(start.boot);
    return boots;
  }
  JournalMerge merge(files);
  while (const auto at = merge.next()) {
    while (merge.take_damage()) {  // told when the entries are read
    }
    see(at->entry.boot);
  }
  return boots;
}

std::optional<Id128> last_boot(const JournalFiles& files) {
  std::optional<Id128> boot;
  JournalMerge ends(files, 1);
  while (const auto at = ends.next()) boot = at->entry.boot;
  return boot;
}

}  // namespace hark
