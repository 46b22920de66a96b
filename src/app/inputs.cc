#include "app/inputs.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>

namespace hark {
namespace {

std::string shown(const std::string& name) { return name == "-" ? "standard input" : name; }

// Reading what we write would never end: grep refuses it too.
bool is_the_output(int fd) {
  struct stat in {
  }, out{};
  if (fstat(fd, &in) != 0 || fstat(STDOUT_FILENO, &out) != 0) return false;
  return S_ISREG(out.st_mode) && in.st_dev == out.st_dev && in.st_ino == out.st_ino;
}

}  // namespace

InputKind find_input_kind(const std::string& name) {
  const bool is_stdin = name == "-";
  struct stat st {};
  if ((is_stdin ? fstat(STDIN_FILENO, &st) : stat(name.c_str(), &st)) != 0) return InputKind::kNone;
  if (!S_ISREG(st.st_mode)) return S_ISDIR(st.st_mode) ? InputKind::kNone : InputKind::kText;
  const UniqueFd opened(is_stdin ? -1 : ::open(name.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  const int fd = is_stdin ? STDIN_FILENO : opened.get();
  std::array<char, JournalFile::kSignature.size()> head{};
  const off_t start = is_stdin ? ::lseek(fd, 0, SEEK_CUR) : 0;
  const ssize_t n = ::pread(fd, head.data(), head.size(), start);
  if (n <= 0) return InputKind::kNone;
  const std::string_view bytes(head.data(), static_cast<std::size_t>(n));
  return start == 0 && bytes == JournalFile::kSignature ? InputKind::kJournal : InputKind::kText;
}

Result<InputKind> find_input_kind(const std::vector<std::string>& names) {
  const std::string* text = nullptr;
  const std::string* journal = nullptr;
  for (const std::string& name : names) {
    const InputKind kind = find_input_kind(name);
    if (kind == InputKind::kText && text == nullptr) text = &name;
    if (kind == InputKind::kJournal && journal == nullptr) journal = &name;
  }
  if (text != nullptr && journal != nullptr) {
    return error("journal files and text inputs together",
                 fmt::format("{} is a journal file, {} is not: journal files are read as one "
                             "stream by time, text inputs one after the other",
                             shown(*journal), shown(*text)),
                 "a run for each kind");
  }
  if (journal != nullptr) return InputKind::kJournal;
  return text != nullptr ? InputKind::kText : InputKind::kNone;
}

// A pipe or a file has no list of boots to count in; journalctl has, before the pipe.
Diagnostics refuse_journal_options(const Options& options) {
  Diagnostics errors;
  if (const auto& boot = options.boot; boot && boot->kind != TypedBoot::Kind::kId) {
    if (boot->text.empty()) {
      errors.push_back(error("-b, --boot needs a boot's id",
                             "text input has no list of boots to take the last of",
                             "journalctl -b -a -o json | hark PATTERN"));
    } else {
      Diagnostic d =
          error("bad boot for -b, --boot",
                "text input has no list of boots; here a boot is its id of 32 hex digits",
                fmt::format("journalctl -b {} -a -o json | hark PATTERN", boot->text));
      d.origin = Origin{"-b", boot->text, 0, boot->text.size()};
      errors.push_back(std::move(d));
    }
  }
  if (options.lines) {
    errors.push_back(
        error("-n on text input", "a pipe has no end to count from",
              "journalctl -n N -a -o json | hark PATTERN, or hark PATTERN | tail -n N"));
  }
  if (options.after_cursor) {
    errors.push_back(error("--after-cursor on text input",
                           "a pipe or a file of text cannot be entered in its midst",
                           "journalctl --after-cursor=CURSOR -a -o json | hark PATTERN"));
  }
  return errors;
}

Result<UniqueFd> open_input(const std::string& name) {
  const bool is_stdin = name == "-";
  UniqueFd fd(is_stdin ? ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
                       : ::open(name.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd) return error(fmt::format("{}: cannot open", shown(name)), std::strerror(errno));
  struct stat st {};
  if (fstat(fd.get(), &st) == 0 && S_ISDIR(st.st_mode))
    return error(fmt::format("{}: cannot read", shown(name)), "it is a directory");
  if (is_the_output(fd.get()))
    return error(fmt::format("{}: is the output as well", shown(name)),
                 "reading it would never end");
  if (S_ISFIFO(st.st_mode)) {
    ::fcntl(fd.get(), F_SETPIPE_SZ, 1 << 20);  // smooths bursts; refused without harm
  } else {
    ::posix_fadvise(fd.get(), 0, 0, POSIX_FADV_SEQUENTIAL);
  }
  return fd;
}

Result<JournalFile> open_journal_file(const std::string& name) {
  auto fd = open_input(name);
  if (!fd) return fd.errors();
  auto file = JournalFile::open(fd->get(), shown(name));
  if (file) return file;
  Diagnostics errors = std::move(file.errors());
  for (Diagnostic& e : errors) e.message = fmt::format("{}: {}", shown(name), e.message);
  return errors;
}

}  // namespace hark
