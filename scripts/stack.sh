# shellcheck shell=bash
# Shared by the scripts here: the project's environment and the chosen stack. Sourced, with PALIER_STACK set.
# Sets: root (the project's folder).

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit
# shellcheck source=env.sh
source ./env.sh
: "${PALIER_STACK:?}"

# Prints a line about what happens.
say() {
  printf '%s: %s\n' "$(basename "$0" .sh)" "$1" >&2
}

# Ends with one line about what is wrong.
fail() {
  say "$1"
  exit 1
}

# The stack's file decides which stacks there are; a typing error must not make a new one.
require_stack_file() {
  [[ -f "Pulumi.$PALIER_STACK.yaml" ]] && return 0
  local known
  known=$(for file in Pulumi.*.yaml; do printf '%s ' "$file" | sed 's/^Pulumi\.//; s/\.yaml//'; done)
  fail "there is no stack \"$PALIER_STACK\": Pulumi.$PALIER_STACK.yaml is missing; known stacks: ${known% }"
}

# Whether the backend has a state of the stack.
is_known() {
  pulumi stack ls --json | grep -qE "\"name\": \"([^\"]*/)?$PALIER_STACK\""
}

# Makes the stack known to the backend, once.
ensure_stack() {
  require_stack_file
  is_known ||
    pulumi stack init "$PALIER_STACK" --no-select --non-interactive >/dev/null
  toolchain/git/settle-stack-files.sh
}
