#include "journal/boot_list.h"

#include <set>

#include "journal/journal_merge.h"

namespace hark {

std::vector<Id128> list_boots(const JournalFiles& files) {
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

std::optional<Id128> last_boot(const JournalFiles& files) {
  std::optional<Id128> boot;
  JournalMerge ends(files, 1);
  while (const auto at = ends.next()) boot = at->entry.boot;
  return boot;
}

}  // namespace hark
