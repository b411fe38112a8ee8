# shellcheck shell=bash
# MariaDB, as the application's account. Needs DATABASE_HOST, DATABASE_PORT, DATABASE_NAME,
# DATABASE_USER and DATABASE_PASSWORD_FILE.

readonly client_settings=/tmp/client.cnf

connect_database() {
  local password
  : "${DATABASE_HOST:?}" "${DATABASE_PORT:?}" "${DATABASE_NAME:?}" "${DATABASE_USER:?}"
  password=$(<"${DATABASE_PASSWORD_FILE:?}") || fail "the password of the database cannot be read"
  password=${password//\\/\\\\}
  cat >"$client_settings" <<SETTINGS
[client]
host=$DATABASE_HOST
port=$DATABASE_PORT
user=$DATABASE_USER
password="${password//\"/\\\"}"
default-character-set=utf8mb4
skip-ssl
max-allowed-packet=1G
[mariadb]
connect-timeout=10
# The account's own limits are made for requests of users.
init-command="SET SESSION max_statement_time=0, lock_wait_timeout=60, idle_transaction_timeout=0, time_zone='+00:00'"
SETTINGS
}

# Rows as they are, without the client's escapes.
query() {
  mariadb --defaults-extra-file="$client_settings" --batch --raw --skip-column-names "$@"
}

quoted() {
  # shellcheck disable=SC2016
  printf '`%s`' "${1//\`/\`\`}"
}

# The server answers, and the client can read all that it has.
check_database() {
  local server client oldest
  server=$(query --execute='SELECT VERSION()') ||
    fail "the database $DATABASE_NAME at $DATABASE_HOST:$DATABASE_PORT does not answer"
  client=$(mariadb-dump --version | sed -E 's/.* ([0-9]+\.[0-9]+)\.[0-9]+-MariaDB.*/\1/')
  server=$(sed -E 's/^([0-9]+\.[0-9]+)\..*/\1/' <<<"$server")
  oldest=$(printf '%s\n' "$client" "$server" | sort --version-sort | head -n 1)
  [[ $oldest == "$server" ]] || fail "mariadb-dump $client of the backup image is older than the server, MariaDB $server; set palier:images.backup to an image with a client of that version"
}

database_bytes() {
  query --execute='SELECT COALESCE(SUM(data_length + index_length), 0) FROM information_schema.tables WHERE table_schema = DATABASE()' "$DATABASE_NAME"
}

# Prints a statement per table whose answer is a JSON object. The digest of a table is a sum over its
# rows, which does not depend on their order.
# $1: "rows" counts them only.
facts_statements() {
  local digest="''"
  if [[ $1 != rows ]]; then
    # A value goes in as the digest of its bytes, so that a long one does not exceed the largest packet.
    digest="CONCAT(', ''digest'', CAST(COALESCE(SUM(CAST(CONV(LEFT(MD5(CONCAT(',
      GROUP_CONCAT(CONCAT('COALESCE(MD5(CAST(\`', REPLACE(column_name, '\`', '\`\`'), '\` AS BINARY)), ''-'')')
                   ORDER BY ordinal_position SEPARATOR ', '),
      ')), 15), 16, 10) AS UNSIGNED)), 0) AS CHAR)')"
  fi
  query "$DATABASE_NAME" <<SQL
SET SESSION group_concat_max_len = 16777216;
SELECT CONCAT('SELECT JSON_OBJECT(''table'', ', QUOTE(table_name), ', ''rows'', COUNT(*)', $digest,
              ') FROM \`', REPLACE(table_name, '\`', '\`\`'), '\`;')
FROM information_schema.tables JOIN information_schema.columns USING (table_schema, table_name)
WHERE table_schema = DATABASE() AND table_type IN ('BASE TABLE', 'SYSTEM VERSIONED')
GROUP BY table_name ORDER BY table_name;
SQL
  if [[ $1 == rows ]]; then return; fi
  cat <<'SQL'
SELECT JSON_OBJECT('sequence', table_name, 'value', CAST(auto_increment AS CHAR))
FROM information_schema.tables
WHERE table_schema = DATABASE() AND auto_increment IS NOT NULL ORDER BY table_name;
SQL
}

# Prints what the database holds now, in one snapshot.
database_facts() {
  local statements
  statements=$(facts_statements "${1-digests}")
  printf '%s\n' 'START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY;' "$statements" |
    query "$DATABASE_NAME"
}

