// hark_latency: how much later a line comes out because a filter stands in the pipe.
//
//   hark_latency [--events N] [--pause MILLISECONDS] [--p50 MS] [--p99 MS] COMMAND [ARGUMENT...]
//   hark_latency hark -e '' -o json
//
// Writes one journal entry as a JSON line into the command's standard input, in one write as
// journalctl does, waits until a whole line has come out, pauses for a random time so that the
// command is really asleep when the next one comes, and so on. The same is done with cat, in turns
// of a few hundred events each so that both see the same machine: cat's times are what two pipes
// and two wake-ups cost, and what the filter adds is the difference. The difference is that of the
// percentiles, not a percentile of differences: no event passes through both.
//
// Prints a Markdown table. The status is 1 if what is added exceeds a limit given with --p50 or
// --p99.
#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "journal/text.h"
#include "spawn.h"

namespace hark::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::string_view kUsage =
    "usage: hark_latency [--events N] [--pause MILLISECONDS] [--p50 MS] [--p99 MS] COMMAND "
    "[ARGUMENT...]\n";

// A service's line of usual length. Templates are those of journal/text.h.
constexpr std::string_view kLine =
    R"({"_SYSTEMD_INVOCATION_ID":"d98ca131268a4b60b2bd6b629bb757f1","_SYSTEMD_UNIT":"dead-chat.service","_UID":"997",)"
    R"("_CMDLINE":"/usr/bin/node /srv/dead-chat/server.js --port 8443","_STREAM_ID":"fc0aafca6ba1412bb95318844f3dca3b",)"
    R"("__CURSOR":"s=d461b0b4c30a4343b5492cfda9f75841;i={n};b=8589dc2365244251afee992fb8db589b;m={hex8};t=660f8472e1e53;)"
    R"(x={hex16}","_CAP_EFFECTIVE":"0","_COMM":"node","_SYSTEMD_SLICE":"system.slice","_MACHINE_ID":)"
    R"("02026f5b34b14401af763e431c442fc2","_PID":"{pid}","_SYSTEMD_CGROUP":"/system.slice/dead-chat.service","MESSAGE":)"
    R"("[chat] message {uuid} from \"{user}\" delivered to {n3} sockets in {ms} ms","__MONOTONIC_TIMESTAMP":"23{n3}70863",)"
    R"("SYSLOG_IDENTIFIER":"node","_BOOT_ID":"8589dc2365244251afee992fb8db589b","__REALTIME_TIMESTAMP":"{epochms}000",)"
    R"("_HOSTNAME":"web1","PRIORITY":"6","SYSLOG_FACILITY":"3","_EXE":"/usr/bin/node","_RUNTIME_SCOPE":"system",)"
    R"("_GID":"997","_TRANSPORT":"stdout"})"
    "\n";

[[noreturn]] void fail(const std::string& why) {
  std::fprintf(stderr, "hark_latency: error: %s\n", why.c_str());
  std::exit(2);
}

std::string reason() { return std::strerror(errno); }

