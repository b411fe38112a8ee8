#!/usr/bin/env bash
# Tells whether a branch or tag may be deployed to a stack. Changes nothing.
# PALIER_STACK: stack; default local. REF: full name of the branch or tag, as refs/heads/main or refs/tags/v1.2.0.
# ANSWER: a file that gets a line <stack>=true or =false; then a no is no failure.
# Exit codes: 0; 1 when it may not, or the stack's file has problems.
set -Eeuo pipefail

PALIER_STACK=${PALIER_STACK:-local}
source "$(dirname "${BASH_SOURCE[0]}")/stack.sh"

exec node --require ./register.cjs scripts/operator/main.ts may-deploy "$@"
