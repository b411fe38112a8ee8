#!/usr/bin/env bash
# Deploys a stack: settles what an interrupted update left, updates, and prints the addresses.
# PALIER_STACK: stack to deploy; default local.
# PLAN: file that a preview saved (make preview PLAN=…); the update ends where it would do anything else.
# Exit codes: 0, or that of the update.
set -Eeuo pipefail

PALIER_STACK=${PALIER_STACK:-local}
source "$(dirname "${BASH_SOURCE[0]}")/stack.sh"

# Prints one output of the stack for people.
describe() {
  pulumi stack output "$1" --show-secrets --json --stack "$PALIER_STACK" |
    node --require ./register.cjs scripts/describe.ts "$1" "$root/.palier/first-logins"
}

main() {
  local options=()
  if [[ -n "${PLAN:-}" ]]; then
    [[ -f "$PLAN" ]] || fail "there is no plan $PLAN: save one with make preview STACK=$PALIER_STACK PLAN=$PLAN"
    # The CLI calls plans experimental.
    export PULUMI_EXPERIMENTAL=true
    options+=(--plan "$PLAN")
  fi
  ensure_stack
  node --require ./register.cjs release/recover/main.ts --stack "$PALIER_STACK"
  # The refresh notices what was removed or stopped by hand. The program looks at the engine before it declares
  # anything, so a preview first would only repeat that.
  pulumi up --yes --refresh --skip-preview --non-interactive --suppress-outputs --stack "$PALIER_STACK" \
    "${options[@]}"
  toolchain/git/settle-stack-files.sh
  printf '\n'
  describe urls
  describe administrators
}

main "$@"
