#include "app/pipeline.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <limits>
#include <utility>

#include "app/digest_report.h"
#include "app/fault_report.h"
#include "app/signals.h"
#include "event/speaker.h"
#include "input/chunk_reader.h"

namespace hark {

Pipeline::Pipeline(Run& run, PipelineOptions options, Writer& writer, ProgressLine& progress,
                   void (*say)(std::string_view))
    : run_(run),
      options_(options),
      writer_(writer),
      progress_(progress),
      say_(say),
      decoder_(run.output_plan ? *run.output_plan : *run.plan),
      again_(run.fields),
      speaker_plan_(run.fields, {kSpeakerFields.begin(), kSpeakerFields.end()}),
      speaker_decoder_(speaker_plan_) {}

void Pipeline::flush() {
  if (!writer_.buffer().empty()) progress_.wipe();
  writer_.flush();
}

// Now and then, while there is always more to read: whoever watches sees what was kept so far, and
// how far it is.
void Pipeline::breathe(const Source& source) {
  constexpr std::chrono::milliseconds kPeriod{100};
  const auto now = std::chrono::steady_clock::now();
  if (now - flushed_ >= kPeriod) {
    flush();
    flushed_ = now;
  }
  if (progress_.is_due(now)) progress_.show(source.progress(), now);
}

// The event as formatters take it: with all fields that they read, and with its JSON where they
// write that.
const Event& Pipeline::as_written(Source& source, const Event& event) {
  const bool lacks_json = options_.writes_json && event.raw.empty();
  if (!run_.output_plan && !lacks_json) return event;
  if (source.decode_again(run_.output_plan ? *run_.output_plan : *run_.plan, again_)) {
    if (lacks_json) again_.raw = source.json(event);
    return again_;
  }
  return decoder_.decode(source.json(event), again_).empty() ? again_ : event;
}

Speaker Pipeline::speaker(Source& source, const Event& event) {
  Event whole(run_.fields);
  if (!source.decode_again(speaker_plan_, whole))
    (void)speaker_decoder_.decode(source.json(event), whole);
  return whole.speaker();
}

// The event, if it is kept or due as context, and what waited before it. True if something is still
// due behind.
bool Pipeline::write_with_context(Source& source, const Event& event) {
  if (verdict_.is_own || run_.selection.is_own(event)) return !run_.context->is_settled();
  const bool is_kept = verdict_.is_kept;
  const ContextKeeper::Steps steps =
      is_kept ? run_.context->kept(event)
              : run_.context->not_kept(
                    event, run_.context->keeps_entries() ? source.keep(event) : std::string());
  std::string& out = writer_.buffer();
  if (steps.separator) run_.formatter->format_separator(out);
  for (const std::string& entry : steps.before) {
    const std::string_view json = source.recall(entry);
    if (!json.empty() && decoder_.decode(json, again_).empty()) {
      run_.formatter->format_context(again_, out);
    }
  }
  if (steps.event && is_kept) {
    run_.formatter->format(as_written(source, event), verdict_, out);
  } else if (steps.event) {
    run_.formatter->format_context(as_written(source, event), out);
  }
  if (writer_.is_full()) flush();
  return !run_.context->is_settled();
}

// What matters whether or not the event is kept, if it is of the times and the boot that the run is
// about.
void Pipeline::watch(const Event& event) {
  const Witness witness{event, run_.matcher, *run_.match_state};
  if (!holds(run_.when, witness)) return;
  run_.coverage.see_within(event);
  const std::optional<Probe> probe = find_probe(event);
  run_.blind_spots->look(witness, probe);
  if (run_.digest && probe == Probe::kUnitStart) run_.digest->add_start(event);
}

// SIGUSR1: the digest so far.
void Pipeline::report_if_asked(const Source& source) {
  if (!run_.digest || !Signals::take_report_request()) return;
  append_digest(run_, source.counts(), writer_.buffer());
  flush();
}

void Pipeline::judge(const Event& event) {
  run_.selection.judge(event, run_.matcher, *run_.match_state, verdict_);
  if (!verdict_.is_kept || boot_.empty() || event.first(field::kBootId) == boot_) return;
  verdict_.is_kept = verdict_.is_undecided = false;
  verdict_.hits.clear();
}

// False once enough has been kept and nothing is due behind it.
bool Pipeline::take(Source& source, const Event& event) {
  run_.coverage.see(event);
  run_.match_state->begin_event();
  if (run_.blind_spots) watch(event);
  const bool had_enough = options_.max_count && run_.coverage.kept >= *options_.max_count;
  if (had_enough) {
    // Nothing new begins once enough was kept: what was due is what is written.
    verdict_.is_kept = verdict_.is_own = verdict_.is_undecided = false;
    verdict_.hits.clear();
  } else {
    judge(event);
    if (verdict_.is_kept && kept_to_skip_ > 0) {
      kept_to_skip_--;
      verdict_.is_kept = verdict_.is_undecided = false;
      verdict_.hits.clear();
    }
    run_.coverage.own_left_out += verdict_.is_own;
    run_.coverage.kept += verdict_.is_kept;
    run_.coverage.undecided += verdict_.is_undecided;
    if (options_.cursor_file != nullptr) source.note_decided(event);
    if (verdict_.is_kept && options_.quiet) return false;
  }
  if (run_.near_misses && run_.coverage.kept == 0) run_.near_misses->look(event, *run_.match_state);
  bool is_due = false;
  if (run_.digest) {
    if (verdict_.is_kept) run_.digest->add({event, run_.matcher, *run_.match_state}, verdict_);
  } else if (run_.context) {
    is_due = write_with_context(source, event);
  } else if (verdict_.is_kept && !options_.count_only) {
    run_.formatter->format(as_written(source, event), verdict_, writer_.buffer());
    if (writer_.is_full()) flush();
  }
  if (options_.cursor_file != nullptr && !is_due) source.settle();
  return is_due || !options_.max_count || run_.coverage.kept < *options_.max_count;
}

bool Pipeline::save_cursor() {
  if (options_.cursor_file == nullptr) return true;
  if (auto status = options_.cursor_file->save(cursor_); !status && !has_cursor_failed_) {
    say_(render(status.errors()));
    has_cursor_failed_ = true;
  }
  return !has_cursor_failed_;
}

// How long until the cursor should be saved, if it should: all that is settled is written before.
std::optional<std::chrono::milliseconds> Pipeline::save_cursor_if_due(const Source& source) {
  if (options_.cursor_file == nullptr || options_.saves_at_end) return std::nullopt;
  const std::string cursor = source.settled_cursor();
  const auto due = options_.cursor_file->due_in(cursor);
  if (!due || due->count() > 0) return due;
  flush();
  if (writer_.has_failed()) return std::nullopt;
  cursor_ = cursor;
  save_cursor();
  return std::nullopt;
}

// Waits until the source can be read. Before it waits, everything kept so far is written; while it
// waits, it also watches for signals and for the reader of stdout going away. False: do not read,
// look why.
bool Pipeline::wait_for(const Source& source) {
  if (source.is_ready()) return true;
  boot_.clear();
  kept_to_skip_ = 0;
  const int in = source.fd();
  pollfd only{in, POLLIN, 0};
  if (::poll(&only, 1, 0) > 0) return true;
  flush();
  progress_.wipe();
  if (writer_.has_failed()) return false;
  std::array<pollfd, 3> watched{pollfd{in, POLLIN, 0}, pollfd{Signals::wake_fd(), POLLIN, 0},
                                pollfd{STDOUT_FILENO, 0, 0}};
  for (;;) {
    const auto due = save_cursor_if_due(source);
    if (writer_.has_failed()) return false;
    const int n = ::poll(watched.data(), watched.size(), due ? static_cast<int>(due->count()) : -1);
    if (Signals::pending()) return false;
    report_if_asked(source);
    if (writer_.has_failed()) return false;
    if (n < 0 && errno == EINTR) continue;
    if ((watched[2].revents & (POLLERR | POLLHUP)) != 0) {
      writer_.note_reader_is_gone();
      return false;
    }
    if (watched[0].revents != 0) return true;
    if ((watched[2].revents & POLLNVAL) != 0)
      watched[2].fd = -1;  // stdout is closed: nothing to watch
  }
}

// Reads a source to its end and judges each event, without writing any of it, until `on_judged`
// says false.
template <class OnJudged>
void Pipeline::judge_all(JournalSource& source, OnJudged on_judged) {
  run_.selection.own.speaker = [&](const Event& event) { return speaker(source, event); };
  Event event(run_.fields);
  for (bool going = true; going && !Signals::pending();) {
    switch (source.next(event)) {
      case Source::Step::kEntry:
        run_.match_state->begin_event();
        judge(event);
        going = on_judged(event);
        break;
      case Source::Step::kEnd:
        going = false;
        break;
      case Source::Step::kDry:
        breathe(source);
        break;
      case Source::Step::kFault:  // told when it is read for good
        break;
    }
  }
  run_.selection.own.speaker = nullptr;
}

Pipeline::Counted Pipeline::count_kept(JournalSource& source) {
  Counted counted;
  judge_all(source, [&](const Event& event) {
    counted.kept += verdict_.is_kept;
    if (!source.is_gapless()) return true;
    counted.gapless += verdict_.is_kept;
    counted.has_other_boot |= !boot_.empty() && event.first(field::kBootId) != boot_;
    return true;
  });
  return counted;
}

Pipeline::Last Pipeline::find_last(JournalSource& source, std::uint64_t count) {
  constexpr std::size_t kMost = 1 << 20;  // beyond that all of it is gone through again
  std::vector<std::uint64_t> times;       // of what is kept
  std::uint64_t kept = 0;
  judge_all(source, [&](const Event&) {
    if (!verdict_.is_kept) return true;
    kept++;
    if (times.size() < kMost) times.push_back(source.realtime());
    return true;
  });
  Last last{0, kept - std::min(kept, count)};
  if (kept > times.size()) return last;
  const auto first = times.begin() + static_cast<std::ptrdiff_t>(last.to_skip);
  last.from = std::numeric_limits<std::uint64_t>::max();
  if (first != times.end()) last.from = *std::min_element(first, times.end());
  // Clocks are set back: some that come earlier may lie later.
  const auto is_later = [&](std::uint64_t time) { return time >= last.from; };
  last.to_skip = static_cast<std::uint64_t>(std::count_if(times.begin(), first, is_later));
  return last;
}

std::optional<Neighbourhoods> Pipeline::find_neighbourhoods(JournalSource& source) {
  constexpr std::size_t kMost = 100;
  constexpr std::uint64_t kMostKept = 1024;  // where more are, most of all has to be read anyway
  Neighbourhoods found;
  std::uint64_t kept = 0;
  judge_all(source, [&](const Event& event) {
    if (!verdict_.is_kept) return true;
    kept++;
    found.add(event);
    const bool has_enough = options_.max_count && kept >= *options_.max_count;
    return found.size() <= kMost && kept <= kMostKept && !has_enough;
  });
  if (found.size() > kMost || kept > kMostKept) return std::nullopt;
  return found;
}

bool Pipeline::keep_last(JournalSource& source, std::uint64_t count, const LastOptions& how) {
  boot_ = how.boot;
  // At so many entries in all: of most files the last ones are older than what is sought.
  constexpr std::uint64_t kFirstLook = 32 * 1024;
  constexpr std::uint64_t kLeastOfEach = 256, kMostOfEach = 4096;
  constexpr std::uint64_t kFurther = 8;
  constexpr std::uint64_t kAll = std::numeric_limits<std::uint64_t>::max();
  const std::uint64_t files = std::max<std::uint64_t>(source.files(), 1);
  std::uint64_t entries = std::clamp(kFirstLook / files, kLeastOfEach, kMostOfEach);
  if (options_.needs_all) entries = kAll;
  for (;;) {
    source.begin_with_last(entries);
    const Counted counted = count_kept(source);
    kept_to_skip_ = counted.kept - std::min(counted.kept, count);
    // Who counted half of them does not know which are the last.
    if (Signals::pending()) kept_to_skip_ = kAll;
    if (counted.gapless >= count || counted.has_other_boot || !source.is_cut() ||
        Signals::pending())
      break;
    if (how.begin_searching) {
      how.begin_searching(0);
      const Last last = find_last(source, count);
      how.begin_searching(last.from);
      kept_to_skip_ = Signals::pending() ? kAll : last.to_skip;
      return true;
    }
    entries = entries > kAll / kFurther ? kAll : entries * kFurther;
  }
  source.begin_with_last(entries);
  return false;
}

void Pipeline::look_again(JournalSource& source) {
  const auto seeks = [&] {
    return (run_.near_misses && run_.coverage.kept == 0) || run_.coverage.seeks_speakers();
  };
  if (!seeks()) return;
  source.begin_searching(nullptr);
  Event event(run_.fields);
  while (seeks() && !Signals::pending()) {
    const Source::Step step = source.next(event);
    if (step == Source::Step::kEnd) return;
    if (step == Source::Step::kDry) breathe(source);
    if (step != Source::Step::kEntry) continue;
    run_.coverage.see(event);
    run_.match_state->begin_event();
    if (run_.near_misses && run_.coverage.kept == 0)
      run_.near_misses->look(event, *run_.match_state);
  }
}

Pipeline::End Pipeline::run(Source& source) {
  FaultReport faults(source.name());
  run_.selection.own.speaker = [&](const Event& event) { return speaker(source, event); };
  Event event(run_.fields);
  End end = End::kInputEnded;
  for (bool going = true; going;) {
    switch (source.next(event)) {
      case Source::Step::kEntry:
        if (!take(source, event)) {
          end = End::kEnough;
          going = false;
        }
        break;
      case Source::Step::kFault: {
        if (source.fault().kind == Fault::Kind::kCutOff) end = End::kInputCutOff;
        const std::string text = faults.add(source.fault());
        if (!text.empty()) say_(text);
        break;
      }
      case Source::Step::kDry: {
        breathe(source);
        report_if_asked(source);
        save_cursor_if_due(source);
        if (Signals::pending() || writer_.has_failed() || !wait_for(source)) {
          going = false;
          break;
        }
        if (options_.follow) {
          if (const std::string text = faults.hourly_sum(); !text.empty()) say_(text);
        }
        if (auto status = source.read(); !status) {
          say_(render(status.errors()));
          end = End::kInputFailed;
          going = false;
        }
        break;
      }
      case Source::Step::kEnd:
        going = false;
        break;
    }
  }
  run_.selection.own.speaker = nullptr;
  // What is still due behind an event will not come any more, unless somebody asked us to stop.
  if (!Signals::pending()) source.settle();
  if (std::string cursor = source.settled_cursor(); !cursor.empty()) cursor_ = std::move(cursor);
  if (const std::string text = faults.sum(); !text.empty()) say_(text);
  run_.coverage.add(source.counts());
  if (run_.context) run_.coverage.context_dropped = run_.context->dropped();
  if (writer_.reader_is_gone()) return End::kReaderGone;
  if (writer_.has_failed()) return End::kWriteFailed;
  if (Signals::pending()) return End::kAsked;
  return end;
}

}  // namespace hark
