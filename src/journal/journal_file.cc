#include "journal/journal_file.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>

#include "base/ascii.h"

namespace hark {
namespace {

// Bits of incompatible_flags.
enum : std::uint32_t {
  kCompressedXz = 1,
  kCompressedLz4 = 2,
  kKeyedHash = 4,
  kCompressedZstd = 8,
  kCompact = 16,
  kAllKnown = 31,
};

}  // namespace

std::string to_hex(const Id128& id) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  out.reserve(2 * id.size());
  for (const unsigned char byte : id) {
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
  return out;
}

std::optional<Id128> id128_in(std::string_view hex) {
  Id128 id;
  if (hex.size() != 2 * id.size()) return std::nullopt;
  for (std::size_t i = 0; i < id.size(); i++) {
    const int high = hex_digit(hex[2 * i]), low = hex_digit(hex[2 * i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    id[i] = static_cast<unsigned char>(high << 4 | low);
  }
  return id;
}

Result<JournalFile> JournalFile::open(int fd, std::string name) {
  return open(fd, std::move(name), 0);
}

Result<JournalFile> JournalFile::open_growing(UniqueFd fd, std::string name) {
  // journald's own limits are 4 GiB for compact files, and 128 MiB for most.
  constexpr std::size_t kRoom = std::size_t{8} << 30;
  auto file = open(fd.get(), std::move(name), kRoom);
  if (file && file->state_ != State::kArchived) file->fd_ = std::move(fd);
  return file;
}

bool JournalFile::refresh() {
  if (!is_growing()) return false;
  struct stat st {};
  const bool is_there = fstat(fd_.get(), &st) == 0;
  const std::uint64_t before = entries_;
  if (is_there && map_.grow(fd_.get(), static_cast<std::size_t>(st.st_size))) {
    read_counts();
  } else {
    notes_.emplace_back("it has grown beyond what can be mapped");
    fd_ = UniqueFd();
  }
  // A file that was deleted is read to its end, which comes no later than now.
  if (state_ == State::kArchived || st.st_nlink == 0) fd_ = UniqueFd();
  return entries_ != before;
}

void JournalFile::close() {
  fd_ = UniqueFd();
  map_.release();
}

Result<JournalFile> JournalFile::open(int fd, std::string name, std::size_t room) {
  // Again if it grew meanwhile: the header may tell of what is behind the end of the mapping.
  for (int tries = 0;; tries++) {
    struct stat st {};
    if (fstat(fd, &st) != 0) return error("cannot read", std::strerror(errno));
    const auto size = static_cast<std::size_t>(st.st_size);
    if (size < kLeastHeader)
      return error(
          "this journal file is cut off",
          fmt::format("its header alone has {} bytes, and there are {}", kLeastHeader, size));
    auto map = MappedFile::map(fd, size, room);
    if (!map) return map.errors();
    JournalFile file(std::move(*map), name);
    if (auto read = file.read_header(); !read) return read.errors();
    if (tries == 3 || fstat(fd, &st) != 0 || static_cast<std::size_t>(st.st_size) <= size)
      return file;
  }
}

Status JournalFile::read_header() {
  if (std::string_view(map_.data(), kSignature.size()) != kSignature)
    return error("this is no journal file", "it does not begin as one");
  const std::uint32_t incompatible = u32(12);
  if ((incompatible & ~std::uint32_t{kAllKnown}) != 0) {
    return error("this journal file is newer than hark",
                 fmt::format("its incompatible_flags are {:#x}, and {:#x} are known", incompatible,
                             std::uint32_t{kAllKnown}));
  }
  header_size_ = u64(88);
  if (header_size_ < kLeastHeader || header_size_ > size()) {
    return error("this journal file is damaged",
                 fmt::format("its header says that it has {} bytes itself", header_size_));
  }
  is_compact_ = (incompatible & kCompact) != 0;
  file_id_ = id(24);
  machine_id_ = id(40);
  seqnum_id_ = id(72);
  read_counts();
  if (const std::uint8_t state = u8(16); state > 2)
    notes_.push_back(fmt::format("the header's state is {}", state));
  if (const std::uint64_t arena = u64(96); arena > size() - header_size_) {
    notes_.push_back(fmt::format("the header tells of {} bytes, and the file has {}",
                                 arena > ~header_size_ ? arena : header_size_ + arena, size()));
  }
  return Done{};
}

// What is written while the file grows. The number of entries is written last: what it counts is
// there once it is seen.
void JournalFile::read_counts() {
  const std::uint8_t state = u8(16);
  state_ = state <= 2 ? static_cast<State>(state) : State::kOnline;
  entries_ = little_endian(
      __atomic_load_n(reinterpret_cast<const std::uint64_t*>(map_.data() + 152), __ATOMIC_ACQUIRE));
  tail_object_ = u64(136);
  entry_array_ = u64(176);
  if (header_size_ >= 272) tail_entry_ = u64(264);
}

std::optional<JournalFile::EntryArray> JournalFile::entry_array(std::uint64_t offset) const {
  const auto object = this->object(offset);
  if (!object || object->type != ObjectType::kEntryArray) return std::nullopt;
  const std::uint64_t slot = is_compact_ ? 4 : 8;
  EntryArray out{offset, (object->size - 24) / slot, u64(offset + 16)};
  if ((object->size - 24) % slot != 0 || out.next % 8 != 0 ||
      (out.next != 0 && out.next <= offset)) {
    return std::nullopt;
  }
  return out;
}

std::optional<std::vector<JournalFile::Field>> JournalFile::fields() const {
  constexpr std::uint64_t kNewHeader = 224;  // which counts fields
  constexpr std::uint64_t kMost = 100'000;
  const std::uint64_t table = u64(120), size = u64(128),
                      count = header_size_ < kNewHeader ? 0 : u64(216);
  if (count == 0 || count > kMost || table < kObjectHeader || size % 16 != 0) return std::nullopt;
  const auto object = this->object(table - kObjectHeader);
  if (!object || object->type != ObjectType::kFieldHashTable ||
      object->size != size + kObjectHeader)
    return std::nullopt;
  std::vector<Field> fields;
  for (std::uint64_t bucket = table; bucket < table + size; bucket += 16) {
    std::uint64_t before = 0;
    for (std::uint64_t at = u64(bucket); at != 0; at = u64(at + 24)) {
      const auto field = at <= before || fields.size() == count ? std::nullopt : this->object(at);
      if (!field || field->type != ObjectType::kField) return std::nullopt;
      before = at;

      fields.push_back({{map_.data() + at + 40, field->size - 40}, at, u64(at + 32)});
    }
  }
  if (fields.size() != count) return std::nullopt;
  return fields;
}

bool JournalFile::has_zero_reserved(std::uint64_t offset) const { return (u64(offset) >> 16) == 0; }

bool JournalFile::is_zero(std::uint64_t from, std::uint64_t to) const {
  const char* const at = map_.data() + from;
  const std::size_t size = to - from;
  return size == 0 || (*at == '\0' && std::memcmp(at, at + 1, size - 1) == 0);
}

}  // namespace hark
