#!/usr/bin/env bash
# Lists the policies with their levels for a stack, and the exemptions of its containers.
# PALIER_STACK: stack; default local.
# Exit codes: 0; 1 when an exemption does not count, or the stack's file has problems.
set -Eeuo pipefail

PALIER_STACK=${PALIER_STACK:-local}
source "$(dirname "${BASH_SOURCE[0]}")/stack.sh"

exec node --require ./register.cjs scripts/operator/main.ts policies "$@"
