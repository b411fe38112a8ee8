# shellcheck shell=bash
# Prints digests of all that a restore point would hold now, as JSON.

digest() {
  local name digest schema
  make_scratch reader
  connect_database
  check_database
  database_facts | collect_facts >"$SCRATCH/facts.json"
  describe_volumes >"$SCRATCH/volumes.jsonl"
  for name in $(volume_names); do
    digest=$(digest_volume "$name")
    jq --null-input --compact-output --arg name "$name" --arg digest "$digest" \
      '{name: $name, digest: $digest}'
  done >"$SCRATCH/digests.jsonl"
  schema=$(digest_schema)
  jq --null-input --compact-output --slurpfile facts "$SCRATCH/facts.json" \
    --arg schema "$schema" --slurpfile volumes "$SCRATCH/volumes.jsonl" \
    --slurpfile digests "$SCRATCH/digests.jsonl" '
      $facts[0] + {schema: $schema, volumes: [$volumes, $digests] | transpose | map(add)}'
}

digest
