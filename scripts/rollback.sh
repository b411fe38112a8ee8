#!/usr/bin/env bash
# Takes an application back to an earlier release, and leaves the stack's file for a commit.
# PALIER_STACK: stack; default local. APP: application; may be left out where there is one only.
# TO: version of a release, or the transaction that brought it; default the one before.
# METHOD: code, revert or restore-point; default the gentlest that works.
# CONFIRM: "<application> <restore point>", where there is no terminal to type it.
# Exit codes: 0; 1 when it was refused, not confirmed, or its update failed.
set -Eeuo pipefail

PALIER_STACK=${PALIER_STACK:-local}
source "$(dirname "${BASH_SOURCE[0]}")/stack.sh"

require_stack_file
# The engine may have a stack of this name that another checkout deploys.
is_known || fail "this checkout has no state of stack \"$PALIER_STACK\": go back where it was deployed from; nothing was changed"
exec node --require ./register.cjs scripts/operator/main.ts rollback "$@"
