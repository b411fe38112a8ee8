#!/usr/bin/env bash
# Makes the application's account and database; sourced once by the image's first start, which
# brings docker_process_sql: SQL from standard input, run as root.
# Reads PALIER_DATABASE_NAME, PALIER_DATABASE_USER and PALIER_DATABASE_PASSWORD_FILE. The password
# goes through a pipe, so it is in no command line and in no environment.

# A string in SQL, for NO_BACKSLASH_ESCAPES.
palier_string() {
  printf "'%s'" "${1//\'/\'\'}"
}

palier_statements() {
  local name=${PALIER_DATABASE_NAME//\`/\`\`} user password=$1
  user="$(palier_string "$PALIER_DATABASE_USER")@'%'"
  cat <<SQL
SET SESSION sql_mode = 'NO_BACKSLASH_ESCAPES';
CREATE DATABASE \`$name\`;

-- The container's only network is the application's internal one, whose addresses change when it is
-- made again: hence every address. A statement that runs for minutes is given up; an application
-- that needs more sets it for its session.
CREATE USER $user IDENTIFIED BY $(palier_string "$password") WITH MAX_STATEMENT_TIME 300;
-- An underscore in a grant would stand for any character.
GRANT ALL PRIVILEGES ON \`${name//_/\\_}\`.* TO $user;

-- The server's own user, over the socket (docker exec): backups, and repairs by the operator.
CREATE USER 'mysql'@'localhost' IDENTIFIED VIA unix_socket;
GRANT ALL PRIVILEGES ON *.* TO 'mysql'@'localhost' WITH GRANT OPTION;
SQL
}

palier_application() {
  local password
  password=$(cat "$PALIER_DATABASE_PASSWORD_FILE" 2>/dev/null) || password=''
  # An empty password would let in everyone who reaches the server.
  if ((${#password} < 16)); then
    printf '%s\n' 'the file named by PALIER_DATABASE_PASSWORD_FILE cannot be read or holds less than 16 characters' >&2
    return 1
  fi
  palier_statements "$password" | docker_process_sql --database=mysql
}

palier_application
