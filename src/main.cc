// argv → options → run → exit status.
#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <span>

#include "app/app.h"
#include "app/heap.h"
#include "app/packs.h"
#include "app/version.h"
#include "cli/completions.h"
#include "cli/help.h"
#include "cli/parse.h"

int main(int argc, char** argv) {
  // A closed standard stream's number must not be given to a file of ours. These cannot be read or
  // written either, so using one is still an error.
  for (int fd = 0; fd < 3; fd++) {
    if (fcntl(fd, F_GETFD) < 0) (void)open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY);
  }
  // A file that would grow over a limit (ulimit -f, LimitFSIZE=) is a failed write like others.
  std::signal(SIGXFSZ, SIG_IGN);
  hark::use_large_pages();
  const hark::Surroundings surroundings = hark::look_around();
  const auto options = hark::parse_command_line({argv, static_cast<std::size_t>(argc)},
                                                surroundings.stdin_is_terminal);
  if (!options) return static_cast<int>(hark::report(options.errors()));
  std::string text;
  switch (options->command) {
    case hark::Options::Command::kRun:
      return static_cast<int>(hark::run_app(*options, surroundings));
    case hark::Options::Command::kListPatterns:
    case hark::Options::Command::kShowPattern:
    case hark::Options::Command::kCheckPacks:
      return static_cast<int>(hark::run_pack_command(*options));
    case hark::Options::Command::kShortHelp:
      text = hark::short_help();
      break;
    case hark::Options::Command::kHelp:
      text = hark::full_help();
      break;
    case hark::Options::Command::kManOptions:
      text = hark::man_options();
      break;
    case hark::Options::Command::kCompletions:
      text = hark::completions(options->shell);
      break;
    case hark::Options::Command::kVersion:
      text = hark::version_text();
      break;
  }
  return static_cast<int>(hark::print(text));
}
