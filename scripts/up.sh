#!/usr/bin/env bash
# Deploys a stack: settles what an interrupted update left, updates, and prints the addresses.
# PALIER_STACK: stack to deploy; default local.
# PLAN: file that a preview saved (make preview PLAN=…); the update ends where it would do anything else.
# Exit codes: 0, that of the update, or 1 when the stack's file has problems or the guard refuses the update.
set -Eeuo pipefail

PALIER_STACK=${PALIER_STACK:-local}
source "$(dirname "${BASH_SOURCE[0]}")/stack.sh"

# Prints one output of the stack for people.
describe() {
  pulumi stack output "$1" --show-secrets --json --stack "$PALIER_STACK" |
    node --require ./register.cjs scripts/describe.ts "$1" "$root/.palier/first-logins"
}

main() {
  local options=() guarded
  if [[ -n "${PLAN:-}" ]]; then
    [[ -f "$PLAN" ]] || fail "there is no plan $PLAN: save one with make preview STACK=$PALIER_STACK PLAN=$PLAN"
    # The CLI calls plans experimental.
    export PULUMI_EXPERIMENTAL=true
    options+=(--plan "$PLAN")
  fi
  ensure_stack
  node --require ./register.cjs release/recover/main.ts --stack "$PALIER_STACK"
  # Policies about whole stacks are asked at the end of an update, so where production is at stake a preview asks
  # them first. At any time, because a release that was interrupted has to be settled at any time.
  guarded=$(node --require ./register.cjs scripts/operator/main.ts guarded)
  [[ "$guarded" == false ]] || env -u PREVIEW -u JSON ANY_TIME=1 scripts/guard.sh
  # The refresh notices what was removed or stopped by hand.
  pulumi up --yes --refresh --skip-preview --non-interactive --suppress-outputs --stack "$PALIER_STACK" \
    "${options[@]}"
  toolchain/git/settle-stack-files.sh
  printf '\n'
  describe urls
  describe administrators
}

main "$@"
