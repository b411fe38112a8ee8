#!/usr/bin/env bash
# Takes a restore point of what runs, restores it into throwaway containers, compares, and removes it all.
# What runs is only read. The result goes into the journal.
# PALIER_STACK: stack to try; default local. APP: application; all when not set. JSON=1: for programs.
# Exit codes: 0; 1 when a drill failed, could not begin, or gave way to a release.
set -Eeuo pipefail

PALIER_STACK=${PALIER_STACK:-local}
source "$(dirname "${BASH_SOURCE[0]}")/stack.sh"

require_stack_file
exec node --require ./register.cjs scripts/operator/main.ts restore-drill "$@"
