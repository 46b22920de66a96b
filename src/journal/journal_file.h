// One file of the systemd journal, opened for reading. The format is
// https://systemd.io/JOURNAL_FILE_FORMAT.
//
// Nothing in a file is trusted: an object is handed out only once it has been checked as journalctl
// checks it, and what does not hold is nullopt. A file may grow, or be truncated, while it is read;
// what its header says was read when it was opened, or when refresh() looked again.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/unique_fd.h"
#include "journal/mapped_file.h"

namespace hark {

using Id128 = std::array<unsigned char, 16>;
std::string to_hex(const Id128& id);
std::optional<Id128> id128_in(std::string_view hex);  // 32 digits

enum class ObjectType : std::uint8_t {
  kUnused,
  kData,
  kField,
  kEntry,
  kDataHashTable,
  kFieldHashTable,
  kEntryArray,
  kTag,
};

struct JournalObject {
  ObjectType type = ObjectType::kUnused;
  std::uint8_t flags = 0;
  std::uint64_t size = 0;  // with its header, not rounded
};

// What an ENTRY says beside its fields.
struct JournalEntry {
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
  std::uint64_t seqnum = 0;
  std::uint64_t realtime = 0;   // microseconds, below 2^55
  std::uint64_t monotonic = 0;  // likewise, since the boot
  Id128 boot{};
  std::uint64_t xor_hash = 0;
  std::uint64_t items = 0;  // how many fields
};

// How a DATA object's payload is stored.
enum class Packing : std::uint8_t { kNone, kXz, kLz4, kZstd };

struct JournalData {
  std::string_view payload;  // NAME=value, as stored; MappedFile::kPadding bytes follow
  Packing packing = Packing::kNone;
};

class JournalFile {
 public:
  static constexpr std::string_view kSignature = "LPKSHHRH";
  static constexpr std::uint64_t kLeastHeader = 208;

  enum class State : std::uint8_t { kOffline, kOnline, kArchived };

  // `fd` is a regular file's. An error if there is nothing that could be read; smaller faults are
  // notes().
  static Result<JournalFile> open(int fd, std::string name);
  // The same for a file that is followed: it may be refreshed.
  static Result<JournalFile> open_growing(UniqueFd fd, std::string name);

  // Sees what was written since it was opened or refreshed. True if there are more entries.
  bool refresh();
  // It is followed, and whoever writes to it may go on. Then the end of its list of entries is not
  // their end.
  bool is_growing() const { return static_cast<bool>(fd_); }
  // Nothing more will be read: gives memory and disk back. It has no objects afterwards.
  void close();

  // Little of it will be read again: it no longer counts as our memory.
  void drop_pages() const { map_.drop_pages(); }

  const std::string& name() const { return name_; }
  const std::vector<std::string>& notes() const { return notes_; }
  std::uint64_t size() const { return map_.size(); }  // when it was opened or refreshed
  bool was_truncated() const { return map_.was_truncated(); }
  // A view of the file, which lives as long as it.
  bool holds(std::string_view text) const {
    return text.data() >= map_.data() && text.data() < map_.data() + map_.size();
  }

  // --- the header ---
  const Id128& file_id() const { return file_id_; }  // of this file and its copies
  const Id128& machine_id() const { return machine_id_; }
  const Id128& seqnum_id() const { return seqnum_id_; }
  State state() const { return state_; }
  std::uint64_t header_size() const { return header_size_; }
  std::uint64_t entries() const { return entries_; }          // how many it claims
  std::uint64_t entry_array() const { return entry_array_; }  // the first; 0: no entries yet
  std::uint64_t tail_object() const { return tail_object_; }  // a hint
  std::uint64_t tail_entry() const { return tail_entry_; }    // a hint; 0: not known

