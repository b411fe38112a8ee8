#!/usr/bin/env bash
# Prints the address that leads an operator past the maintenance page. Whoever has it gets in.
# PALIER_STACK: stack; default local. APP: application; may be left out where there is one only.
# Exit codes: 0; 1 when there is no such application.
set -Eeuo pipefail

PALIER_STACK=${PALIER_STACK:-local}
source "$(dirname "${BASH_SOURCE[0]}")/stack.sh"

exec node --require ./register.cjs scripts/operator/main.ts enter "$@"
