#!/usr/bin/env bash
# Takes away the lock of a release that is certainly gone.
# PALIER_STACK: stack; default local. APP: application; may be left out where there is one only.
# CONFIRM: the application's name, where there is no terminal to type it.
# Exit codes: 0; 1 when the release is at work, or it was not confirmed.
set -Eeuo pipefail

PALIER_STACK=${PALIER_STACK:-local}
source "$(dirname "${BASH_SOURCE[0]}")/stack.sh"

exec node --require ./register.cjs scripts/operator/main.ts unlock "$@"
