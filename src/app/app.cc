#include "app/app.h"

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/cursor_file.h"
#include "app/digest_report.h"
#include "app/explain.h"
#include "app/inputs.h"
#include "app/journal_input.h"
#include "app/journal_search.h"
#include "app/pipeline.h"
#include "app/progress_line.h"
#include "app/signals.h"
#include "input/text_source.h"
#include "journal/cursor.h"
#include "journal/journal_source.h"
#include "output/writer.h"

namespace hark {
namespace {

using SteadyClock = std::chrono::steady_clock;

void write_to_stderr(std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = ::write(STDERR_FILENO, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return;  // nobody can be told
    text.remove_prefix(static_cast<std::size_t>(n));
  }
}

ProgressLine* shown_progress = nullptr;  // of the run, which ends with the process

void say(std::string_view text) {
  if (shown_progress != nullptr) shown_progress->wipe();
  write_to_stderr(text);
}

// What is read.
struct Input {
  bool is_journal = false;
  std::vector<std::string> names;  // of texts
  JournalInput journal;
  std::optional<CursorFile> cursor_file;
  std::optional<Cursor> start_after;    // of a journal
  std::string last_boot;                // of a journal that is followed
  std::unique_ptr<JournalIndex> index;  // of a journal; null: of no use
};

// What -f shows first is of the last boot and not much, as of journalctl, unless it is said where
// to begin.
bool begins_in_last_boot(const Options& options) {
  return options.follow && options.has_journal() && !options.lines && !options.since &&
         !options.after_cursor && !options.cursor_file;
}
constexpr std::uint64_t kFollowedLines = 10;

// Where a journal is entered.
Result<std::optional<Cursor>> find_start(const Options& options,
                                         const std::optional<CursorFile>& file) {
  std::string text = options.after_cursor.value_or("");
  if (file) {
    auto read = file->read();
    if (!read) return read.errors();
    text = std::move(*read);
    if (text.empty()) return std::optional<Cursor>();
  } else if (!options.after_cursor) {
    return std::optional<Cursor>();
  }
  auto cursor = parse_cursor(text);
  if (cursor) return std::optional<Cursor>(*cursor);
  Origin& origin = *cursor.errors()[0].origin;
  origin.label = file ? file->name() : "--after-cursor";
  if (file) origin.line = 1;
  return cursor.errors();
}

Result<Input> find_input(const Options& options) {
  Input input;
  input.is_journal = options.has_journal();
  if (!input.is_journal) {
    input.names = options.files.empty() ? std::vector<std::string>{"-"} : options.files;
    const auto kind = find_input_kind(input.names);
    if (!kind) return kind.errors();
    input.is_journal = *kind == InputKind::kJournal;
    if (*kind == InputKind::kText) {
      if (Diagnostics errors = refuse_journal_options(options); !errors.empty()) return errors;
    }
  }
  if (options.cursor_file) {
    auto file = CursorFile::open(*options.cursor_file);
    if (!file) return file.errors();
    input.cursor_file = std::move(*file);
  }
  if (!input.is_journal) return input;
  auto start = find_start(options, input.cursor_file);
  if (!start) return start.errors();
  input.start_after = *start;
  if (options.follow && !options.has_journal()) {
    return error("-f with journal files", "they are renamed and others take their place",
                 "hark -f -D FOLDER follows the journal in a folder");
  }
  if (options.max_count == std::uint64_t{0}) return input;
  if (!options.has_journal()) {
    input.journal = open_journal_files(input.names);
    return input;
  }
  auto journal = open_journal(options);
  if (!journal) return journal.errors();
  input.journal = std::move(*journal);
  return input;
}

class Session {
 public:
  // `search`: null where text is read.
  Session(const Options& options, Run& run, Input input, const JournalSearch* search,
          std::size_t stderr_columns)
      : options_(options),
        run_(run),
        input_(std::move(input)),
        search_(search),
        progress_(options.quiet ? 0 : stderr_columns, SteadyClock::now(), write_to_stderr),
        pipeline_(run, pipeline_options(options, input_), writer_, progress_, say) {
    shown_progress = &progress_;
  }
  ~Session() { shown_progress = nullptr; }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  ExitStatus run() {
    const auto started = SteadyClock::now();
    read_all();
    progress_.wipe();
    finish_output();
    // One that follows has kept it when it went live; since then others may have learnt more.
    if (input_.index != nullptr && !options_.follow) input_.index->save();
    if (options_.stats) {
      const std::chrono::duration<double> took = SteadyClock::now() - started;
      say(run_.coverage.text(took.count(), options_.utc, run_.blind_spots->reported()));
    }
    if (run_.coverage.kept == 0) {
      for (const Diagnostic& doubt : options_.doubts) say(render(doubt));
      if (run_.near_misses) {
        if (const auto note = run_.near_misses->note()) say(render(*note));
      }
    }
    if (run_.coverage.lacks_speakers()) say(render(no_speakers()));
    if (run_.coverage.undecided > 0) {
      failed_ = true;
      const bool is_one = run_.coverage.undecided == 1;
      say(render(error(
          fmt::format("{} event{} undecided", run_.coverage.undecided, is_one ? " is" : "s are"),
          "a pattern needs too many steps on some texts (PCRE2's match limit)",
          is_one ? "it was kept" : "they were kept")));
    }
    if (run_.coverage.sum().unreadable > 0) failed_ = true;
    if (writer_.reader_is_gone()) Signals::die_of(SIGPIPE);
    if (const auto signal = Signals::pending()) Signals::die_of(*signal);
    if (options_.quiet && run_.coverage.kept > 0) return ExitStatus::kKept;
    if (failed_) return ExitStatus::kError;
    if (run_.coverage.kept > 0) return ExitStatus::kKept;
    return options_.strict ? strict_status() : ExitStatus::kNothing;
  }

