#!/usr/bin/env bash
# Shows what the containers in service wrote.
# PALIER_STACK: stack; default local. APP: application; may be left out where there is one only.
# PROCESS: one process, or proxy, database, cache; all processes when not set. LINES: of each container; default 100.
# FOLLOW=1: goes on until interrupted.
# Exit codes: 0; 1 when there is no such application or process, or nothing of it runs.
set -Eeuo pipefail

# Otherwise bash sets LINES to the height of the terminal.
shopt -u checkwinsize

PALIER_STACK=${PALIER_STACK:-local}
source "$(dirname "${BASH_SOURCE[0]}")/stack.sh"

exec node --require ./register.cjs scripts/operator/main.ts logs "$@"
