#!/usr/bin/env bash
# Shows what an update of a stack would change, and changes nothing.
# PALIER_STACK: stack to preview; default local.
# Exit codes: 0, or that of the preview.
set -Eeuo pipefail

PALIER_STACK=${PALIER_STACK:-local}
source "$(dirname "${BASH_SOURCE[0]}")/stack.sh"

ensure_stack
pulumi preview --non-interactive --stack "$PALIER_STACK" "$@"
