# shellcheck shell=bash
# What the scripts that prepare the host share; sourced by them.

say() {
  printf '%s: %s\n' "${speaker:?}" "$1"
}

fail() {
  printf '%s: %s\n' "${speaker:?}" "$1" >&2
  exit 1
}

is_root() {
  [[ $(id -u) == 0 ]]
}

# Whether packages come from apt here: Debian, Ubuntu, or a distribution made from them.
is_debian_like() {
  [[ -r /etc/os-release ]] && grep -Eq '^ID(_LIKE)?=.*\b(debian|ubuntu)\b' /etc/os-release &&
    command -v apt-get >/dev/null
}

# Installs packages from wherever the host's own apt is told to take them.
apt_install() {
  export DEBIAN_FRONTEND=noninteractive
  # A list that is a little old is no reason to stop: the installation itself will tell.
  apt-get update --quiet --quiet || say "the package lists could not be renewed; trying with the old ones"
  apt-get install --yes --quiet --quiet --no-install-recommends "$@" >/dev/null ||
    fail "apt-get could not install $*; its messages are above"
}
