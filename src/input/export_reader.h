// Entries in journal export format, out of a buffer: whole ones become Events in place, the others
// are told and cost nobody else.
#pragma once

#include <cstdint>
#include <string_view>

#include "event/event.h"
#include "event/field.h"
#include "input/byte_buffer.h"
#include "input/entry_json.h"
#include "input/export_format.h"
#include "input/source.h"

namespace hark {

class ExportReader {
 public:
  // `max_entry`: bytes of the longest entry, without its blank line. Buffer and plan must outlive
  // the reader; nobody else takes from the buffer.
  ExportReader(ByteBuffer& bytes, const FieldPlan& plan, std::size_t max_entry)
      : bytes_(bytes), plan_(&plan), max_entry_(max_entry) {}

  // As Source::next(): kDry if the buffer must be read. Fields of the plan become values of
  // `event`, as views into the buffer.
  Source::Step next(Event& event);
  // After kFault. Its line is the one at fault.
  const Fault& fault() const { return fault_; }

  // Of the entry that next() gave last, until the next call of next() or the buffer's next read():
  // its fields in another plan, which leaves `event` as if next() had decoded it; and its JSON.
  void decode(const FieldPlan& plan, Event& event) const;
  std::string_view json();

 private:
  bool find_line_end();
  bool pass_blank_lines();
  Source::Step tell(Fault::Kind kind, std::uint64_t line, std::string reason);
  void leave(std::size_t size, std::uint64_t lines);

  ByteBuffer& bytes_;
  const FieldPlan* plan_;
  std::size_t max_entry_;
  bool knows_line_end_ = false;
  std::size_t searched_ = 0;  // until then: up to here the first line has no newline
  LineEnd line_end_ = LineEnd::kLf;
  ExportWalk walk_{LineEnd::kLf};  // of the entry at the front of the buffer
  bool is_resumed_ = false;        // it was cut: what was decoded of it is void
  bool is_skipping_ = false;       // it is too long
  std::uint64_t lines_ = 0;        // before it
  std::string_view entry_;         // given last
  Fault fault_;
  EntryJson json_;
};

}  // namespace hark
