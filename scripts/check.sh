#!/usr/bin/env bash
# Checks everything that needs no engine: format, lint, types, import rules, shell scripts, generated documents.
# All checks run, so that one report shows everything; each that fails is named at the end.
# Exit codes: 0; 1 when a check failed or a tool is missing.
set -Euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit

failed=()

# Runs a check under a name.
check() {
  local name=$1
  shift
  printf -- '── %s\n' "$name"
  "$@" || failed+=("$name")
}

# The linters of shell are packages of the distribution.
require_shell_tools() {
  local missing=()
  command -v shellcheck >/dev/null || missing+=(shellcheck)
  command -v shfmt >/dev/null || missing+=(shfmt)
  ((${#missing[@]} == 0)) && return 0
  if [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
    printf 'check: installing %s\n' "${missing[*]}" >&2
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >/dev/null && return 0
  fi
  printf 'check: install %s, for example with your distribution'\''s package manager\n' "${missing[*]}" >&2
  exit 1
}

shell_files() {
  git ls-files --cached --others --exclude-standard -- '*.sh' .ci/run .envrc
}

lint_shell() {
  local files
  mapfile -t files < <(shell_files)
  shellcheck "${files[@]}"
}

format_shell() {
  local files
  mapfile -t files < <(shell_files)
  shfmt -i 2 -ci -d "${files[@]}"
}

# Rules of hadolint, in .hadolint.yaml. The examples' build stages are root, and only their last one is no build.
lint_dockerfiles() {
  .palier/lint/bin/hadolint images/*/Dockerfile && .palier/lint/bin/hadolint --ignore DL3002 examples/*/Dockerfile
}

# Whether they are right, and whether they are safe.
lint_workflows() {
  .palier/lint/bin/actionlint && .palier/lint/bin/zizmor --offline --no-progress --quiet .github/workflows
}

sources=(index.ts prepare.ts scripts blueprints components config images nginx release spec toolchain policies docs test bench)

require_shell_tools
check format npx prettier --check --log-level warn .
check lint npx eslint --max-warnings 0 .
check types npx tsc --noEmit
check imports npx depcruise --config .dependency-cruiser.cjs --output-type err "${sources[@]}"
check "shell lint" lint_shell
check "shell format" format_shell
check linters toolchain/lint/install.sh actionlint wheels
check Dockerfiles lint_dockerfiles
check workflows lint_workflows
check "generated documents" node --require ./register.cjs docs/generate.ts --check

if ((${#failed[@]} > 0)); then
  printf 'check: failed: %s\n' "$(printf '%s, ' "${failed[@]}" | sed 's/, $//')" >&2
  exit 1
fi
printf 'check: all is well\n'
