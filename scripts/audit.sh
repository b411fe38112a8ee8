#!/usr/bin/env bash
# Holds what is deployed against the policies of today, which may be stricter than those of its last update.
# Looks at the stack's state only, and changes nothing.
# PALIER_STACK: stack to judge; default local.
# Exit codes: 0; 1 when something mandatory is violated, or there is no state.
set -Eeuo pipefail

PALIER_STACK=${PALIER_STACK:-local}
source "$(dirname "${BASH_SOURCE[0]}")/stack.sh"

require_stack_file
is_known || fail "there is no state of stack \"$PALIER_STACK\" here: audit it with the backend that it is deployed with"
exec node --require ./register.cjs scripts/operator/main.ts audit "$@"
