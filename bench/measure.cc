// hark_measure: runs a command once and says what it took, more finely than time(1), whose
// hundredths are too coarse for commands of a tenth of a second.
//
//   hark_measure [-i INPUT] -o OUTPUT COMMAND [ARGUMENT...]
//
// Prints one line: wall, user and system time in microseconds, peak resident memory in KiB, and the
// exit status, separated by tabs. Peak memory is never under this program's own 3 or 4 MiB, which
// the child starts from.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <chrono>
#include <cstdio>
#include <cstring>

#include "spawn.h"

namespace {

long long microseconds(const timeval& time) { return 1'000'000LL * time.tv_sec + time.tv_usec; }

int fail(const char* what) {
  std::fprintf(stderr, "hark_measure: error: %s: %s\n", what, std::strerror(errno));
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  const char* input = nullptr;
  const char* output = nullptr;
  // "+": options end at the command's name.
  for (int option; (option = getopt(argc, argv, "+i:o:")) != -1;) {
    if (option == 'i') input = optarg;
    if (option == 'o') output = optarg;
    if (option == '?') return 2;
  }
  if (output == nullptr || optind == argc) {
    std::fputs("usage: hark_measure [-i INPUT] -o OUTPUT COMMAND [ARGUMENT...]\n", stderr);
    return 2;
  }
  const int in = input == nullptr ? STDIN_FILENO : open(input, O_RDONLY | O_CLOEXEC);
  if (in < 0) return fail(input);
  const int out = open(output, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (out < 0) return fail(output);

  const auto begin = std::chrono::steady_clock::now();
  const pid_t child = hark::bench::start(argv + optind, in, out);
  if (child < 0) return fail(argv[optind]);
  int status = 0;
  rusage usage{};
  if (wait4(child, &status, 0, &usage) < 0) return fail("wait4");
  const auto wall = std::chrono::steady_clock::now() - begin;

  std::printf(
      "%lld\t%lld\t%lld\t%ld\t%d\n",
      static_cast<long long>(std::chrono::duration_cast<std::chrono::microseconds>(wall).count()),
      microseconds(usage.ru_utime), microseconds(usage.ru_stime), usage.ru_maxrss,
      WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status));
  return 0;
}
