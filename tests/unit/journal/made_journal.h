// Journal files made byte by byte, to be damaged: header, DATA, ENTRY and ENTRY_ARRAY objects, as
// journald lays them out. The tables that lead from fields and values to entries, which reading all
// entries does not need, are there on demand, but for the hash table of values.
#pragma once

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/unique_fd.h"
#include "journal/journal_file.h"

namespace hark {

class MadeJournal {
 public:
  static constexpr std::uint64_t kHeader = 272;

  struct Times {
    std::uint64_t realtime = 1'772'323'200'000'000;
    std::uint64_t monotonic = 1'000'000;
    unsigned char boot = 1;
  };

  explicit MadeJournal(bool is_compact = true, unsigned char seqnum_id = 7)
      : is_compact_(is_compact), bytes_(kHeader, '\0') {
    std::memcpy(bytes_.data(), "LPKSHHRH", 8);
    put32(12, is_compact ? 16 | 8 | 4 : 8);
    bytes_[16] = 2;  // archived
    for (int i = 0; i < 16; i++) bytes_[40 + i] = 'm';
    for (int i = 0; i < 16; i++) bytes_[72 + i] = static_cast<char>(seqnum_id);
    put64(88, kHeader);
  }

  // From now on the first value of each name is followed by the field, as in journald's files. To
  // be called before anything is added.
  void begin_fields() { has_fields_ = true; }

  // The offset of NAME=value as stored; `flags` say how.
  std::uint64_t add_data(const std::string& payload, std::uint8_t flags = 0) {
    const auto [known, is_new] = data_.try_emplace(payload, 0);
    if (!is_new) return known->second;
    const std::uint64_t start = is_compact_ ? 72 : 64;
    const std::uint64_t at = begin(1, flags, start + payload.size());
    std::memcpy(bytes_.data() + at + start, payload.data(), payload.size());
    put64(at + 40, 8);  // of some entry
    put64(at + 56, 1);
    hashes_[at] = std::hash<std::string>{}(payload);
    if (has_fields_) add_field(payload.substr(0, payload.find('=')));
    return known->second = at;
  }

  std::uint64_t add_entry(const std::vector<std::string>& fields, const Times& times,
                          std::uint64_t seqnum = 0) {
    std::vector<std::uint64_t> items;
    for (const std::string& field : fields) items.push_back(add_data(field));
    return add_entry_of(items, times, seqnum);
  }

  std::uint64_t add_entry_of(const std::vector<std::uint64_t>& items, const Times& times,
                             std::uint64_t seqnum = 0) {
    const std::uint64_t item = is_compact_ ? 4 : 16;
    const std::uint64_t at = begin(3, 0, 64 + item * items.size());
    seqnum_ = seqnum != 0 ? seqnum : seqnum_ + 1;
    put64(at + 16, seqnum_);
    put64(at + 24, times.realtime);
    put64(at + 32, times.monotonic);
    std::memset(bytes_.data() + at + 40, times.boot, 16);
    std::uint64_t hash = 0;
    for (std::size_t i = 0; i < items.size(); i++) {
      const auto known = hashes_.find(items[i]);  // of a copy the same, wherever its fields lie
      hash ^= known != hashes_.end() ? known->second : items[i];
      if (is_compact_) {
        put32(at + 64 + 4 * i, static_cast<std::uint32_t>(items[i]));
      } else {
        put64(at + 64 + 16 * i, items[i]);
      }
    }
    put64(at + 56, hash);
    put64(264, at);
    entries_.push_back(at);
    for (const std::uint64_t data : items) entries_of_[data].push_back(at);
    return at;
  }

  // Puts the entries so far into the global list, in arrays of four. To be called once.
  void link() {
    std::uint64_t before = 0;
    const std::uint64_t slot = is_compact_ ? 4 : 8;
    for (std::size_t i = 0; i < entries_.size(); i += 4) {
      const std::uint64_t at = begin(6, 0, 24 + 4 * slot);
      for (std::size_t k = 0; k < 4 && i + k < entries_.size(); k++)
        set_slot(at, k, entries_[i + k]);
      put64(before == 0 ? 176 : before + 16, at);
      arrays_.push_back(before = at);
    }
    put64(152, entries_.size());
  }

