// Text fed to a TextSource through a pipe in pieces of any size, and what the source told about it,
// copied so that two feedings can be compared. Knows no test framework: the fuzz target and the
// differential test use it too.
#pragma once

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "event/event.h"
#include "input/text_source.h"

namespace hark {

inline std::vector<std::string_view> in_pieces_of(std::string_view text, std::size_t size) {
  std::vector<std::string_view> pieces;
  for (std::size_t i = 0; i < text.size(); i += size) pieces.push_back(text.substr(i, size));
  return pieces;
}

struct ToldField {
  std::string name;
  std::vector<std::string> values;
  std::vector<bool> is_utf8;
  bool had_null = false;

  bool operator==(const ToldField&) const = default;
};

// An entry or a fault.
struct Told {
  bool is_entry = false;
  std::uint64_t line = 0;
  // of an entry
  std::string raw;  // its JSON
  bool is_repaired = false;
  std::vector<std::string> own_members;
  std::vector<ToldField> fields;  // those that have a value or had a null, in the plan's order
  // of a fault
  Fault::Kind kind = Fault::Kind::kMalformed;
  std::string reason;

  bool operator==(const Told&) const = default;

  const ToldField* find(std::string_view name) const {
    for (const ToldField& field : fields) {
      if (field.name == name) return &field;
    }
    return nullptr;
  }
};

struct Telling {
  std::vector<Told> all;
  Diagnostics errors;  // of the read that ended the source
  SourceCounts counts;
};

// A field table, a plan that wants all the names, and the options of a source.
struct Feed {
  explicit Feed(const std::vector<std::string>& names) {
    std::vector<FieldId> wanted;
    for (const std::string& name : names) wanted.push_back(fields.intern(name));
    plan = std::make_unique<FieldPlan>(fields, std::move(wanted));
  }

  Told entry(const Event& event) const {
    Told told;
    told.is_entry = true;
    told.line = event.line;
    told.raw = event.raw;
    told.is_repaired = event.is_repaired;
    for (const Event::OwnMember& own : event.own_members) told.own_members.emplace_back(own.range);
    for (const FieldId id : plan->wanted()) {
      if (!event.exists(id) && !event.had_null(id)) continue;
      ToldField field{std::string(fields.name(id)), {}, {}, event.had_null(id)};
      for (const Value& value : event.values(id)) {
        field.values.emplace_back(value.bytes);
        field.is_utf8.push_back(value.is_utf8);
      }
      told.fields.push_back(std::move(field));
    }
    return told;
  }

  // Everything that needs no further reading. True at the end.
  bool drain(TextSource& source, Event& event, Telling& telling) const {
    for (;;) {
      switch (source.next(event)) {
        case Source::Step::kEntry:
          telling.all.push_back(entry(event));
          telling.all.back().raw = source.json(event);
          break;
        case Source::Step::kFault: {
          Told told;
          told.line = source.fault().line;
          told.kind = source.fault().kind;
          told.reason = source.fault().reason;
          telling.all.push_back(std::move(told));
          break;
        }
        case Source::Step::kDry:
          return false;
        case Source::Step::kEnd:
          return true;
      }
    }
  }

  // Each piece is written when all before it has been read. Pieces must fit into a pipe (64 KiB).
  template <class Pieces>
  Telling pieces(const Pieces& all_pieces, std::string name = "-") const {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) std::abort();
    UniqueFd writer(ends[1]);
    TextSource source(UniqueFd(ends[0]), std::move(name), *plan, options);
    Event event(fields);
    Telling telling;
    const auto read_one = [&] {
      auto status = source.read();
      if (!status) telling.errors = std::move(status.errors());
      return static_cast<bool>(status) && !drain(source, event, telling);
    };
    bool going = true;
    for (const std::string_view piece : all_pieces) {
      if (piece.empty() || !going) continue;
      if (::write(writer.get(), piece.data(), piece.size()) != static_cast<ssize_t>(piece.size()))
        std::abort();
      for (pollfd readable{ends[0], POLLIN, 0}; going && ::poll(&readable, 1, 0) > 0;)
        going = read_one();
    }
    writer = UniqueFd();
    while (going) going = read_one();
    telling.counts = source.counts();
    return telling;
  }

  Telling whole(std::string_view text, std::string name = "-") const {
    UniqueFd file(::memfd_create("feed", MFD_CLOEXEC));
    while (!text.empty()) {
      const ssize_t n = ::write(file.get(), text.data(), text.size());
      if (n <= 0) std::abort();
      text.remove_prefix(static_cast<std::size_t>(n));
    }
    ::lseek(file.get(), 0, SEEK_SET);
    return of(std::move(file), std::move(name));
  }

  Telling of(UniqueFd fd, std::string name = "-") const {
    TextSource source(std::move(fd), std::move(name), *plan, options);
    Event event(fields);
    Telling telling;
    while (!drain(source, event, telling)) {
      if (auto status = source.read(); !status) {
        telling.errors = std::move(status.errors());
        break;
      }
    }
    telling.counts = source.counts();
    return telling;
  }

  FieldTable fields;
  std::unique_ptr<FieldPlan> plan;
  ChunkReaderOptions options;
};

}  // namespace hark
