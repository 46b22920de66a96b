// Writes the entries of the invented machine in journal export format: a service's words with the
// fields that journald adds, and what the managers say about units. Keeps the clock, the boot, and
// each service's run.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "services.h"
#include "text.h"

namespace hark::bench {

class Entries {
 public:
  Entries(std::uint64_t limit, std::uint64_t seed) : random_(seed), limit_(limit) {}

  // Whatever writes an entry says whether there may be another: a sequence ends there, so that the
  // number of entries is the one asked for.
  bool more() const { return written_ < limit_; }
  std::uint64_t written() const { return written_; }

  // Writes what has been made to standard output if it is much, or all of it. False if that failed.
  bool flush(bool all);

  Random& random() { return random_; }
  std::uint64_t now() const { return now_; }
  void wait(std::uint64_t microseconds) { now_ += microseconds; }
  void wait_until(std::uint64_t microseconds);  // goes on by at least a microsecond

  // A new boot: new ids, and every service is another process.
  void boot();

  // One run of a unit: what changes when it is started again.
  struct Run {
    std::uint64_t pid = 0;
    std::string invocation;
    std::string stream;
  };
  Run& run_of(const Service& service);
  void forget(const Service& service) { runs_.erase(service.unit); }

  // One entry of a service. `text` is a template with its priority (services.h); `fields` are more,
  // in export format.
  bool say(const Service& service, std::string_view text, std::string_view fields = {});

  // A unit that a manager talks about.
  struct About {
    std::string_view unit;
    std::string_view description;
    std::string invocation;
    bool of_user = false;
  };
  About about(const Service& service);

  // What the managers say, worded and annotated as by systemd 252.
  bool starting(const About& about);
  bool started(const About& about);
  bool finished(const About& about);
  bool stopping(const About& about);
  bool stop_timed_out(const About& about);
  bool killing(const About& about, const Run& run, std::string_view comm);
  bool exited(const About& about, std::string_view how, std::string_view status);
  bool deactivated(const About& about);
  bool failed(const About& about, std::string_view result);
  bool start_failed(const About& about);
  bool stopped(const About& about);
  bool restart_scheduled(const About& about);
  bool consumed(const About& about);
  bool startup_finished();

 private:
  void field(std::string_view name, std::string_view value);
  void field(std::string_view name, std::uint64_t value);
  void begin(std::uint64_t priority, std::uint64_t facility, std::string_view identifier);
  bool end(std::uint64_t longest_gap);
  void trusted(const Service& service, const Run& run);
  bool manager(const About& about, std::uint64_t priority, std::string_view text,
               std::string_view message_id, std::string_view code, std::string_view fields = {});

  Random random_;
  const std::uint64_t limit_;
  std::uint64_t written_ = 0;
  std::uint64_t now_ = 0;
  std::uint64_t booted_ = 0;
  std::uint64_t job_ = 100;
  std::string boot_id_;
  std::map<std::string_view, Run> runs_;
  std::string out_;
};

}  // namespace hark::bench