# Writes the dump and facts.jsonl. A snapshot cannot be shared between connections, so that the rows
# are counted before and after the dump: it holds what both times were there.
save_database() {
  local target=$1 facts=$2 after started
  started=$(query --execute='SELECT NOW() - INTERVAL 1 SECOND')
  database_facts >"$facts" || fail "the rows of the database could not be counted"
  dump --hex-blob | zstd --quiet -3 -T2 -o "$target/database/dump.sql.zst" ||
    fail "mariadb-dump could not save the database"
  if ((SERVING)); then
    digest_schema >"$SCRATCH/schema"
    mark_changing "$facts" "$started"
    return
  fi
  after=$(database_facts rows | collect_facts | jq --compact-output .tables)
  [[ $(collect_facts "$facts" | jq --compact-output '.tables | map({table, rows})') == "$(jq --compact-output 'map({table, rows})' <<<"$after")" ]] ||
    fail "rows changed while the database was saved: something still writes to it"
}

# Takes rows and digest away from the tables that users may have changed while the database was saved:
# what the dump holds of them is not known. A row that came and went leaves both digests the same, and
# is known by the time of the last change.
mark_changing() {
  local facts=$1 started=$2
  database_facts | collect_facts >"$SCRATCH/after.json"
  query "$DATABASE_NAME" \
    --execute="SELECT JSON_QUOTE(table_name) FROM information_schema.tables WHERE table_schema = DATABASE() AND update_time >= '$started'" >"$SCRATCH/touched"
  jq --compact-output --slurpfile after "$SCRATCH/after.json" --slurpfile touched "$SCRATCH/touched" '
    .table as $table | if $table == null then . else
      if . == ($after[0].tables | map(select(.table == $table)) | .[0]) and ($touched | index($table)) == null
      then . else {table: $table, changing: true} end end' "$facts" >"$facts.marked"
  mv "$facts.marked" "$facts"
}

dump() {
  mariadb-dump --defaults-extra-file="$client_settings" --single-transaction --quick --routines \
    --triggers --events --no-tablespaces --skip-dump-date "$@" "$DATABASE_NAME"
}

# What is needed to make the database anew, as JSON.
describe_database() {
  query "$DATABASE_NAME" <<'SQL'
SELECT JSON_OBJECT('engine', 'mariadb', 'version', VERSION(),
                   'characterSet', @@character_set_database, 'collation', @@collation_database);
SQL
}

check_dump() {
  local last
  # The client writes it after everything else; the archive has a checksum of its own.
  last=$(zstd --quiet --decompress --stdout "$1/database/dump.sql.zst" | tail -n 1) ||
    fail "the dump cannot be read"
  [[ $last == '-- Dump completed'* ]] || fail "the dump is not complete"
}

# MariaDB cannot rename a database: its content is removed and loaded again. Cut short, it is half
# there, and a second call begins from nothing.
load_database() {
  local source=$1 attempt name character_set collation
  check_database
  name=$(quoted "$DATABASE_NAME")
  character_set=$(jq -r .database.characterSet "$source/manifest.json")
  collation=$(jq -r .database.collation "$source/manifest.json")
  for ((attempt = 1; ; attempt++)); do
    end_other_connections
    if query --execute="SET SESSION lock_wait_timeout = 2; DROP DATABASE IF EXISTS $name"; then break; fi
    ((attempt < 15)) || fail "the database cannot be emptied: connections keep it in use"
  done
  query --execute="CREATE DATABASE $name CHARACTER SET $character_set COLLATE $collation"
  zstd --quiet --decompress --stdout "$source/database/dump.sql.zst" | query "$DATABASE_NAME" ||
    fail "mariadb could not load the dump"
  database_facts rows >/tmp/counted
  check_counts "$source" /tmp/counted
}

# The account may end its own connections; an open transaction of one would keep its tables.
end_other_connections() {
  local id
  while IFS= read -r id; do
    query --execute="KILL $id" 2>/dev/null || true
  done < <(query --execute='SELECT id FROM information_schema.processlist WHERE user = SUBSTRING_INDEX(USER(), "@", 1) AND id <> CONNECTION_ID()')
}

# Digest of the definitions of tables, views, routines, triggers and events. Where numbering goes on is no
# definition: it changes with every row.
digest_schema() {
  dump --no-data --skip-comments |
    sed -E '/^\/\*M?!999999/d; /^(DO|SELECT) SETVAL/d; s/^(\).*) AUTO_INCREMENT=[0-9]+/\1/' | sha256sum | cut --delimiter=' ' --fields=1
}
