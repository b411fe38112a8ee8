# shellcheck shell=bash
# Prints, as JSON, how many bytes database and volumes have and how many are free where restore points
# are kept; and looks at what would make taking one fail.

measure() {
  local volumes database
  connect_database
  check_database
  volumes=$(describe_volumes | jq --slurp 'map(.bytes) | add // 0')
  database=$(database_bytes)
  jq --null-input --compact-output --argjson database "$database" \
    --argjson volumes "$volumes" --argjson free "$(free_bytes)" \
    --arg device "$(stat --format=%d "$RESTORE_POINTS")" \
    '{database: $database, volumes: $volumes, free: $free, device: $device}'
}

measure