  // --- objects ---
  std::optional<JournalObject> object(std::uint64_t offset) const;
  std::optional<JournalEntry> entry(std::uint64_t offset) const;
  // The offset of an entry's DATA; `index` < entry.items.
  std::uint64_t item(const JournalEntry& entry, std::uint64_t index) const {
    const std::uint64_t items = entry.offset + 64;
    return is_compact_ ? u32(items + 4 * index) : u64(items + 16 * index);
  }
  // Calls on_item(offset) for each until it says false.
  template <class OnItem>
  void each_item(const JournalEntry& entry, OnItem&& on_item) const;
  std::optional<JournalData> data(std::uint64_t offset) const;

  struct EntryArray {
    std::uint64_t offset = 0;
    std::uint64_t slots = 0;
    std::uint64_t next = 0;  // 0: the last; else behind this one
  };
  std::optional<EntryArray> entry_array(std::uint64_t offset) const;
  std::uint64_t slot(const EntryArray& array, std::uint64_t index) const {  // 0: not used
    const std::uint64_t slots = array.offset + 24;
    return is_compact_ ? u32(slots + 4 * index) : u64(slots + 8 * index);
  }

  struct Field {
    std::string_view name;
    std::uint64_t offset = 0;
    std::uint64_t newest = 0;  // of its values, the offset; 0: it has none
  };
  // Of each field one, by the table that the header tells of; nullopt if that does not hold.
  std::optional<std::vector<Field>> fields() const;
  // What a DATA object leads to; 0 where there is nothing.
  struct DataLinks {
    std::uint64_t next_of_field = 0;  // DATA
    std::uint64_t entries = 0;        // how many have it:
    std::uint64_t first_entry = 0;    // this one,
    std::uint64_t entry_array = 0;    // and what is in these
  };
  DataLinks links(std::uint64_t data) const {
    return {u64(data + 32), u64(data + 56), u64(data + 40), u64(data + 48)};
  }

  // So much from the offset on will be asked for soon: its pages are made ready in one go.
  void map_pages(std::uint64_t offset, std::uint64_t size) const { map_.map_pages(offset, size); }
  // What is at the offset will be asked for soon.
  void prefetch(std::uint64_t offset) const {
    if (offset < map_.size()) __builtin_prefetch(map_.data() + offset);
  }

  // The reserved bytes of the header of the object that `offset` lies at are zero, as they are
  // written. To be asked of what may be no object at all.
  bool has_zero_reserved(std::uint64_t offset) const;
  // [from, to) holds nothing but zeros. Within the file.
  bool is_zero(std::uint64_t from, std::uint64_t to) const;

 private:
  JournalFile(MappedFile map, std::string name) : map_(std::move(map)), name_(std::move(name)) {}

  static Result<JournalFile> open(int fd, std::string name, std::size_t room);
  Status read_header();
  void read_counts();
  std::uint64_t u64(std::uint64_t offset) const { return number<std::uint64_t>(offset); }
  std::uint32_t u32(std::uint64_t offset) const { return number<std::uint32_t>(offset); }
  template <class T>
  T number(std::uint64_t offset) const {
    T value;
    __builtin_memcpy(&value, map_.data() + offset, sizeof value);
    return little_endian(value);
  }
  template <class T>
  static T little_endian(T value) {
    if constexpr (std::endian::native == std::endian::big) {
      if constexpr (sizeof(T) == 8) return __builtin_bswap64(value);
      return __builtin_bswap32(value);
    }
    return value;
  }
  std::uint8_t u8(std::uint64_t offset) const {
    return static_cast<std::uint8_t>(map_.data()[offset]);
  }
  Id128 id(std::uint64_t offset) const {
    Id128 out;
    __builtin_memcpy(out.data(), map_.data() + offset, out.size());
    return out;
  }

  static constexpr std::uint64_t kObjectHeader = 16;
  static constexpr std::uint64_t kLatest = std::uint64_t{1} << 55;  // of times, in systemd's checks

