// Where events come from. A source never waits on its own: next() uses what has been read, read()
// does one bounded piece of reading, and fd() says what to poll for before it, so that the loop can
// flush its output first.
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>

#include "base/result.h"
#include "event/event.h"

namespace hark {

// An entry that could not be decoded. Counted and skipped; nothing else is lost.
struct Fault {
  enum class Kind {
    kMalformed,
    kCutOff,  // the input ends inside it: malformed, and the input was not whole
    kTooLong,
    kDamaged,     // a place in a journal file, whatever it costs
    kUnreadable,  // one file of several, all of it
  };
  Kind kind = Kind::kMalformed;
  std::uint64_t line = 0;  // 0 in sources without lines
  std::string reason;
  std::string file = {};  // if the source is more than one
};

// Entries that were not decoded, as a search does not want them.
struct PassedOver {
  std::uint64_t entries = 0;
  // If they are counted at all: microseconds, ids, and names.
  std::uint64_t first = 0, last = 0;
  std::set<std::string, std::less<>> boots = {}, hosts = {};
};

// How much of what there is was read; a total of 0: not known.
struct Progress {
  std::uint64_t done = 0;
  std::uint64_t total = 0;
};

// What a source saw, for --stats and coverage.
struct SourceCounts {
  std::uint64_t entries = 0;  // decoded, or passed over
  PassedOver passed_over;
  std::uint64_t bytes = 0;      // read
  std::uint64_t malformed = 0;  // cut off ones among them
  std::uint64_t too_long = 0;
  std::uint64_t repaired = 0;
  std::uint64_t damaged = 0;     // places in journal files
  std::uint64_t unreadable = 0;  // files that came later than the source; it goes on without them
  bool has_outside = false;      // it has more entries, which it was told not to read
};

class Source {
 public:
  enum class Step {
    kEntry,  // `event` is the next one, until the next call of next() or read()
    kFault,  // an entry was skipped: fault() says why
    kDry,    // call read() for more
    kEnd,
  };

  virtual ~Source() = default;

  virtual Step next(Event& event) = 0;
  // Blocks if fd() is not readable and is_ready() is false. An error ends the source; it is told by
  // a read() that does not wait for it. What was read before it has been handed out.
  virtual Status read() = 0;
  virtual int fd() const = 0;
  // read() has something to do without fd(): bytes to decompress, for one.
  virtual bool is_ready() const { return false; }
  // The entry that next() gave last, as one JSON object from { to }: the bytes received where the
  // source is JSON, else what `journalctl -o json --all` prints of it. Asked for what is written,
  // which is mostly little. A view with ChunkReader::kPadding readable bytes behind it, until the
  // next call of anything.
  virtual std::string_view json(const Event& event) { return event.raw; }
  // What is enough to have the JSON of that entry later, while the source is read on; and that
  // JSON, as json() gives it. Empty: it is gone.
  virtual std::string keep(const Event& event) { return std::string(json(event)); }
  virtual std::string_view recall(std::string_view kept);
  // The same entry with the fields of another plan, into an event that is not the one next() was
  // given. False where decoding json() does it as well.
  virtual bool decode_again(const FieldPlan&, Event&) { return false; }
  virtual const std::string& name() const = 0;

  // How far a run got, for who goes on later: the entry that next() gave last has been decided;
  // what was decided last is settled, with all that came of it; the cursor of what is settled,
  // empty if nothing is, or if it has none. Sources of text want the field __CURSOR in their plan.
  virtual void note_decided(const Event& event) { decided_ = event.first(field::kCursor); }
  virtual void settle() { settled_ = decided_; }
  virtual std::string settled_cursor() const { return settled_; }

  const Fault& fault() const { return fault_; }
  virtual SourceCounts counts() const { return counts_; }
  virtual Progress progress() const { return {}; }

 protected:
  Fault fault_;
  SourceCounts counts_;

 private:
  std::string recalled_;
  std::string decided_, settled_;
};

}  // namespace hark
