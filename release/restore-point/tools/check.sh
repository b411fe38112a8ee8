# shellcheck shell=bash
# Checks that the restore point RESTORE_POINT is whole, and prints what is needed to make its database.
: "${RESTORE_POINT:?}"

check() {
  local folder=$RESTORE_POINTS/$RESTORE_POINT
  check_restore_point "$folder"
  check_dump "$folder"
  jq --compact-output 'if .database then .database | del(.tables, .sequences) else {} end' "$folder/manifest.json"
}

check
