#!/usr/bin/env bash
# Makes sure that a Docker engine answers: the one at DOCKER_HOST or the default socket; with none,
# and as root on Debian or Ubuntu, it installs docker.io and starts dockerd, saying so first.
# PALIER_INSTALL_DOCKER=0: never installs anything; default 1.
# PALIER_ENGINE_LOG: log of a dockerd started here without systemd; default /var/log/dockerd.log.
# Exit status 1: no engine answers, with one line that says what to do.
set -Eeuo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly here speaker=engine
readonly wait_seconds=60
engine_log=${PALIER_ENGINE_LOG:-/var/log/dockerd.log}
# shellcheck source=images/host/common.sh
source "$here/common.sh"

# Prints the engine's version, or why none answers.
ping_engine() {
  node "$here/ping.cjs"
}

install_engine() {
  if [[ ${PALIER_INSTALL_DOCKER:-1} == 0 ]]; then
    fail "no Docker engine is installed and PALIER_INSTALL_DOCKER=0 forbids installing one; install docker.io, or set DOCKER_HOST"
  fi
  is_debian_like ||
    fail "no Docker engine is installed and this is neither Debian nor Ubuntu; install Docker by hand, or set DOCKER_HOST"
  say "no Docker engine found; installing the package docker.io (PALIER_INSTALL_DOCKER=0 forbids it)"
  apt_install docker.io
}

# A pid file left by a crash keeps dockerd from starting.
remove_stale_pid_file() {
  local file=/var/run/docker.pid pid
  [[ -f $file ]] || return 0
  pid=$(<"$file")
  if [[ -r /proc/$pid/comm && $(<"/proc/$pid/comm") == dockerd ]]; then return 0; fi
  say "removing $file, left by an engine that is gone"
  rm -f "$file"
}

start_engine() {
  if [[ -d /run/systemd/system ]]; then
    say "starting the Docker engine with systemd"
    systemctl start docker || fail "systemd could not start docker; see: journalctl -u docker"
    return
  fi
  remove_stale_pid_file
  say "starting dockerd in the background; its log is $engine_log"
  # A session of its own, so that the engine outlives this shell and its terminal.
  setsid nohup dockerd </dev/null >>"$engine_log" 2>&1 &
  dockerd_pid=$!
}

# dockerd's own last words, when it ended instead of answering.
wait_for_engine() {
  local answer
  SECONDS=0
  until answer=$(ping_engine); do
    if [[ -n ${dockerd_pid-} ]] && ! kill -0 "$dockerd_pid" 2>/dev/null; then
      tail -n 10 "$engine_log" >&2
      fail "dockerd ended instead of answering; its last lines are above, its log is $engine_log"
    fi
    if ((SECONDS >= wait_seconds)); then
      fail "the Docker engine does not answer within $wait_seconds s ($answer)"
    fi
    sleep 0.5
  done
  say "$answer"
}

main() {
  local answer
  [[ -d $here/../../node_modules/dockerode ]] || fail 'the npm packages are missing; run "make setup" first'
  if answer=$(ping_engine); then
    say "$answer"
    return
  fi
  if [[ -n ${DOCKER_HOST-} ]]; then
    fail "no Docker engine answers at DOCKER_HOST=$DOCKER_HOST ($answer); start it, or unset DOCKER_HOST to use this machine's own"
  fi
  if ! is_root; then
    fail "no Docker engine answers at the default socket ($answer); start it, join the group docker, or run this as root on Debian or Ubuntu to have one installed"
  fi
  command -v dockerd >/dev/null || install_engine
  # The package may have started the engine already.
  if answer=$(ping_engine); then
    say "$answer"
    return
  fi
  start_engine
  wait_for_engine
}

main "$@"
