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
  local flags=(--exclude-protected) state
  state=$(pulumi stack export --stack "$PALIER_STACK")
  # Hooks that may refuse a deletion are the program's: the engine removes nothing of a guarded stack without it.
  # Elsewhere a program that cannot run, because a volume is gone or a value is wrong, is in nobody's way.
  if [[ $state == *'"BeforeDelete"'* ]]; then flags+=(--run-program); fi
  pulumi destroy --yes --skip-preview --non-interactive "${flags[@]}" --stack "$PALIER_STACK"
  toolchain/git/settle-stack-files.sh
}

main "$@"
