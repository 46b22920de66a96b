#include "app/pipeline.h"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "app/fault_report.h"
#include "app/signals.h"

namespace hark {

Pipeline::Pipeline(Run& run, PipelineOptions options, Writer& writer, void (*say)(std::string_view))
    : run_(run), options_(options), writer_(writer), say_(say) {}

// False once enough has been kept.
bool Pipeline::take(const Event& event) {
  run_.coverage.see(event);
  run_.match_state->begin_event();
  run_.selection.judge({event, run_.matcher, *run_.match_state}, verdict_);
  run_.coverage.own_left_out += verdict_.is_own;
  if (!verdict_.is_kept) return true;
  run_.coverage.kept++;
  if (options_.quiet) return false;
  if (!options_.count_only) {
    run_.formatter->format(event, verdict_, writer_.buffer());
    if (writer_.is_full()) writer_.flush();
  }
  return !options_.max_count || run_.coverage.kept < *options_.max_count;
}

// Waits until the source can be read. Before it waits, everything kept so far is written; while it
// waits, it also watches for signals and for the reader of stdout going away. False: do not read,
// look why.
bool Pipeline::wait_for(const Source& source) {
  const int in = source.fd();
  pollfd only{in, POLLIN, 0};
  if (::poll(&only, 1, 0) > 0) return true;
  writer_.flush();
  if (writer_.has_failed()) return false;
  std::array<pollfd, 3> watched{pollfd{in, POLLIN, 0}, pollfd{Signals::wake_fd(), POLLIN, 0},
                                pollfd{STDOUT_FILENO, 0, 0}};
  for (;;) {
    const int n = ::poll(watched.data(), watched.size(), -1);
    if (n < 0 && errno == EINTR && !Signals::pending()) continue;
    if (Signals::pending()) return false;
    if ((watched[2].revents & (POLLERR | POLLHUP)) != 0) {
      writer_.note_reader_is_gone();
      return false;
    }
    if (watched[0].revents != 0) return true;
    if ((watched[2].revents & POLLNVAL) != 0)
      watched[2].fd = -1;  // stdout is closed: nothing to watch
  }
}

Pipeline::End Pipeline::run(Source& source) {
  FaultReport faults(source.name());
  Event event(run_.fields);
  End end = End::kInputEnded;
  for (bool going = true; going;) {
    switch (source.next(event)) {
      case Source::Step::kEntry:
        if (!take(event)) {
          end = End::kEnough;
          going = false;
        }
        break;
      case Source::Step::kFault: {
        const std::string text = faults.add(source.fault());
        if (!text.empty()) say_(text);
        break;
      }
      case Source::Step::kDry: {
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
  if (const std::string text = faults.sum(); !text.empty()) say_(text);
  run_.coverage.add(source.counts());
  run_.coverage.gave_up = run_.match_state->gave_up();
  if (writer_.reader_is_gone()) return End::kReaderGone;
  if (writer_.has_failed()) return End::kWriteFailed;
  if (Signals::pending()) return End::kAsked;
  return end;
}

}  // namespace hark
