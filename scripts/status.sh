#!/usr/bin/env bash
# Shows what runs: releases in service, processes, maintenance, locks, restore points. Changes nothing.
# PALIER_STACK: stack to look at; default local. APP: application; all when not set. JSON=1: for programs.
# Exit codes: 0; 1 when something needs a person, or the stack cannot be looked at.
set -Eeuo pipefail

PALIER_STACK=${PALIER_STACK:-local}
source "$(dirname "${BASH_SOURCE[0]}")/stack.sh"

exec node --require ./register.cjs scripts/operator/main.ts status "$@"
