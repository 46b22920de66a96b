# shellcheck shell=bash
#
# A real systemd-journald for live tests, without systemd: bash functions, to be sourced.
#
#   . tests/live/journald.sh
#   trap journald_stop EXIT
#   journald_start RateLimitBurst=0
#   journald_follow | hark kill > seen &
#   journald_log my-app err "worker 7 was killed"
#
# It runs as root in mount and network namespaces of its own: /run, /var/log and /dev are fresh tmpfs, /etc is an
# overlay with a made-up machine id and our journald.conf. Nothing of it is seen or left on the machine, and neither the
# kernel's log nor the audit log of the machine comes in. /tmp and the working directory are the machine's own, so tests
# read and write their files as always. A process that sleeps holds the namespaces, so journald can be stopped and
# started again over the same journal.
#
# Where it cannot work (not root, no namespaces, a mount refused), journald_start says why and exits 77: call it in the
# test's own shell, not in $(…) or a pipe.
#
# journald tells those who follow 250 ms after an entry, and of all that came in between together: no live test may
# expect an entry sooner.
#
# From outside, the journal's files are below "$JOURNALD_ROOT/run/log/journal" (/var/log/journal after a flush).

JOURNALD_PID=      # journald's
JOURNALD_ANCHOR=   # of the process that holds the namespaces
JOURNALD_ROOT=     # the root directory that journald sees
JOURNALD_NAMESPACE=
JOURNALD_SCRATCH=

_journald_skip() {
  journald_stop
  echo "SKIP: no journald to test with: $1" >&2
  exit 77
}

_journald_binary() {
  local path
  for path in /usr/lib/systemd/systemd-journald /lib/systemd/systemd-journald; do
    if [[ -x $path ]]; then
      echo "$path"
      return
    fi
  done
}

# Runs in the fresh namespaces and goes on to hold them. $1: file that says when all is ready; the rest: lines for
# [Journal].
_journald_namespace() {
  set -euo pipefail
  report=$1
  shift
  exec 2> "$report.err"
  mount --make-rprivate /
  mount -t tmpfs -o mode=755 tmpfs /run
  mkdir -p /run/host-dev /run/etc/upper /run/etc/work /run/log/journal /run/systemd/journal

  mount --rbind /dev /run/host-dev
  mount -t tmpfs -o mode=755 tmpfs /dev
  for node in null zero full random urandom tty; do
    if [[ -c /run/host-dev/$node ]]; then
      : > "/dev/$node"
      mount --bind "/run/host-dev/$node" "/dev/$node"
    fi
  done
  mkdir /dev/pts /dev/shm
  mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts /dev/pts
  mount -t tmpfs -o mode=1777 tmpfs /dev/shm
  ln -s pts/ptmx /dev/ptmx
  ln -s /proc/self/fd /dev/fd
  ln -s /proc/self/fd/0 /dev/stdin
  ln -s /proc/self/fd/1 /dev/stdout
  ln -s /proc/self/fd/2 /dev/stderr
  ln -s /run/systemd/journal/dev-log /dev/log
  umount -l /run/host-dev

  mount -t tmpfs -o mode=755 tmpfs /var/log
  mkdir /var/log/journal
  mount -t overlay -o lowerdir=/etc,upperdir=/run/etc/upper,workdir=/run/etc/work overlay /etc
  echo 6861726b2d746573742d6d616368696e > /etc/machine-id.new
  mv -f /etc/machine-id.new /etc/machine-id
  mkdir -p /etc/systemd
  rm -rf /etc/systemd/journald.conf.d
  # Audit= empty: leave the kernel audit as it is.
  {
    echo "[Journal]"
    echo "Audit="
    for setting in "$@"; do echo "$setting"; done
  } > /etc/systemd/journald.conf
  echo ready > "$report"
  exec setpriv --pdeathsig KILL sleep infinity
}

# journald_start [SETTING=VALUE...]: the settings are journald.conf(5)'s.
journald_start() {
  local tool tries
  [[ $EUID -eq 0 ]] || _journald_skip "not root"
  [[ -n $(_journald_binary) ]] || _journald_skip "systemd-journald is not installed"
  for tool in unshare nsenter setpriv journalctl systemd-cat; do
    command -v "$tool" > /dev/null || _journald_skip "$tool is not installed"
  done
  unshare -m -n true 2> /dev/null || _journald_skip "mount and network namespaces are refused"

  JOURNALD_SCRATCH=$(mktemp -d)
  unshare -m -n bash -c "$(declare -f _journald_namespace); _journald_namespace \"\$@\"" namespace \
    "$JOURNALD_SCRATCH/ready" "$@" < /dev/null > /dev/null 2>&1 &
  JOURNALD_ANCHOR=$!
  for ((tries = 0; tries < 500; tries++)); do
    [[ ! -s $JOURNALD_SCRATCH/ready ]] || break
    kill -0 "$JOURNALD_ANCHOR" 2> /dev/null ||
      _journald_skip "$(tail -n 1 "$JOURNALD_SCRATCH/ready.err" 2> /dev/null || echo 'no namespace')"
    sleep 0.02
  done
  [[ -s $JOURNALD_SCRATCH/ready ]] || _journald_skip "the namespace was not ready within 10 s"
  JOURNALD_NAMESPACE=$(readlink "/proc/$JOURNALD_ANCHOR/ns/mnt")
  JOURNALD_ROOT=/proc/$JOURNALD_ANCHOR/root
  journald_up
}

