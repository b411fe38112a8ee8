#!/usr/bin/env bash
# Deploys a stack: settles what an interrupted update left, updates, and prints the addresses.
# PALIER_STACK: stack to deploy; default local.
# Exit codes: 0, or that of the update.
set -Eeuo pipefail

PALIER_STACK=${PALIER_STACK:-local}
source "$(dirname "${BASH_SOURCE[0]}")/stack.sh"

# Prints one output of the stack for people.
describe() {
  pulumi stack output "$1" --show-secrets --json --stack "$PALIER_STACK" |
    node --require ./register.cjs scripts/describe.ts "$1"
}

# The first login is shown once: afterwards it is a secret of the stack like any other.
print_first_login() {
  local shown="$root/.palier/first-login-$PALIER_STACK"
  [[ -e "$shown" ]] && return 0
  describe administrators
  touch "$shown"
}

main() {
  ensure_stack
  node --require ./register.cjs release/recover/main.ts --stack "$PALIER_STACK"
  # The program looks at the engine before it declares anything, so a preview first would only repeat that.
  pulumi up --yes --skip-preview --non-interactive --suppress-outputs --stack "$PALIER_STACK"
  toolchain/git/settle-stack-files.sh
  printf '\n'
  describe urls
  print_first_login
}

main "$@"
