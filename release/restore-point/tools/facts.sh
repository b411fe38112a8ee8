# shellcheck shell=bash
# Facts about a database: JSON lines with table, rows and digest, or with sequence and value.

# Makes one object of the lines: tables and sequences, in order of their names.
collect_facts() {
  jq --slurp --compact-output '{
    tables: [.[] | select(.table)] | sort_by(.table),
    sequences: [.[] | select(.sequence)] | sort_by(.sequence)
  }' "$@"
}

# Compares counted rows with those of the manifest, exactly; of a table that changed meanwhile none are recorded.
check_counts() {
  local wrong
  wrong=$(jq --raw-output --slurpfile now <(collect_facts "$2") '
    ($now[0].tables | map({(.table): .rows}) | add // {}) as $counted
    | [.database.tables[] | select(.changing | not) | select($counted[.table] != .rows)
       | "\(.table) (\(.rows) rows saved, \($counted[.table] // 0) loaded)"][:3] | join(", ")' \
    "$1/manifest.json")
  [[ -z $wrong ]] || fail "rows are missing in $wrong"
}
