# shellcheck shell=bash
# Prints the digests that were recorded with the restore point RESTORE_POINT, as JSON.
: "${RESTORE_POINT:?}"

recorded() {
  local manifest=$RESTORE_POINTS/$RESTORE_POINT/manifest.json
  [[ -s $manifest ]] || fail "it does not exist"
  jq --compact-output '{
    tables: (.database.tables // []), sequences: (.database.sequences // []),
    schema: (.database.schema // "none"), volumes
  }' "$manifest"
}

recorded
