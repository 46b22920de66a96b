#include "journal/journal_index.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace hark {
namespace {

constexpr std::string_view kKey = "journal files, 3";
// A journal of a hundred million entries fits.
constexpr std::uint64_t kMostZones = 128 * 1024;
// One that has more is told as fast by its chains.
constexpr std::size_t kMostMembers = 4096;
// Looking at fewer entries again costs less than writing a file.
constexpr std::uint64_t kWorthSaving = 32 * 1024;

}  // namespace

void JournalIndex::read() {
  was_read_ = true;
  const auto bytes = cache_.load(kKey);
  if (!bytes) return;
  ByteReader in(*bytes);
  for (std::uint64_t left = in.count(); left > 0; left--) {
    std::uint64_t words[2] = {in.number(), in.number()};
    Id128 id;
    std::memcpy(id.data(), words, sizeof words);
    Known& known = files_[id];
    known.zones = EntryZones::read(in);
    if (in.number() != 0) known.members = CrowdMembers::read(in);
    known.use = left;
    uses_ = std::max(uses_, left);
  }
  if (!in.is_done()) files_.clear();
}

const EntryZones* JournalIndex::find(const JournalFile& file) {
  if (!was_read_) read();
  const auto known = files_.find(file.file_id());
  return known == files_.end() ? nullptr : &known->second.zones;
}

void JournalIndex::put(const JournalFile& file, EntryZones zones) {
  if (!was_read_) read();
  Known& known = files_[file.file_id()];
  const std::uint64_t before = known.zones.entries();
  if (zones.entries() > before) learnt_ += zones.entries() - before;
  known.zones = std::move(zones);
  known.use = ++uses_;
}

const CrowdMembers* JournalIndex::find_members(const JournalFile& file, const std::string& rule,
                                               std::size_t max_entry) {
  if (!was_read_) read();
  const auto known = files_.find(file.file_id());
  if (known == files_.end()) return nullptr;
  const auto& members = known->second.members;
  return members && members->are_of(file, rule, max_entry) ? &*members : nullptr;
}

void JournalIndex::put(const JournalFile& file, CrowdMembers members) {
  if (!was_read_) read();
  if (members.offsets().size() > kMostMembers) return;
  learnt_ += file.entries();
  Known& known = files_[file.file_id()];
  known.members = std::move(members);
  known.use = ++uses_;
}

void JournalIndex::write(const Known& known, ByteWriter& out) {
  known.zones.write(out);
  out.number(known.members.has_value());
  if (known.members) known.members->write(out);
}

void JournalIndex::save() const {
  if (learnt_ < kWorthSaving) return;
  std::vector<std::pair<std::uint64_t, Id128>> latest;
  for (const auto& [id, known] : files_) latest.emplace_back(known.use, id);
  std::sort(latest.rbegin(), latest.rend());
  std::uint64_t zones = 0;
  std::size_t count = 0;
  while (count < latest.size()) {
    const Known& known = files_.at(latest[count].second);
    zones += known.zones.all().size();
    // A zone takes eleven words.
    if (known.members) zones += 1 + known.members->offsets().size() / 11;
    if (zones > kMostZones) break;
    count++;
  }
  ByteWriter out;
  out.number(count);
  for (std::size_t i = 0; i < count; i++) {
    const Id128& id = latest[i].second;
    std::uint64_t words[2];
    std::memcpy(words, id.data(), sizeof words);
    out.number(words[0]);
    out.number(words[1]);
    write(files_.at(id), out);
  }
  cache_.store(kKey, out.take());
}

}  // namespace hark
