// The patterns that generated expressions ask about: one for each key an alternative may have.
#include "differential/expr/event_generator.h"

namespace hark::reference {
namespace {

using Events = std::vector<std::vector<FieldValues>>;

Pattern made(std::string id, Severity severity, std::vector<std::string> tags,
             std::vector<Alternative> any, const Events& events) {
  Pattern pattern;
  pattern.id = std::move(id);
  pattern.severity = severity;
  pattern.tags = std::move(tags);
  pattern.any = std::move(any);
  for (const auto& event : events) {
    Example& example = pattern.examples.emplace_back();
    example.kind = Example::Kind::kMatchEvent;
    example.event = event;
  }
  return pattern;
}

Alternative regexes(std::vector<std::string> texts, std::optional<Speaker> from = {}) {
  Alternative alternative;
  for (std::string& text : texts) alternative.regexes.push_back({std::move(text), {}});
  alternative.from = from;
  return alternative;
}

std::vector<Pattern> make() {
  std::vector<Pattern> all;
  all.push_back(made("made.killed", Severity::kError, {"kill"},
                     {regexes({"killed by (?<signal>SIG\\w+)"})},
                     {{{"MESSAGE", {"killed by SIGKILL"}}},
                      {{"MESSAGE", {"killed by SIGTERM, killed by SIGKILL"}}}}));
  all.push_back(made("made.kill-planned", Severity::kWarning, {"kill", "plan"},
                     {regexes({"will be killed", "(?i)shutdown in \\d+ min"})},
                     {{{"MESSAGE", {"it will be killed"}}}, {{"MESSAGE", {"SHUTDOWN in 9 min"}}}}));
  all.push_back(made("made.lost", Severity::kCritical, {},
                     {regexes({"data lost on (?<device>\\w+)"})},
                     {{{"MESSAGE", {"data lost on sda"}}}}));
  Alternative labelled;
  labelled.from = Speaker::kManager;
  labelled.message_ids = {"d9b373ed55a64feb8242e02dbe79a49c"};
  labelled.fields = {{"UNIT_RESULT", {"timeout", "watchdog"}}};
  all.push_back(
      made("sys.timeout", Severity::kError, {"kill", "stop"},
           {regexes({"State '(?<state>stop-\\w+)' timed out"}, Speaker::kManager), labelled},
           {{{"_PID", {"1"}}, {"MESSAGE", {"State 'stop-sigterm' timed out. Killing."}}},
            {{"_PID", {"1"}},
             {"MESSAGE_ID", {"d9b373ed55a64feb8242e02dbe79a49c"}},
             {"UNIT_RESULT", {"timeout"}}}}));
  all.push_back(made("kern.oom", Severity::kCritical, {"oom", "kill"},
                     {regexes({"Out of memory: Killed process (?<pid>\\d+)"}, Speaker::kKernel)},
                     {{{"_TRANSPORT", {"kernel"}},
                       {"SYSLOG_IDENTIFIER", {"kernel"}},
                       {"MESSAGE", {"Out of memory: Killed process 9 (a)"}}}}));
  Alternative exits;
  exits.fields = {{"EXIT_STATUS", {"9", "137"}}};
  exits.identifiers = {"app*", "systemd"};
  all.push_back(made("app.exit", Severity::kInfo, {"exit"}, {exits},
                     {{{"EXIT_STATUS", {"9"}}, {"SYSLOG_IDENTIFIER", {"app-x"}}}}));
  Alternative looks = regexes({"fail(?!ed over)(?<what>\\w*)"});
  looks.ignore_case = true;
  all.push_back(made("app.look", Severity::kWarning, {"kill"}, {looks},
                     {{{"MESSAGE", {"Failed"}}}, {{"MESSAGE", {"failed over"}}}}));
  Alternative asks;
  asks.from = Speaker::kApp;
  asks.where = LocatedText{"json.ms > 1000 or level <= err and not message contains 'planned'", {}};
  all.push_back(made("app.where", Severity::kWarning, {"slow"}, {asks},
                     {{{"MESSAGE", {"{\"ms\": 1500}"}}}, {{"MESSAGE", {"ERROR: x"}}}}));
  Alternative command = regexes({"^(?<comm>n\\w+)$"});
  command.field = "_COMM";
  all.push_back(
      made("sys.command", Severity::kError, {"exit"}, {command}, {{{"_COMM", {"node"}}}}));
  all.push_back(made("app.twice", Severity::kInfo, {}, {regexes({"\\b(?<word>\\w+) \\k<word>\\b"})},
                     {{{"MESSAGE", {"kill kill"}}}}));
  Alternative absent = regexes({"^$"});
  absent.field = "B";
  absent.fields = {{"A", {"kill", "a"}}};
  all.push_back(made("app.absent", Severity::kWarning, {"slow"}, {absent}, {{{"A", {"kill"}}}}));
  return all;
}

}  // namespace

const std::vector<Pattern>& made_patterns() {
  static const std::vector<Pattern> all = make();
  return all;
}

}  // namespace hark::reference
