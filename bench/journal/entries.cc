#include "entries.h"

#include <algorithm>
#include <cstdio>

namespace hark::bench {
namespace {

using std::string;
using std::string_view;

constexpr string_view kMachineId = "5b0f3c6a8d1e4f7294c2ad0e71b8f935";

constexpr string_view kJobStart =
    "CODE_FILE=src/core/job.c\nCODE_LINE=580\nCODE_FUNC=job_emit_start_message\n";
constexpr string_view kJobDone =
    "CODE_FILE=src/core/job.c\nCODE_LINE=767\nCODE_FUNC=job_emit_done_message\n";

string join(std::initializer_list<string_view> parts) {
  string out;
  for (string_view part : parts) out += part;
  return out;
}

}  // namespace

bool Entries::flush(bool all) {
  if (!all && out_.size() < (1 << 20)) return true;
  const bool written =
      std::fwrite(out_.data(), 1, out_.size(), stdout) == out_.size() && std::fflush(stdout) == 0;
  out_.clear();
  return written;
}

void Entries::wait_until(std::uint64_t microseconds) { now_ = std::max(now_ + 1, microseconds); }

void Entries::boot() {
  boot_id_ = random_.hex(32);
  booted_ = now_ - kSecond;
  runs_.clear();
}

Entries::Run& Entries::run_of(const Service& service) {
  Run& run = runs_[service.unit];
  if (run.pid == 0) run = {300 + random_.below(90'000), random_.hex(32), random_.hex(32)};
  return run;
}

// Values that are not plain ASCII go with their length before them: always allowed, and needed for
// newlines.
void Entries::field(string_view name, string_view value) {
  out_ += name;
  if (std::all_of(value.begin(), value.end(),
                  [](char c) { return (c >= ' ' && c < 0x7f) || c == '\t'; })) {
    out_ += '=';
  } else {
    out_ += '\n';
    for (int shift = 0; shift < 64; shift += 8)
      out_ += static_cast<char>(value.size() >> shift & 255);
  }
  out_ += value;
  out_ += '\n';
}

void Entries::field(string_view name, std::uint64_t value) { field(name, number(value)); }

void Entries::begin(std::uint64_t priority, std::uint64_t facility, string_view identifier) {
  field("__REALTIME_TIMESTAMP", now_);
  field("__MONOTONIC_TIMESTAMP", now_ - booted_);
  field("_BOOT_ID", boot_id_);
  field("_MACHINE_ID", kMachineId);
  field("_HOSTNAME", "web1");
  field("_RUNTIME_SCOPE", "system");
  field("PRIORITY", priority);
  field("SYSLOG_FACILITY", facility);
  field("SYSLOG_IDENTIFIER", identifier);
}

bool Entries::end(std::uint64_t longest_gap) {
  out_ += '\n';
  written_++;
  now_ += 1 + random_.below(longest_gap);
  return more();
}

// The fields that journald adds for a service's process.
void Entries::trusted(const Service& service, const Run& run) {
  field("_PID", run.pid);
  field("_UID", service.uid);
  field("_GID", service.uid);
  field("_COMM", service.comm);
  field("_EXE", service.exe);
  field("_CMDLINE", service.cmdline);
  field("_CAP_EFFECTIVE", service.capabilities);
  field("_SYSTEMD_INVOCATION_ID", run.invocation);
  if (service.of_user) {
    field("_SYSTEMD_CGROUP",
          join({"/user.slice/user-1000.slice/user@1000.service/session.slice/", service.unit}));
    field("_SYSTEMD_UNIT", "user@1000.service");
    field("_SYSTEMD_USER_UNIT", service.unit);
    field("_SYSTEMD_SLICE", "user-1000.slice");
    field("_SYSTEMD_USER_SLICE", "session.slice");
    field("_SYSTEMD_OWNER_UID", "1000");
    field("_AUDIT_SESSION", "4");
    field("_AUDIT_LOGINUID", "1000");
    return;
  }
  field("_SYSTEMD_UNIT", service.unit);
  if (const std::size_t at = service.unit.find('@'); at != string_view::npos) {
    const string slice = join({"system-", service.unit.substr(0, at), ".slice"});
    field("_SYSTEMD_SLICE", slice);
    field("_SYSTEMD_CGROUP", join({"/system.slice/", slice, "/", service.unit}));
  } else {
    field("_SYSTEMD_SLICE", "system.slice");
    field("_SYSTEMD_CGROUP", join({"/system.slice/", service.unit}));
  }
}

bool Entries::say(const Service& service, string_view text, string_view fields) {
  const Run& run = run_of(service);
  std::uint64_t priority = 6;
  if (text.size() > 2 && text[0] == '<' && text[2] == '>') {
    priority = static_cast<std::uint64_t>(text[1] - '0');
    text.remove_prefix(3);
  }
  begin(priority, service.facility, service.identifier);
  if (text != kNoMessage) field("MESSAGE", expand(text, random_, now_, run.pid));
  if (service.transport != Transport::kKernel) trusted(service, run);
  switch (service.transport) {
    case Transport::kStdout:
      field("_TRANSPORT", "stdout");
      field("_STREAM_ID", run.stream);
      break;
    case Transport::kSyslog: {
      string stamp;
      append_time(stamp, now_, "%b %e %H:%M:%S ");
      field("_TRANSPORT", "syslog");
      field("_SOURCE_REALTIME_TIMESTAMP", now_ - random_.below(60));
      field("SYSLOG_PID", run.pid);
      field("SYSLOG_TIMESTAMP", stamp);
      break;
    }
    case Transport::kJournal:
      field("_TRANSPORT", "journal");
      field("_SOURCE_REALTIME_TIMESTAMP", now_ - random_.below(60));
      break;
    case Transport::kKernel:
      field("_TRANSPORT", "kernel");
      field("_SOURCE_MONOTONIC_TIMESTAMP", now_ - booted_ - random_.below(500));
      break;
    case Transport::kDriver:
      field("_TRANSPORT", "driver");
      break;
  }
  out_ += service.fields;
  out_ += fields;
  return end(200);
}

Entries::About Entries::about(const Service& service) {
  return {service.unit, service.description, run_of(service).invocation, service.of_user};
}

// An entry of PID 1, or of user 1000's manager.
bool Entries::manager(const About& about, std::uint64_t priority, string_view text,
                      string_view message_id, string_view code, string_view fields) {
  begin(priority, 3, "systemd");
  field("MESSAGE", text);
  if (!message_id.empty()) field("MESSAGE_ID", message_id);
  out_ += code;
  field("_COMM", "systemd");
  field("_EXE", "/usr/lib/systemd/systemd");
  field("_TRANSPORT", "journal");
  field("_SOURCE_REALTIME_TIMESTAMP", now_ - random_.below(60));
  if (about.of_user) {
    field("USER_UNIT", about.unit);
    field("USER_INVOCATION_ID", about.invocation);
    out_ +=
        "TID=2210\n_PID=2210\n_UID=1000\n_GID=1000\n_CMDLINE=/lib/systemd/systemd "
        "--user\n_CAP_EFFECTIVE=0\n"
        "_SYSTEMD_CGROUP=/user.slice/user-1000.slice/user@1000.service/"
        "init.scope\n_SYSTEMD_UNIT=user@1000.service\n"
        "_SYSTEMD_USER_UNIT=init.scope\n_SYSTEMD_SLICE=user-1000.slice\n_SYSTEMD_OWNER_UID=1000\n";
  } else {
    field("UNIT", about.unit);
    field("INVOCATION_ID", about.invocation);
    out_ +=
        "TID=1\n_PID=1\n_UID=0\n_GID=0\n_CMDLINE=/sbin/init\n_CAP_EFFECTIVE=1ffffffffff\n"
        "_SYSTEMD_CGROUP=/init.scope\n_SYSTEMD_UNIT=init.scope\n_SYSTEMD_SLICE=-.slice\n";
  }
  out_ += fields;
  return end(5'000);
}

bool Entries::starting(const About& about) {
  return manager(about, 6, join({"Starting ", about.unit, " - ", about.description, "..."}),
                 "7d4958e842da4a758f6c1cdc7b36dcc5", kJobStart,
                 join({"JOB_TYPE=start\nJOB_ID=", number(++job_), "\n"}));
}

bool Entries::started(const About& about) {
  return manager(about, 6, join({"Started ", about.unit, " - ", about.description, "."}),
                 "39f53479d3a045ac8e11786248231fbf", kJobDone,
                 join({"JOB_TYPE=start\nJOB_RESULT=done\nJOB_ID=", number(job_), "\n"}));
}

bool Entries::finished(const About& about) {
  return manager(about, 6, join({"Finished ", about.unit, " - ", about.description, "."}),
                 "39f53479d3a045ac8e11786248231fbf", kJobDone,
                 join({"JOB_TYPE=start\nJOB_RESULT=done\nJOB_ID=", number(job_), "\n"}));
}

bool Entries::stopping(const About& about) {
  return manager(about, 6, join({"Stopping ", about.unit, " - ", about.description, "..."}),
                 "de5b426a63be47a7b6ac3eaac82e2f6f", kJobStart,
                 join({"JOB_TYPE=restart\nJOB_ID=", number(++job_), "\n"}));
}

bool Entries::stop_timed_out(const About& about) {
  return manager(
      about, 4, join({about.unit, ": State 'stop-sigterm' timed out. Killing."}), "",
      "CODE_FILE=src/core/service.c\nCODE_LINE=3951\nCODE_FUNC=service_dispatch_timer\n");
}

bool Entries::killing(const About& about, const Run& run, string_view comm) {
  return manager(about, 5,
                 join({about.unit, ": Killing process ", number(run.pid), " (", comm,
                       ") with signal SIGKILL."}),
                 "", "CODE_FILE=src/core/unit.c\nCODE_LINE=4526\nCODE_FUNC=log_kill\n");
}

bool Entries::exited(const About& about, string_view how, string_view status) {
  return manager(about, how == "killed" ? 4 : 5,
                 join({about.unit, ": Main process exited, code=", how, ", status=", status}),
                 "98e322203f7a4ed290d09fe03c09fe15",
                 "CODE_FILE=src/core/unit.c\nCODE_LINE=5671\nCODE_FUNC=unit_log_process_exit\n",
                 join({"COMMAND=ExecStart\nEXIT_CODE=", how,
                       "\nEXIT_STATUS=", status.substr(0, status.find('/')), "\n"}));
}

bool Entries::deactivated(const About& about) {
  return manager(about, 6, join({about.unit, ": Deactivated successfully."}),
                 "7ad2d189f7e94e70a38c781354912448",
                 "CODE_FILE=src/core/unit.c\nCODE_LINE=5600\nCODE_FUNC=unit_log_success\n");
}

bool Entries::failed(const About& about, string_view result) {
  return manager(about, 4, join({about.unit, ": Failed with result '", result, "'."}),
                 "d9b373ed55a64feb8242e02dbe79a49c",
                 "CODE_FILE=src/core/unit.c\nCODE_LINE=5629\nCODE_FUNC=unit_log_failure\n",
                 join({"UNIT_RESULT=", result, "\n"}));
}

bool Entries::start_failed(const About& about) {
  return manager(about, 3, join({"Failed to start ", about.unit, " - ", about.description, "."}),
                 "be02cf6855d2428ba40df7e9d022f03d", kJobDone,
                 join({"JOB_TYPE=start\nJOB_RESULT=failed\nJOB_ID=", number(job_), "\n"}));
}

bool Entries::stopped(const About& about) {
  return manager(about, 6, join({"Stopped ", about.unit, " - ", about.description, "."}),
                 "9d1aaa27d60140bd96365438aad20286", kJobDone,
                 join({"JOB_TYPE=restart\nJOB_RESULT=done\nJOB_ID=", number(job_), "\n"}));
}

bool Entries::restart_scheduled(const About& about) {
  return manager(about, 6,
                 join({about.unit, ": Scheduled restart job, restart counter is at ",
                       number(1 + random_.below(5)), "."}),
                 "5eb03494b6584870a536b337290809b3",
                 "CODE_FILE=src/core/service.c\nCODE_LINE=2477\nCODE_FUNC=service_enter_restart\n");
}

bool Entries::consumed(const About& about) {
  const std::uint64_t used = random_.below(9'000'000'000);  // nanoseconds
  return manager(about, 6,
                 join({about.unit, ": Consumed ", number(used / 1'000'000'000), ".",
                       number(used / 1'000'000 % 1000, 3), "s CPU time."}),
                 "ae8f7b866b0347b9af31fe1c80b127c0",
                 "CODE_FILE=src/core/unit.c\nCODE_LINE=2275\nCODE_FUNC=unit_log_resources\n",
                 join({"CPU_USAGE_NSEC=", number(used), "\n"}));
}

bool Entries::startup_finished() {
  return manager(
      {"multi-user.target", "Multi-User System", random_.hex(32)}, 6,
      "Startup finished in 2.161s (kernel) + 8.422s (userspace) = 10.584s.",
      "b07a249cd024414a82dd00cd181378ff",
      "CODE_FILE=src/core/manager.c\nCODE_LINE=3582\nCODE_FUNC=manager_notify_finished\n");
}

}  // namespace hark::bench
