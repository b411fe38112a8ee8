#!/usr/bin/env bash
# Writes a person's consent to the migrations of the declared image into releases/, for a commit.
# PALIER_STACK: stack; default local. APP: application; may be left out where there is one only.
# REASON: why the release is made. ACKNOWLEDGE: risky operations, one per line, where there is no terminal to type them.
# Exit codes: 0; 1 when there is nothing to ask, or something was not acknowledged.
set -Eeuo pipefail

PALIER_STACK=${PALIER_STACK:-local}
source "$(dirname "${BASH_SOURCE[0]}")/stack.sh"

exec node --require ./register.cjs scripts/operator/main.ts approve "$@"
