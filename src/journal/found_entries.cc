#include "journal/found_entries.h"

#include <utility>

namespace hark {

const EntryRun::Found* FoundEntries::advance() {
  const bool has_more = run_ != nullptr && index_ < run_->found.size();
  current_ = has_more ? &run_->found[index_++] : nullptr;
  return current_;
}

std::vector<EntryWalk::Damage> FoundEntries::take_damage() {
  std::vector<EntryWalk::Damage> damage;
  if (run_ == nullptr) return damage;
  const std::size_t end = current_ != nullptr ? index_ : run_->found.size() + 1;
  for (; damage_ < run_->damage.size() && run_->damage[damage_].before < end; damage_++)
    damage.push_back(std::move(run_->damage[damage_].what));
  return damage;
}

bool FoundEntries::seek() {
  std::shared_ptr<EntryRun> run = std::exchange(further_, nullptr);
  if (run == nullptr) run = search_->take(file_);
  if (run == nullptr) return false;
  if (!run->last && run_ != nullptr) run->last = run_->last;
  run_ = std::move(run);
  index_ = damage_ = 0;
  return true;
}

const JournalEntry* FoundEntries::reached() const {
  const auto& reached = run_ == nullptr ? search_->first(file_) : run_->last;
  return reached ? &*reached : nullptr;
}

}  // namespace hark
