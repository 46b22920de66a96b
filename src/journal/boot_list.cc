#include "journal/boot_list.h"

#include <set>

#include "journal/journal_merge.h"

namespace hark {

std::vector<Id128> list_boots(const std::vector<JournalFile>& files) {
  std::vector<Id128> boots;
  std::set<Id128> known;
  JournalMerge merge(files);
  while (const auto at = merge.next()) {
    while (merge.take_damage()) {  // told when the entries are read
    }
    const Id128& boot = at->entry.boot;
    if (!boots.empty() && boots.back() == boot) continue;
    if (known.insert(boot).second) boots.push_back(boot);
  }
  return boots;
}

}  // namespace hark
