# Sourced by cases that have to know when hark waits: no case sleeps and hopes.
# shellcheck shell=bash

# until_waiting PID: until hark has installed what catches SIGTERM, and sleeps: for input, or for room in its output. What
# was in its input before the call has been judged then.
until_waiting() {
  local caught state
  while kill -0 "$1" 2> /dev/null; do
    caught=$(sed -n 's/^SigCgt:\s*//p' "/proc/$1/status")
    state=$(sed -n 's/^State:\s*\(.\).*/\1/p' "/proc/$1/status")
    (((0x${caught:-0} & 0x4000) == 0)) || [[ $state != S ]] || return 0
    sleep 0.02
  done
}
