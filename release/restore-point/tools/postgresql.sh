# shellcheck shell=bash
# PostgreSQL, as the application's role. Needs DATABASE_HOST, DATABASE_PORT, DATABASE_NAME,
# DATABASE_USER and DATABASE_PASSWORD_FILE.

connect_database() {
  local password
  : "${DATABASE_HOST:?}" "${DATABASE_PORT:?}" "${DATABASE_NAME:?}" "${DATABASE_USER:?}"
  password=$(<"${DATABASE_PASSWORD_FILE:?}") || fail "the password of the database cannot be read"
  password=${password//\\/\\\\}
  printf '%s:%s:*:%s:%s\n' "$DATABASE_HOST" "$DATABASE_PORT" "$DATABASE_USER" "${password//:/\\:}" \
    >/tmp/pgpass
  export PGPASSFILE=/tmp/pgpass PGHOST=$DATABASE_HOST PGPORT=$DATABASE_PORT PGUSER=$DATABASE_USER \
    PGDATABASE=$DATABASE_NAME PGCONNECT_TIMEOUT=10 PGAPPNAME=palier-restore-point
  # The role's own limits are made for requests of users. A statement of tools that were killed ends soon:
  # while it goes on, it keeps migrations away from its tables.
  export PGOPTIONS="-c client_connection_check_interval=1s -c statement_timeout=0 -c lock_timeout=60s -c idle_in_transaction_session_timeout=0 -c client_min_messages=warning"
}

query() {
  psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 "$@"
}

# The server answers, and the client can read all that it has.
check_database() {
  local server client
  server=$(query --command='SHOW server_version_num') ||
    fail "the database $DATABASE_NAME at $DATABASE_HOST:$DATABASE_PORT does not answer"
  client=$(pg_dump --version | sed -E 's/.* ([0-9]+)[.0-9a-z]*.*/\1/')
  ((client >= server / 10000)) || fail "pg_dump $client of the backup image is older than the server, PostgreSQL $((server / 10000)); set palier:images.backup to an image with a client of that version"
}

database_bytes() {
  query --command='SELECT pg_database_size(current_database())'
}

# Statements whose answers describe what a database holds, one JSON object per line. The digest of a
# table is a sum over its rows, which does not depend on their order. Rows of common types are hashed as
# they are, where equal values have equal hashes; others as text, made in one way whatever the server's
# settings, which takes twice as long. (The hash of an enumeration's value changes when it is restored.)
# $1: "rows" counts them only.
facts_statements() {
  local digest=''
  if [[ $1 != rows ]]; then digest=", ''digest'', coalesce(sum(%s), 0)::text"; fi
  cat <<SQL
SET search_path = '';
SET timezone = 'UTC';
SET datestyle = 'ISO';
SET intervalstyle = 'postgres';
SET bytea_output = 'hex';
SET extra_float_digits = 1;
SET row_security = off;
SELECT format('SELECT json_build_object(''table'', %1\$L, ''rows'', count(*)${digest//%s/%2\$s}) FROM ONLY %1\$s AS "palier row"',
              c.oid::regclass,
              CASE WHEN EXISTS (
                SELECT FROM pg_attribute AS a JOIN pg_type AS t ON t.oid = a.atttypid
                LEFT JOIN pg_type AS element ON element.oid = t.typelem AND t.typcategory = 'A'
                WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                  AND coalesce(element.oid, t.oid) <> ALL ('{bool,int2,int4,int8,float4,float8,numeric,text,varchar,bpchar,bytea,uuid,date,time,timestamp,timestamptz,interval,jsonb,inet}'::regtype[]::oid[]))
              THEN 'hashtextextended(CAST("palier row" AS text) COLLATE "C", 0)'
              ELSE 'hash_record_extended("palier row", 0)' END)
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND c.relpersistence <> 't'
  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_depend AS d
                  WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY c.oid::regclass::text COLLATE "C"
\gexec
SQL
  if [[ $1 == rows ]]; then
    echo "SELECT json_build_object('table', 'large objects', 'rows', count(*)) FROM pg_largeobject_metadata;"
    return
  fi
  cat <<'SQL'
SELECT json_build_object('table', 'large objects', 'rows', count(*),
                         'digest', coalesce(sum(hashtextextended(oid || content, 0)), 0)::text)
FROM (SELECT m.oid, string_agg(md5(lo_get(m.oid, part, 8388608)), '' ORDER BY part) AS content
      FROM pg_largeobject_metadata AS m
      CROSS JOIN LATERAL (SELECT lo_lseek64(descriptor, 0, 2) AS length, descriptor
                          FROM lo_open(m.oid, x'40000'::int) AS descriptor) AS opened
      CROSS JOIN LATERAL generate_series(0, greatest(length - 1, 0), 8388608) AS part
      GROUP BY m.oid) AS objects;
SELECT format('SELECT json_build_object(''sequence'', %L, ''value'', last_value || '' '' || is_called) FROM %s',
              c.oid::regclass, c.oid::regclass)
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind = 'S' AND c.relpersistence <> 't' AND n.nspname !~ '^pg_'
ORDER BY c.oid::regclass::text COLLATE "C"
\gexec
SQL
}

# Prints what the database holds now, in one snapshot.
database_facts() {
  {
    echo 'BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY;'
    facts_statements digests
  } | query
}

# Writes the dump and, of the same snapshot, facts.jsonl; the server computes them while it is read.
save_database() {
  local target=$1 facts=$2 snapshot reader
  mkfifo /tmp/statements /tmp/answers
  query </tmp/statements >/tmp/answers &
  reader=$!
  exec 7>/tmp/statements 8</tmp/answers
  printf '%s\n' 'BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY;' 'SELECT pg_export_snapshot();' >&7
  IFS= read -r snapshot <&8 || fail "the database gives no snapshot"
  {
    printf '\\o %s\n' "$facts"
    facts_statements digests
  } >&7
  # Level 1: measured, higher ones take up to twice as long and save a twentieth of the space.
  pg_dump --format=directory --jobs=2 --compress=1 --snapshot="$snapshot" --lock-wait-timeout=60000 \
    --file="$target/database" || fail "pg_dump could not save the database"
  if ((SERVING)); then digest_schema --snapshot="$snapshot" >"$SCRATCH/schema"; fi
  echo 'COMMIT;' >&7
  exec 7>&- 8<&-
  wait "$reader" || fail "the rows of the database could not be counted"
}

# What is needed to make the database anew, as JSON.
describe_database() {
  query <<'SQL'
SELECT json_build_object(
  'engine', 'postgresql', 'version', current_setting('server_version'),
  'encoding', pg_encoding_to_char(encoding), 'collation', datcollate, 'characterType', datctype,
  'extensions', (
    SELECT coalesce(json_agg(json_build_object(
      'name', extname, 'schema', nspname, 'schemaOwner', pg_get_userbyid(nspowner), 'own', extowner = (SELECT oid FROM pg_roles WHERE rolname = current_user))
      ORDER BY extname), '[]')
    FROM pg_extension JOIN pg_namespace ON pg_namespace.oid = extnamespace
    WHERE extname <> 'plpgsql'))
FROM pg_database WHERE datname = current_database();
SQL
}

check_dump() {
  local target=$1 empty
  pg_restore --list "$target/database" >/dev/null || fail "the dump cannot be read"
  empty=$(find "$target/database" -type f -empty -print -quit)
  [[ -z $empty ]] || fail "${empty##*/} of the dump is empty"
}

# Loads into RESTORE_DATABASE, which the superuser made beside the one in service.
load_database() {
  local source=$1 list=/tmp/list
  export PGDATABASE=${RESTORE_DATABASE:?}
  check_database
  # The superuser has made the extensions that are not the role's own, and their schemas.
  jq -r '.database.extensions[] | select(.own | not) | "EXTENSION \(.name)", "SCHEMA \(.schema)"' \
    "$source/manifest.json" >/tmp/made
  pg_restore --list "$source/database" |
    awk 'FILENAME == "/tmp/made" { made[$0]; next }
      !($4 " " $6 in made || ($4 == "COMMENT" && $6 " " $7 in made))' /tmp/made - >"$list"
  pg_restore --dbname="$PGDATABASE" --use-list="$list" --no-owner --exit-on-error --jobs=2 \
    "$source/database" || fail "pg_restore could not load the dump"
  facts_statements rows | query >/tmp/counted
  check_counts "$source" /tmp/counted
}

# Digest of the definitions of tables, views, functions, indexes and rights.
digest_schema() {
  pg_dump --schema-only "$@" | sed -E '/^(--|\\(un)?restrict |$)/d' | sha256sum | cut --delimiter=' ' --fields=1
}
