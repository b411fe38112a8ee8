# shellcheck shell=bash
# What the commands by hand begin with: the database as the application's account, as psql and pg_dump find it.
# Needs: DATABASE (name), DATABASE_HOST, DATABASE_PORT, DATABASE_USER, DATABASE_PASSWORD_FILE.
set -Eeuo pipefail
umask 077
: "${DATABASE:?}" "${DATABASE_HOST:?}" "${DATABASE_PORT:?}" "${DATABASE_USER:?}" "${DATABASE_PASSWORD_FILE:?}"

printf '*:*:*:*:%s\n' "$(sed 's/[\\:]/\\&/g' "$DATABASE_PASSWORD_FILE")" >/tmp/pgpass
export PGPASSFILE=/tmp/pgpass PGHOST=$DATABASE_HOST PGPORT=$DATABASE_PORT PGUSER=$DATABASE_USER PGDATABASE=$DATABASE
# The role's own limits are made for requests of users.
export PGOPTIONS="-c statement_timeout=0 -c idle_in_transaction_session_timeout=0"
