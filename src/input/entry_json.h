// An entry's fields → the JSON object that `journalctl -o json --all` prints of it, as values.
//
// For sources that are no JSON themselves. The rules are those of update_json_data() in systemd
// since v240: a value is a string if it is UTF-8 without control characters but tab and newline and
// without noncharacters, else an array of its bytes; a repeated field is one array of its values in
// the order given. journalctl's order of keys is random; here a key stands where its field came
// first.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hark {

class EntryJson {
 public:
  // Forgets the fields of the entry before.
  void clear();

  // Any bytes; `name` without the =, `value` without what frames it. Both must live until render().
  // The fields that the reader makes (__CURSOR, __REALTIME_TIMESTAMP, __MONOTONIC_TIMESTAMP,
  // _BOOT_ID) are given like any others, each once. A name that journald does not know as one
  // (field_name.h) is left out, as by journalctl.
  void add(std::string_view name, std::string_view value);

  // From { to }, without a newline. ChunkReader::kPadding zero bytes follow it, so that it can be
  // decoded in place. A view until the next call of anything.
  std::string_view render();

 private:
  struct Field {
    std::string_view name, value;
    std::uint32_t next = 0;  // the next one of the same name, as index + 1; 0: none
    std::uint32_t last = 0;  // of a name's first field: the last one, as an index
    bool is_first = true;    // of its name
  };

  void link();

  std::vector<Field> fields_;
  std::vector<std::uint32_t> slots_;  // names to their first fields, as index + 1
  std::string text_;
};

}  // namespace hark
