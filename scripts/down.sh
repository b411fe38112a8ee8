#!/usr/bin/env bash
# Takes a stack down. What is protected stays: data volumes, and the secrets without which they are useless.
# PALIER_STACK: stack to take down; default local.
# Exit codes: 0, or that of the destruction.
set -Eeuo pipefail

PALIER_STACK=${PALIER_STACK:-local}
source "$(dirname "${BASH_SOURCE[0]}")/stack.sh"

main() {
  require_stack_file
  node --require ./register.cjs release/recover/main.ts --stack "$PALIER_STACK"
  pulumi destroy --yes --skip-preview --non-interactive --exclude-protected --stack "$PALIER_STACK"
  toolchain/git/settle-stack-files.sh
}

main "$@"
