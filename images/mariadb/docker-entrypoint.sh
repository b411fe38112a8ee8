#!/usr/bin/env bash
# Makes the database on the first start, then becomes the server.
# Same variables as the official image: MARIADB_ROOT_PASSWORD, MARIADB_ROOT_HOST, MARIADB_DATABASE,
# MARIADB_USER, MARIADB_PASSWORD (each also as *_FILE and as MYSQL_*),
# MARIADB_RANDOM_ROOT_PASSWORD, MARIADB_ALLOW_EMPTY_ROOT_PASSWORD.
set -Eeuo pipefail

readonly data=/var/lib/mysql
readonly marker=$data/palier-initialising
readonly init_socket=/run/mysqld/initialising.sock
readonly settings=(ROOT_PASSWORD ROOT_HOST DATABASE USER PASSWORD RANDOM_ROOT_PASSWORD ALLOW_EMPTY_ROOT_PASSWORD)

fail() {
  printf 'docker-entrypoint: %s\n' "$1" >&2
  exit 1
}

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
  local setting suffix old new
  for setting in "${settings[@]}"; do
    for suffix in '' _FILE; do
      old="MYSQL_$setting$suffix" new="MARIADB_$setting$suffix"
      if [[ -n ${!old-} && -z ${!new-} ]]; then export "$new=${!old}"; fi
      unset "$old"
    done
  done
  value_or_file MARIADB_ROOT_HOST '%'
  for setting in ROOT_PASSWORD DATABASE USER PASSWORD; do value_or_file "MARIADB_$setting"; done
  : "${MARIADB_RANDOM_ROOT_PASSWORD:=}" "${MARIADB_ALLOW_EMPTY_ROOT_PASSWORD:=}"
}

# Secrets may be readable by root alone, so they are read before the change of user.
become_mysql() {
  find "$data" \! -user mysql -exec chown mysql: '{}' +
  chown mysql: /run/mysqld
  exec setpriv --reuid=mysql --regid=mysql --init-groups -- "$0" "$@"
}

# A string in SQL, for NO_BACKSLASH_ESCAPES.
quoted() {
  printf "'%s'" "${1//\'/\'\'}"
}

check_settings() {
  if [[ -n $MARIADB_RANDOM_ROOT_PASSWORD && -z $MARIADB_ROOT_PASSWORD ]]; then
    MARIADB_ROOT_PASSWORD=$(head -c 24 /dev/urandom | base64)
    printf 'docker-entrypoint: GENERATED ROOT PASSWORD: %s\n' "$MARIADB_ROOT_PASSWORD"
  fi
  if [[ -z $MARIADB_ROOT_PASSWORD && -z $MARIADB_ALLOW_EMPTY_ROOT_PASSWORD ]]; then
    fail "the first start needs MARIADB_ROOT_PASSWORD or MARIADB_ROOT_PASSWORD_FILE"
  fi
  if [[ -n $MARIADB_USER && -z $MARIADB_PASSWORD ]]; then
    fail "MARIADB_USER is set without MARIADB_PASSWORD or MARIADB_PASSWORD_FILE"
  fi
}

