#include "journal/boot_list.h"

#include <algorithm>
#include <set>
#include <utility>

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

std::vector<Start> starts_in(const JournalFile& file, JournalIndex* index) {
  const EntryZones* const known = index == nullptr ? nullptr : index->find(file);
  EntryZones zones = known == nullptr ? EntryZones() : *known;
  std::vector<Start> starts;
  if (!find_starts(file, zones, starts)) {
    starts.clear();
    zones = {};
    find_starts(file, zones, starts);
  }
  if (index != nullptr) index->put(file, std::move(zones));
  return starts;
}

// Numbers order the entries of one writer's files: where boots begin says it all. As in a merge,
// the least of the files' next ones comes first.
template <class OnBoot>
void each_boot_of_one_writer(const JournalFiles& files, JournalIndex* index, OnBoot&& on_boot) {
  std::vector<std::vector<Start>> all;
  for (const JournalFile& file : files) {
    all.push_back(starts_in(file, index));
    std::reverse(all.back().begin(), all.back().end());  // the next one last
  }
  for (;;) {
    std::erase_if(all, [](const std::vector<Start>& starts) { return starts.empty(); });
    if (all.empty()) return;
    const auto least = std::min_element(all.begin(), all.end(), [](const auto& a, const auto& b) {
      return a.back().seqnum < b.back().seqnum;
    });
    on_boot(least->back().boot);
    least->pop_back();
  }
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
    each_boot_of_one_writer(files, index, see);
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