# Starts journald in the namespaces: part of journald_start, and the way back after journald_down.
journald_up() {
  local tries binary
  binary=$(_journald_binary)
  rm -f "$JOURNALD_ROOT"/run/systemd/journal/{socket,stdout,dev-log}
  nsenter -t "$JOURNALD_ANCHOR" -m -n setpriv --pdeathsig TERM "$binary" \
    < /dev/null > /dev/null 2> "$JOURNALD_SCRATCH/journald.err" &
  JOURNALD_PID=$!
  for ((tries = 0; tries < 500; tries++)); do
    if [[ -S $JOURNALD_ROOT/run/systemd/journal/stdout && -S $JOURNALD_ROOT/run/systemd/journal/socket ]] &&
      journald_run journalctl --sync 2> /dev/null; then
      return
    fi
    kill -0 "$JOURNALD_PID" 2> /dev/null ||
      _journald_skip "journald ended: $(tail -n 1 "$JOURNALD_SCRATCH/journald.err")"
    sleep 0.02
  done
  _journald_skip "journald was not ready within 10 s"
}

# Stops journald alone; the journal and the namespaces stay.
journald_down() {
  [[ -n $JOURNALD_PID ]] || return 0
  kill "$JOURNALD_PID" 2> /dev/null || true
  wait "$JOURNALD_PID" 2> /dev/null || true
  JOURNALD_PID=
}

# journald_run COMMAND...: runs it where this journald is the system's, in the same working directory.
journald_run() {
  nsenter -t "$JOURNALD_ANCHOR" -m -n env --chdir="$PWD" "$@"
}

# journald_exec COMMAND...: the same for a command in the background or in a pipe, where it takes the place of the
# subshell, so that $! is the command's own pid.
journald_exec() {
  if ((BASH_SUBSHELL == 0)); then
    echo "journald_exec: only with & or in a pipe; journald_run otherwise" >&2
    return 1
  fi
  exec nsenter -t "$JOURNALD_ANCHOR" -m -n env --chdir="$PWD" "$@"
}

# journald_follow [journalctl's options]: what people pipe into hark. Only in a pipe or with &.
journald_follow() {
  journald_exec journalctl -a -f -o json "$@"
}

# journald_cat [systemd-cat's options and command]
journald_cat() {
  journald_run systemd-cat "$@"
}

# journald_log IDENTIFIER PRIORITY TEXT: one entry, by stdout transport.
journald_log() {
  printf '%s\n' "$3" | journald_run systemd-cat -t "$1" -p "$2"
}

# Returns when all that was sent so far is written.
journald_sync() {
  journald_run journalctl --sync
}

# Closes the journal files and begins new ones.
journald_rotate() {
  journald_run journalctl --rotate
}

# Moves the journal from /run to /var/log, as at the end of early boot.
journald_flush() {
  journald_run journalctl --flush
}

# Stops all that runs in the namespaces and removes what was made. Safe to call at any time, also twice.
journald_stop() {
  local tries
  journald_down
  if [[ -n $JOURNALD_ANCHOR ]]; then
    # TERM first: bash reports children that die of KILL.
    _journald_kill TERM
    for ((tries = 0; tries < 100; tries++)); do
      kill -0 "$JOURNALD_ANCHOR" 2> /dev/null || break
      sleep 0.02
    done
    _journald_kill KILL
    wait "$JOURNALD_ANCHOR" 2> /dev/null || true
    JOURNALD_ANCHOR=
    JOURNALD_NAMESPACE=
    JOURNALD_ROOT=
  fi
  if [[ -n $JOURNALD_SCRATCH ]]; then
    rm -rf "$JOURNALD_SCRATCH"
    JOURNALD_SCRATCH=
  fi
}

# Signals every process in the mount namespace, and none outside of it.
_journald_kill() {
  local directory
  [[ -n $JOURNALD_NAMESPACE ]] || return 0
  for directory in /proc/[0-9]*; do
    if [[ $(readlink "$directory/ns/mnt" 2> /dev/null) == "$JOURNALD_NAMESPACE" ]]; then
      kill "-$1" "${directory#/proc/}" 2> /dev/null || true
    fi
  done
}
