# Sourced by tests/packs/incidents: events that hark kept of one recording → what is wrong with them, a line each.
# $recording; $table: incidents.txt; $severities: "ID SEVERITY" lines; $there: names of units and @identifiers in the recording.

def rank: {"info": 0, "warning": 1, "error": 2, "critical": 3}[.];
def regex: gsub("(?<c>[.+^$(){}|\\[\\]\\\\])"; "\\\(.c)") | gsub("\\*"; ".*") | "^\(.)$";
# What says only that something failed.
def is_bare: test("^systemd\\.(?:exit-failure|start-failed|failed-exit-code|failed-signal|restart-scheduled)$");

($severities | split("\n") | map(select(. != "") | split(" ") | {key: .[0], value: .[1]}) | from_entries) as $severity_of |
($there | split("\n")) as $names |
[$table | split("\n")[] | select(test("^[^#\\s]")) | [splits("[ ]+")] | select(.[0] == $recording) |
  {scope: .[1], who: .[2], words: .[3:]} |
  .mark = (.words[0] | if . == "todo" or . == "bare" or . == "silent" then . else "" end) |
  .wanted = ((if .mark == "" then .words else .words[1:] end) | join(" ") | split(", ") |
             map(split(" ") | {id: .[0], severity: .[1]} | select(.id != null and .id != "")))] as $rows |
[inputs | {scope: (.hark.scope // "system"), who: (.hark.unit // "@\(.SYSLOG_IDENTIFIER // ._COMM)"),
           severity: .hark.severity, patterns: .hark.patterns, text: (.MESSAGE | tostring)[:120]}] as $hits |

if ($rows | length) == 0 then "not in incidents.txt" else empty end,
# Whatever is not listed.
($hits[] | . as $hit | select(.severity | rank > 0) |
  select(all($rows[]; .scope != $hit.scope or (.who as $who | $hit.who | test($who | regex) | not))) |
  "\(.scope) \(.who): not listed, and hit: \(.severity) \(.patterns | join(", ")): \(.text)"),
($rows[] | . as $row | (.who | regex) as $of | "\(.scope) \(.who)" as $name |
  [$hits[] | select(.scope == $row.scope and (.who | test($of)))] as $own |
  ([$own[].patterns[]] | unique) as $ids |
  (if any($names[]; test($of)) then empty else "\($name): not in the recording" end),
  if .mark == "silent" then
    $own[] | select(.severity | rank > 0) | "\($name): not silent: \(.severity) \(.patterns | join(", ")): \(.text)"
  else
    (if (.wanted | length) == 0 or any(.wanted[]; .severity | rank | not) then "\($name): what should it say?" else empty end),
    (if .mark == "todo" then
       .wanted[0] as $first | select(any($ids[]; test($first.id | regex))) | "\($name): \($first.id) is named now: take \"todo\" away"
     else
       .wanted[] | . as $one | [$ids[] | select(test($one.id | regex))] as $found |
       if ($found | length) == 0 then "\($name): not named \(.id), but: \($ids | join(", "))"
       elif all($found[]; $severity_of[.] != $one.severity) then "\($name): \($found | join(", ")) is not \(.severity)"
       else empty end
     end),
    (if .mark == "" and all(.wanted[]; .id | is_bare) then "\($name): says only that it failed" else empty end),
    ([.wanted[].severity | rank // 0] | max // 0) as $worst |
    ($own[] | select(.severity | rank > $worst) | "\($name): \(.severity) is too much: \(.patterns | join(", ")): \(.text)")
  end)
