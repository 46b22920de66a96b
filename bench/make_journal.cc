// hark_make_journal: writes an invented but realistic journal in export format, for
// systemd-journal-remote to store.
//
//   hark_make_journal --entries 400000 | /lib/systemd/systemd-journal-remote -o DIR/bench.journal -
//
// The same options give the same bytes, with any compiler. (Cursors and the order of keys are made
// later, by the journal's writer and by journalctl, and differ each time.)
//
// The machine and its chatter are told in journal/services.h. On top of it come incidents, and with
// them about one message in 500 that holds one of the six patterns of bench/compare: a service that
// ignores SIGTERM at its restart each morning at 09:03:50 and is killed; OOM kills, ports in use,
// disk errors and FATAL lines at random. Some hold their pattern where a search through the JSON
// text does not see it (colours make journald's value an array of bytes), and some entries hold one
// outside MESSAGE, where only such a search finds it.
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "journal/entries.h"
#include "journal/services.h"
#include "journal/text.h"

namespace hark::bench {
namespace {

using std::string;
using std::string_view;

struct Options {
  std::uint64_t entries = 400'000;
  std::uint64_t seed = 1;
  std::uint64_t days = 30;
  std::uint64_t start = 1'772'323'200;  // 2026-03-01 00:00:00 UTC
  std::uint64_t calm = 0;               // not 0: nothing goes wrong
};

// _UDEV_DEVLINK is a repeated field, as on real machines.
constexpr string_view kDisk =
    "_KERNEL_SUBSYSTEM=scsi\n_KERNEL_DEVICE=+scsi:2:0:0:0\n_UDEV_SYSNAME=sda\n_UDEV_DEVNODE=/dev/"
    "sda\n"
    "_UDEV_DEVLINK=/dev/disk/by-id/ata-ST4000VN008_ZDH1\n_UDEV_DEVLINK=/dev/disk/by-path/"
    "pci-0000:00:1f.2-ata-2\n";

const Service& service_saying(std::span<const Message> messages) {
  for (const Service& service : kServices) {
    if (service.messages.data() == messages.data()) return service;
  }
  std::abort();  // every list of messages has its service
}

template <class Weighted>
const Weighted& pick_by_weight(std::span<const Weighted> from, Random& random) {
  std::uint64_t total = 0;
  for (const Weighted& one : from) total += one.weight;
  std::uint64_t at = random.below(total);
  for (const Weighted& one : from) {
    if (at < one.weight) return one;
    at -= one.weight;
  }
  std::abort();  // `at` is below the sum of the weights
}

// What happens on the machine, and when.
class Story {
 public:
  explicit Story(const Options& options)
      : options_(options), entries_(options.entries, options.seed), random_(entries_.random()) {}

  bool write() {
    plan_days();
    auto due = plan_.begin();
    entries_.wait_until(options_.start * kSecond);
    reboot();
    while (entries_.more()) {
      const std::uint64_t next = time_of(entries_.written()) + random_.below(2 * kSecond);
      if (due != plan_.end() && due->first <= next) {
        entries_.wait_until(due->first);
        (this->*due->second)();
        ++due;
      } else {
        entries_.wait_until(next);
        unplanned();
      }
      if (!entries_.flush(false)) return false;
    }
    return entries_.flush(true);
  }

