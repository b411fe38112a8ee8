# shellcheck shell=bash
# Which Pulumi: the official one wherever it can be had, otherwise the one that is built here.

# shellcheck source=toolchain/setup/lib.sh
. "${BASH_SOURCE[0]%/*}/lib.sh"

way=
way_reason=
official_location=https://get.pulumi.com/releases/sdk
installed_official=

check_way_name() {
  case $1 in
    '' | official | offline) ;;
    *) fail "PALIER_TOOLCHAIN is \"$1\"; it must be \"official\", \"offline\" or not set" ;;
  esac
}

choose_way() {
  find_installed_official
  if [ "$1" = offline ]; then
    take offline "PALIER_TOOLCHAIN=offline asks for it"
  elif [ -n "$installed_official" ]; then
    take official "found installed in $installed_official"
  elif [ "$1" = official ]; then
    take official "PALIER_TOOLCHAIN=official asks for it"
  elif ! system_has_release; then
    take offline "there is no official release for $(uname -s) on $(uname -m)"
  elif download_answers; then
    take official "get.pulumi.com answers"
  else
    take offline "get.pulumi.com cannot be reached from here"
  fi
}

report_way() {
  say "Pulumi $cli_version, $way way: $way_reason"
}

take() {
  way=$1
  way_reason=$2
}

# A pulumi on PATH counts when it is the pinned version and brings the official language host; what a
# checkout built for itself does not, and neither does npm's launcher, which downloads when it is started.
find_installed_official() {
  local folder folders
  IFS=: read -r -a folders <<<"$PATH"
  for folder in "${folders[@]}"; do
    if [ "$folder" != "$bin" ] && is_pinned_official "$folder"; then
      installed_official=$folder
      return
    fi
  done
}

is_pinned_official() {
  [ -x "$1/pulumi" ] && [ -x "$1/pulumi-language-nodejs" ] && ! is_script "$1/pulumi-language-nodejs" &&
    [ "$(PULUMI_SKIP_UPDATE_CHECK=true "$1/pulumi" version 2>/dev/null)" = "v$cli_version" ]
}

# The official language host is a program; a script is the launcher of another checkout's own one.
is_script() {
  [ "$(head -c 2 "$1")" = '#!' ]
}

system_has_release() {
  release_archive >/dev/null
}

# The official file name for this machine.
release_archive() {
  local system machine
  case $(uname -s) in
    Linux) system=linux ;;
    Darwin) system=darwin ;;
    *) return 1 ;;
  esac
  case $(uname -m) in
    x86_64 | amd64) machine=x64 ;;
    aarch64 | arm64) machine=arm64 ;;
    *) return 1 ;;
  esac
  printf 'pulumi-v%s-%s-%s.tar.gz\n' "$cli_version" "$system" "$machine"
}

# Asks for the head of the archive only; three seconds decide, so that a blocked network costs no more.
download_answers() {
  local address
  address=$official_location/$(release_archive)
  if have curl; then
    curl --silent --fail --location --head --output /dev/null --connect-timeout 3 --max-time 6 "$address"
  elif have wget; then
    wget --quiet --spider --tries=1 --timeout=3 "$address"
  else
    return 1
  fi
}
