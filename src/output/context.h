// Context lines (-A, -B, -C): which events around a kept one are shown with it.
//
// Neighbours are events of the same effective unit and host, or of the whole stream. Events that
// may still be wanted before a kept one wait here, as whoever reads them keeps them. Units come and
// go without end, so memory is bounded: the neighbourhood that has been quiet longest gives way
// first, and what is lost with it is counted.
#pragma once

#include <cstdint>
#include <list>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "event/event.h"

namespace hark {

struct ContextOptions {
  std::uint64_t before = 0;
  std::uint64_t after = 0;
  bool whole_stream = false;  // --context-scope all
  // Over all neighbourhoods, with what it costs to keep them.
  std::size_t max_bytes = std::size_t{16} << 20;

  bool is_wanted() const { return before > 0 || after > 0; }
};

// By what events are neighbours: their units, and the identifiers of those that have none.
struct Neighbourhoods {
  std::set<std::string> units, identifiers;

  std::size_t size() const { return units.size() + identifiers.size(); }
  void add(const Event& event);
};

class ContextKeeper {
 public:
  explicit ContextKeeper(ContextOptions options) : options_(options) {}

  // What is to be written for an event, in this order.
  struct Steps {
    bool separator = false;         // "--": something lies between this and what was written last
    std::list<std::string> before;  // entries, oldest first: context lines
    bool event = false;             // the event itself, as kept or as context
  };
  Steps kept(const Event& event);
  // `entry` is what Steps::before gives back for it.
  Steps not_kept(const Event& event, std::string entry);
  bool keeps_entries() const { return options_.before > 0; }  // else there is no need of one

  // Nothing more is due after a kept event.
  bool is_settled() const { return due_ == 0; }

  // Lines that waited, or were due, where memory ran out. Some of them would have been written.
  std::uint64_t dropped() const { return dropped_; }

  static void add_fields(std::vector<FieldId>& fields);

 private:
  struct Neighbourhood {
    std::list<std::string> waiting;  // not written, at most `before`
    std::uint64_t seen = 0;          // events so far
    std::uint64_t last_written = 0;  // the number of the last one written, from 1; 0: none
    std::uint64_t due = 0;           // events still to be written after a kept one
    std::list<std::string>::iterator age;
  };

  // Roughly what a map's and a list's nodes cost beside the bytes that they hold.
  static std::size_t cost(const std::string& entry) { return entry.size() + 64; }
  static std::size_t cost_of_key(const std::string& key) {
    return 2 * key.size() + sizeof(Neighbourhood) + 192;
  }

  Neighbourhood& find(const Event& event);
  void forget(Neighbourhood& neighbourhood);
  void make_room();
  bool needs_separator(const Neighbourhood& neighbourhood, std::uint64_t first) const;
  void note_written(Neighbourhood& neighbourhood);

  ContextOptions options_;
  std::unordered_map<std::string, Neighbourhood> all_;
  std::list<std::string> ages_;  // keys, the quietest first
  std::size_t bytes_ = 0;
  std::uint64_t due_ = 0;  // over all
  std::uint64_t dropped_ = 0;
  const Neighbourhood* last_ = nullptr;  // where something was written last
  bool has_written_ = false;
  std::string key_;
};

}  // namespace hark
