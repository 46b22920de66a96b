// The text kinds of input: JSON lines as journalctl writes them now and wrote them before v240, and
// json-seq.
#pragma once

#include <deque>
#include <string>
#include <string_view>

#include "base/unique_fd.h"
#include "input/chunk_reader.h"
#include "input/json_decoder.h"
#include "input/source.h"

namespace hark {

class TextSource : public Source {
 public:
  // `name` is for messages: a file's name, or "-". The plan must outlive the source.
  TextSource(UniqueFd fd, std::string name, const FieldPlan& plan, ChunkReaderOptions options);

  Step next(Event& event) override;
  Status read() override;
  int fd() const override { return reader_.fd(); }
  const std::string& name() const override { return name_; }

 private:
  // The first lines may be torn or garbage. As long as none of them begins an entry their faults
  // are held back: either an entry comes and they are told, or the input is of another kind and the
  // only thing told is that.
  static constexpr std::size_t kLinesToDecide = 16;

  struct Line {
    std::string_view text;  // trimmed
    bool is_too_long = false;
    bool has_newline = true;

    bool is_empty() const;
    bool begins_an_entry() const { return !text.empty() && text.front() == '{'; }
  };

  Line take_line();
  Status look_at_head(std::string_view head);
  Status find_first_entry();
  Fault too_long() const;
  Step tell(Fault fault);

  ChunkReader reader_;
  JsonDecoder decoder_;
  std::string name_;
  std::size_t max_line_;
  std::string_view rest_;    // of the chunk in hand; empty as long as !is_json_
  bool has_looked_ = false;  // at the first bytes
  bool is_json_ = false;     // an entry has begun somewhere
  bool ended_ = false;
  std::uint64_t line_ = 0;
  std::deque<Fault> faults_;     // to be told next
  std::deque<Fault> held_back_;  // to be told when an entry comes
};

}  // namespace hark
