#!/usr/bin/env bash
# Runs the executable scripts of /docker-entrypoint.d in order, then becomes nginx.
# The official image's envsubst templates are left out: they eat $host and its kin.
set -Eeuo pipefail

if [[ ${1-} == nginx || ${1-} == nginx-debug ]]; then
  for script in /docker-entrypoint.d/*.sh; do
    if [[ -x $script ]]; then "$script"; fi
  done
fi
exec "$@"
