#!/usr/bin/env bash
# Shows what an update of a stack would change, and changes nothing.
# PALIER_STACK: stack to preview; default local.
# PLAN: file that the planned operations are saved in, for an update that must do nothing else (make up PLAN=…).
# Secrets in it are encrypted as in the state.
# Exit codes: 0, or that of the preview.
set -Eeuo pipefail

PALIER_STACK=${PALIER_STACK:-local}
source "$(dirname "${BASH_SOURCE[0]}")/stack.sh"

options=()
# A plan that is made of what is deployed, not of what the state remembers, is not violated by the update's look.
[[ -z "${PLAN:-}" ]] || options+=(--refresh --save-plan "$PLAN")

ensure_stack
pulumi preview --non-interactive --stack "$PALIER_STACK" "${options[@]}" "$@"
