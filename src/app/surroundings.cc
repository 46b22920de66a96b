#include "app/surroundings.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <cstdlib>
#include <ctime>
#include <optional>
#include <string_view>

namespace hark {
namespace {

// $JOURNAL_STREAM is DEVICE:INODE of the stream to the journal (systemd.exec(5)).
bool is_journal_stream(int fd, std::string_view journal_stream) {
  struct stat st {};
  if (journal_stream.empty() || fstat(fd, &st) != 0) return false;
  return journal_stream == fmt::format("{}:{}", st.st_dev, st.st_ino);
}

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view{} : value;
}

std::optional<std::size_t> columns_of(int fd, bool is_terminal) {
  winsize size{};
  if (!is_terminal || ioctl(fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return std::nullopt;
  return size.ws_col;
}

}  // namespace

Surroundings look_around() {
  Surroundings s;
  s.stdin_is_terminal = isatty(STDIN_FILENO) != 0;
  s.stdout_is_terminal = isatty(STDOUT_FILENO) != 0;
  s.stderr_is_terminal = isatty(STDERR_FILENO) != 0;
  s.color_is_welcome = environment("TERM") != "dumb" && environment("NO_COLOR").empty();
  s.columns = columns_of(STDOUT_FILENO, s.stdout_is_terminal).value_or(s.columns);
  const std::string_view term = environment("TERM");
  if (s.stderr_is_terminal && !term.empty() && term != "dumb")
    s.stderr_columns = columns_of(STDERR_FILENO, true).value_or(80);
  const std::string_view stream = environment("JOURNAL_STREAM");
  if (is_journal_stream(STDOUT_FILENO, stream) || is_journal_stream(STDERR_FILENO, stream)) {
    s.own_invocation_id = environment("INVOCATION_ID");
  }
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  s.now = static_cast<Microseconds>(now.tv_sec) * kSecond + now.tv_nsec / 1000;
  return s;
}

}  // namespace hark
