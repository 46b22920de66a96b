#include "app/signals.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace hark {
namespace {

volatile sig_atomic_t first_signal = 0;
volatile sig_atomic_t report_is_wanted = 0;
int wake_pipe[2] = {-1, -1};

void reset_and_raise(int signal) {
  ::signal(signal, SIG_DFL);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, signal);
  ::raise(signal);
  sigprocmask(SIG_UNBLOCK, &set, nullptr);
}

void on_end(int signal) {
  const int saved = errno;
  if (first_signal != 0) {
    reset_and_raise(signal);
    return;
  }
  first_signal = signal;
  const char byte = 0;
  [[maybe_unused]] const ssize_t n = ::write(wake_pipe[1], &byte, 1);
  // A write(2) that is blocked, or is about to block, must be left again so that its deadline can
  // be looked at.
  itimerval tick{};
  tick.it_interval.tv_usec = tick.it_value.tv_usec = 50'000;
  setitimer(ITIMER_REAL, &tick, nullptr);
  errno = saved;
}

void on_tick(int) {}

void on_report(int) {
  const int saved = errno;
  report_is_wanted = 1;
  const char byte = 0;
  [[maybe_unused]] const ssize_t n = ::write(wake_pipe[1], &byte, 1);
  errno = saved;
}

}  // namespace

Status Signals::install(bool with_reports) {
  if (::pipe2(wake_pipe, O_CLOEXEC | O_NONBLOCK) != 0)
    return error("cannot make a pipe", std::strerror(errno));
  struct sigaction action {};
  sigemptyset(&action.sa_mask);
  action.sa_flags = 0;  // no SA_RESTART: calls that wait are to come back
  action.sa_handler = on_tick;
  sigaction(SIGALRM, &action, nullptr);
  if (with_reports) {
    action.sa_handler = on_report;
    sigaction(SIGUSR1, &action, nullptr);
  }
  action.sa_handler = on_end;
  for (const int signal : std::array{SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction before {};
    sigaction(signal, nullptr, &before);
    // nohup(1) and background jobs of a shell ignore some of them, and want that kept.
    if (before.sa_handler != SIG_IGN) sigaction(signal, &action, nullptr);
  }
  ::signal(SIGPIPE, SIG_IGN);
  return Done{};
}

bool Signals::take_report_request() {
  if (report_is_wanted == 0) return false;
  report_is_wanted = 0;
  char bytes[64];
  while (::read(wake_pipe[0], bytes, sizeof bytes) > 0) continue;
  return true;
}

std::optional<int> Signals::pending() {
  if (first_signal == 0) return std::nullopt;
  return first_signal;
}

int Signals::wake_fd() { return wake_pipe[0]; }

void Signals::die_of(int signal) {
  reset_and_raise(signal);
  std::_Exit(128 + signal);
}

}  // namespace hark
