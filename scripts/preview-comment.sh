#!/usr/bin/env bash
# Previews stacks under the policies and writes what a pull request would do to them as one comment in markdown.
# STACKS: stacks; default "preprod prod". OUT: file of the comment; default .palier/preview-comment/comment.md.
# BASE: commit or branch that the declarations are compared with; none when not set.
# COMMIT: commit that is previewed, for the text. LOGS: address of the logs.
# SOURCE: address of the repository's files at that commit, for links to the policies.
# PULUMI_CONFIG_PASSPHRASE_<STACK>: passphrase of one stack, in capitals, where they have not the same.
# STAND_INS=1: previews the commit at hand with no state, no passphrase and invented secrets, for changes of people
# who must not get at the real ones.
# What it is made of is beside the comment, in a folder for each stack; only the comment is free of values.
# Exit codes: 0; 1 when an update of a stack would be refused, or its preview failed: the comment says why.
set -Eeuo pipefail

read -r -a stacks <<<"${STACKS:-preprod prod}"
# The functions below say for which one.
export PALIER_STACK=${stacks[0]}
source "$(dirname "${BASH_SOURCE[0]}")/stack.sh"

folder=$root/.palier/preview-comment
base_tree=$folder/base
head_tree=$folder/head
comment=${OUT:-$folder/comment.md}
# Previews may happen in another folder.
[[ "$comment" == /* ]] || comment=$root/$comment
options=(--out "$comment")
[[ -z "${COMMIT:-}" ]] || options+=(--commit "$COMMIT")
[[ -z "${LOGS:-}" ]] || options+=(--logs "$LOGS")
[[ -z "${SOURCE:-}" ]] || options+=(--source "$SOURCE")

main() {
  rm -rf "$folder"
  mkdir -p "$folder"
  trap remove_trees EXIT
  git worktree prune
  [[ -z "${BASE:-}" ]] || check_out "$base_tree" "$BASE"
  [[ "${STAND_INS:-}" != 1 ]] || use_stand_ins
  for PALIER_STACK in "${stacks[@]}"; do
    look_at_stack "$folder/$PALIER_STACK"
  done
  run main.ts "${stacks[@]/#/$folder/}" "${options[@]}" ||
    fail "a stack is refused: see $comment"
  say "written to $comment"
}

# Programs of this checkout, wherever the previews happen.
run() {
  local program=$1
  shift
  node --require "$root/register.cjs" "$root/scripts/preview-comment/$program" "$@"
}

# Another commit beside this one, which runs with what is installed here.
check_out() {
  git worktree add --quiet --detach --force "$1" "$2" ||
    fail "there is no commit \"$2\" here to compare with: fetch it, or leave BASE out"
  ln -s "$root/node_modules" "$1/node_modules"
  mkdir -p "$1/.palier"
  ln -s "$root/.palier/pulumi" "$1/.palier/pulumi"
}

remove_trees() {
  local tree
  for tree in "$base_tree" "$head_tree"; do
    [[ ! -d "$tree" ]] || git worktree remove --force "$tree"
  done
}

# Previews happen in a copy whose stack files have invented secrets, with a backend that is gone afterwards.
use_stand_ins() {
  local key
  check_out "$head_tree" HEAD
  cd "$head_tree"
  mkdir "$folder/state"
  export PULUMI_BACKEND_URL=file://$folder/state PULUMI_CONFIG_PASSPHRASE=stand-in
  unset PULUMI_CONFIG_PASSPHRASE_FILE PULUMI_ACCESS_TOKEN
  for PALIER_STACK in "${stacks[@]}"; do
    require_stack_file
    run stand-ins.ts "Pulumi.$PALIER_STACK.yaml" >"$folder/keys"
    pulumi stack init "$PALIER_STACK" --no-select --non-interactive >/dev/null
    while read -r key; do
      pulumi config set --secret "$key" stand-in-for-a-secret --stack "$PALIER_STACK"
    done <"$folder/keys"
  done
}

look_at_stack() {
  local into=$1
  mkdir -p "$into"
  resolve "$PWD" >"$into/spec.json" 2>"$into/problems.txt" || true
  # The declarations of the base are resolved by the base's own code. A stack that is new, or that was broken
  # before, has nothing to be compared with.
  [[ ! -d "$base_tree" ]] || resolve "$base_tree" >"$into/base.json" 2>/dev/null || true
  say "previewing $PALIER_STACK"
  preview >"$into/preview.json" 2>"$into/errors.txt" || true
  guard "$into/preview.json" >"$into/guard.json" 2>>"$into/errors.txt" || true
  cat "$into/problems.txt" "$into/errors.txt" >&2
}

resolve() {
  (cd "$1" && node --require ./register.cjs config/print.ts "$PALIER_STACK")
}

# Window and freezes are judged when the update is about to happen: a pull request may be read on any day.
guard() {
  node --require ./register.cjs scripts/operator/main.ts guard --stack "$PALIER_STACK" --preview "$1" --any-time --json
}

preview() {
  local own=PULUMI_CONFIG_PASSPHRASE_${PALIER_STACK^^}
  own=${own//[^A-Z0-9_]/_}
  if [[ "${STAND_INS:-}" != 1 ]]; then
    [[ -z "${!own:-}" ]] || export PULUMI_CONFIG_PASSPHRASE=${!own}
    ensure_stack
  fi
  # Only as events do previews tell of policies.
  PULUMI_ENABLE_STREAMING_JSON_PREVIEW=true pulumi preview --json --non-interactive --stack "$PALIER_STACK"
}

main "$@"
