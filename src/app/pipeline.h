// The loop: fill a chunk → split → decode → match → select → write → flush when the next read would
// wait.
//
// Everything runs inline in one thread: no hand-off, so a live event leaves as soon as its last
// byte has come.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "app/cursor_file.h"
#include "app/progress_line.h"
#include "app/setup.h"
#include "input/json_decoder.h"
#include "input/source.h"
#include "journal/journal_source.h"
#include "output/writer.h"

namespace hark {

struct PipelineOptions {
  bool count_only = false;
  bool quiet = false;  // the first kept event ends the run
  bool follow = false;
  bool writes_json = false;
  std::optional<std::uint64_t> max_count;
  CursorFile* cursor_file = nullptr;  // where to save how far the run got
  bool saves_at_end = false;          // and not before: what was kept is written only then
  bool needs_all = false;  // entries are looked at even where they cannot be among the last kept
};

class Pipeline {
 public:
  // All must outlive the pipeline. `say` prints to the person (stderr), and wipes the line of
  // progress before.
  Pipeline(Run& run, PipelineOptions options, Writer& writer, ProgressLine& progress,
           void (*say)(std::string_view));

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

  // Of what the next run reads before it waits only the last so many kept events are kept, and with
  // `boot` only those of that boot. Looks where they are, which is soon done if they lie near the
  // end, and leaves the source before them. True if a search had to find them, which is begun then:
  // where there is none, ever more entries are looked at.
  struct LastOptions {
    std::string boot = {};
    // Begins the source anew, searching for what is kept, of what lies no earlier (microseconds);
    // null: there is no such search.
    std::function<void(std::uint64_t from)> begin_searching = nullptr;
  };
  bool keep_last(JournalSource& source, std::uint64_t count, const LastOptions& how);

  // Reads a source to its end, or as far as -m lets: where what the next run keeps has its
  // neighbours. Nullopt: they are too many to be looked for one by one.
  std::optional<Neighbourhoods> find_neighbourhoods(JournalSource& source);

  // After a run that passed over entries: looks at them where a person is to be told what is amiss.
  void look_again(JournalSource& source);

  // After a run, when all of its output is written. False, and told, if it or an earlier save
  // failed.
  bool save_cursor();
  // No source read so far had one.
  bool lacks_cursor() const { return cursor_.empty(); }

 private:
  struct Counted {
    std::uint64_t kept = 0;
    std::uint64_t gapless = 0;    // of them, where no entry is left out behind them
    bool has_other_boot = false;  // there
  };
  template <class OnJudged>
  void judge_all(JournalSource& source, OnJudged on_judged);
  Counted count_kept(JournalSource& source);
  // Of what a search finds, the last so many that are kept.
  struct Last {
    std::uint64_t from = 0;     // none of them is earlier; microseconds
    std::uint64_t to_skip = 0;  // so many kept ones that are no earlier come before them
  };
  Last find_last(JournalSource& source, std::uint64_t count);
  std::optional<std::chrono::milliseconds> save_cursor_if_due(const Source& source);
  void judge(const Event& event);
  bool take(Source& source, const Event& event);
  Speaker speaker(Source& source, const Event& event);
  const Event& as_written(Source& source, const Event& event);
  bool write_with_context(Source& source, const Event& event);
  bool wait_for(const Source& source);
  void flush();
  void breathe(const Source& source);
  void watch(const Event& event);
  void report_if_asked(const Source& source);

  Run& run_;
  PipelineOptions options_;
  Writer& writer_;
  ProgressLine& progress_;
  void (*say_)(std::string_view);
  Verdict verdict_;
  std::uint64_t kept_to_skip_ = 0;
  std::string boot_;  // of what is read before the run waits; empty: any
  // Entries that waited as context, kept ones whose output needs more fields, and those of sources
  // that are not JSON are decoded (again) when they are written.
  JsonDecoder decoder_;
  Event again_;
  FieldPlan speaker_plan_;
  JsonDecoder speaker_decoder_;
  std::string cursor_;  // settled, of the sources read
  bool has_cursor_failed_ = false;
  std::chrono::steady_clock::time_point flushed_{};
};

}  // namespace hark
