#!/usr/bin/env bash
# Shows what the releases of an application did.
# PALIER_STACK: stack; default local. APP: application; may be left out where there is one only.
# LIMIT: newest transactions; default 20. ID: one transaction with its steps. JSON=1: for programs.
# Exit codes: 0; 1 when there is no such application or transaction.
set -Eeuo pipefail

PALIER_STACK=${PALIER_STACK:-local}
source "$(dirname "${BASH_SOURCE[0]}")/stack.sh"

exec node --require ./register.cjs scripts/operator/main.ts journal "$@"