 private:
  static PipelineOptions pipeline_options(const Options& options, Input& input) {
    PipelineOptions p;
    p.count_only = options.count;
    p.quiet = options.quiet;
    p.follow = options.follow;
    p.writes_json = options.output == Options::OutputMode::kJson;
    p.max_count = options.max_count;
    p.cursor_file = input.cursor_file ? &*input.cursor_file : nullptr;
    p.saves_at_end = options.count || options.digest || options.quiet || options.lines;
    // What is shown before a kept event could be anywhere.
    p.needs_all = options.digest || options.stats || options.strict || options.before_context > 0;
    return p;
  }

  static Diagnostic no_speakers() {
    return warning(
        "no entry says who speaks, which packs and -u go by",
        "_PID, _TRANSPORT and their kin, which journald adds itself, were left out on the way",
        "all fields: journalctl -a -o json, without --output-fields");
  }

  void read_all() {
    if (options_.max_count == std::uint64_t{0}) return;
    if (input_.is_journal) {
      read_journal();
    } else {
      read_texts(input_.names);
    }
  }

  void read_texts(const std::vector<std::string>& names) {
    for (const std::string& name : names) {
      auto fd = open_input(name);
      if (!fd) {
        fail(fd.errors());
        continue;
      }
      ChunkReaderOptions reading;
      reading.max_line = options_.max_entry;
      TextSource source(std::move(*fd), name, *run_.plan, reading);
      source.look_first(run_.screen.get());
      const Pipeline::End end = pipeline_.run(source);
      const bool is_cut_off = end == Pipeline::End::kInputCutOff;
      const bool has_ended = end == Pipeline::End::kInputEnded || is_cut_off;
      if (end == Pipeline::End::kInputFailed || is_cut_off) failed_ = true;
      if (has_ended && options_.follow) {
        failed_ = true;
        if (run_.blind_spots) run_.blind_spots->note_input_ended();
        say(render(error("input ended", "with -f it should not; what writes it may have died")));
      }
      if (!has_ended && end != Pipeline::End::kInputFailed) return;
    }
  }

  // All files at once: they are one stream.
  void read_journal() {
    report(input_.journal.notes);
    if (!input_.journal.errors.empty()) fail(input_.journal.errors);
    if (input_.journal.files.empty() && !options_.follow) {
      if (input_.start_after) note_start(false);
      return;
    }
    const unsigned threads = search_threads(options_, input_.journal.files);
    bool searches = search_->evidence != nullptr;
    JournalSource source(std::move(input_.journal.files), *run_.plan, options_.max_entry);
    source.read_within(read_bounds(options_, run_));
    if (input_.start_after) note_start(source.begin_after(*input_.start_after));
    const auto begin_searching = [&](std::uint64_t from) {
      const ValueSearch* search = &search_->search;
      if (from > search->bounds.from) {  // asked once: what runs must not change
        search = &later_.emplace(*search);
        later_->bounds.from = from;
      }
      source.begin_searching(search, {0, threads, input_.index.get()});
    };
    Pipeline::LastOptions how;
    if (searches) how.begin_searching = begin_searching;
    if (begins_in_last_boot(options_)) {
      how.boot = input_.last_boot;
      searches = pipeline_.keep_last(source, kFollowedLines, how);
    } else if (options_.lines && *options_.lines != Options::kAllLines) {
      searches = pipeline_.keep_last(source, *options_.lines, how);
    } else if (searches) {
      begin_searching(0);
      if (search_->looks_around) searches = begin_around(source, threads);
    }
    if (options_.follow) source.follow(*input_.journal.set);
    const Pipeline::End end = pipeline_.run(source);
    if (searches && end == Pipeline::End::kInputEnded) pipeline_.look_again(source);
  }

