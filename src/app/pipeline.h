// The loop: fill a chunk → split → decode → match → select → write → flush when the next read would
// wait.
//
// Everything runs inline in one thread: no hand-off, so a live event leaves as soon as its last
// byte has come.
#pragma once

#include <string>

#include "app/setup.h"
#include "input/json_decoder.h"
#include "input/source.h"
#include "output/writer.h"

namespace hark {

struct PipelineOptions {
  bool count_only = false;
  bool quiet = false;  // the first kept event ends the run
  bool follow = false;
  bool writes_json = false;
  std::optional<std::uint64_t> max_count;
};

class Pipeline {
 public:
  // All must outlive the pipeline. `say` prints to the person (stderr).
  Pipeline(Run& run, PipelineOptions options, Writer& writer, void (*say)(std::string_view));

  enum class End {
    kInputEnded,
    kInputCutOff,  // inside an entry; told already, as the next
    kInputFailed,  // what was read before has been judged
    kEnough,       // -m, -q
    kAsked,        // a signal
    kReaderGone,
    kWriteFailed,
  };
  // Reads one source to its end.
  End run(Source& source);

 private:
  bool take(Source& source, const Event& event);
  Speaker speaker(Source& source, const Event& event);
  const Event& as_written(Source& source, const Event& event);
  bool write_with_context(Source& source, const Event& event);
  bool wait_for(const Source& source);
  void watch(const Event& event);
  void report_if_asked(const Source& source);

  Run& run_;
  PipelineOptions options_;
  Writer& writer_;
  void (*say_)(std::string_view);
  Verdict verdict_;
  // Entries that waited as context, kept ones whose output needs more fields, and those of sources
  // that are not JSON are decoded (again) when they are written.
  JsonDecoder decoder_;
  Event again_;
  FieldPlan speaker_plan_;
  JsonDecoder speaker_decoder_;
  std::string padded_;
};

}  // namespace hark
