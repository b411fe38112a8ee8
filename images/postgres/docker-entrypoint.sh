#!/usr/bin/env bash
# Makes the database cluster on the first start, then becomes the server.
# Same variables as the official image: POSTGRES_PASSWORD, POSTGRES_USER, POSTGRES_DB,
# POSTGRES_INITDB_ARGS (each also as *_FILE), POSTGRES_HOST_AUTH_METHOD, POSTGRES_INITDB_WALDIR.
# Unlike the official image it wants a password even with POSTGRES_HOST_AUTH_METHOD=trust.
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

# initdb's arguments with their quotes; xargs splits like a shell and runs nothing of them.
split_arguments() {
  mapfile -t initdb_arguments < <(xargs -r -n1 printf '%s\n' <<<"$POSTGRES_INITDB_ARGS")
  if [[ -n ${POSTGRES_INITDB_WALDIR-} ]]; then
    initdb_arguments+=("--waldir=$POSTGRES_INITDB_WALDIR")
  fi
}

create_cluster() {
  local -a initdb_arguments
  split_arguments
  initdb --username="$POSTGRES_USER" --pwfile=<(printf '%s\n' "$POSTGRES_PASSWORD") \
    ${initdb_arguments[@]+"${initdb_arguments[@]}"}
  printf '\nhost all all all %s\n' "$POSTGRES_HOST_AUTH_METHOD" >>"$PGDATA/pg_hba.conf"
}

# Runs SQL in one database: the first argument; the others go to psql.
run_sql() {
  psql -v ON_ERROR_STOP=1 --no-password --no-psqlrc --username "$POSTGRES_USER" --dbname "$@"
}

# Init scripts that are sourced may call this, as with the official image.
docker_process_sql() {
  run_sql "$POSTGRES_DB" "$@"
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
      *.sql.gz) gunzip --stdout "$file" | docker_process_sql --file - ;;
      *.sql.xz) xzcat "$file" | docker_process_sql --file - ;;
      *.sql.zst) zstd --decompress --stdout "$file" | docker_process_sql --file - ;;
      '/docker-entrypoint-initdb.d/*') ;;
      *) printf 'docker-entrypoint: ignoring %s\n' "$file" ;;
    esac
  done
}

# The server listens on its socket alone meanwhile: a health check over TCP fails until it is done.
fill_cluster() {
  export PGPASSWORD=$POSTGRES_PASSWORD
  pg_ctl --options "-c listen_addresses='' -p ${PGPORT:-5432}" --wait start
  if [[ $POSTGRES_DB != postgres ]]; then
    run_sql postgres --set database="$POSTGRES_DB" <<<'CREATE DATABASE :"database";'
  fi
  run_init_scripts
  pg_ctl --mode fast --wait stop
  unset PGPASSWORD
}

# The cluster is made in a folder of its own and moved up when it is complete, PG_VERSION last.
# So a first start that was killed is recognised, and made again from nothing by the next one.
initialise() {
  local final=$PGDATA draft=$PGDATA/initialising
  if [[ -z $POSTGRES_PASSWORD ]]; then
    fail "the first start needs POSTGRES_PASSWORD or POSTGRES_PASSWORD_FILE"
  fi
  [[ -w $final ]] || fail "user $(id -u) cannot write in $final; give the volume or tmpfs to that user"
  if [[ -d $draft ]]; then
    printf 'docker-entrypoint: an earlier first start did not finish; starting over\n'
    find "$final" -mindepth 1 -delete
  elif [[ -n $(find "$final" -mindepth 1 -maxdepth 1 ! -name lost+found -print -quit) ]]; then
    fail "$final holds files but no database cluster; mount the right volume, or an empty one"
  fi
  mkdir -m 700 "$draft"
  chmod 700 "$final"
  export PGDATA=$draft
  create_cluster
  fill_cluster
  find "$draft" -mindepth 1 -maxdepth 1 ! -name PG_VERSION -exec mv --target-directory="$final" '{}' +
  mv "$draft/PG_VERSION" "$final/"
  rmdir "$draft"
  export PGDATA=$final
  printf 'docker-entrypoint: the database cluster is ready\n'
}

main() {
  if [[ ${1-} == -* ]]; then set -- postgres "$@"; fi
  if [[ ${1-} != postgres ]]; then exec "$@"; fi
  read_settings
  if [[ $(id -u) == 0 ]]; then become_postgres "$@"; fi
  if [[ ! -s $PGDATA/PG_VERSION ]]; then initialise; fi
  unset POSTGRES_PASSWORD
  exec "$@"
}

main "$@"
