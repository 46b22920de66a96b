# Sourced by cases that have to know when hark waits, or end it by a signal: no case sleeps and hopes.
# shellcheck shell=bash

# told PID NAME: what its kernel says of the process under NAME; nothing once it has ended, which may be at any moment.
told() { sed -n "s/^$2:\s*//p" "/proc/$1/status" 2> /dev/null || true; }

# is_catching PID MASK: whether the process has installed what catches the signals of the MASK.
is_catching() {
  local caught
  caught=$(told "$1" SigCgt)
  (((0x${caught:-0} & $2) != 0))
}

# until_catching PID MASK and until_stopped PID: or until the process has ended.
until_catching() { until is_catching "$1" "$2" || ! kill -0 "$1" 2> /dev/null; do sleep 0.02; done; }
until_stopped() { until [[ $(told "$1" State) == T* ]] || ! kill -0 "$1" 2> /dev/null; do sleep 0.02; done; }

# until_waiting PID: until hark has installed what catches SIGTERM, and sleeps: for input, or for room in its output, or has
# ended. What was in its input before the call has been judged then.
until_waiting() {
  until is_catching "$1" 0x4000 && [[ $(told "$1" State) == S* ]] || ! kill -0 "$1" 2> /dev/null; do sleep 0.02; done
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