 private:
  void plan_days() {
    for (std::uint64_t day = 0; day < options_.days; day++) {
      const std::uint64_t midnight = options_.start * kSecond + day * kDay;
      if (options_.calm == 0)
        plan_.emplace_back(midnight + 9'150 * kSecond, &Story::backup);  // 02:32:30
      if (day % 12 == 11) plan_.emplace_back(midnight + 16'000 * kSecond, &Story::reboot);
      if (options_.calm != 0) continue;
      plan_.emplace_back(midnight + 32'625 * kSecond + random_.below(4 * kSecond),
                         &Story::deaf_restart);  // killed at 09:03:50 ±2 s
    }
  }

  // Entries are spread evenly over the days, and within a day by how busy each hour is.
  std::uint64_t time_of(std::uint64_t index) const {
    static constexpr std::uint64_t kBusy[24] = {20, 15, 12, 10, 12, 18, 28, 40, 55, 65, 66, 62,
                                                58, 60, 62, 60, 56, 54, 52, 50, 48, 42, 33, 22};
    static constexpr std::uint64_t kSum = 1000;
    const std::uint64_t span = options_.days * kDay;
    const std::uint64_t even =
        span / options_.entries * index + span % options_.entries * index / options_.entries;
    std::uint64_t share = even % kDay * kSum;
    std::uint64_t hour = 0;
    for (; share >= kBusy[hour] * kDay; hour++) share -= kBusy[hour] * kDay;
    return options_.start * kSecond + even / kDay * kDay + hour * kDay / 24 +
           share / (kBusy[hour] * 24);
  }

  void unplanned() {
    if (options_.calm == 0 && random_.one_in(630)) {
      incident();
    } else if (random_.one_in(8'000)) {
      log_scan();
    } else if (random_.one_in(28)) {
      oneshot();
    } else {
      chatter();
    }
  }

  void chatter() {
    const Service& service = pick_by_weight<Service>(kServices, random_);
    const Message& message = pick_by_weight<Message>(service.messages, random_);
    entries_.say(service, message.text, random_.one_in(200) ? "TAG=batch\nTAG=nightly\n" : "");
    // sshd, cron and the like are a new process each time.
    if (service.transport == Transport::kSyslog && random_.one_in(3)) {
      entries_.run_of(service).pid = 300 + random_.below(90'000);
    }
  }

  // A unit of a timer, the system's or the user's: the manager's daily bread.
  void oneshot() {
    const auto& [unit, description] = kOneshots[random_.below(std::size(kOneshots))];
    const Entries::About about{unit, description, random_.hex(32), random_.one_in(6)};
    if (!entries_.starting(about)) return;
    entries_.wait(random_.below(4 * kSecond));
    if (entries_.deactivated(about) && entries_.finished(about) && random_.one_in(3))
      entries_.consumed(about);
  }

  void reboot() {
    entries_.wait(20 * kSecond);
    entries_.boot();
    const Service& kernel = service_saying(kKernel);
    if (!entries_.say(kernel,
                      "<5>Linux version 6.1.0-18-amd64 (debian-kernel@lists.debian.org) (gcc-12 "
                      "(Debian 12.2.0-14) "
                      "12.2.0) #1 SMP PREEMPT_DYNAMIC Debian 6.1.76-1 (2024-02-01)") ||
        !entries_.say(
            kernel,
            "Command line: BOOT_IMAGE=/boot/vmlinuz-6.1.0-18-amd64 root=UUID={uuid} ro quiet") ||
        !entries_.say(kernel, "sd 2:0:0:0: [sda] Attached SCSI disk", kDisk)) {
      return;
    }
    string_view previous;
    for (const Service& service : kServices) {
      if (service.unit.empty() || service.unit == previous) continue;
      previous = service.unit;
      const Entries::About about = entries_.about(service);
      if (!entries_.starting(about) || !entries_.started(about)) return;
    }
    entries_.startup_finished();
  }

  // The service does not end when asked, and is killed. Two matches.
  void stop_timeout(const Service& service, std::uint64_t timeout) {
    const Entries::About about = entries_.about(service);
    if (!entries_.stopping(about) || !entries_.say(service, "[{word}] Shutting down")) return;
    entries_.wait(timeout);
    if (entries_.stop_timed_out(about) &&
        entries_.killing(about, entries_.run_of(service), service.comm) &&
        entries_.exited(about, "killed", "9/KILL") && entries_.failed(about, "timeout") &&
        entries_.stopped(about)) {
      entries_.forget(service);
      entries_.started(entries_.about(service));
    }
  }

  // The service has ended in a way that its Restart= answers.
  void ended(const Service& service, string_view how, string_view status, string_view result) {
    const Entries::About about = entries_.about(service);
    if (entries_.exited(about, how, status) && entries_.failed(about, result) &&
        entries_.restart_scheduled(about)) {
      entries_.forget(service);
      entries_.started(entries_.about(service));
    }
  }

  void deaf_restart() { stop_timeout(service_saying(kDeadChat), 3 * kSecond); }

  // Fails every night, in a way that none of the six patterns sees.
  void backup() {
    const Entries::About about{"backup.service", "Backup of /srv", random_.hex(32)};
    if (entries_.starting(about) && entries_.exited(about, "exited", "1/FAILURE") &&
        entries_.failed(about, "exit-code")) {
      entries_.start_failed(about);
    }
  }

  // A script that looks for trouble has patterns in its command line: a search through raw text
  // takes that for a find.
  void log_scan() {
    static constexpr Service kScan = {
        "log-scan.service",
        "Look for trouble",
        false,
        Transport::kStdout,
        "log-scan",
        "log-scan",
        "/usr/bin/dash",
        "/bin/sh /usr/local/bin/log-scan --match FATAL --match \"Out of memory\" /srv/api/log",
        0,
        3,
        "1ffffffffff",
        "",
        0,
        {}};
    entries_.say(kScan, "{d} files read, nothing found");
  }

  void incident() {
    using What = void (Story::*)();
    static constexpr What kWhat[] = {
        &Story::out_of_memory,    &Story::port_in_use,      &Story::port_in_use,
        &Story::disk_error,       &Story::disk_error,       &Story::deaf_worker,
        &Story::coloured_fatal,   &Story::coloured_fatal,   &Story::container_fatal,
        &Story::container_fatal,  &Story::database_refuses, &Story::database_refuses,
        &Story::database_refuses, &Story::database_refuses};
    (this->*random_.pick<What>(kWhat))();
  }

  void deaf_worker() { stop_timeout(service_saying(kWorker), 90 * kSecond); }

  void out_of_memory() {
    const Service& worker = service_saying(kWorker);
    const string pid = number(entries_.run_of(worker).pid);
    if (entries_.say(
            service_saying(kKernel),
            "<4>celery invoked oom-killer: gfp_mask=0x1100cca(GFP_HIGHUSER_MOVABLE), order=0, "
            "oom_score_adj=0") &&
        entries_.say(service_saying(kKernel), "<3>Out of memory: Killed process " + pid +
                                                  " (celery) total-vm:{n}872kB, anon-rss:{n}096kB, "
                                                  "file-rss:0kB, shmem-rss:0kB, UID:996 "
                                                  "pgtables:{n}kB oom_score_adj:0")) {
      ended(worker, "killed", "9/KILL", "oom-kill");
    }
  }

  void port_in_use() {
    const Service& api = service_saying(kApi);
    if (entries_.say(api,
                     "<3>Error: listen EADDRINUSE: address already in use :::3000\n    at "
                     "Server.setupListenHandle [as "
                     "_listen2] (node:net:1817:16)\n    at listenInCluster (node:net:1865:12)\n    "
                     "at Server.listen "
                     "(node:net:1953:7) {\n  code: 'EADDRINUSE',\n  errno: -98,\n  syscall: "
                     "'listen',\n  address: "
                     "'::',\n  port: 3000\n}")) {
      ended(api, "exited", "1/FAILURE", "exit-code");
    }
  }

  void disk_error() {
    const Service& kernel = service_saying(kKernel);
    if (entries_.say(kernel,
                     "<3>blk_update_request: I/O error, dev sda, sector {n}{n3} op 0x0:(READ) "
                     "flags 0x80700 phys_seg "
                     "{d} prio class 2",
                     kDisk)) {
      entries_.say(
          kernel, "<3>Buffer I/O error on dev sda1, logical block {n}{n3}, async page read", kDisk);
    }
  }

  // One in sixteen has a colour within the pattern's words: seen only where the sequences are taken
  // out.
  void coloured_fatal() {
    entries_.say(service_saying(kApi),
                 random_.one_in(16)
                     ? "<3>\x1b[31mworker {d}: Out of \x1b[1mmemory\x1b[22m, restarting\x1b[39m"
                     : "<2>\x1b[41mFATAL\x1b[49m \x1b[2m{iso}\x1b[22m cannot read \"{path}\": "
                       "{word} is closed");
  }

  // One in sixteen has two MESSAGEs, of which the second matches.
  void container_fatal() {
    if (random_.one_in(16)) {
      entries_.say(service_saying(kInventory), "<2>{iso} shutting down",
                   "MESSAGE=FATAL: last words of inventory\n");
    } else {
      entries_.say(
          service_saying(kInventory),
          "<2>{iso} FATAL 1 --- [           main] o.s.boot.SpringApplication               : "
          "Application run "
          "failed\n\norg.springframework.beans.factory.BeanCreationException: {word}\n\tat "
          "com.example.inventory.Main.main(Main.java:{d}{d})");
    }
  }

  void database_refuses() {
    entries_.say(service_saying(kPostgres),
                 random_.one_in(2)
                     ? "<2>{pgt} [{pid}] {user}@shop FATAL:  password authentication failed for "
                       "user \"{user}\""
                     : "<2>{pgt} [{pid}] {user}@shop FATAL:  sorry, too many clients already");
  }

  const Options options_;
  Entries entries_;
  Random& random_;
  std::vector<std::pair<std::uint64_t, void (Story::*)()>>
      plan_;  // what happens at a set time, in order
};

constexpr string_view kUsage =
    "usage: hark_make_journal [--entries N] [--seed N] [--days N] [--start SECONDS] [--calm 1]\n"
    "Writes journal export format to standard output. --start is in seconds since 1970, UTC.\n"
    "With --calm 1 nothing goes wrong on the machine.\n";

int refuse(const string& why) {
  std::fprintf(stderr, "hark_make_journal: error: %s\n%s", why.c_str(), kUsage.data());
  return 2;
}

int run(int argc, char** argv) {
  Options options;
  const std::map<string_view, std::uint64_t*> known = {{"--entries", &options.entries},
                                                       {"--seed", &options.seed},
                                                       {"--days", &options.days},
                                                       {"--start", &options.start},
                                                       {"--calm", &options.calm}};
  for (int i = 1; i < argc; i += 2) {
    const string name = argv[i];
    if (name == "-h" || name == "--help") {
      std::fputs(kUsage.data(), stdout);
      return 0;
    }
    const auto option = known.find(name);
    if (option == known.end()) return refuse("no such option: " + name);
    const string_view value = i + 1 < argc ? argv[i + 1] : "";
    const auto [end, error] =
        std::from_chars(value.data(), value.data() + value.size(), *option->second);
    if (error != std::errc() || end != value.data() + value.size())
      return refuse(name + " wants a number");
  }
  // The bounds keep every product of times and entries within 64 bits.
  if (options.entries < 1 || options.entries > 5'000'000 || options.days < 1 ||
      options.days > 366 || options.start < 86'400 || options.start > 4'000'000'000) {
    return refuse("wanted are 1 to 5000000 entries, over 1 to 366 days, from 1970-01-02 to 2096");
  }
  if (!Story(options).write()) {
    std::perror("hark_make_journal: write");
    return 2;
  }
  return 0;
}

}  // namespace
}  // namespace hark::bench

int main(int argc, char** argv) { return hark::bench::run(argc, argv); }
