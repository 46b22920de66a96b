#include "expr/words.h"

#include <fmt/format.h>
#include <strings.h>

#include <algorithm>
#include <array>
#include <span>
#include <utility>
#include <vector>

#include "base/spelling.h"

namespace hark {
namespace {

constexpr std::array<std::pair<std::string_view, Keyword>, 14> kKeywords = {{
    {"and", Keyword::kAnd},
    {"or", Keyword::kOr},
    {"not", Keyword::kNot},
    {"in", Keyword::kIn},
    {"like", Keyword::kLike},
    {"contains", Keyword::kContains},
    {"startswith", Keyword::kStartsWith},
    {"endswith", Keyword::kEndsWith},
    {"between", Keyword::kBetween},
    {"is", Keyword::kIs},
    {"null", Keyword::kNull},
    {"true", Keyword::kTrue},
    {"false", Keyword::kFalse},
    {"now", Keyword::kNow},
}};

constexpr std::array<Function, 10> kFunctions = {{
    {"exists", 1, true, "exists(FIELD)"},
    {"hit", 1, true, "hit('id or glob')"},
    {"tag", 1, true, "tag('kill')"},
    {"glob", 2, true, "glob(FIELD, 'dead-*')"},
    {"lower", 1, false, "lower(FIELD)"},
    {"upper", 1, false, "upper(FIELD)"},
    {"len", 1, false, "len(FIELD)"},
    {"hits", 0, false, "hits()"},
    {"capture", 2, false, "capture('id', 'name')"},
    {"field", 1, false, "field('name')"},
}};

constexpr std::array<Alias, 19> kAliases = {{
    {"message", Name::kField, field::kMessage},
    {"log_body", Name::kField, field::kMessage},
    {"unit", Name::kUnit},
    {"scope", Name::kScope},
    {"priority", Name::kPriority},
    {"level", Name::kLevel},
    {"identifier", Name::kIdentifier},
    {"host", Name::kField, field::kHostname},
    {"pid", Name::kField, field::kPid},
    {"uid", Name::kField, field::kUid},
    {"comm", Name::kField, field::kComm},
    {"exe", Name::kField, field::kExe},
    {"boot", Name::kField, field::kBootId},
    {"transport", Name::kField, field::kTransport},
    {"cursor", Name::kField, field::kCursor},
    {"time", Name::kTime},
    {"log_time", Name::kTime},
    {"json", Name::kJson},
    {"severity", Name::kSeverity},
}};

// systemd.journal-fields(7), systemd-coredump(8), and what the manager writes about jobs and units.
constexpr std::array kWellKnown = {
#define HARK_FIELD_NAME(id, name) std::string_view(name),
    HARK_WELL_KNOWN_FIELDS(HARK_FIELD_NAME)
#undef HARK_FIELD_NAME
        std::string_view("_GID"),
    std::string_view("_CMDLINE"),
    std::string_view("_MACHINE_ID"),
    std::string_view("_NAMESPACE"),
    std::string_view("_RUNTIME_SCOPE"),
    std::string_view("_STREAM_ID"),
    std::string_view("_LINE_BREAK"),
    std::string_view("_CAP_EFFECTIVE"),
    std::string_view("_AUDIT_SESSION"),
    std::string_view("_AUDIT_LOGINUID"),
    std::string_view("_AUDIT_TYPE"),
    std::string_view("_AUDIT_TYPE_NAME"),
    std::string_view("_SELINUX_CONTEXT"),
    std::string_view("_SYSTEMD_SESSION"),
    std::string_view("_SYSTEMD_OWNER_UID"),
    std::string_view("_SYSTEMD_USER_SLICE"),
    std::string_view("_SOURCE_MONOTONIC_TIMESTAMP"),
    std::string_view("_SOURCE_BOOTTIME_TIMESTAMP"),
    std::string_view("_KERNEL_DEVICE"),
    std::string_view("_KERNEL_SUBSYSTEM"),
    std::string_view("_UDEV_SYSNAME"),
    std::string_view("_UDEV_DEVNODE"),
    std::string_view("_UDEV_DEVLINK"),
    std::string_view("__SEQNUM"),
    std::string_view("__SEQNUM_ID"),
    std::string_view("SYSLOG_FACILITY"),
    std::string_view("SYSLOG_TIMESTAMP"),
    std::string_view("SYSLOG_RAW"),
    std::string_view("CODE_FILE"),
    std::string_view("CODE_LINE"),
    std::string_view("CODE_FUNC"),
    std::string_view("ERRNO"),
    std::string_view("TID"),
    std::string_view("DOCUMENTATION"),
    std::string_view("EXIT_CODE"),
    std::string_view("EXIT_STATUS"),
    std::string_view("COMMAND"),
    std::string_view("UNIT_RESULT"),
    std::string_view("JOB_ID"),
    std::string_view("JOB_TYPE"),
    std::string_view("JOB_RESULT"),
    std::string_view("N_RESTARTS"),
    std::string_view("N_DROPPED"),
    std::string_view("CPU_USAGE_NSEC"),
    std::string_view("MEMORY_PEAK"),
    std::string_view("COREDUMP_PID"),
    std::string_view("COREDUMP_UID"),
    std::string_view("COREDUMP_GID"),
    std::string_view("COREDUMP_SIGNAL"),
    std::string_view("COREDUMP_SIGNAL_NAME"),
    std::string_view("COREDUMP_EXE"),
    std::string_view("COREDUMP_COMM"),
    std::string_view("COREDUMP_CMDLINE"),
    std::string_view("COREDUMP_FILENAME"),
    std::string_view("COREDUMP_HOSTNAME"),
    std::string_view("COREDUMP_TIMESTAMP"),
    std::string_view("COREDUMP_CGROUP"),
    std::string_view("COREDUMP_SLICE"),
    std::string_view("COREDUMP_SESSION"),
    std::string_view("COREDUMP_OWNER_UID"),
    std::string_view("COREDUMP_RLIMIT"),
    std::string_view("COREDUMP_ROOT"),
    std::string_view("COREDUMP_CWD"),
    std::string_view("OBJECT_PID"),
    std::string_view("OBJECT_UID"),
    std::string_view("OBJECT_GID"),
    std::string_view("OBJECT_COMM"),
    std::string_view("OBJECT_EXE"),
    std::string_view("OBJECT_CMDLINE"),
    std::string_view("OBJECT_SYSTEMD_CGROUP"),
    std::string_view("OBJECT_SYSTEMD_SESSION"),
    std::string_view("OBJECT_SYSTEMD_OWNER_UID"),
    std::string_view("SESSION_ID"),
    std::string_view("USER_ID"),
    std::string_view("SEAT_ID"),
    std::string_view("LEADER"),
};

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && strncasecmp(a.data(), b.data(), a.size()) == 0;
}

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::string did_you_mean(std::string_view word) {
  return word.empty() ? std::string() : fmt::format("did you mean {}?", word);
}

}  // namespace