// A command with a pipe at either end, and the times that lines took through it.
class Filter {
 public:
  explicit Filter(char* const* command) {
    for (char* const* word = command; *word != nullptr; word++) {
      if (word != command) name_ += ' ';
      name_ += **word == '\0' ? "''" : *word;
    }
    int in[2];
    int out[2];
    if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0) fail("pipe: " + reason());
    child_ = start(command, in[0], out[1]);
    if (child_ < 0) fail(name_ + ": " + reason());
    close(in[0]);
    close(out[1]);
    to_ = in[1];
    from_ = out[0];
  }

  // Closes the command's input and waits for its end.
  void finish() {
    close(to_);
    while (read(from_, buffer_, sizeof buffer_) > 0) continue;
    int status = 0;
    waitpid(child_, &status, 0);
    if (status != 0) fail(name_ + " ended with wait status " + std::to_string(status));
  }

  void pass(const std::string& line, bool measured) {
    const auto begin = Clock::now();
    if (write(to_, line.data(), line.size()) != static_cast<ssize_t>(line.size()))
      fail(name_ + ": write: " + reason());
    while (true) {
      // A filter that holds lines back would otherwise hold us for ever.
      pollfd ready{from_, POLLIN, 0};
      if (poll(&ready, 1, 5'000) == 0)
        fail(name_ + ": no whole line within 5 s: are lines held back?");
      const ssize_t size = read(from_, buffer_, sizeof buffer_);
      if (size <= 0) fail(name_ + ": no line came out: " + (size == 0 ? "it has ended" : reason()));
      const char* const newline =
          static_cast<const char*>(std::memchr(buffer_, '\n', static_cast<std::size_t>(size)));
      if (newline == buffer_ + size - 1) break;
      if (newline != nullptr) fail(name_ + ": more than one line came out for one line in");
    }
    if (measured) times_.push_back(Clock::now() - begin);
  }

  void sort() { std::sort(times_.begin(), times_.end()); }
  double milliseconds_at(double share) const {  // sorted before
    const auto index = static_cast<std::size_t>(share * static_cast<double>(times_.size() - 1));
    return std::chrono::duration<double, std::milli>(times_[index]).count();
  }
  const std::string& name() const { return name_; }

 private:
  std::string name_;
  pid_t child_ = -1;
  int to_ = -1;
  int from_ = -1;
  char buffer_[1 << 16];
  std::vector<Clock::duration> times_;
};

double number_of(const char* text) {
  char* end = nullptr;
  const double value = std::strtod(text, &end);
  if (end == text || *end != '\0' || !(value >= 0)) fail(std::string("not a number: ") + text);
  return value;
}

int run(int argc, char** argv) {
  double events = 10'000;
  double pause = 1;
  double limit_p50 = 0;
  double limit_p99 = 0;
  int at = 1;
  for (; at < argc && std::string_view(argv[at]).starts_with("--"); at += 2) {
    const std::string_view name = argv[at];
    double* const value = name == "--events"  ? &events
                          : name == "--pause" ? &pause
                          : name == "--p50"   ? &limit_p50
                          : name == "--p99"   ? &limit_p99
                                              : nullptr;
    if (value == nullptr || at + 1 == argc) {
      std::fputs(kUsage.data(), name == "--help" ? stdout : stderr);
      return name == "--help" ? 0 : 2;
    }
    *value = number_of(argv[at + 1]);
  }
  if (at == argc || events < 1) {
    std::fputs(kUsage.data(), stderr);
    return 2;
  }
  std::signal(SIGPIPE, SIG_IGN);

  char cat[] = "cat";
  char* const cat_command[] = {cat, nullptr};
  Filter baseline(cat_command);
  Filter filter(argv + at);

  Random random(1);
  const auto mean_pause = static_cast<std::uint64_t>(1 + 1'000 * pause);
  const auto turn = [&](Filter& of, std::uint64_t count, bool measured) {
    for (std::uint64_t i = 0; i < count; i++) {
      const auto now = std::chrono::system_clock::now().time_since_epoch();
      const auto microseconds = std::chrono::duration_cast<std::chrono::microseconds>(now).count();
      const std::string line =
          expand(kLine, random, static_cast<std::uint64_t>(microseconds), 4711);
      std::this_thread::sleep_for(std::chrono::microseconds(100 + random.below(2 * mean_pause)));
      of.pass(line, measured);
    }
  };
  for (Filter* each : {&baseline, &filter}) turn(*each, 200, false);
  constexpr std::uint64_t kTurn = 250;
  for (auto left = static_cast<std::uint64_t>(events); left > 0;) {
    const std::uint64_t count = std::min(left, kTurn);
    for (Filter* each : {&baseline, &filter}) turn(*each, count, true);
    left -= count;
  }
  for (Filter* each : {&baseline, &filter}) {
    each->finish();
    each->sort();
  }

  std::printf("| %.0f events, ms | p50 | p90 | p99 | max |\n|---|---|---|---|---|\n", events);
  const auto row = [](const char* name, auto at_share) {
    std::printf("| %s |", name);
    for (const double share : {0.5, 0.9, 0.99, 1.0}) std::printf(" %.3f |", at_share(share));
    std::printf("\n");
  };
  const auto added = [&](double share) {
    return filter.milliseconds_at(share) - baseline.milliseconds_at(share);
  };
  row("`cat`", [&](double share) { return baseline.milliseconds_at(share); });
  row(("`" + filter.name() + "`").c_str(),
      [&](double share) { return filter.milliseconds_at(share); });
  row("added", added);

  bool kept = true;
  const auto check = [&](const char* name, double share, double limit) {
    if (limit <= 0) return;
    const bool within = added(share) <= limit;
    std::printf("\nadded at %s: %.3f ms, limit %.3f ms: %s\n", name, added(share), limit,
                within ? "kept" : "EXCEEDED");
    kept = kept && within;
  };
  check("p50", 0.5, limit_p50);
  check("p99", 0.99, limit_p99);
  return kept ? 0 : 1;
}

}  // namespace
}  // namespace hark::bench

int main(int argc, char** argv) { return hark::bench::run(argc, argv); }
