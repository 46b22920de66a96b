#include "journal/journal_index.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace hark {
namespace {

constexpr std::string_view kKey = "zones of journal files, 1";
// A journal of a hundred million entries fits.
constexpr std::uint64_t kMostZones = 128 * 1024;
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
    files_[id] = {EntryZones::read(in), left};
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
  known = {std::move(zones), ++uses_};
}

void JournalIndex::save() const {
  if (learnt_ < kWorthSaving) return;
  std::vector<std::pair<std::uint64_t, Id128>> latest;
  for (const auto& [id, known] : files_) latest.emplace_back(known.use, id);
  std::sort(latest.rbegin(), latest.rend());
  std::uint64_t zones = 0;
  std::size_t count = 0;
  while (count < latest.size()) {
    zones += files_.at(latest[count].second).zones.all().size();
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
    files_.at(id).zones.write(out);
  }
  cache_.store(kKey, out.take());
}

}  // namespace hark
