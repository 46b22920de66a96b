// The text kinds of input: JSON lines as journalctl writes them now and wrote them before v240,
// json-seq, and journal export format; any of them compressed by gzip or zstd.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/unique_fd.h"
#include "input/chunk_reader.h"
#include "input/export_reader.h"
#include "input/json_decoder.h"
#include "input/kind_finder.h"
#include "input/source.h"

namespace hark {

class TextSource : public Source {
 public:
  // `name` is for messages: a file's name, or "-". The plan must outlive the source.
  TextSource(UniqueFd fd, std::string name, const FieldPlan& plan, ChunkReaderOptions options);

  // Of lines: what is no use by these fields alone is counted and not told. Null: nothing is. The
  // screen must outlive the source.
  void look_first(Screen* screen) { screen_ = screen; }

  Step next(Event& event) override;
  Status read() override;
  bool is_ready() const override { return bytes_.is_ready(); }
  int fd() const override { return bytes_.fd(); }
  bool decode_again(const FieldPlan& plan, Event& event) override;
  std::string_view json(const Event& event) override;
  const std::string& name() const override { return name_; }

 private:
  struct Line {
    std::string_view text;  // trimmed
    bool is_too_long = false;
    bool has_newline = true;
  };

  Status find_kind();
  void cut_lines();
  Line take_line();
  Step next_line(Event& event);
  Step next_export(Event& event);
  Step tell(Fault fault);
  Fault too_long() const;
  Status fail(Diagnostics errors);

  std::string name_;
  std::size_t max_entry_;
  ByteBuffer bytes_;
  KindFinder finder_;
  std::optional<TextKind> kind_;
  bool has_ended_ = false;  // nothing more will be read

  // JSON lines
  ChunkReader chunks_;
  JsonDecoder decoder_;
  Screen* screen_ = nullptr;
  std::string_view lines_;  // of the chunk in hand
  std::uint64_t line_ = 0;
  std::optional<Fault> dropped_;  // a line too long to be in a chunk, to be told

  ExportReader export_;
};

}  // namespace hark
