#!/usr/bin/env bash
# Becomes redis-server; arguments that are options or a configuration file are handed to it.
set -Eeuo pipefail

if [[ ${1-} == -* || ${1-} == *.conf ]]; then
  set -- redis-server "$@"
fi
if [[ ${1-} == redis-server ]]; then
  # Data files are made for the owner alone.
  umask 0077
  if [[ $(id -u) == 0 ]]; then
    find . \! -user redis -exec chown redis '{}' +
    exec setpriv --reuid=redis --regid=redis --init-groups -- "$0" "$@"
  fi
  # The official binary is built without protected mode; Debian's is not, and would refuse every
  # other container when no configuration file settles it.
  if [[ $# -eq 1 || $2 == -* ]]; then
    set -- "$1" --protected-mode no --bind '* -::*' "${@:2}"
  fi
fi
exec "$@"
