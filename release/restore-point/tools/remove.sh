# shellcheck shell=bash
# Removes what an earlier run did not finish, and the restore points named in REMOVE, one per line.
: "${REMOVE?}"

remove() {
  local id
  remove_unfinished
  while IFS= read -r id; do
    if [[ -z $id || ! -d $RESTORE_POINTS/$id ]]; then continue; fi
    # First out of sight: one that is removed in part must not look whole.
    mv --no-target-directory "$RESTORE_POINTS/$id" "$RESTORE_POINTS/$id.removing"
  done <<<"$REMOVE"
  remove_unfinished
  echo '{}'
}

remove