  MappedFile map_;
  UniqueFd fd_;  // while it is growing
  std::string name_;
  std::vector<std::string> notes_;
  Id128 file_id_{}, machine_id_{}, seqnum_id_{};
  State state_ = State::kOffline;
  bool is_compact_ = false;
  std::uint64_t header_size_ = 0;
  std::uint64_t entries_ = 0, entry_array_ = 0, tail_object_ = 0, tail_entry_ = 0;
};

// Checking objects is most of what reading a journal costs: here, so that it is compiled into that.
inline std::optional<JournalObject> JournalFile::object(std::uint64_t offset) const {
  if (offset % 8 != 0 || offset < header_size_ || offset > size() ||
      size() - offset < kObjectHeader) {
    return std::nullopt;
  }
  JournalObject out;
  out.type = static_cast<ObjectType>(u8(offset));
  out.flags = u8(offset + 1);
  out.size = u64(offset + 8);
  const std::uint64_t pointer = is_compact_ ? 4 : 8;
  std::uint64_t least = kObjectHeader;
  switch (out.type) {
    case ObjectType::kUnused:
      return std::nullopt;
    case ObjectType::kData:
      least = is_compact_ ? 73 : 65;
      break;
    case ObjectType::kField:
      least = 41;
      break;
    case ObjectType::kEntry:
      least = is_compact_ ? 68 : 80;
      break;
    case ObjectType::kDataHashTable:
    case ObjectType::kFieldHashTable:
      least = 32;
      break;
    case ObjectType::kEntryArray:
      least = 24 + pointer;
      break;
    case ObjectType::kTag:
      least = 64;
      break;
  }
  if (out.size < least || out.size > size() - offset) return std::nullopt;
  return out;
}

inline std::optional<JournalData> JournalFile::data(std::uint64_t offset) const {
  const auto object = this->object(offset);
  if (!object || object->type != ObjectType::kData) return std::nullopt;
  const std::uint64_t first = u64(offset + 40);
  const std::uint64_t links = u64(offset + 24) | u64(offset + 32) | first | u64(offset + 48);
  if (links % 8 != 0 || (first == 0) != (u64(offset + 56) == 0)) return std::nullopt;
  JournalData out;
  const std::uint64_t start = is_compact_ ? 72 : 64;
  out.payload = {map_.data() + offset + start, object->size - start};
  switch (object->flags & 7) {
    case 0:
      break;
    case 1:
      out.packing = Packing::kXz;
      break;
    case 2:
      out.packing = Packing::kLz4;
      break;
    case 4:
      out.packing = Packing::kZstd;
      break;
    default:
      return std::nullopt;
  }
  return out;
}

inline std::optional<JournalEntry> JournalFile::entry(std::uint64_t offset) const {
  const auto object = this->object(offset);
  if (!object || object->type != ObjectType::kEntry) return std::nullopt;
  const std::uint64_t item = is_compact_ ? 4 : 16;
  JournalEntry out;
  out.offset = offset;
  out.size = object->size;
  out.seqnum = u64(offset + 16);
  out.realtime = u64(offset + 24);
  out.monotonic = u64(offset + 32);
  out.boot = id(offset + 40);
  out.xor_hash = u64(offset + 56);
  out.items = (object->size - 64) / item;
  if ((object->size - 64) % item != 0 || out.seqnum == 0 || out.realtime == 0 ||
      out.realtime >= kLatest || out.monotonic >= kLatest) {
    return std::nullopt;
  }
  return out;
}

template <class OnItem>
void JournalFile::each_item(const JournalEntry& entry, OnItem&& on_item) const {
  const char* at = map_.data() + entry.offset + 64;
  if (is_compact_) {
    for (const char* const end = at + 4 * entry.items; at != end; at += 4) {
      std::uint32_t offset;
      __builtin_memcpy(&offset, at, sizeof offset);
      if (!on_item(std::uint64_t{little_endian(offset)})) return;
    }
    return;
  }
  for (const char* const end = at + 16 * entry.items; at != end; at += 16) {
    std::uint64_t offset;
    __builtin_memcpy(&offset, at, sizeof offset);
    if (!on_item(little_endian(offset))) return;
  }
}

// Where files are read together they stay where they are, as others point to them; more may come.
using JournalFiles = std::deque<JournalFile>;

}  // namespace hark
