# Sourced by cases that have to know when hark waits, or end it by a signal: no case sleeps and hopes.
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

# status_after PID SIGNAL...: sends them to a job of this shell, and says with what status it ended. The shell may learn of the
# end between any two commands and then tells of it ("Hangup") on standard error: hence one redirection around all of them.
status_after() {
  local pid=$1 status=0 signal
  shift
  {
    for signal; do kill -s "$signal" "$pid"; done
    wait "$pid" || status=$?
  } 2> /dev/null
  echo "status $status"
}
