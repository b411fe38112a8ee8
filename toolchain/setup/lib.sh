# shellcheck shell=bash
# Places, messages and small helpers that every part of the setup uses.

# Every part names what it needs, so this is read more than once.
[ -z "${setup_lib_read:-}" ] || return 0
setup_lib_read=1

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
pulumi_home=$root/.palier/pulumi
# shellcheck disable=SC2034 # for the parts that read this
bin=$pulumi_home/bin
stamps=$root/.palier/stamps
cli_source=$root/toolchain/cli
# shellcheck disable=SC2034 # for the parts that read this
cli_version=$(sed -n 's#.*github.com/pulumi/pulumi/pkg/v3 v##p' "$cli_source/go.mod")

say() {
  printf 'setup: %s\n' "$*"
}

# Ends the setup with one line that says what is wrong and what to do.
fail() {
  printf 'setup: %s\n' "$*" >&2
  exit 1
}

have() {
  command -v "$1" >/dev/null 2>&1
}

# One hash over everything on standard input, wherever coreutils or perl's shasum is.
hash_of_input() {
  if have sha256sum; then sha256sum; else shasum -a 256; fi | cut -d ' ' -f 1
}

# at_least 1.25.11 1.26.0: the second version is the first or a later one.
at_least() {
  [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]
}

read_stamp() {
  cat "$stamps/$1" 2>/dev/null || true
}

# Written beside and renamed: a stamp is there completely or not at all.
write_stamp() {
  mkdir -p "$stamps"
  printf '%s\n' "$2" >"$stamps/.$1.$$"
  mv -f "$stamps/.$1.$$" "$stamps/$1"
}

# free_megabytes FOLDER: space left where the folder is or will be.
free_megabytes() {
  local folder=$1
  while [ ! -d "$folder" ]; do folder=$(dirname "$folder"); done
  df -Pk "$folder" | awk 'NR == 2 { print int($4 / 1024) }'
}

need_space() {
  local folder=$1 megabytes=$2 what=$3 free
  free=$(free_megabytes "$folder")
  [ "$free" -ge "$megabytes" ] ||
    fail "no room for $what: $folder has $free MB left, $megabytes MB are needed; free some space and run make setup again"
}

# Two setups in one checkout would install into each other; the second waits for the first.
one_at_a_time() {
  mkdir -p "$root/.palier"
  have flock || return 0
  exec 9>"$root/.palier/setup.lock"
  flock --nonblock 9 && return
  say "another make setup is running here, waiting for it"
  flock 9
}
