#!/usr/bin/env bash
# Compares what runs with what is declared and with what was deployed, and changes nothing.
# PALIER_STACK: stack to look at; default local.
# Exit codes: 0 where nothing differs; otherwise that of the preview, which lists what does.
set -Eeuo pipefail

PALIER_STACK=${PALIER_STACK:-local}
source "$(dirname "${BASH_SOURCE[0]}")/stack.sh"

require_stack_file
is_known || fail "there is no state of stack \"$PALIER_STACK\" here: look for drift with the backend that it is deployed with"
pulumi preview --refresh --expect-no-changes --non-interactive --stack "$PALIER_STACK" ||
  fail "stack \"$PALIER_STACK\" is not what it is declared to be: deploy it, or find out who changed it"
