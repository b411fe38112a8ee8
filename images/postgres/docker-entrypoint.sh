#!/usr/bin/env bash
# Makes the database cluster on the first start, then becomes the server.
# Same variables as the official image: POSTGRES_PASSWORD, POSTGRES_USER, POSTGRES_DB,
# POSTGRES_INITDB_ARGS (each also as *_FILE), POSTGRES_HOST_AUTH_METHOD, POSTGRES_INITDB_WALDIR.
set -Eeuo pipefail

fail() {
  printf 'docker-entrypoint: %s\n' "$1" >&2
  exit 1
}

# Sets a variable from itself, from the file that NAME_FILE points at, or from a default.
value_or_file() {
  local name=$1 file_variable="$1_FILE" value=${2-} file
  file=${!file_variable-}
  if [[ -n ${!name-} && -n $file ]]; then
    fail "both $name and $file_variable are set; keep one"
  elif [[ -n ${!name-} ]]; then
    value=${!name}
  elif [[ -n $file ]]; then
    [[ -r $file ]] || fail "$file_variable points at $file, which user $(id -u) cannot read"
    value=$(<"$file")
  fi
  export "$name=$value"
  unset "$file_variable"
}

read_settings() {
  value_or_file POSTGRES_PASSWORD
  value_or_file POSTGRES_USER postgres
  value_or_file POSTGRES_DB "$POSTGRES_USER"
  value_or_file POSTGRES_INITDB_ARGS
  : "${POSTGRES_HOST_AUTH_METHOD:=scram-sha-256}"
}

# Secrets may be readable by root alone, so they are read before the change of user.
become_postgres() {
  mkdir -p "$PGDATA" /run/postgresql
  chmod 700 "$PGDATA"
  find "$PGDATA" \! -user postgres -exec chown postgres '{}' +
  chown postgres /run/postgresql
  exec setpriv --reuid=postgres --regid=postgres --init-groups -- "$0" "$@"
}

create_cluster() {
  if [[ -z $POSTGRES_PASSWORD && $POSTGRES_HOST_AUTH_METHOD != trust ]]; then
    fail "the first start needs POSTGRES_PASSWORD or POSTGRES_PASSWORD_FILE"
  fi
  local -a arguments
  # xargs understands quotes the way the official image's eval does, without running anything.
  mapfile -t arguments < <(xargs -r -n1 printf '%s\n' <<<"$POSTGRES_INITDB_ARGS")
  if [[ -n ${POSTGRES_INITDB_WALDIR-} ]]; then
    arguments+=("--waldir=$POSTGRES_INITDB_WALDIR")
  fi
  if [[ -n $POSTGRES_PASSWORD ]]; then
    initdb --username="$POSTGRES_USER" --pwfile=<(printf '%s\n' "$POSTGRES_PASSWORD") \
      ${arguments[@]+"${arguments[@]}"}
  else
    initdb --username="$POSTGRES_USER" ${arguments[@]+"${arguments[@]}"}
  fi
  printf '\nhost all all all %s\n' "$POSTGRES_HOST_AUTH_METHOD" >>"$PGDATA/pg_hba.conf"
}

# Init scripts that are sourced may call this, as with the official image.
docker_process_sql() {
  PGPASSWORD=$POSTGRES_PASSWORD PGHOST='' PGHOSTADDR='' psql -v ON_ERROR_STOP=1 --no-password --no-psqlrc \
    --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" "$@"
}

run_init_scripts() {
  local file
  for file in /docker-entrypoint-initdb.d/*; do
    case "$file" in
      *.sh)
        printf 'docker-entrypoint: running %s\n' "$file"
        # shellcheck source=/dev/null
        if [[ -x $file ]]; then "$file"; else . "$file"; fi
        ;;
      *.sql) docker_process_sql --file "$file" ;;
      *.sql.gz) gunzip --stdout "$file" | docker_process_sql ;;
      *.sql.xz) xzcat "$file" | docker_process_sql ;;
      *.sql.zst) zstd --decompress --stdout "$file" | docker_process_sql ;;
      '/docker-entrypoint-initdb.d/*') ;;
      *) printf 'docker-entrypoint: ignoring %s\n' "$file" ;;
    esac
  done
}

# The server listens on its socket alone meanwhile: a health check over TCP fails until it is done.
fill_cluster() {
  export PGPASSWORD=$POSTGRES_PASSWORD
  pg_ctl --pgdata "$PGDATA" --options "-c listen_addresses='' -p ${PGPORT:-5432}" --wait start
  if [[ $POSTGRES_DB != postgres ]]; then
    POSTGRES_DB=postgres docker_process_sql --set database="$POSTGRES_DB" <<<'CREATE DATABASE :"database";'
  fi
  run_init_scripts
  pg_ctl --pgdata "$PGDATA" --mode fast --wait stop
  unset PGPASSWORD
  printf 'docker-entrypoint: the database cluster is ready\n'
}

main() {
  if [[ ${1-} == -* ]]; then set -- postgres "$@"; fi
  if [[ ${1-} != postgres ]]; then exec "$@"; fi
  read_settings
  if [[ $(id -u) == 0 ]]; then become_postgres "$@"; fi
  # A failed first start must not leave a half-made cluster that the next start takes for a good one.
  if [[ -e $PGDATA/palier-initialising ]]; then
    fail "the first start in $PGDATA did not finish; empty the data volume (nothing was in use yet) and start again"
  fi
  if [[ ! -s $PGDATA/PG_VERSION ]]; then
    create_cluster
    touch "$PGDATA/palier-initialising"
    fill_cluster
    rm "$PGDATA/palier-initialising"
  fi
  unset POSTGRES_PASSWORD
  exec "$@"
}

main "$@"
