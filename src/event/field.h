// Journal fields by small ids. Well-known fields have constant ids; others get one when a pattern,
// an expression or an option names them. The meaning of each field: systemd.journal-fields(7).
#pragma once

#include <bit>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hark {

using FieldId = std::uint16_t;

// clang-format off
#define HARK_WELL_KNOWN_FIELDS(X)                                                             \
  X(kMessage, "MESSAGE")                       X(kMessageId, "MESSAGE_ID")                    \
  X(kPriority, "PRIORITY")                     X(kSyslogIdentifier, "SYSLOG_IDENTIFIER")      \
  X(kSyslogPid, "SYSLOG_PID")                  X(kPid, "_PID")                                \
  X(kUid, "_UID")                              X(kComm, "_COMM")                              \
  X(kExe, "_EXE")                              X(kHostname, "_HOSTNAME")                      \
  X(kBootId, "_BOOT_ID")                       X(kTransport, "_TRANSPORT")                    \
  X(kCursor, "__CURSOR")                       X(kRealtime, "__REALTIME_TIMESTAMP")           \
  X(kMonotonic, "__MONOTONIC_TIMESTAMP")       X(kSourceRealtime, "_SOURCE_REALTIME_TIMESTAMP") \
  X(kSystemdUnit, "_SYSTEMD_UNIT")             X(kSystemdUserUnit, "_SYSTEMD_USER_UNIT")      \
  X(kSystemdCgroup, "_SYSTEMD_CGROUP")         X(kSystemdSlice, "_SYSTEMD_SLICE")             \
  X(kUnit, "UNIT")                             X(kUserUnit, "USER_UNIT")                      \
  X(kObjectSystemdUnit, "OBJECT_SYSTEMD_UNIT") X(kObjectSystemdUserUnit, "OBJECT_SYSTEMD_USER_UNIT") \
  X(kCoredumpUnit, "COREDUMP_UNIT")            X(kCoredumpUserUnit, "COREDUMP_USER_UNIT")     \
  X(kInvocationId, "INVOCATION_ID")            X(kUserInvocationId, "USER_INVOCATION_ID")     \
  X(kSystemdInvocationId, "_SYSTEMD_INVOCATION_ID")                                           \
  X(kObjectInvocationId, "OBJECT_SYSTEMD_INVOCATION_ID")                                      \
  X(kOwnerUid, "_SYSTEMD_OWNER_UID")           X(kObjectOwnerUid, "OBJECT_SYSTEMD_OWNER_UID") \
  X(kObjectUid, "OBJECT_UID")                  X(kCoredumpUid, "COREDUMP_UID")                \
  X(kCoredumpOwnerUid, "COREDUMP_OWNER_UID")   X(kDropped, "N_DROPPED")
// clang-format on

namespace field {
enum : FieldId {
#define HARK_FIELD_ID(id, name) id,
  HARK_WELL_KNOWN_FIELDS(HARK_FIELD_ID)
#undef HARK_FIELD_ID
      kCount
};
}  // namespace field

// Names to ids, for one run. Filled before the first event is decoded, constant afterwards.
class FieldTable {
 public:
  FieldTable();

  FieldId intern(std::string_view name);
  std::optional<FieldId> find(std::string_view name) const;
  std::string_view name(FieldId id) const { return names_[id]; }
  std::size_t size() const { return names_.size(); }

 private:
  std::vector<std::string> names_;
  std::map<std::string, FieldId, std::less<>> ids_;
};

// Which fields a run needs, and the dispatch from a raw key to its id. journald writes the keys of
// each entry in another order, so a decoder walks the object once and asks here for every key.
class FieldPlan {
 public:
  FieldPlan(const FieldTable& fields, std::vector<FieldId> wanted);  // duplicates are fine
  FieldPlan(FieldPlan&&) = default;  // no copies: slots_ point into names_
  FieldPlan& operator=(FieldPlan&&) = default;

  static constexpr FieldId kNotWanted = 0xFFFF;

  // `key` needs 8 readable bytes behind its end, as text in a padded chunk has.
  FieldId find(const char* key, std::size_t length) const {
    if (length < 64 && (lengths_ >> length & 1) == 0) return kNotWanted;
    for (std::size_t i = hash(key, length) & mask_;; i = (i + 1) & mask_) {
      const Slot& slot = slots_[i];
      if (slot.id == kNotWanted) return kNotWanted;
      if (slot.length == length && is_same(slot.name, key, length)) return slot.id;
    }
  }

  const std::vector<FieldId>& wanted() const { return wanted_; }
  bool wants(FieldId id) const;

 private:
  struct Slot {
    const char* name = nullptr;
    std::uint32_t length = 0;
    FieldId id = kNotWanted;
  };

  static std::uint64_t word(const char* at) {
    std::uint64_t w;
    __builtin_memcpy(&w, at, 8);
    return w;
  }
  // The bytes of `w` that belong to a key shorter than eight.
  static std::uint64_t masked(std::uint64_t w, std::size_t length) {
    return w & (std::endian::native == std::endian::little
                    ? (std::uint64_t{1} << 8 * length) - 1
                    : ~((std::uint64_t{1} << 8 * (8 - length)) - 1));
  }
  // The first and the last eight bytes tell the names apart.
  static std::size_t hash(const char* key, std::size_t length) {
    const std::uint64_t h =
        length >= 8 ? word(key) * 0x9E3779B97F4A7C15u ^ word(key + length - 8) * 0xC2B2AE3D27D4EB4Fu
                    : masked(word(key), length) * 0x9E3779B97F4A7C15u;
    return static_cast<std::size_t>((h ^ length * 0x165667B19E3779F9u) >> 32);
  }
  // Words instead of memcmp(3): most keys take one or two, and the call would cost more.
  static bool is_same(const char* name, const char* key, std::size_t length) {
    if (length < 8) return masked(word(name), length) == masked(word(key), length);
    for (std::size_t i = 0; i + 8 < length; i += 8) {
      if (word(name + i) != word(key + i)) return false;
    }
    return word(name + length - 8) == word(key + length - 8);
  }

  std::vector<FieldId> wanted_;
  std::vector<std::string> names_;  // owned copies, padded: a plan outlives its table
  std::vector<Slot> slots_;
  std::size_t mask_ = 0;
  std::uint64_t lengths_ = 0;  // bit n: some name has n bytes
};

}  // namespace hark