  // The source searches for what is kept; begins it anew, for that and its neighbours. False: all
  // is to be read.
  bool begin_around(JournalSource& source, unsigned threads) {
    const auto neighbourhoods = pipeline_.find_neighbourhoods(source);
    const ValueSearch* search = nullptr;
    if (neighbourhoods && neighbourhoods->size() == 0) {
      search = &search_->search;  // and finds nothing again
    } else if (neighbourhoods) {
      around_ = plan_search_around(run_, *neighbourhoods);
      if (around_->evidence != nullptr) search = &around_->search;
    }
    source.begin_searching(search, {0, threads, input_.index.get()});
    return search != nullptr;
  }

  void note_start(bool is_found) {
    if (run_.blind_spots) run_.blind_spots->note_start(!is_found);
    if (!is_found) say(render(cursor_gone()));
  }

  static Diagnostic no_cursor() {
    return warning("the cursor file is as it was", "no entry has a __CURSOR",
                   "journalctl -a -o json, without --output-fields, has it");
  }

  static Diagnostic cursor_gone() {
    return warning("the journal no longer has the entry of the cursor",
                   "it was deleted, or the cursor is of another journal",
                   "what came after it is read; entries between may be missing");
  }

  void fail(const Diagnostics& errors) {
    failed_ = true;
    say(render(errors));
  }

  // Nothing was kept: was that all there is?
  ExitStatus strict_status() {
    const auto spots = run_.blind_spots->all(run_.coverage);
    for (const BlindSpot& spot : spots) {
      if (options_.digest) break;  // which tells them
      say(fmt::format("hark: blind: {}\n", blind_spot_in_words(spot, true, options_.utc)));
    }
    return spots.empty() ? ExitStatus::kNothing : ExitStatus::kBlind;
  }

  void finish_output() {
    if (run_.digest && !writer_.has_failed()) append_digest(run_, {}, writer_.buffer());
    if (options_.count && !writer_.has_failed())
      writer_.buffer() += fmt::format("{}\n", run_.coverage.kept);
    writer_.flush();
    if (!writer_.has_failed() && !pipeline_.save_cursor()) failed_ = true;
    if (input_.cursor_file && pipeline_.lacks_cursor() && !Signals::pending() &&
        run_.coverage.sum().entries > 0) {
      say(render(no_cursor()));
    }
    if (writer_.failure()) {
      failed_ = true;
      say(render(*writer_.failure()));
    }
  }

  const Options& options_;
  Run& run_;
  Input input_;
  const JournalSearch* search_;
  std::unique_ptr<JournalSearch> around_;  // of the neighbours of what it finds
  std::optional<ValueSearch> later_;       // of what it finds, no earlier than something
  ProgressLine progress_;
  Writer writer_{STDOUT_FILENO, [] { return Signals::pending().has_value(); }};
  Pipeline pipeline_;
  bool failed_ = false;
};

}  // namespace

ExitStatus report(const Diagnostics& diagnostics) {
  say(render(diagnostics));
  for (const Diagnostic& d : diagnostics) {
    if (d.level == Diagnostic::Level::kError) return ExitStatus::kError;
  }
  return ExitStatus::kKept;
}

ExitStatus print(const std::string& text) {
  Writer writer(STDOUT_FILENO, [] { return false; });
  writer.buffer() = text;
  writer.flush();
  if (writer.failure()) return report({*writer.failure()});
  return ExitStatus::kKept;
}

ExitStatus run_app(const Options& typed, const Surroundings& surroundings) {
  report(typed.notes);
  auto input = find_input(typed);
  if (!input) return report(input.errors());
  Options options = typed;
  if (input->is_journal) {
    input->index = open_journal_index(options, input->journal.files);
    auto boot = find_boot(options, input->journal.files, input->index.get());
    if (!boot) return report(boot.errors());
    options.boot = std::move(*boot);
    if (begins_in_last_boot(options) && !typed.boot)
      input->last_boot = find_last_boot(options, input->journal.files);
  }
  std::vector<FieldId> further;
  if (options.cursor_file && !input->is_journal) further.push_back(field::kCursor);
  if (!input->last_boot.empty()) further.push_back(field::kBootId);
  auto made = set_up(options, surroundings, further);
  if (!made) return report(made.errors());
  // Left to the system, as the process ends with it: taking hundreds of patterns apart piece by
  // piece would be a tenth of a short run. Not a leak to those who look for such.
  static Run* const run = made->release();
  report(run->notes);
  const auto search = input->is_journal ? plan_search(options, *run, input->last_boot) : nullptr;
  if (options.explain) return print(explain(options, *run, search.get()));
  if (auto installed = Signals::install(options.digest); !installed)
    return report(installed.errors());
  return Session(options, *run, std::move(*input), search.get(), surroundings.stderr_columns).run();
}

}  // namespace hark
