// What makes an entry worth decoding, told by its values one at a time and by its header.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "event/event.h"
#include "event/field.h"
#include "journal/entry_bounds.h"

namespace hark {

struct ValueSearch {
  const FieldPlan* fields = nullptr;  // whose values are asked about; must outlive the search
  // An entry is wanted if for each of these bits it has a value that shows it,
  std::uint64_t needed = 0;
  // or if it has one that shows any of these, whatever the bounds.
  std::uint64_t enough = 0;
  // The same for finding entries by their values: for each of these an entry that is wanted has a
  // value, of one of its fields, that leads to the bit, or the crowd's. Fields that have a value of
  // their own in most entries are better not among them. Empty: there is no such way.
  struct Need {
    std::uint64_t bit = 0;
    std::vector<FieldId> fields = {};
  };
  std::vector<Need> needs;

  // A value that leads to some of these bits, and that many entries have, few of which matter
  // whatever is sought: which, depends on the file alone and can be remembered of it.
  struct Crowd {
    FieldId field = 0;
    std::string value = {};
    std::uint64_t bits = 0;
    // Wants those that matter. Its asker may be made by any thread.
    std::shared_ptr<const ValueSearch> members = {};
    std::string rule = {};  // another one where it may want others
  };
  std::optional<Crowd> crowd;

  // The bits of a value, which depend on nothing but the field and the value.
  using Ask = std::function<std::uint64_t(FieldId, const Value&)>;
  struct Asker {
    Ask shows;
    Ask leads_to = {};  // not asked where there are no needs
  };
  // One for each thread that asks, made by the thread that begins the search.
  std::function<Asker()> new_asker;

  // What its own header must say, unless it shows what is enough.
  EntryBounds bounds = {};
  // Entries outside of these are as if they were not there: not wanted, not counted, whatever they
  // show.
  EntryBounds read = {};

  // What is passed over is counted, each entry once, though it be in several files, and its hosts,
  // if `fields` has _HOSTNAME.
  bool counts_passed = false;
};

// What a search gives of a file.
enum class Gives : std::uint8_t {
  kWanted,  // what may be wanted
  kRead,    // all of what is to be read, with whether it may be wanted
  kAll,     // likewise every entry
};

}  // namespace hark
