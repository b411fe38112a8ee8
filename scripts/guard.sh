#!/usr/bin/env bash
# Judges what an update of a stack would change, and changes nothing: what must not happen, and what to do instead.
# PALIER_STACK: stack; default local. PREVIEW: output of "pulumi preview --json"; a preview is made when not set.
# ANY_TIME=1: whatever the window for changes and freezes say. JSON=1: for programs.
# Exit codes: 0; 1 when the update must not happen, or the preview failed.
set -Eeuo pipefail

PALIER_STACK=${PALIER_STACK:-local}
source "$(dirname "${BASH_SOURCE[0]}")/stack.sh"

if [[ -z "${PREVIEW:-}" ]]; then
  ensure_stack
  PREVIEW=$(mktemp)
  trap 'rm -f "$PREVIEW"' EXIT
  export PREVIEW
  # A preview that failed says what was refused, so it is judged all the same.
  PULUMI_ENABLE_STREAMING_JSON_PREVIEW=true pulumi preview --json --non-interactive --stack "$PALIER_STACK" >"$PREVIEW" || true
fi
node --require ./register.cjs scripts/operator/main.ts guard "$@"