Keyword find_keyword(std::string_view word) {
  for (const auto& [name, keyword] : kKeywords) {
    if (equals_ignoring_case(word, name)) return keyword;
  }
  return Keyword::kNone;
}

const Function* find_function(std::string_view name) {
  for (const Function& function : kFunctions) {
    if (equals_ignoring_case(name, function.name)) return &function;
  }
  return nullptr;
}

const Alias* find_alias(std::string_view name) {
  for (const Alias& alias : kAliases) {
    if (name == alias.name) return &alias;
  }
  return nullptr;
}

bool is_journal_name(std::string_view name) {
  return std::none_of(name.begin(), name.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

// Asked for every field in every `where` at each start: most are known, and few of the others have
// the length that one edit away takes.
std::string_view likely_field(std::string_view name) {
  if (name.size() < 3 || std::find(kWellKnown.begin(), kWellKnown.end(), name) != kWellKnown.end())
    return {};
  for (const std::string_view known : kWellKnown) {
    const bool may_be = known.size() + 1 >= name.size() && known.size() <= name.size() + 1;
    if (may_be && edit_distance(name, known) == 1) return known;
  }
  return {};
}

std::string suggest_name(std::string_view name, std::size_t max_distance) {
  // _pid, Message: a field in another case.
  const std::string shouted = upper(name);
  if (std::find(kWellKnown.begin(), kWellKnown.end(), shouted) != kWellKnown.end())
    return did_you_mean(find_alias(lower(name)) != nullptr ? lower(name) : shouted);
  std::vector<std::string_view> names;
  for (const Alias& alias : kAliases) names.push_back(alias.name);
  const std::string_view near = nearest(lower(name), names);
  if (near.empty() || edit_distance(lower(name), near) > max_distance) return {};
  return did_you_mean(near);
}

std::string suggest_for_bare_word(std::string_view word, bool is_followed) {
  if (const Function* function = find_function(word)) return did_you_mean(function->usage);
  const std::string small = lower(word);
  if (is_followed) return edit_distance(small, "not") == 1 ? "did you mean not?" : "";
  for (const std::string_view constant : {"true", "false"}) {
    if (edit_distance(small, constant) == 1) return did_you_mean(constant);
  }
  return {};
}

std::string suggest_operator(std::string_view word) {
  constexpr std::array<std::string_view, 11> kOperators = {
      "and",      "or",      "in", "like",   "contains", "startswith",
      "endswith", "between", "is", "not in", "not like"};
  const std::string small = lower(word);
  // As other languages have it.
  constexpr std::array<std::pair<std::string_view, std::string_view>, 17> kOthers = {{
      {"ilike", "like, which ignores case"},
      {"matches", "=~"},
      {"match", "=~"},
      {"regexp", "=~"},
      {"rlike", "=~"},
      {"eq", "=="},
      {"equals", "=="},
      {"ne", "!="},
      {"includes", "contains"},
      {"has", "contains"},
      {"starts", "startswith"},
      {"start", "startswith"},
      {"begins", "startswith"},
      {"ends", "endswith"},
      {"end", "endswith"},
      {"isnull", "is null"},
      {"notnull", "is not null"},
  }};
  for (const auto& [other, ours] : kOthers) {
    if (small == other) return did_you_mean(ours);
  }
  return did_you_mean(nearest(small, kOperators));
}

std::string suggest_function(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 13> kOthers = {{
      {"match", "FIELD =~ 'regex'"},
      {"matches", "FIELD =~ 'regex'"},
      {"regex", "FIELD =~ 'regex'"},
      {"regexp", "FIELD =~ 'regex'"},
      {"isnull", "FIELD is null"},
      {"endswith", "FIELD endswith 'text'"},
      {"length", "len"},
      {"tolower", "lower"},
      {"toupper", "upper"},
      {"lcase", "lower"},
      {"ucase", "upper"},
      {"contains", "FIELD contains 'text'"},
      {"startswith", "FIELD startswith 'text'"},
  }};
  std::vector<std::string_view> names;
  for (const Function& function : kFunctions) names.push_back(function.name);
  for (const auto& [other, ours] : kOthers) names.push_back(other);
  const std::string_view near = nearest(lower(name), names);
  for (const auto& [other, ours] : kOthers) {
    if (near == other) return did_you_mean(ours);
  }
  return did_you_mean(near);
}

}  // namespace hark
