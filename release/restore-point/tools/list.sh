# shellcheck shell=bash
# Prints the summaries of all complete restore points, oldest first, as a JSON array.

list() {
  local manifest
  for manifest in "$RESTORE_POINTS"/*/manifest.json; do
    if [[ $manifest == *.partial/* || $manifest == *.removing/* || ! -s $manifest ]]; then continue; fi
    summary "${manifest%/*}" || true
  done | jq --slurp --compact-output 'sort_by(.createdAt, .id)'
}

list
