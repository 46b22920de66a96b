# Sourced by the other scripts: installs Debian packages by name where they are missing, and names them where it cannot.
# shellcheck shell=bash disable=SC2034

# Hyperscan is for x86-64; Vectorscan has its API and runs elsewhere.
if [ "$(dpkg --print-architecture 2>/dev/null)" = amd64 ]; then
  NEEDS_REGEX=libhyperscan-dev
else
  NEEDS_REGEX=libvectorscan-dev
fi

NEEDS_BUILD="g++ cmake ninja-build ccache pkg-config libsimdjson-dev $NEEDS_REGEX libcli11-dev libfmt-dev libpcre2-dev libtomlplusplus-dev zlib1g-dev libzstd-dev liblz4-dev liblzma-dev"
NEEDS_TEST="libgtest-dev libgmock-dev jq sqlite3 zstd systemd systemd-journal-remote zsh fish tmux"
NEEDS_BENCH="libbenchmark-dev"
NEEDS_CHECK="clang clang-format libclang-rt-14-dev mandoc shellcheck"

# need PACKAGE...: returns only if all of them are installed.
need() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  if ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
    echo "missing Debian packages: ${missing[*]}" >&2
    echo "install them with: sudo apt-get install ${missing[*]}" >&2
    exit 1
  fi
  echo "installing: ${missing[*]}" >&2
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >&2
}

# build PRESET: configures and builds, quietly unless it fails.
build() {
  cmake --preset "$1" >/dev/null && cmake --build --preset "$1" -j "$(nproc)" -- --quiet
}