  // Puts fields into a table of theirs, values into chains, and with each value the entries that
  // have it. To be called once, behind all entries of a journal with fields; `buckets` of the
  // table.
  void link_values(std::uint64_t buckets = 4) {
    std::map<std::string, std::vector<std::uint64_t>> values_of;
    for (const auto& [payload, at] : data_)
      values_of[payload.substr(0, payload.find('='))].push_back(at);
    table_ = begin(5, 0, 16 + 16 * buckets) + 16;
    put64(120, table_);
    put64(128, 16 * buckets);
    put64(216, fields_.size());
    std::map<std::uint64_t, std::string> by_offset;
    for (const auto& [name, field] : fields_) by_offset[field] = name;
    std::size_t place = 0;
    for (const auto& [field, name] : by_offset) {
      std::uint64_t slot = table_ + place++ % buckets * 16;
      while (read64(slot) != 0) slot = read64(slot) + 24;
      put64(slot, field);
      std::vector<std::uint64_t>& values = values_of[name];
      std::sort(values.begin(), values.end());
      for (const std::uint64_t value : values) {
        put64(value + 32, read64(field + 32));
        put64(field + 32, value);
        link_entries_of(value);
      }
    }
  }
  std::uint64_t field(const std::string& name) const { return fields_.at(name); }
  std::uint64_t data(const std::string& payload) const { return data_.at(payload); }

  void set_slot(std::uint64_t array, std::size_t index, std::uint64_t value) {
    if (is_compact_) {
      put32(array + 24 + 4 * index, static_cast<std::uint32_t>(value));
    } else {
      put64(array + 24 + 8 * index, value);
    }
  }

  void put64(std::uint64_t at, std::uint64_t value) {
    for (int i = 0; i < 8; i++) bytes_[at + i] = static_cast<char>(value >> 8 * i);
  }
  void put32(std::uint64_t at, std::uint32_t value) {
    for (int i = 0; i < 4; i++) bytes_[at + i] = static_cast<char>(value >> 8 * i);
  }

  std::uint64_t read64(std::uint64_t at) const {
    std::uint64_t value = 0;
    for (int i = 7; i >= 0; i--) value = value << 8 | static_cast<unsigned char>(bytes_[at + i]);
    return value;
  }

  std::string& bytes() { return bytes_; }
  const std::vector<std::uint64_t>& entries() const { return entries_; }
  const std::vector<std::uint64_t>& arrays() const { return arrays_; }

  // As a file of its own, which others cannot see.
  UniqueFd file() {
    put64(96, bytes_.size() - kHeader);
    UniqueFd fd(memfd_create("journal", MFD_CLOEXEC));
    (void)!::write(fd.get(), bytes_.data(), bytes_.size());
    return fd;
  }
  JournalFile open(std::string name = "made") {
    auto file = JournalFile::open(this->file().get(), std::move(name));
    return std::move(file.value());
  }

 private:
  void add_field(const std::string& name) {
    if (fields_.contains(name)) return;
    const std::uint64_t at = begin(2, 0, 40 + name.size());
    std::memcpy(bytes_.data() + at + 40, name.data(), name.size());
    fields_[name] = at;
  }
  void link_entries_of(std::uint64_t value) {
    const std::vector<std::uint64_t>& all = entries_of_[value];
    put64(value + 56, all.size());
    put64(value + 40, all.empty() ? 0 : all[0]);
    std::uint64_t link = value + 48;
    const std::uint64_t slot = is_compact_ ? 4 : 8;
    for (std::size_t i = 1; i < all.size(); i += 4) {
      const std::uint64_t at = begin(6, 0, 24 + 4 * slot);
      for (std::size_t k = 0; k < 4 && i + k < all.size(); k++) set_slot(at, k, all[i + k]);
      put64(link, at);
      link = at + 16;
    }
  }

  std::uint64_t begin(std::uint8_t type, std::uint8_t flags, std::uint64_t size) {
    bytes_.resize((bytes_.size() + 7) & ~std::size_t{7});
    const std::uint64_t at = bytes_.size();
    bytes_.resize(at + ((size + 7) & ~std::uint64_t{7}));
    bytes_[at] = static_cast<char>(type);
    bytes_[at + 1] = static_cast<char>(flags);
    put64(at + 8, size);
    put64(136, at);
    return at;
  }

  bool is_compact_;
  bool has_fields_ = false;
  std::string bytes_;
  std::uint64_t seqnum_ = 0;
  std::map<std::string, std::uint64_t> data_;
  std::map<std::uint64_t, std::uint64_t> hashes_;
  std::map<std::uint64_t, std::vector<std::uint64_t>> entries_of_;
  std::map<std::string, std::uint64_t> fields_;
  std::uint64_t table_ = 0;
  std::vector<std::uint64_t> entries_, arrays_;
};

}  // namespace hark
