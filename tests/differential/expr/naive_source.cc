#include "differential/expr/naive_source.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <utility>

#include "differential/expr/naive_regex.h"
#include "differential/expr/naive_text.h"

namespace hark::reference {
namespace {

std::string first(const PlainEvent& event, const std::string& name) {
  const Texts values = event.values(name);
  return values.empty() ? "" : values[0];
}

bool fits(const std::string& text, const std::string& regex) {
  return regex_matches("(?s)\\A(?:" + regex + ")\\z", false, text);
}

bool is_child_before_exec(const PlainEvent& event) {
  const bool is_called_so =
      first(event, "SYSLOG_IDENTIFIER").starts_with("(") || first(event, "_COMM").starts_with("(");
  const std::string exe = first(event, "_EXE");
  return first(event, "_TRANSPORT") == "journal" && is_called_so &&
         (exe.empty() ? first(event, "_UID") == "0" : fits(exe, ".*/systemd(-executor)?"));
}

bool is_manager_itself(const PlainEvent& event) {
  if (first(event, "_PID") == "1") return true;
  const std::string cgroup = first(event, "_SYSTEMD_CGROUP"), uid = first(event, "_UID");
  const std::string unit = first(event, "_SYSTEMD_UNIT"),
                    user_unit = first(event, "_SYSTEMD_USER_UNIT");
  if (cgroup == "/init.scope") return true;
  if (fits(uid, "[0-9]+") &&
      cgroup == "/user.slice/user-" + uid + ".slice/user@" + uid + ".service/init.scope")
    return true;
  if (cgroup.empty() && (unit == "init.scope" || user_unit == "init.scope")) return true;
  if (first(event, "_TRANSPORT") == "kernel") return first(event, "SYSLOG_IDENTIFIER") == "systemd";
  return first(event, "_COMM") == "systemd" && event.values("_SYSTEMD_USER_UNIT").empty() &&
         fits(unit, "user@[0-9]+\\.service") &&
         (cgroup.empty() || ("/" + cgroup).ends_with("/" + unit));
}

bool is_manager(const PlainEvent& event) {
  return is_manager_itself(event) || is_child_before_exec(event);
}

// A user's manager is one below user.slice. The control group says it; without it the units do.
bool is_below_user_slice(const PlainEvent& event) {
  const std::string cgroup = first(event, "_SYSTEMD_CGROUP");
  if (!cgroup.empty()) return cgroup.starts_with("/user.slice/");
  return fits(first(event, "_SYSTEMD_SLICE"), "user(-[0-9]+)?\\.slice") ||
         !event.values("_SYSTEMD_USER_UNIT").empty() ||
         fits(first(event, "_SYSTEMD_UNIT"), "user@[0-9]+\\.service");
}

// A child before exec is believed about the unit that journald knows it in, and root's where
// journald knows none.
Texts believed(const PlainEvent& event, const std::string& name, const std::string& own_name) {
  Texts named = event.values(name);
  if (is_manager_itself(event)) return named;
  const std::string own = first(event, own_name);
  const bool is_unknown =
      own.empty() && first(event, "_SYSTEMD_UNIT").empty() && first(event, "_UID") == "0";
  if (!is_unknown) {
    named.erase(std::remove_if(named.begin(), named.end(),
                               [&](const std::string& unit) { return unit != own; }),
                named.end());
  }
  return named;
}

Unit unit_in_cgroup(const std::string& path) {
  bool is_below_user_manager = false;
  std::string system_unit;
  std::string component;
  for (const char c : path + "/") {
    if (c != '/') {
      component += c;
      continue;
    }
    if (fits(component, ".+\\.(service|scope|socket|mount|swap)")) {
      if (is_below_user_manager) return {{component}, "user"};
      if (!fits(component, "user@[0-9]+\\.service")) return {{component}, "system"};
      is_below_user_manager = true;
      system_unit = component;
    }
    component.clear();
  }
  if (system_unit.empty()) return {};
  return {{system_unit}, "system"};
}

// What expressions call levels; and what else loggers write, which only messages may say.
const std::pair<const char*, int> kLevelWords[] = {
    {"emerg", 0},  {"panic", 0}, {"alert", 1}, {"crit", 2}, {"critical", 2},
    {"fatal", 2},  {"err", 3},   {"error", 3}, {"warn", 4}, {"warning", 4},
    {"notice", 5}, {"info", 6},  {"debug", 7}};
const std::pair<const char*, int> kLoggersWords[] = {
    {"emergency", 0}, {"dpanic", 2}, {"ftl", 2},    {"severe", 3},      {"eror", 3},
    {"wrn", 4},       {"inf", 6},    {"trace", 7},  {"information", 6}, {"dbg", 7},
    {"trc", 7},       {"fine", 7},   {"verbose", 7}};

// Numbers that a member "level" may have: the scale of pino and bunyan, or syslog's.
std::optional<int> level_of_number(const std::string& digits) {
  if (digits.size() == 1 && digits[0] <= '7') return digits[0] - '0';
  if (digits.size() != 2 || digits[0] == '0' || digits > "60") return std::nullopt;
  const int levels[] = {7, 7, 6, 4, 3, 2};  // trace, debug, info, warn, error, fatal
  return levels[digits[0] - '1'];
}

const std::map<std::string, std::string> kAliases = {
    {"message", "MESSAGE"}, {"log_body", "MESSAGE"}, {"host", "_HOSTNAME"},
    {"pid", "_PID"},        {"uid", "_UID"},         {"comm", "_COMM"},
    {"exe", "_EXE"},        {"boot", "_BOOT_ID"},    {"transport", "_TRANSPORT"},
    {"cursor", "__CURSOR"},
};

}  // namespace

std::string field_of_alias(const std::string& name) {
  const auto alias = kAliases.find(name);
  return alias == kAliases.end() ? name : alias->second;
}

Speaker speaker(const PlainEvent& event) {
  if (is_manager(event)) return Speaker::kManager;
  if (event.has("_TRANSPORT", "kernel") && event.has("SYSLOG_IDENTIFIER", "kernel"))
    return Speaker::kKernel;
  if (event.has("_TRANSPORT", "driver")) return Speaker::kJournald;
  if (event.has("_TRANSPORT", "kernel") && event.has("SYSLOG_IDENTIFIER", "systemd-journald"))
    return Speaker::kJournald;
  return Speaker::kApp;
}

Unit unit(const PlainEvent& event) {
  const auto has = [&](const char* name) { return !event.values(name).empty(); };
  const bool is_coredump = event.has("MESSAGE_ID", "fc2e22bc6ee647b6b90729ab34a250b1") &&
                           (event.has("_UID", "0") ||
                            fits(first(event, "_SYSTEMD_UNIT"), "systemd-coredump@.*\\.service"));
  if (is_coredump && has("COREDUMP_USER_UNIT")) return {event.values("COREDUMP_USER_UNIT"), "user"};
  if (is_coredump && has("COREDUMP_UNIT")) return {event.values("COREDUMP_UNIT"), "system"};
  if (is_manager(event) && !is_below_user_slice(event)) {
    const Texts named = believed(event, "UNIT", "_SYSTEMD_UNIT");
    if (!named.empty()) return {named, "system"};
  }
  if (is_manager(event) && is_below_user_slice(event)) {
    const Texts named = believed(event, "USER_UNIT", "_SYSTEMD_USER_UNIT");
    if (!named.empty()) return {named, "user"};
  }
  if (event.has("_UID", "0")) {
    if (has("OBJECT_SYSTEMD_USER_UNIT")) return {event.values("OBJECT_SYSTEMD_USER_UNIT"), "user"};
    if (has("OBJECT_SYSTEMD_UNIT")) return {event.values("OBJECT_SYSTEMD_UNIT"), "system"};
  }
  if (speaker(event) == Speaker::kKernel) {
    for (const std::string& message : event.values("MESSAGE")) {
      const std::string text = without_ansi(message);
      const Texts paths =
          regex_captures(contains(text, "oom") && contains(text, "task_memcg=")
                             ? "(?s)task_memcg=(?<path>.*?)(?:,task=|\\z)"
                             : "(?s)\\ATask in (?<path>/.*?) killed as a result of limit of ",
                         false, text, "path");
      const Unit killed = paths.empty() ? Unit{} : unit_in_cgroup(paths[0]);
      if (!killed.names.empty()) return killed;
    }
  }
  if (has("_SYSTEMD_USER_UNIT")) return {event.values("_SYSTEMD_USER_UNIT"), "user"};
  if (has("_SYSTEMD_UNIT")) return {event.values("_SYSTEMD_UNIT"), "system"};
  return {};
}

Texts identifier(const PlainEvent& event) {
  const Texts given = event.values("SYSLOG_IDENTIFIER");
  return given.empty() ? event.values("_COMM") : given;
}

int priority(const PlainEvent& event) {
  for (const std::string& value : event.values("PRIORITY")) {
    if (value.size() == 1 && value[0] >= '0' && value[0] <= '7') return value[0] - '0';
  }
  return 6;
}

std::optional<int> level_of_word(const std::string& word) {
  for (const auto& [known, level] : kLevelWords) {
    if (lower(word) == known) return level;
  }
  if (word.size() == 1 && word[0] >= '0' && word[0] <= '7') return word[0] - '0';
  return std::nullopt;
}

std::optional<int> level_of_stated_word(const std::string& word) {
  for (const auto& [known, level] : kLoggersWords) {
    if (lower(word) == known) return level;
  }
  return level_of_word(word);
}

std::optional<int> stated_level(const std::string& message) {
  std::string text = message.substr(0, 256);
  if (text.size() < message.size()) text += '_';  // a word that was cut off is no word
  const std::string names = "(?i:level|severity|lvl|log\\.level)";
  std::string words, loud_words;
  const auto add_word = [&](const char* known) {
    words += (words.empty() ? "" : "|") + std::string(known);
    loud_words += (loud_words.empty() ? "" : "|") + upper(known);
  };
  for (const auto& [known, level] : kLevelWords) add_word(known);
  for (const auto& [known, level] : kLoggersWords) add_word(known);
  const std::string word = "(?<said>(?i:" + words + "))(?![A-Za-z0-9_])";
  const std::string number = "(?<said>[0-7]|[1-5][0-9]|60)(?![A-Za-z0-9_])";
  const std::string loud = "(?<said>" + loud_words + ")";
  const std::string start = "(?<![A-Za-z0-9_.?&-])";
  const std::string word_start = "(?<![^ \\t\\n])";
  const std::string forms[] = {
      word_start + "<(?<said>[0-7])>",
      word_start + "(?<said>[IWEF])[0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2}",
      "\"" + names + "\": *\"?(?:" + word + "|" + number + ")",
      start + names + "=\"?(?:" + word + "|" + number + ")",
      "(?<![A-Za-z0-9_])\\[" + word + "\\]",
      "(?<![A-Za-z0-9_])" + loud + ":(?![:/])",
      // At the start, or behind what is no words, or a time.
      "(?:\\A[ \\t]*|[:\\])|>\\n-][ \\t]+|[[(|\\n]|[^ ]*[:/-][^ ]*[0-9][ \\t]+)" + word +
          ":(?![:/])",
  };
  // What stands first counts.
  std::string any;
  for (const std::string& form : forms) any += (any.empty() ? "(?J)" : "|") + form;
  const Texts said = regex_captures(any, false, text, "said");
  if (said.empty()) return std::nullopt;
  const std::string& first = said[0];
  if (first == "F") return 2;
  if (first == "E") return 3;
  if (first == "W") return 4;
  if (first == "I") return 6;
  return first.size() == 2 ? level_of_number(first) : level_of_stated_word(first);
}

int level(const PlainEvent& event) {
  int worst = priority(event);
  const Speaker who = speaker(event);
  if (who == Speaker::kManager || who == Speaker::kKernel) return worst;
  for (const std::string& message : event.values("MESSAGE")) {
    if (const auto stated = stated_level(without_ansi(message))) worst = std::min(worst, *stated);
  }
  return worst;
}

}  // namespace hark::reference
