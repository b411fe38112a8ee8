# shellcheck shell=bash
# Prints what the restore point RESTORE_POINT holds and what there is now, as JSON.
: "${RESTORE_POINT:?}"

compare() {
  local name source=$RESTORE_POINTS/$RESTORE_POINT
  [[ -s $source/manifest.json ]] || fail "it does not exist"
  make_scratch reader
  connect_database
  check_database
  database_facts | collect_facts >"$SCRATCH/facts.json"
  describe_volumes >"$SCRATCH/volumes.jsonl"
  for name in $(volume_names); do
    if volume_is_unchanged "$name" "$source/volumes"; then continue; fi
    jq --null-input --compact-output --arg name "$name" '$name'
  done >"$SCRATCH/changed.jsonl"
  jq --compact-output --slurpfile facts "$SCRATCH/facts.json" \
    --slurpfile volumes "$SCRATCH/volumes.jsonl" --slurpfile changed "$SCRATCH/changed.jsonl" '{
      before: {tables: (.database.tables // []), volumes},
      now: {tables: $facts[0].tables, volumes: $volumes},
      changed: $changed
    }' "$source/manifest.json"
}

compare
