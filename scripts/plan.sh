#!/usr/bin/env bash
# Shows the migrations that the declared image has and the stack's running database does not, and changes nothing.
# PALIER_STACK: stack; default local. APP: application; may be left out where there is one only.
# Exit codes: 0; 1 when there is no such application, or no database to ask.
set -Eeuo pipefail

PALIER_STACK=${PALIER_STACK:-local}
source "$(dirname "${BASH_SOURCE[0]}")/stack.sh"

exec node --require ./register.cjs scripts/operator/main.ts plan "$@"
