// Which entries of a journal file a search need not decode.
//
// A file stores each distinct value once, before the first entry that has it, and most values of an
// entry were there before. So each value is looked at once, where it is first met; an entry all of
// whose values are known to show nothing costs one bit of memory for each of them.
//
// Whatever is in doubt makes an entry pass: a value that cannot be read, one so large that the
// entry may be too long, a list that is longer than lists are. Decoding then tells what is wrong.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "event/arena.h"
#include "journal/journal_file.h"
#include "journal/place_memory.h"
#include "journal/stored_field.h"
#include "journal/value_search.h"

namespace hark {

// What one thread needs to ask about values, whatever the file.
struct SieveState {
  explicit SieveState(const ValueSearch& search)
      : asker(search.new_asker()), names(*search.fields) {}

  ValueSearch::Asker asker;
  PlaceMemory<std::uint64_t, 12> shown;  // by values that show something, and were met lately
  NameMemory names;
  Arena arena;
  std::vector<std::string> hosts;  // looked at since somebody took them, if passed ones are counted
};

class EntrySieve {
 public:
  // `max_entry`: bytes of all values of the longest entry that is decoded. File and search must
  // outlive the sieve.
  EntrySieve(const JournalFile& file, const ValueSearch& search, std::size_t max_entry);

  // False if the entry cannot be wanted. What it says does not depend on the state.
  bool passes(const JournalEntry& entry, SieveState& state);

 private:
  struct Free {
    void operator()(void* memory) const { std::free(memory); }
  };

  std::uint64_t shown_at(std::uint64_t offset, SieveState& state);
  std::uint64_t look(std::uint64_t offset, SieveState& state) const;

  const JournalFile* file_;
  const ValueSearch* search_;
  std::size_t max_entry_;
  // A bit for each place where a value may lie, which is each eighth byte: it shows nothing. Memory
  // that was never written to is not there: what is far into a file costs nothing before it is
  // reached.
  std::unique_ptr<std::uint64_t[], Free> silent_;
  std::uint64_t places_;
  std::uint64_t asked_ = 0, passed_ = 0;
};

}  // namespace hark