account_statements() {
  local root_password user database
  root_password=$(quoted "$MARIADB_ROOT_PASSWORD")
  echo "SET SESSION SQL_MODE = 'NO_BACKSLASH_ESCAPES';"
  # mariadb-install-db leaves accounts without a password for this very container's host name.
  echo "DELETE FROM mysql.global_priv WHERE User IN ('', 'root') AND Host <> 'localhost';"
  echo "DELETE FROM mysql.proxies_priv WHERE Host <> 'localhost'; FLUSH PRIVILEGES;"
  if [[ -n $MARIADB_ROOT_HOST && $MARIADB_ROOT_HOST != localhost ]]; then
    user="'root'@$(quoted "$MARIADB_ROOT_HOST")"
    echo "CREATE USER $user IDENTIFIED BY $root_password; GRANT ALL ON *.* TO $user WITH GRANT OPTION;"
  fi
  if [[ -n $MARIADB_DATABASE ]]; then
    echo "CREATE DATABASE IF NOT EXISTS \`${MARIADB_DATABASE//\`/\`\`}\`;"
  fi
  if [[ -n $MARIADB_USER ]]; then
    user="$(quoted "$MARIADB_USER")@'%'"
    echo "CREATE USER $user IDENTIFIED BY $(quoted "$MARIADB_PASSWORD");"
    if [[ -n $MARIADB_DATABASE ]]; then
      # An underscore in a grant would stand for any character.
      database=${MARIADB_DATABASE//\`/\`\`}
      echo "GRANT ALL ON \`${database//_/\\_}\`.* TO $user;"
    fi
  fi
  # healthcheck.sh connects with this account; the file is beside the data, like the official one.
  local health_password
  health_password=$(head -c 18 /dev/urandom | base64)
  # Names are not resolved, so the loopback address counts as a host of its own.
  for user in "'healthcheck'@'localhost'" "'healthcheck'@'127.0.0.1'"; do
    echo "CREATE USER $user IDENTIFIED BY $(quoted "$health_password");"
  done
  (umask 077 && printf '[client]\nuser=healthcheck\npassword=%s\n' "$health_password" >"$data/.my-healthcheck.cnf")
  echo "ALTER USER 'root'@'localhost' IDENTIFIED BY $root_password;"
}

# Runs SQL as root in the application's database; arguments go to the client. Init scripts that are
# sourced may call it, as with the official image.
docker_process_sql() {
  MYSQL_PWD=$MARIADB_ROOT_PASSWORD mariadb --user=root --socket="$init_socket" \
    --database="$MARIADB_DATABASE" "$@"
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
      *.sql) docker_process_sql --batch <"$file" ;;
      *.sql.gz) gunzip --stdout "$file" | docker_process_sql --batch ;;
      *.sql.xz) xzcat "$file" | docker_process_sql --batch ;;
      *.sql.zst) zstd --decompress --stdout "$file" | docker_process_sql --batch ;;
      '/docker-entrypoint-initdb.d/*') ;;
      *) printf 'docker-entrypoint: ignoring %s\n' "$file" ;;
    esac
  done
}

# The server listens on another socket alone meanwhile: health checks fail until it is done.
fill_database() {
  local server attempt
  "$@" --skip-networking --socket="$init_socket" &
  server=$!
  for ((attempt = 0; ; attempt++)); do
    if mariadb --user=root --socket="$init_socket" --execute 'SELECT 1' >/dev/null 2>&1; then break; fi
    kill -0 "$server" 2>/dev/null || fail "the server ended during the first start; its messages are above"
    [[ $attempt -lt 600 ]] || fail "the server did not answer within 60 s of the first start"
    sleep 0.1
  done
  # Without them, times cannot be converted to a zone by its name.
  mariadb-tzinfo-to-sql --skip-write-binlog /usr/share/zoneinfo 2>/dev/null |
    mariadb --user=root --socket="$init_socket" --database=mysql
  account_statements | mariadb --user=root --socket="$init_socket" --database=mysql
  run_init_scripts
  kill -TERM "$server"
  wait "$server"
}

create_database() {
  if [[ -e $marker ]]; then
    printf 'docker-entrypoint: an earlier first start did not finish; starting over\n'
    find "$data" -mindepth 1 -delete
  fi
  check_settings
  [[ -w $data ]] || fail "user $(id -u) cannot write in $data; give the volume or tmpfs to that user"
  if [[ -n $(find "$data" -mindepth 1 -maxdepth 1 ! -name lost+found -print -quit) ]]; then
    fail "$data holds files but no database; mount the right volume, or an empty one"
  fi
  touch "$marker"
  mariadb-install-db --datadir="$data" --auth-root-authentication-method=normal --skip-test-db >/dev/null
  fill_database "$@"
  rm "$marker"
  printf 'docker-entrypoint: the database is ready\n'
}

main() {
  if [[ ${1-} == -* ]]; then set -- mariadbd "$@"; fi
  if [[ ${1-} != mariadbd && ${1-} != mysqld ]]; then exec "$@"; fi
  read_settings
  if [[ $(id -u) == 0 ]]; then become_mysql "$@"; fi
  if [[ -e $marker || ! -d $data/mysql ]]; then create_database "$@"; fi
  unset MARIADB_ROOT_PASSWORD MARIADB_PASSWORD
  exec "$@"
}

main "$@"
