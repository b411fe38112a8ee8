#!/usr/bin/env bash
# Runs a command of a workflow and, when it fails, puts the reason on top: `report.sh TITLE COMMAND…`.
# The log stays as it is. On GitHub a failure becomes an annotation and a summary of the run; elsewhere the reason is
# said once more at the end of the log.
# Exit codes: those of the command.
set -Euo pipefail

title=$1
shift

# What the CLI calls errors, or the last lines where nothing is: make's scripts end with what is wrong.
reasons() {
  local found
  found=$(grep -oE '(^|[[:space:]])error: .*' "$1" | sed -E 's/^[[:space:]]+//' | awk '!seen[$0]++' | head -n 5)
  if [[ -n "$found" ]]; then printf '%s\n' "$found"; else tail -n 3 "$1"; fi | cut -c 1-600
}

# As annotations want it: one line.
escaped() {
  sed 's/%/%25/g; s/\r/%0D/g' | awk '{ printf "%s%s", (NR > 1 ? "%0A" : ""), $0 }'
}

summarise() {
  local log=$1 status=$2
  printf '## ❌ %s failed\n\n' "$title"
  printf '~~~~text\n%s\n~~~~\n\n' "$(reasons "$log" | tr -d '~')"
  printf '<details>\n<summary>The last lines, exit code %s</summary>\n\n~~~~text\n' "$status"
  tail -n 60 "$log" | cut -c 1-400 | tr -d '~'
  printf '~~~~\n\n</details>\n'
}

main() {
  local log status token
  log=$(mktemp)
  trap 'rm -f "$log"' EXIT
  # What containers and programs print must not be taken for commands to the runner.
  token=$(head -c 16 /dev/urandom | od -An -tx1 | tr -d ' \n')
  [[ "${GITHUB_ACTIONS:-}" != true ]] || printf '::stop-commands::%s\n' "$token"
  "$@" 2>&1 | tee "$log"
  status=${PIPESTATUS[0]}
  [[ "${GITHUB_ACTIONS:-}" != true ]] || printf '::%s::\n' "$token"
  ((status == 0)) && exit 0
  if [[ "${GITHUB_ACTIONS:-}" == true ]]; then
    printf '::error title=%s failed::%s\n' "$title" "$(reasons "$log" | escaped)"
  else
    printf '\n%s failed:\n%s\n' "$title" "$(reasons "$log")" >&2
  fi
  [[ -z "${GITHUB_STEP_SUMMARY:-}" ]] || summarise "$log" "$status" >>"$GITHUB_STEP_SUMMARY"
  exit "$status"
}

main "$@"
