# shellcheck shell=bash
# Loads the database of the restore point RESTORE_POINT and takes the volumes back to it.
: "${RESTORE_POINT:?}"

load() {
  local name source=$RESTORE_POINTS/$RESTORE_POINT
  make_scratch writer
  connect_database
  for name in $(volume_names); do plan_volume "$name" "$source/volumes"; done
  load_database "$source"
  for name in $(volume_names); do put_volume_back "$name" "$source/volumes"; done
  echo '{}'
}

load
